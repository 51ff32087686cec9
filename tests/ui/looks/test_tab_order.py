"""Tab goes through every window: each stop is seen, shows the focus, and has a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.application.desk.test_my_day import NOON, submission
from tests.application.desk.test_my_day import desk as day_of_an_agent
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.looks.tab_walk import faults_of_stops, stops_of
from tests.ui.repair import snapshots as repair
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.practice.practice_dialog import PracticeDialog
from wrapup_desk.ui.widgets.focus import is_inside


def _settings(window: MainWindow) -> QWidget | None:
    window.side_windows.open_settings(Settings(), frozenset())
    return window.side_windows.settings


def _day(window: MainWindow) -> QWidget | None:
    window.side_windows.open_day(day_of_an_agent(submission(1), submission(2)), NOON)
    return window.side_windows.day


def _help(window: MainWindow) -> QWidget | None:
    window.side_windows.open_help()
    return window.side_windows.help


def _check(window: MainWindow) -> QWidget | None:
    window.side_windows.open_check()
    return window.side_windows.check


def _practice(window: MainWindow) -> QWidget | None:
    practice = PracticeDialog(window.theme, window, lambda: s.NOW)
    practice.open_again()
    return practice


def _about(window: MainWindow) -> QWidget | None:
    window.side_windows.open_about()
    return window.side_windows.about


SIDE_WINDOWS = (_settings, _day, _help, _check, _practice, _about)


@pytest.mark.parametrize("name", s.gallery())
def test_each_stop_in_the_agents_window_is_seen_and_named(open_desk: OpenDesk, name: str) -> None:
    driver = open_desk(s.gallery()[name])

    assert faults_of_stops(driver.qtbot, driver.window) == []


@pytest.mark.parametrize("name", s.gallery())
def test_each_stop_in_compact_form_is_seen_and_named(open_desk: OpenDesk, name: str) -> None:
    driver = open_desk(s.gallery()[name])
    driver.window.resize(320, 800)
    driver.window.list.use_compact(is_compact=True)

    assert faults_of_stops(driver.qtbot, driver.window) == []


@pytest.mark.parametrize("open_it", SIDE_WINDOWS)
def test_each_stop_in_a_side_window_is_seen_and_named(
    open_desk: OpenDesk, open_it: Callable[[MainWindow], QWidget | None]
) -> None:
    driver = open_desk(s.desk(s.TOM))
    window = open_it(driver.window)
    assert window is not None

    assert faults_of_stops(driver.qtbot, window) == []
    window.close()


@pytest.mark.parametrize("name", repair.gallery())
def test_each_stop_in_the_repair_window_is_seen_and_named(
    open_repair: OpenRepair, name: str
) -> None:
    driver = open_repair(repair.gallery()[name])

    assert faults_of_stops(driver.qtbot, driver.window) == []


@pytest.mark.parametrize("name", ["40-repair", "46-repair-preview"])
@pytest.mark.parametrize("width", [1200, 683])
def test_tab_goes_through_the_repair_window_by_sight(
    open_repair: OpenRepair, name: str, width: int
) -> None:
    driver = open_repair(repair.gallery()[name])
    window = driver.window
    window.resize(1200, 760)
    window.resize(width, 760)
    parts = {
        "buttons": (window.rules_button, window.export),
        "chips": (window.filters.range_chip, window.filters.issues),
        "tools": (window.filters.search, window.area.view_menu),
        "rows": (window.area.table,),
        "details": (window.detail.copy_id, window.detail.search),
        "bar": (window.area.fix_bar,),
    }

    met = [
        part
        for stop in stops_of(driver.qtbot, window)
        for part, among in parts.items()
        if any(is_inside(stop, each) for each in among)
    ]

    narrow = ["buttons", "chips", "tools", "rows", "details", "bar"]
    wide = ["chips", "buttons", "tools", "rows", "bar", "details"]
    wanted = narrow if width == 683 else wide
    # The walk begins where the window put the keys, in the middle.
    begin = met.index(wanted[0])
    assert list(dict.fromkeys(met[begin:] + met[:begin])) == wanted


def test_tab_reaches_all_that_can_be_done_with_a_card(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.SELECTED))

    names = [
        QAccessible.queryAccessibleInterface(stop).text(QAccessible.Text.Name).split(",")[0]
        for stop in stops_of(driver.qtbot, driver.window)
    ]

    assert names == [
        "Marta Oliveira",
        "1",
        "2",
        "3",
        "Search 48 codes",
        "Note for the wrap-up",
        "Submit “Invoice explained”",
        "Keep it",
        "One line a card (L)",
        "Menu",
    ]
