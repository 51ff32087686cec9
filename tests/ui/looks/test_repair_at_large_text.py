"""At large text the table of the repair window and what is done with its rows stay in sight."""

from __future__ import annotations

import pytest

from tests.ui.repair.conftest import OpenRepair
from tests.ui.repair.openings import is_in_sight, opened, settle
from wrapup_desk.ui.widgets.progress_line import ProgressLine

SIZES = (100, 125, 150, 175, 200)


@pytest.mark.parametrize("percent", SIZES)
@pytest.mark.parametrize(
    "name", ["40-repair", "43-repair-all-good", "53-repair-troubles", "61-repair-review"]
)
def test_the_list_never_makes_a_page_that_scrolls(
    open_repair: OpenRepair, name: str, percent: int
) -> None:
    driver = opened(open_repair, name, (1200, 760, percent))

    assert driver.window._scroll.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("percent", SIZES)
def test_the_buttons_of_a_preview_are_in_sight_with_its_details_open(
    open_repair: OpenRepair, percent: int
) -> None:
    driver = opened(open_repair, "46-repair-preview", (1200, 760, percent))
    preview = driver.window.area.fix_bar.preview
    preview.more.click()
    settle()

    assert is_in_sight(preview.confirm, driver)
    assert is_in_sight(preview.reason, driver)
    assert is_in_sight(driver.window.filters.range_chip, driver)


@pytest.mark.parametrize("percent", SIZES)
def test_the_buttons_of_an_outcome_are_in_sight_with_each_row_open(
    open_repair: OpenRepair, percent: int
) -> None:
    driver = opened(open_repair, "48-repair-outcome", (1200, 760, percent))
    bar = driver.window.area.fix_bar
    bar.outcome.more.click()
    settle()

    assert is_in_sight(bar.outcome.undo, driver)
    assert is_in_sight(bar.outcome.close_button, driver)
    assert is_in_sight(driver.window.filters.range_chip, driver)


@pytest.mark.parametrize("name", ["46-repair-preview", "48-repair-outcome", "61-repair-review"])
def test_two_rows_of_the_table_stay_in_sight_whatever_opens_below(
    open_repair: OpenRepair, name: str
) -> None:
    driver = opened(open_repair, name, (1200, 760, 200))
    table = driver.window.area.table

    rows = table.viewport().height() // table.verticalHeader().defaultSectionSize()
    assert rows >= 2
    assert is_in_sight(table, driver)


def test_the_figures_stand_over_the_reports_where_the_list_needs_their_room(
    open_repair: OpenRepair,
) -> None:
    driver = opened(open_repair, "55-repair-reports", (1200, 760, 200))
    shown_at_first = driver.window.tiles.isVisible()
    driver.window.reports_button.click()

    assert (shown_at_first, driver.window.tiles.isVisible()) == (False, True)


def test_a_high_window_shows_the_figures_over_the_list_at_any_text_size(
    open_repair: OpenRepair,
) -> None:
    driver = opened(open_repair, "40-repair", (1200, 760, 200))
    driver.window.resize(1200, 1400)
    settle()

    assert driver.window.tiles.isVisible()


@pytest.mark.parametrize(
    "name", ["41-repair-finding", "47-repair-running", "54-repair-suggesting"]
)
def test_the_words_of_progress_have_more_room_than_its_bar(
    open_repair: OpenRepair, name: str
) -> None:
    driver = opened(open_repair, name, (1200, 760, 200))
    lines = [each for each in driver.window.findChildren(ProgressLine) if each.isVisible()]

    assert lines
    assert all(each._text.width() > 2 * each._bar.width() for each in lines)


@pytest.mark.parametrize(("width", "is_beside"), [(900, False), (1900, True)])
def test_the_words_of_progress_stand_below_the_bar_where_they_need_its_room(
    open_repair: OpenRepair, width: int, *, is_beside: bool
) -> None:
    driver = opened(open_repair, "47-repair-running", (1200, 760, 200))
    driver.window.resize(width, 760)
    settle()
    line = driver.window.area.fix_bar.outcome.progress

    assert (line._text.x() > line._bar.geometry().right()) is is_beside
    assert (line._text.x() == 0) is not is_beside
    assert line._bar.width() == line._bar.sizeHint().width()


@pytest.mark.parametrize("percent", SIZES)
def test_the_chips_over_the_rows_stand_level_with_the_field_beside_them(
    open_repair: OpenRepair, percent: int
) -> None:
    driver = opened(open_repair, "44-repair-no-fit", (1200, 760, percent))
    area = driver.window.area
    chip = area.view_menu.mapTo(area, area.view_menu.rect().center())

    assert area.search.geometry().right() < chip.x()
    assert abs(area.search.geometry().center().y() - chip.y()) <= 1
