"""Closing and quitting while work is open: out of the way, or asked inside the window."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.desk.test_tray import tray_with_icon
from tests.ui.driver import Driver
from wrapup_desk.ui.desk.leaving import Leaving, open_work_text
from wrapup_desk.ui.theme import Theme


def question(driver: Driver) -> list[str]:
    return [bar.text for bar in driver.window.notices.bars if "Quit" in bar.text]


def test_without_open_work_the_window_closes(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.AISHA, s.RINGING))

    assert driver.window.close()

    assert not driver.window.isVisible()


def test_with_a_code_due_and_no_tray_the_window_is_minimised(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    assert not driver.window.close()

    assert driver.window.isMinimized()


def test_with_a_tray_it_goes_there_and_says_so_once(theme: Theme, qtbot: QtBot) -> None:
    _, icon = tray_with_icon(theme, qtbot)
    window = QWidget()
    qtbot.addWidget(window)
    leaving = Leaving(window, icon)
    for _ in range(2):
        window.show()
        assert not leaving.may_close(s.desk(s.MARTA))
        assert not window.isVisible()

    assert len(icon.toasts) == 1
    assert "Marta" not in str(icon.toasts)


def test_quitting_with_open_work_asks_inside_the_window(open_desk: OpenDesk, qtbot: QtBot) -> None:
    driver = open_desk(s.desk(s.MARTA, s.UNSURE))
    quits: list[bool] = []
    driver.window.quit_requested.connect(lambda: quits.append(True))

    driver.window.header.quit_requested.emit()

    assert quits == []
    assert question(driver) == ["2 interactions still need their codes. Quit all the same?"]
    driver.click(driver.window.notices.bars[0]._button)
    assert quits == [True]


def test_staying_takes_the_question_away(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.window.header.quit_requested.emit()

    driver.click(driver.window.notices.bars[0]._close)

    assert question(driver) == []


def test_esc_stays_and_stops_what_goes_out_by_itself_too(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.SELECTED))
    driver.window.header.quit_requested.emit()
    assert len(question(driver)) == 1

    driver.press(Qt.Key.Key_Escape)

    assert question(driver) == []
    assert driver.desk.commands == [("hold", "marta")]


def test_the_question_goes_when_the_work_is_done(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.window.header.quit_requested.emit()

    driver.show(s.desk(s.AISHA))
    assert question(driver) == []
    driver.show(s.desk(s.MARTA))

    assert question(driver) == []


def test_without_open_work_quitting_asks_nothing(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.AISHA))
    quits: list[bool] = []
    driver.window.quit_requested.connect(lambda: quits.append(True))

    driver.window.header.quit_requested.emit()

    assert quits == [True]


def test_in_a_call_the_window_stays_at_hand(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.AISHA, s.TOM))

    assert not driver.window.close()

    assert driver.window.isMinimized()


def test_what_is_live_on_its_way_or_only_selected_is_open_work() -> None:
    assert open_work_text(s.desk(s.TOM)) == "An interaction is still going on."
    assert open_work_text(s.desk(s.TOM, s.HELD)) == "2 interactions are still going on."
    assert open_work_text(s.desk(unfinished_count=2)) == "2 codes are still on their way."
    selected = replace(s.TOM, selection=s.SELECTED.selection)
    assert open_work_text(s.desk(selected)) == "A code you selected is not sent."


def test_the_question_is_nothing_to_tell_support(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    driver.window.header.quit_requested.emit()

    assert driver.window.notices.bars[0].copy.isHidden()
