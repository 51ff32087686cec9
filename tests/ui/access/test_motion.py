"""Nothing moves by itself: what reduced motion asks for is how the program is for everybody."""

from __future__ import annotations

import re
from pathlib import Path

import shiboken6
from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

import wrapup_desk
from tests.ui.conftest import OpenDesk
from tests.ui.looks.more_states import all_states
from tests.ui.repair import snapshots as r
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.ui.menus.chips import MenuChip
from wrapup_desk.ui.theme import apply_theme

MOVING = re.compile(
    r"\bQ(\w*Animation\w*|TimeLine|Movie|ProgressBar|Scroller|Graphics\w*Effect|BusyIndicator)\b"
)
EFFECTS = [each for each in Qt.UIEffect if each is not Qt.UIEffect.UI_General]


def running(window: QWidget) -> list[QAbstractAnimation]:
    """Return what moves in *window* after the pointer went over each button, and pressed it."""
    for button in window.findChildren(QAbstractButton):
        if shiboken6.isValid(button) and button.isVisible():
            QTest.mouseMove(button)
            button.setDown(True)
            button.setDown(False)
    QApplication.processEvents()
    going = QAbstractAnimation.State.Running
    return [each for each in window.findChildren(QAbstractAnimation) if each.state() == going]


def test_effects_of_the_system_are_off_in_the_program(qapp: QApplication) -> None:
    for effect in Qt.UIEffect:
        qapp.setEffectEnabled(effect, enable=True)
    assert qapp.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)

    apply_theme(qapp, Settings())

    assert [each for each in EFFECTS if qapp.isEffectEnabled(each)] == []


def test_nothing_moves_in_any_state_of_the_agents_window(open_desk: OpenDesk) -> None:
    driver = open_desk(all_states()["01-agent"])
    moving = []
    for state in all_states().values():
        driver.show(state)
        moving += running(driver.window)

    assert moving == []


def test_nothing_moves_in_the_repair_window_and_its_menus(open_repair: OpenRepair) -> None:
    driver = open_repair(r.state())
    moving = []
    for state in r.gallery().values():
        driver.show(state)
        moving += running(driver.window)
    driver.show(r.state())
    for chip in driver.window.findChildren(MenuChip):
        if chip.isVisible():
            chip.open_menu()
            moving += running(chip.menu)
            chip.menu.close()

    assert moving == []


def test_nothing_that_moves_is_in_the_source() -> None:
    root = Path(wrapup_desk.__file__).parent
    found = {
        f"{path.relative_to(root)}: {match[0]}"
        for path in root.rglob("*.py")
        for match in MOVING.finditer(path.read_text("utf-8"))
    }

    assert found == set()
