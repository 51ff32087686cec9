"""The repair window with keyboards of other countries and with an input method."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def press(number: int, text: str, place: int, held: Qt.KeyboardModifier = NONE) -> None:
    """Press a key as X11 tells it."""
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QApplication.sendEvent(
        target, QKeyEvent(QEvent.Type.KeyPress, number, held, place, 0, 0, text)
    )


def test_a_french_supervisor_chooses_by_the_figures_keys(open_repair: OpenRepair) -> None:
    state = s.gallery()["40-repair"]
    driver = open_repair(state)
    driver.window.area.table.setFocus()
    assert state.focus is not None

    press(0xC9, "é", 11)

    assert driver.commands("choose_code") == [(state.focus.row, s.CODES["Invoice explained"].id)]


def test_a_russian_supervisor_searches_and_selects_all(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["40-repair"])
    driver.window.area.table.setFocus()
    asked: list[bool] = []
    driver.window.area.table.all_requested.connect(lambda: asked.append(True))

    press(0x424, "ф", 38, CTRL)
    assert asked == [True]
    press(0x410, "\u0430", 41, CTRL)

    assert QApplication.focusWidget() is driver.window.filters.search


def test_words_of_a_reason_that_are_under_way_stay_when_the_focus_leaves(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(s.state())
    driver.show(s.gallery()["46-repair-preview"])
    reason = driver.window.area.fix_bar.preview.reason
    reason.setFocus()

    QApplication.sendEvent(reason, QInputMethodEvent("漢字", []))
    QApplication.sendEvent(reason, QInputMethodEvent("", []))  # recorded of Anthy, at a click
    driver.window.area.table.setFocus()

    assert reason.text() == "漢字"
