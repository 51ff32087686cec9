"""The small windows stay with the agent's: above it, whatever it is kept above of."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.repair.openings import settle
from tests.ui.scrolled.lines_seen import cut_lines, scrolled
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.ui.dialogs.settings import SettingsDialog
from wrapup_desk.ui.scrolled.side_dialog import stays_above


def test_the_window_that_is_kept_above_all_does_not_cover_its_own_settings(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    window = driver.window
    window.open_settings()
    dialog = window.side_windows.settings
    assert isinstance(dialog, SettingsDialog)
    driver.qtbot.waitUntil(dialog.isActiveWindow)

    dialog.checks["stays_on_top"].click()
    assert (stays_above(window), stays_above(dialog)) == (True, True)
    assert (window.isVisible(), dialog.isVisible()) == (True, True)
    QApplication.processEvents()
    assert dialog.isActiveWindow()

    dialog.checks["stays_on_top"].click()
    assert (stays_above(window), stays_above(dialog)) == (False, False)
    assert (window.isVisible(), dialog.isVisible()) == (True, True)
    dialog.close()


def test_windows_opened_later_come_up_above_one_that_is_kept_above(open_desk: OpenDesk) -> None:
    window = open_desk(
        s.desk(s.MARTA), Settings(theme=ThemeChoice.LIGHT, stays_on_top=True)
    ).window
    side = window.side_windows

    side.open_keys()
    side.open_about()
    side.open_help()

    opened = (side.keys, side.about, side.help)
    assert all(each is not None and stays_above(each) for each in opened)
    side.close_all()


@pytest.mark.parametrize("percent", [100, 200])
def test_no_line_of_a_small_window_is_cut_where_it_is_scrolled(
    open_desk: OpenDesk, percent: int
) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    side = open_desk(s.desk(s.MARTA), settings).window.side_windows
    side.open_settings(Settings(), frozenset({"region"}))
    side.open_keys()
    side.open_about()
    places = 0
    for dialog in (side.settings, side.keys, side.about):
        assert dialog is not None
        dialog.resize(dialog.width(), 200)
        settle()
        for place in scrolled(dialog):
            places += 1
            assert cut_lines(dialog) == [], place

    assert places >= 12
    side.close_all()


def test_what_has_nothing_to_press_is_scrolled_by_keys(open_desk: OpenDesk) -> None:
    window = open_desk(s.desk(s.MARTA)).window
    window.side_windows.open_keys()
    keys = window.side_windows.keys
    assert keys is not None
    keys.resize(keys.width(), 200)
    QApplication.processEvents()
    bar = keys._area.verticalScrollBar()

    QTest.keyClick(keys, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(keys, Qt.Key.Key_Home)
    assert bar.value() == 0
    keys.close()


def test_a_window_that_is_called_forward_keeps_its_size(open_desk: OpenDesk) -> None:
    window = open_desk(s.desk(s.MARTA)).window
    window.showMaximized()

    window.come_forward()
    assert window.isMaximized()
    window.setWindowState(window.windowState() | Qt.WindowState.WindowMinimized)
    window.come_forward()

    assert (window.isMaximized(), window.isMinimized()) == (True, False)


def test_a_minimised_window_beside_comes_back_when_it_is_asked_for(open_desk: OpenDesk) -> None:
    window = open_desk(s.desk(s.MARTA)).window
    sides = window.side_windows
    for ask in (sides.open_about, sides.open_keys, window._open_day):
        ask()
        dialog = next(each for each in sides._opened if each is not None and each.isVisible())
        dialog.showMinimized()

        ask()

        assert (dialog.isVisible(), dialog.isMinimized()) == (True, False)
        dialog.close()
