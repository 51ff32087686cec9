"""Keys as keyboards of the world send them; each was recorded from an X server with that layout.

(xkb-data 2.35, the layouts of setxkbmap, xdotool by the key's place, Qt 6.11's xcb plugin.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.ui import shortcuts
from wrapup_desk.ui.shortcuts import (
    Shortcut,
    action_for,
    figures_need_shift,
    is_command,
    single_key,
)

NONE = Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True)
class Key:
    """What Qt told of one press: its own number, the text, the place, the X server's name."""

    number: int
    text: str
    place: int
    keysym: int = 0
    held: Qt.KeyboardModifier = NONE

    @property
    def event(self) -> QKeyEvent:
        return QKeyEvent(
            QEvent.Type.KeyPress,
            self.number,
            self.held,
            self.place,
            self.keysym,
            0,
            self.text,
        )

    def asks_for(self, *, is_typing: bool = False) -> Shortcut | None:
        return action_for(self.event, has_single_keys=True, is_typing=is_typing)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        # French: figures need Shift.
        (Key(0x26, "&", 10, 0x26), Shortcut.FIRST),
        (Key(0xC9, "é", 11, 0xE9), Shortcut.SECOND),
        (Key(0x22, '"', 12, 0x22), Shortcut.THIRD),
        (Key(0x32, "2", 11, 0x32, SHIFT), Shortcut.SECOND),
        (Key(0x26, "&", 10, 0x26, CTRL), Shortcut.FIRST),
        (Key(0x32, "2", 11, 0x32, CTRL | SHIFT), Shortcut.SECOND_ALSO),
        (Key(0x5A, "z", 25, 0x7A), Shortcut.UNDO),
        (Key(0x57, "w", 52, 0x77), None),
        # Czech
        (Key(0x2B, "+", 10, 0x2B), Shortcut.FIRST),
        (Key(0x11A, "ě", 11, 0x1EC), Shortcut.SECOND),
        (Key(0x160, "š", 12, 0x1B9, CTRL), Shortcut.THIRD),
        # German: Z is where others have Y.
        (Key(0x5A, "z", 29, 0x7A), Shortcut.UNDO),
        (Key(0x59, "y", 52, 0x79), None),
        (Key(0xA7, "§", 12, 0xA7, SHIFT), Shortcut.THIRD_ALSO),
        # Japanese
        (Key(0x22, '"', 11, 0x22, SHIFT), Shortcut.SECOND_ALSO),
        # Russian
        (Key(0x422, "т", 57, 0x6D4), Shortcut.NOTE),
        (Key(0x422, "\u0422", 57, 0x6F4, SHIFT), Shortcut.NOTE),
        (Key(0x42F, "я", 52, 0x6D1), Shortcut.UNDO),
        (Key(0x41B, "л", 45, 0x6CC, CTRL), Shortcut.SEARCH),
        (Key(0x2116, "№", 12, 0x6B0, SHIFT), Shortcut.THIRD_ALSO),
        (Key(0x2E, ".", 61, 0x2E), None),
        # Greek, Hebrew
        (Key(0x394, "δ", 40, 0x7E4), Shortcut.DAY),
        (Key(0x5DA, "ך", 46, 0xCEA), Shortcut.LINES),
        (Key(0x2F, "/", 24, 0x2F), Shortcut.SEARCH),
        # Arabic, Persian: figures of their own
        (Key(0x638, "ظ", 61, 0x5D8), Shortcut.SEARCH),
        (Key(0x61F, "؟", 61, 0x5BF, SHIFT), Shortcut.KEYS),
        (Key(0x32, "۲", 11, 0x10006F2), Shortcut.SECOND),
        (Key(0x66C, "٬", 11, 0x100066C, SHIFT), Shortcut.SECOND_ALSO),
        # Turkish
        (Key(0x27, "'", 11, 0x27, SHIFT), Shortcut.SECOND_ALSO),
        # Thai: the key of 2 writes "/", which is what it does alone.
        (Key(0xE45, "ๅ", 10, 0xDE5), Shortcut.FIRST),
        (Key(0x2F, "/", 11, 0x2F), Shortcut.SEARCH),
        (Key(0x2F, "\x1f", 11, 0x2F, CTRL), Shortcut.SECOND),
        (Key(0xE37, "ื", 57, 0xDD7), Shortcut.NOTE),
        # Bulgarian: the question mark is on 2.
        (Key(0x3F, "?", 11, 0x3F, SHIFT), Shortcut.KEYS),
        (Key(0x3F, "?", 11, 0x3F, SHIFT | CTRL), Shortcut.SECOND_ALSO),
        # A number pad, and the small 2 that French keyboards have beside 1.
        (Key(0x32, "2", 88, 0xFFB2, Qt.KeyboardModifier.KeypadModifier), Shortcut.SECOND),
        (Key(0xB2, "²", 49, 0xB2), None),
        # With Alt, too, it is another program's or the desktop's.
        (Key(0x422, "т", 57, 0x6D4, CTRL | ALT), None),
    ],
)
def test_a_key_does_what_is_written_on_it(key: Key, expected: Shortcut | None) -> None:
    assert key.asks_for() is expected


def test_no_key_of_them_acts_while_a_note_is_written() -> None:
    assert Key(0xC9, "é", 11, 0xE9).asks_for(is_typing=True) is None
    assert Key(0x422, "т", 57, 0x6D4).asks_for(is_typing=True) is None
    assert Key(0x42F, "я", 52, 0x6D1, CTRL).asks_for(is_typing=True) is None  # its own undo
    assert Key(0xC9, "é", 11, 0xE9, CTRL).asks_for(is_typing=True) is Shortcut.SECOND


@pytest.mark.parametrize(
    ("number", "text", "windows_key", "held", "expected"),
    [
        (0x26, "&", 0x31, NONE, Shortcut.FIRST),  # French
        (0x422, "т", ord("N"), NONE, Shortcut.NOTE),  # Russian
        (0x638, "ظ", 0xBF, NONE, Shortcut.SEARCH),  # Arabic
        (0x23, "#", 0xBF, NONE, None),  # German: the same key of Windows, with another sign
        (0x31, "1", 0x61, NONE, Shortcut.FIRST),  # the number pad's 1 has the code of a small a
        (0x26, "", 0x31, CTRL, Shortcut.FIRST),
        (0x422, "\x0e", ord("N"), CTRL, Shortcut.NOTE),
    ],
)
def test_windows_names_the_key_by_its_own_code(
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    text: str,
    windows_key: int,
    held: Qt.KeyboardModifier,
    expected: Shortcut | None,
) -> None:
    monkeypatch.setattr(shortcuts, "sys", SimpleNamespace(platform="win32"))

    assert Key(number, text, 0, windows_key, held).asks_for() is expected


def press(driver: Driver, key: Key) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QApplication.sendEvent(target, key.event)


def test_a_french_agent_selects_adds_and_sends(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, takes_topics=True)))
    driver.settle()

    press(driver, Key(0xC9, "é", 11, 0xE9))
    press(driver, Key(0x33, "3", 12, 0x33, SHIFT | CTRL))
    driver.press(Qt.Key.Key_Return)

    assert driver.desk.commands == [("choose_code", "marta", "code-1", "", "code-2")]


def test_a_russian_agent_writes_a_note(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    press(driver, Key(0x422, "т", 57, 0x6D4))
    press(driver, Key(0x422, "т", 57, 0x6D4))

    assert driver.active.choice.note.text() == "т"


def test_the_repair_windows_keys_are_what_is_written_on_them() -> None:
    assert single_key(Key(0x26, "&", 10, 0x26).event) == "1"
    assert single_key(Key(0x31, "1", 10, 0x31, SHIFT).event) == "1"
    assert single_key(Key(0x21, "!", 10, 0x21, SHIFT).event) == ""
    assert single_key(Key(0x426, "ц", 25, 0x6C3).event) == "w"
    assert single_key(Key(0x57, "W", 25, 0x57, SHIFT).event) == "w"
    assert single_key(Key(0x57, "\x17", 25, 0x77, CTRL).event) == ""


def test_ctrl_with_a_letter_is_known_on_any_keyboard_and_altgr_is_no_ctrl() -> None:
    assert is_command(Key(0x410, "\u0430", 41, 0x6C1, CTRL).event, "f")
    assert is_command(Key(0x46, "\x06", 41, 0x66, CTRL).event, "f")
    # Windows tells AltGr as both: on an Icelandic keyboard it writes ð with D.
    assert not is_command(Key(0xD0, "ð", 40, 0xF0, CTRL | ALT).event, "d")


@pytest.mark.parametrize(
    ("keyboard", "expected"),
    [
        ("fr_FR", True),
        ("fr_BE", True),
        ("fr_CA", False),
        ("fr_CH", False),
        ("cs_CZ", True),
        ("de_DE", False),
        ("ja_JP", False),
    ],
)
def test_where_shift_writes_the_figures_another_key_adds_a_topic(
    keyboard: str, *, expected: bool
) -> None:
    assert figures_need_shift(QLocale(keyboard)) is expected
