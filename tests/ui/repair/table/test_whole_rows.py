"""The table of legs ends at a whole row, and the figures over it are on one line."""

from __future__ import annotations

import pytest

from tests.languages.speaking import speaking
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from tests.ui.repair.openings import STATES, is_in_sight, settle
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice

SIZES = ((1200, 760), (1187, 733), (900, 600), (1000, 700), (900, 590), (900, 600))


def opened(open_repair: OpenRepair, name: str, percent: int) -> RepairDriver:
    return open_repair(STATES[name], Settings(theme=ThemeChoice.LIGHT, text_percent=percent))


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("name", ["40-repair", "48-repair-outcome", "54-repair-suggesting"])
def test_no_part_of_a_row_stands_at_the_foot_of_the_table(
    open_repair: OpenRepair, name: str, percent: int
) -> None:
    driver = opened(open_repair, name, percent)
    table, heights = driver.window.area.table, []
    for width, height in SIZES:
        driver.window.resize(width, height)
        settle()
        heights.append(table.viewport().height())
        assert is_in_sight(driver.window.area.fix_bar, driver) or percent > 100

    row = table.verticalHeader().defaultSectionSize()
    whole = [seen for seen in heights if seen >= 2 * row]
    assert [seen % row for seen in whole] == [0] * len(whole)
    assert len(whole) >= 5
    assert heights[2] == heights[5], "as high again in a window of the same size"


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.JAPANESE])
def test_the_row_that_is_reviewed_stands_among_whole_rows(
    open_repair: OpenRepair, language: LanguageChoice, percent: int
) -> None:
    with speaking(language):
        driver = opened(open_repair, "61-repair-review", percent)
        table, row = driver.window.area.table, 0
        for width, height in SIZES:
            driver.window.resize(width, height)
            settle()
            row = table.verticalHeader().defaultSectionSize()
            current = table.visualRect(table.currentIndex())

            assert table.verticalScrollBar().value() % row == 0, (width, height)
            assert table.viewport().rect().contains(current), (width, height)


def test_a_lower_window_needs_no_page_that_scrolls_for_what_was_left_out(
    open_repair: OpenRepair,
) -> None:
    driver = opened(open_repair, "40-repair", 100)
    lowest = 0
    for height in range(700, 300, -7):
        driver.window.resize(683, height)
        settle()
        lowest = max(lowest, driver.window._scroll.verticalScrollBar().maximum())

    assert lowest == 0


@pytest.mark.parametrize("percent", [100, 200])
def test_what_the_figures_count_begins_on_one_line(open_repair: OpenRepair, percent: int) -> None:
    driver = opened(open_repair, "55-repair-reports", percent)
    driver.window.reports_button.click()
    driver.window.resize(900, 600)
    settle()
    tiles = driver.window.tiles.all

    assert len({tile._label.height() for tile in tiles}) > 1, "one of them is longer"
    assert len({tile._label.y() + tile.y() for tile in tiles}) == 1


def test_the_rules_have_the_room_of_the_figures_in_a_low_window(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "62-repair-rules-previewed", 200)
    driver.window.rules_button.click()
    driver.window.resize(900, 600)
    settle()

    assert driver.window.tiles.isHidden()
