"""What a preview or an outcome tells line by line comes into sight, also in a low window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.languages.speaking import speaking
from tests.ui.repair.conftest import OpenRepair
from tests.ui.repair.openings import Size, is_in_sight, opened, settle
from tests.ui.scrolled.lines_seen import cut_lines, seen_of
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.ui.widgets.numbers_table import NumbersTable

LARGE_IN_HALF_A_SCREEN = (900, 600, 200)
LOW = ((900, 600, 100), (683, 384, 100), LARGE_IN_HALF_A_SCREEN, (1200, 760, 200))
ALL = ((1200, 760, 100), *LOW)


def shown_of(table: NumbersTable, row: int) -> int:
    """Return how many pixels are seen of a line of *table*."""
    line = table.visualRect(table.numbers.index(row, 0))
    first, last = seen_of(table.viewport())
    return max(0, min(line.bottom() + 1, last) - max(line.top(), first))


@pytest.mark.parametrize("size", ALL)
def test_the_details_of_a_preview_come_into_sight(open_repair: OpenRepair, size: Size) -> None:
    driver = opened(open_repair, "46-repair-preview", size)
    preview = driver.window.area.fix_bar.preview
    preview.more.click()
    settle()

    assert shown_of(preview.details, 0) == preview.details.line_height
    assert is_in_sight(preview.confirm, driver)
    assert is_in_sight(preview.reading, driver)


@pytest.mark.parametrize("size", LOW)
def test_the_details_of_a_preview_scroll_with_all_that_is_read(
    open_repair: OpenRepair, size: Size
) -> None:
    driver = opened(open_repair, "46-repair-preview", size)
    preview = driver.window.area.fix_bar.preview
    preview.more.click()
    settle()
    reading, table = preview.reading, preview.details

    bars = [each.verticalScrollBar() for each in (reading, table)]
    assert [bar.maximum() > 0 for bar in bars] == [True, False]
    assert cut_lines(driver.window) == []


def test_closed_again_a_preview_shows_its_sentence(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "46-repair-preview", LOW[0])
    preview = driver.window.area.fix_bar.preview
    for _ in range(2):
        preview.more.click()
        settle()

    assert preview.reading.verticalScrollBar().value() == 0


def test_the_arrow_keys_go_through_all_details_of_a_preview(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "46-repair-preview", LOW[0])
    preview = driver.window.area.fix_bar.preview
    preview.more.click()
    preview.details.setFocus()
    for row in range(preview.details.line_count):
        preview.details.selectRow(row)
        settle()
        assert shown_of(preview.details, row) > 0


def test_with_room_again_the_details_scroll_by_themselves(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "46-repair-preview", LOW[0])
    preview = driver.window.area.fix_bar.preview
    preview.more.click()
    settle()
    driver.window.resize(1200, 900)
    settle()

    assert preview.reading.verticalScrollBar().maximum() == 0
    assert preview.details.height() == preview.details.usual_height


@pytest.mark.parametrize("size", ALL)
def test_each_row_of_an_outcome_is_told_with_what_genesys_answered(
    open_repair: OpenRepair, size: Size
) -> None:
    driver = opened(open_repair, "48-repair-outcome", size)
    outcome = driver.window.area.fix_bar.outcome
    outcome.more.click()
    settle()
    outcome.rows.setFocus()
    for row in range(outcome.rows.line_count):
        assert outcome.rows.currentIndex().row() == row
        assert is_in_sight(outcome.answer, driver), row
        if size != LARGE_IN_HALF_A_SCREEN:  # there the answer alone tells all of the row
            assert shown_of(outcome.rows, row) > outcome.rows.line_height // 2, row
        driver.press(Qt.Key.Key_Down)
        settle()


@pytest.mark.parametrize("size", LOW)
@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_each_row_of_an_outcome_is_told_below_whole_lines(
    open_repair: OpenRepair, size: Size, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = opened(open_repair, "48-repair-outcome", size)
        outcome = driver.window.area.fix_bar.outcome
        outcome.more.click()
        settle()

    assert is_in_sight(outcome.answer, driver)
    assert cut_lines(driver.window) == []


@pytest.mark.parametrize("name", ["46-repair-preview", "48-repair-outcome"])
def test_in_half_a_screen_no_page_scrolls_for_the_lines(
    open_repair: OpenRepair, name: str
) -> None:
    driver = opened(open_repair, name, (900, 600, 100))
    bar = driver.window.area.fix_bar
    (bar.preview if name.startswith("46") else bar.outcome).more.click()
    settle()

    assert driver.window._scroll.verticalScrollBar().maximum() == 0
