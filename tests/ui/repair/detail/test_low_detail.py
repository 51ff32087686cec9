"""Details that have little height scroll as one page, with what is done about the leg in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from tests.languages.speaking import speaking
from tests.ui.looks.tab_walk import stops_of
from tests.ui.repair.conftest import OpenRepair
from tests.ui.repair.openings import STATES, Size, is_in_sight, opened, settle
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.ui.repair.detail_panel import DetailPanel
from wrapup_desk.ui.widgets.focus import is_inside

HALF_A_SCREEN = (900, 600, 100)
LARGE_TEXT = (1200, 760, 200)
SMALL_SCREEN = (683, 384, 100)
LOW = (HALF_A_SCREEN, LARGE_TEXT, SMALL_SCREEN, (900, 600, 200))
LANGUAGES = (LanguageChoice.ENGLISH, LanguageChoice.GERMAN, LanguageChoice.JAPANESE)


def scrolling_in(detail: DetailPanel) -> Iterator[QWidget]:
    """Yield what has something to scroll to, and a bar for it."""
    for area in (detail.page.area, detail.story):
        assert isinstance(area, QAbstractScrollArea)
        bar = area.verticalScrollBar()
        if bar.maximum() > 0 and bar.isVisible():
            yield area


@pytest.mark.parametrize("size", LOW)
@pytest.mark.parametrize("name", ["40-repair", "52-repair-no-words", "58-repair-reported"])
def test_no_scroll_bar_stands_in_another(open_repair: OpenRepair, size: Size, name: str) -> None:
    detail = opened(open_repair, name, size).window.detail

    assert len(list(scrolling_in(detail))) == 1
    if detail.page.is_low:
        assert detail.story.verticalScrollBar().maximum() == 0, "all that was said is in the page"


@pytest.mark.parametrize("size", [HALF_A_SCREEN, LARGE_TEXT])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_changes_the_code_is_in_sight(
    open_repair: OpenRepair, size: Size, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = opened(open_repair, "40-repair", size)

        assert is_in_sight(driver.window.detail.fix, driver)
        assert is_in_sight(driver.window.detail.search, driver)


def test_the_codes_stand_before_what_was_said(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", HALF_A_SCREEN)
    detail = driver.window.detail

    assert detail.rows.y() < detail.story.y()
    assert is_in_sight(detail.rows, driver)


def test_with_room_what_was_said_stands_between_who_it_was_and_the_codes(
    open_repair: OpenRepair,
) -> None:
    driver = opened(open_repair, "40-repair", HALF_A_SCREEN)
    driver.window.resize(1200, 760)
    settle()
    detail = driver.window.detail

    assert list(scrolling_in(detail)) == [detail.story]
    assert detail._links.y() < detail.story.y() < detail.rows.y()
    assert is_in_sight(detail.story, driver)
    assert is_in_sight(detail.fix, driver)


def test_enter_on_a_row_shows_the_beginning_of_what_was_said(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", HALF_A_SCREEN)
    driver.window.area.table.setFocus()
    driver.press(Qt.Key.Key_Return)
    settle()
    detail = driver.window.detail

    top = detail.story.mapTo(detail, QPoint(0, 0)).y()
    assert detail.story.hasFocus()
    assert 0 <= top < detail.height() // 2


def test_the_arrow_keys_scroll_to_the_end_of_what_was_said(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", HALF_A_SCREEN)
    detail = driver.window.detail
    detail.page.go_to_story()
    for _ in range(40):
        driver.press(Qt.Key.Key_Down)
    settle()

    foot = detail.story.cursorRect().bottom()
    seen = detail.page.area.viewport().rect()
    assert seen.contains(
        detail.story.viewport().mapTo(detail.page.area.viewport(), QPoint(5, foot))
    )
    assert detail.page.area.verticalScrollBar().value() > 0


def test_another_leg_starts_at_the_top(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", HALF_A_SCREEN)
    bar = driver.window.detail.page.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    driver.show(STATES["61-repair-review"])

    assert bar.value() == 0


@pytest.mark.parametrize("size", LOW)
def test_tab_goes_through_the_details_from_top_to_bottom(
    open_repair: OpenRepair, size: Size
) -> None:
    driver = opened(open_repair, "40-repair", size)
    detail = driver.window.detail
    heights = []
    for stop in stops_of(driver.qtbot, driver.window):
        if is_inside(stop, detail):
            # Where it stands in the page, wherever that is scrolled to; the buttons are below it.
            page = detail if not is_inside(stop, detail.page.content) else detail.page.content
            below = 0 if page is detail.page.content else 10_000
            heights.append(below + stop.mapTo(page, QPoint(0, 0)).y())

    assert len(heights) >= 6
    assert heights == sorted(heights)


def test_the_keys_stay_with_a_button_that_moves(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", HALF_A_SCREEN)
    driver.window.detail.fix.setFocus()
    for width, height in ((900, 400), (1200, 760), (900, 600)):
        driver.window.resize(width, height)
        settle()

        assert QApplication.focusWidget() is driver.window.detail.fix
