"""The settings take the keys of the window by having them pressed, and say what became of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.hot_key import HotKeyReport, HotKeyState
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.ui.dialogs.settings import SettingsDialog

NONE = Settings(theme=ThemeChoice.LIGHT)
SET = replace(NONE, hot_key="Ctrl+Alt+W")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(
    open_desk: OpenDesk, settings: Settings, locked: frozenset[str] = frozenset()
) -> tuple[Driver, SettingsDialog]:
    driver = open_desk(s.desk(), settings, locked)
    driver.window.open_settings()
    dialog = driver.window.side_windows.settings
    assert isinstance(dialog, SettingsDialog)
    dialog.hot_key.edit.setFocus()
    driver.qtbot.waitUntil(
        lambda: dialog.hot_key.isAncestorOf(QApplication.focusWidget() or dialog)
    )
    return driver, dialog


def test_keys_are_set_by_pressing_them(open_desk: OpenDesk) -> None:
    driver, dialog = opened(open_desk, NONE)

    with driver.qtbot.waitSignal(driver.window.settings_changed) as changed:
        QTest.keyClick(dialog.hot_key.edit, Qt.Key.Key_F9, CTRL | ALT)

    assert changed.args == [replace(NONE, hot_key="Ctrl+Alt+F9")]


@pytest.mark.parametrize(
    ("number", "text", "place", "held", "expected"),
    [
        (0x21, "!", 10, CTRL | SHIFT, "Ctrl+Shift+1"),
        (0x26, "&", 10, CTRL | ALT, "Ctrl+Alt+1"),  # French
        (0x426, "ц", 25, CTRL | ALT, "Ctrl+Alt+W"),  # Russian
        (0x31, "\u0661", 10, CTRL | ALT, "Ctrl+Alt+1"),  # an Arabic figure
    ],
)
def test_keys_are_named_by_the_figure_or_latin_letter_on_them(
    open_desk: OpenDesk,
    number: int,
    text: str,
    place: int,
    held: Qt.KeyboardModifier,
    expected: str,
) -> None:
    driver, dialog = opened(open_desk, NONE)

    with driver.qtbot.waitSignal(driver.window.settings_changed) as changed:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, number, held, place, 0, 0, text)
            QApplication.sendEvent(dialog.hot_key.edit, key)

    assert changed.args == [replace(NONE, hot_key=expected)]


def test_a_letter_that_people_write_is_refused_and_the_old_keys_stay(open_desk: OpenDesk) -> None:
    driver, dialog = opened(open_desk, SET)

    with driver.qtbot.assertNotEmitted(driver.window.settings_changed):
        QTest.keyClick(dialog.hot_key.edit, Qt.Key.Key_W)

    assert dialog.hot_key.keys == "Ctrl+Alt+W"
    assert dialog.hot_key.note.shown_text.startswith("Hold Ctrl, Alt or the Windows key")


def test_ctrl_alone_changes_nothing(open_desk: OpenDesk) -> None:
    driver, dialog = opened(open_desk, SET)

    with driver.qtbot.assertNotEmitted(driver.window.settings_changed):
        QTest.keyPress(dialog.hot_key.edit, Qt.Key.Key_Control, CTRL)
        with driver.qtbot.waitSignal(dialog.hot_key.edit.editingFinished):
            QTest.keyRelease(dialog.hot_key.edit, Qt.Key.Key_Control)

    assert dialog.hot_key.edit.keySequence().toString() == "Ctrl+Alt+W"


@pytest.mark.parametrize("way", ["button", "key"])
def test_keys_can_be_taken_away(open_desk: OpenDesk, way: str) -> None:
    driver, dialog = opened(open_desk, SET)

    with driver.qtbot.waitSignal(driver.window.settings_changed) as changed:
        if way == "button":
            dialog.hot_key.remove.click()
        else:
            QTest.keyClick(dialog.hot_key.edit, Qt.Key.Key_Backspace)

    assert changed.args == [NONE]
    assert not dialog.hot_key.remove.isVisible()
    (line,) = dialog.hot_key.edit.findChildren(QLineEdit)
    assert line.placeholderText() == "None"


def test_tab_and_escape_leave_the_field(open_desk: OpenDesk) -> None:
    driver, dialog = opened(open_desk, SET)

    driver.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is dialog.hot_key.remove
    dialog.hot_key.edit.setFocus()
    driver.press(Qt.Key.Key_Escape)

    assert dialog.hot_key.keys == "Ctrl+Alt+W"
    driver.qtbot.waitUntil(lambda: not dialog.isVisible())


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (HotKeyReport(HotKeyState.TAKEN), "Another program has these keys. Choose others."),
        (HotKeyReport(HotKeyState.DECLINED), "Your desktop was not allowed to set these keys."),
        (
            HotKeyReport(HotKeyState.WORKS, "Press Super+W"),
            "Your desktop has set them to: Press Super+W",
        ),
    ],
)
def test_what_became_of_the_keys_is_said_in_the_settings(
    open_desk: OpenDesk, report: HotKeyReport, says: str
) -> None:
    driver, dialog = opened(open_desk, SET)

    driver.window.side_windows.show_hot_key(report)

    assert dialog.hot_key.note.shown_text == says
    assert dialog.hot_key.edit.accessibleDescription() == says


def test_a_desktop_that_offers_none_has_no_field(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(), NONE)
    driver.window.side_windows.show_hot_key(HotKeyReport(HotKeyState.NOT_OFFERED))

    driver.window.open_settings()

    dialog = driver.window.side_windows.settings
    assert isinstance(dialog, SettingsDialog)
    assert not dialog.hot_key.edit.isVisible()
    assert dialog.hot_key.note.shown_text == "This desktop lets no program have such keys."


def test_an_administrators_keys_cannot_be_changed(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(), SET, frozenset({"hot_key"}))
    driver.window.open_settings()

    dialog = driver.window.side_windows.settings
    assert isinstance(dialog, SettingsDialog)
    assert not dialog.hot_key.edit.isEnabled()
    assert not dialog.hot_key.remove.isEnabled()
