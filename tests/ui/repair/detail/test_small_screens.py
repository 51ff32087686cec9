"""On a small or much enlarged screen the repair window fits, and what is done with rows is in sight."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.languages.speaking import speaking
from tests.ui.repair.conftest import OpenRepair
from tests.ui.repair.openings import STATES, is_in_sight, opened, settle
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.ui.repair.changes.fix_bar import FixBar

# 1366 x 768 at a scale of 200 %, without the task bar and the title of the window.
SMALL = (683, 305, 100)
LANGUAGES = (LanguageChoice.ENGLISH, LanguageChoice.GERMAN, LanguageChoice.JAPANESE)


def buttons_of(bar: FixBar) -> tuple[QWidget, ...]:
    return bar.suggest, bar.one_code, bar.apply


def test_the_window_is_no_larger_than_a_small_screen(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", SMALL)

    assert driver.window.size().toTuple() == SMALL[:2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_done_with_the_rows_is_in_sight(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = opened(open_repair, "40-repair", SMALL)
        bar = driver.window.area.fix_bar

        assert is_in_sight(bar.count, driver)
        assert all(is_in_sight(each, driver) for each in buttons_of(bar))
        assert bar.count.fits(bar.count.width())


def test_the_list_makes_no_page_that_scrolls(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", SMALL)

    assert driver.window._scroll.verticalScrollBar().maximum() == 0


def test_a_preview_comes_into_sight_with_its_buttons(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", SMALL)
    driver.show(STATES["46-repair-preview"])
    settle()

    preview = driver.window.area.fix_bar.preview
    assert is_in_sight(preview.confirm, driver)
    assert is_in_sight(preview.reason, driver)


def test_the_verdicts_of_a_review_come_into_sight(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", SMALL)
    driver.show(STATES["61-repair-review"])
    settle()

    bar = driver.window.area.review_bar
    assert all(is_in_sight(each, driver) for each in (*bar._verdicts, bar.leave))


@pytest.mark.parametrize("percent", [100, 125, 150, 175, 200])
@pytest.mark.parametrize("name", ["40-repair", "46-repair-preview", "61-repair-review"])
def test_nothing_is_cut_at_the_sides_at_any_text_size(
    open_repair: OpenRepair, name: str, percent: int
) -> None:
    driver = opened(open_repair, name, (*SMALL[:2], percent))

    assert driver.window._scroll.horizontalScrollBar().maximum() == 0


def test_two_rows_stay_in_sight_beside_the_details(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", SMALL)
    table = driver.window.area.table

    rows = table.viewport().height() // table.verticalHeader().defaultSectionSize()
    assert rows >= 2
    assert is_in_sight(table, driver)
    assert is_in_sight(driver.window.detail, driver)


def test_each_page_keeps_a_height_in_which_it_is_read(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "55-repair-reports", SMALL)
    for button in (driver.window.reports_button, driver.window.rules_button):
        button.click()
        settle()

        assert driver.window.pages.height() >= 200


def test_the_keys_stay_where_they_are_while_the_window_becomes_narrow_and_wide(
    open_repair: OpenRepair,
) -> None:
    driver = opened(open_repair, "40-repair", (1200, 760, 100))
    driver.window.detail.search.setFocus()
    for width in (683, 1200):
        driver.window.resize(width, 500)
        settle()

        assert QApplication.focusWidget() is driver.window.detail.search
        assert driver.window.detail.isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_many_are_selected_is_never_cut_beside_the_buttons(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = opened(open_repair, "40-repair", (900, 560, 100))
        bar = driver.window.area.fix_bar

        assert bar.count.fits(bar.count.width())
        assert bar.count.height() >= bar.count.heightForWidth(bar.count.width())
        assert is_in_sight(bar.count, driver)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_field_that_has_the_keys_is_whole_when_rules_show_what_they_would_do(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = opened(open_repair, "62-repair-rules-previewed", (683, 384, 200))
        window, state = driver.window, STATES["62-repair-rules-previewed"]
        window.rules_button.click()
        window.rules.use(state.rule_lists[0])
        window.rules.run.click()
        window.rules.show_state(state)
        settle()
        reason = window.rules.preview.reason

        assert reason.hasFocus()
        assert is_in_sight(reason, driver)
