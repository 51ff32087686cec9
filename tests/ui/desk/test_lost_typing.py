"""What is typed on after its field went away chooses, writes and sends nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.desk.test_aimed_clicks import HandSeconds
from tests.ui.driver import TIMEOUT_MS, Driver
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.ui.lost_typing import PAUSE_S
from wrapup_desk.ui.widgets.focus import is_typing

GONE = replace(s.MARTA, leg=replace(s.MARTA.leg, phase=Phase.COMPLETED))


def in_the_note(driver: Driver) -> None:
    driver.press("n")
    driver.press("my no")


def in_the_list_of_codes(driver: Driver) -> None:
    driver.press("/")
    driver.press("ref")


def typing(open_desk: OpenDesk, begin: Callable[[Driver], None]) -> tuple[Driver, HandSeconds]:
    """Type on Marta's card until it is over and another comes up, at which nobody is surprised."""
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    seconds = HandSeconds()
    driver.window._lost_typing._seconds = seconds
    driver.settle()
    begin(driver)
    driver.show(s.desk(GONE, s.TOM))
    for _ in range(4):
        QApplication.processEvents()
    assert not is_typing()
    driver.show(s.desk(GONE, s.TOM, s.BACKEND))
    driver.qtbot.waitUntil(lambda: driver.window.list.active_id == "tom", timeout=TIMEOUT_MS)
    driver.qtbot.waitUntil(lambda: not driver.window.list.came_just_now, timeout=TIMEOUT_MS)
    driver.settle()
    driver.desk.commands.clear()
    driver.desk.selections.clear()
    return driver, seconds


@pytest.mark.parametrize("begin", [in_the_note, in_the_list_of_codes])
def test_the_rest_of_a_word_and_enter_do_nothing_on_the_card_that_came_up(
    open_desk: OpenDesk, begin: Callable[[Driver], None]
) -> None:
    driver, seconds = typing(open_desk, begin)

    for key in "und 1zgl":
        driver.press(key)
        seconds.now_s += PAUSE_S / 2
    driver.press(Qt.Key.Key_Return)

    assert (driver.desk.commands, driver.desk.selections) == ([], [])
    assert not is_typing()
    assert driver.window.list.active_id == "tom"
    assert driver.active.choice.note.text() == ""


@pytest.mark.parametrize("begin", [in_the_note, in_the_list_of_codes])
def test_keys_are_commands_again_once_the_hands_have_paused(
    open_desk: OpenDesk, begin: Callable[[Driver], None]
) -> None:
    driver, seconds = typing(open_desk, begin)
    driver.press("u")

    seconds.now_s += PAUSE_S
    driver.press("n")

    assert driver.active.choice.note.hasFocus()


def test_what_the_agent_closes_takes_no_key_away(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.window._lost_typing._seconds = HandSeconds()
    driver.settle()
    in_the_list_of_codes(driver)
    driver.show(s.desk(replace(s.MARTA, ranking=s.PASSWORD), s.TOM))
    driver.press(Qt.Key.Key_Escape)

    driver.press("n")

    assert driver.active.choice.note.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_nor_does_what_the_agent_closes_right_after_some_news(
    open_desk: OpenDesk, key: Qt.Key
) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.window._lost_typing._seconds = HandSeconds()
    driver.settle()
    in_the_list_of_codes(driver)

    # Both in one turn of the loop, as with fifty pieces of news a second.
    driver.window._bridge.state_changed.emit(s.desk(replace(s.MARTA, ranking=s.PASSWORD), s.TOM))
    QTest.keyClick(driver.window.palette_panel.field, key)
    driver.settle()
    driver.press("n")

    assert driver.active.choice.note.hasFocus()
