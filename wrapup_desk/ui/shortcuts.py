"""Says which key does what, in one table that the window obeys and the overview shows."""

from __future__ import annotations

import enum
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from wrapup_desk.domain.language.texts import tr


class Shortcut(enum.Enum):
    """What a key can do in the agent's window."""

    FIRST = enum.auto()
    SECOND = enum.auto()
    THIRD = enum.auto()
    FIRST_ALSO = enum.auto()
    SECOND_ALSO = enum.auto()
    THIRD_ALSO = enum.auto()
    SUBMIT = enum.auto()
    SEARCH = enum.auto()
    NOTE = enum.auto()
    UNDO = enum.auto()
    RETRY = enum.auto()
    UP = enum.auto()
    DOWN = enum.auto()
    BACK = enum.auto()
    DEADLINE = enum.auto()
    DAY = enum.auto()
    LINES = enum.auto()
    KEYS = enum.auto()

    @property
    def row(self) -> int:
        """The row of suggestions a number key means; -1 for every other key."""
        return _ROWS.get(self, -1)

    @property
    def topic_row(self) -> int:
        """The row of suggestions to take as a further topic; -1 for every other key."""
        return _TOPIC_ROWS.get(self, -1)


_ROWS = {Shortcut.FIRST: 0, Shortcut.SECOND: 1, Shortcut.THIRD: 2}

_TOPIC_ROWS = {Shortcut.FIRST_ALSO: 0, Shortcut.SECOND_ALSO: 1, Shortcut.THIRD_ALSO: 2}

# What the number keys give with Shift, by the keyboards' layouts; on Windows the key itself is
# told. Where Shift is needed for the digits themselves, they are the digits.
_SHIFTED = {
    Qt.Key.Key_Exclam: Shortcut.FIRST_ALSO,
    Qt.Key.Key_At: Shortcut.SECOND_ALSO,
    Qt.Key.Key_QuoteDbl: Shortcut.SECOND_ALSO,
    Qt.Key.Key_NumberSign: Shortcut.THIRD_ALSO,
    Qt.Key.Key_section: Shortcut.THIRD_ALSO,
    Qt.Key.Key_sterling: Shortcut.THIRD_ALSO,
    Qt.Key.Key_periodcentered: Shortcut.THIRD_ALSO,
}
_WINDOWS_KEYS = {
    ord("1"): Shortcut.FIRST_ALSO,
    ord("2"): Shortcut.SECOND_ALSO,
    ord("3"): Shortcut.THIRD_ALSO,
}

# By the character typed, not the key: "/" and "?" lie elsewhere on other keyboards.
_SINGLE_KEYS = {
    "1": Shortcut.FIRST,
    "2": Shortcut.SECOND,
    "3": Shortcut.THIRD,
    "/": Shortcut.SEARCH,
    "n": Shortcut.NOTE,
    "z": Shortcut.UNDO,
    "r": Shortcut.RETRY,
    "g": Shortcut.DEADLINE,
    "d": Shortcut.DAY,
    "l": Shortcut.LINES,
    "?": Shortcut.KEYS,
}

_NAMED_KEYS = {
    Qt.Key.Key_Return: Shortcut.SUBMIT,
    Qt.Key.Key_Enter: Shortcut.SUBMIT,
    Qt.Key.Key_Escape: Shortcut.BACK,
    Qt.Key.Key_Up: Shortcut.UP,
    Qt.Key.Key_Down: Shortcut.DOWN,
    Qt.Key.Key_F1: Shortcut.KEYS,
}

_WITH_COMMAND = {
    Qt.Key.Key_K: Shortcut.SEARCH,
    Qt.Key.Key_1: Shortcut.FIRST,
    Qt.Key.Key_2: Shortcut.SECOND,
    Qt.Key.Key_3: Shortcut.THIRD,
    Qt.Key.Key_Z: Shortcut.UNDO,
    Qt.Key.Key_R: Shortcut.RETRY,
    Qt.Key.Key_N: Shortcut.NOTE,
    Qt.Key.Key_G: Shortcut.DEADLINE,
    Qt.Key.Key_L: Shortcut.LINES,
}

_TEXT_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def action_for(event: QKeyEvent, *, has_single_keys: bool, is_typing: bool) -> Shortcut | None:
    """Return what a key press asks for.

    Single characters act only outside text fields and where they are switched on (WCAG 2.1.4);
    with Ctrl the same works everywhere.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        return None if is_typing and key is Qt.Key.Key_Z else _WITH_COMMAND.get(key)
    if event.modifiers() & ~_TEXT_MODIFIERS:
        return None
    if key in _NAMED_KEYS:
        action = _NAMED_KEYS[key]
        return None if is_typing and action in (Shortcut.UP, Shortcut.DOWN) else action
    if has_single_keys and not is_typing:
        if modifiers == Qt.KeyboardModifier.ShiftModifier and (also := _topic_for(event)):
            return also
        return _SINGLE_KEYS.get(event.text().lower())
    return None


def _topic_for(event: QKeyEvent) -> Shortcut | None:
    if event.text().isdigit():
        return None
    # A key that did not come through Windows, as one a program sends by Qt, has no code of it.
    if sys.platform == "win32" and (code := event.nativeVirtualKey()):
        return _WINDOWS_KEYS.get(code)
    return _SHIFTED.get(Qt.Key(event.key()))


def single_keys() -> str:
    """Return the keys that act alone, as the caps of a keyboard have them."""
    return " ".join(_SINGLE_KEYS).upper()


def overview() -> tuple[tuple[str, str], ...]:
    """Return each key with what it does, in the order an agent meets them."""
    return (
        ("1  2  3", tr("Select a suggestion")),
        (tr("Shift+1  2  3"), tr("Add a suggestion as a further topic, or take it off")),
        (tr("Enter"), tr("Send the selected code")),
        ("/", tr("Search all codes of this queue")),
        ("N", tr("Write a note")),
        ("Z", tr("Undo, or choose another code")),
        ("R", tr("Try again")),
        ("↑  ↓", tr("Go to another interaction")),
        ("G", tr("Go to the one whose time runs out first")),
        (
            tr("Esc"),
            tr("Stop automatic sending; leave a field"),
        ),
        ("D", tr("My day: what I coded, what waits, what failed")),
        ("L", tr("One line a card, or whole cards")),
        ("?", tr("Show these keys")),
    )
