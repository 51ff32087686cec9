"""Says which key does what, in one table that the window obeys and the overview shows."""

from __future__ import annotations

import enum
import sys
import unicodedata

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

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

# What the number keys of most keyboards give with Shift: for a key that has no place, as one that a
# program sends through Qt.
_SHIFTED = {"!": "1", "@": "2", "#": "3"}

# Where the figures and Latin letters are on nearly every keyboard, by X11's and Wayland's code of
# the key. Windows names the key itself: by its place for a figure, by its label for a letter.
X11_PLACES = dict(
    [
        *enumerate("1234567890", 10),
        *enumerate("qwertyuiop", 24),
        *enumerate("asdfghjkl", 38),
        *enumerate("zxcvbnm", 52),
        (61, "/"),
    ]
)
_WINDOWS_KEYS = {ord(sign.upper()): sign for sign in X11_PLACES.values() if sign != "/"} | {
    0xBF: "/"
}
# The same signs in Arabic, and as wide as a kanji.
_SAME_SIGNS = {"\u061f": "?"} | {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}

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
    "k": Shortcut.SEARCH,
    "1": Shortcut.FIRST,
    "2": Shortcut.SECOND,
    "3": Shortcut.THIRD,
    "z": Shortcut.UNDO,
    "r": Shortcut.RETRY,
    "n": Shortcut.NOTE,
    "g": Shortcut.DEADLINE,
    "l": Shortcut.LINES,
}

_WITH_SHIFTED_FIGURES = (
    QLocale.Language.Czech,
    QLocale.Language.Slovak,
    QLocale.Language.Lithuanian,
)
_FRENCH_WITH_FIGURES = (QLocale.Country.Canada, QLocale.Country.Switzerland)

_TOPICS = {"1": Shortcut.FIRST_ALSO, "2": Shortcut.SECOND_ALSO, "3": Shortcut.THIRD_ALSO}

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_NOT_HELD = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier


def action_for(event: QKeyEvent, *, has_single_keys: bool, is_typing: bool) -> Shortcut | None:
    """Return what a key press asks for.

    Single characters act only outside text fields and where they are switched on (WCAG 2.1.4);
    with Ctrl the same works everywhere.
    """
    modifiers = event.modifiers() & ~_NOT_HELD
    key = Qt.Key(event.key())
    if modifiers == _CONTROL:
        action = _WITH_COMMAND.get(sign_of(event)) or _WITH_COMMAND.get(_figure_at_place(event))
        return None if is_typing and action is Shortcut.UNDO else action
    if modifiers == _CONTROL | _SHIFT:
        return _TOPICS.get(_figure_at_place(event))
    if modifiers & ~_SHIFT:
        return None
    if key in _NAMED_KEYS:
        action = _NAMED_KEYS[key]
        return None if is_typing and action in (Shortcut.UP, Shortcut.DOWN) else action
    if not has_single_keys or is_typing:
        return None
    if modifiers == _SHIFT and not _figure(event.text()):
        sign = sign_of(event)
        return _TOPICS.get(sign) or _SINGLE_KEYS.get(sign)
    return _SINGLE_KEYS.get(sign_of(event))


def single_key(event: QKeyEvent) -> str:
    """Return what a key means that is pressed alone, as `sign_of` says; "" where more is held.

    Shift counts only where it makes the sign: with a figure that stands on the key anyway it is
    another key.
    """
    held = event.modifiers() & ~_NOT_HELD
    sign = "" if held & ~_SHIFT else sign_of(event)
    return "" if held and sign.isdecimal() and not _figure(event.text()) else sign


def is_command(event: QKeyEvent, sign: str) -> bool:
    """Whether the key is Ctrl and *sign*; AltGr, which is Ctrl and Alt on Windows, is not meant."""
    return event.modifiers() & ~_NOT_HELD == _CONTROL and sign_of(event) == sign


def sign_of(event: QKeyEvent) -> str:
    """Return the figure, Latin letter (small), "/" or "?" that a key stands for, or what it types.

    What it types counts first, a figure in any script. What writes other letters, or another sign
    where the figures are, counts by the Latin sign at its place: as it is written on the key, too.
    """
    text = event.text()
    if not text or not text.isprintable():  # Ctrl makes a control character of it
        text = chr(event.key()) if 0x20 < event.key() <= 0xFFFF else ""
    typed = _SAME_SIGNS.get(text, text).lower()
    if figure := _figure(text):
        return figure
    if typed in _SINGLE_KEYS or (typed.isascii() and typed.isalpha()):
        return typed
    if figure := _figure_at_place(event):
        return figure
    place = _sign_at_place(event)
    if not place or not _is_foreign(text):
        return typed
    return "?" if place == "/" and event.modifiers() & _SHIFT else place


def _is_foreign(text: str) -> bool:
    """Whether *text* is a letter, or a part of one, of another script than ours."""
    return any(
        unicodedata.category(each)[0] in "LM" and "LATIN" not in unicodedata.name(each, "")
        for each in text
    )


def _figure_at_place(event: QKeyEvent) -> str:
    sign = _sign_at_place(event)
    return sign if sign.isdecimal() else ""


def _sign_at_place(event: QKeyEvent) -> str:
    code = event.nativeVirtualKey() if sys.platform == "win32" else event.nativeScanCode()
    if not code:
        return _SHIFTED.get(event.text(), "") if event.modifiers() & _SHIFT else ""
    return (_WINDOWS_KEYS if sys.platform == "win32" else X11_PLACES).get(code, "")


def _figure(text: str) -> str:
    """Return the figure that *text* is, in any script; "" for all else, a small ² too."""
    figure = unicodedata.decimal(text, -1) if len(text) == 1 else -1
    return str(figure) if figure >= 0 else ""


def single_keys() -> str:
    """Return the keys that act alone, as the caps of a keyboard have them."""
    return " ".join(_SINGLE_KEYS).upper()


def topic_key(figure: str) -> str:
    """Return what adds the suggestion of *figure* as a further topic on the keyboard in use."""
    has_keyboard = QGuiApplication.instance() is not None
    if has_keyboard and figures_need_shift(QGuiApplication.inputMethod().locale()):
        return tr("Ctrl+Shift+{key}", key=figure)
    return tr("Shift+{key}", key=figure)


def figures_need_shift(keyboard: QLocale) -> bool:
    """Whether Shift writes the figures on keyboards of this kind, so that it means no topic."""
    if keyboard.language() == QLocale.Language.French:
        return keyboard.territory() not in _FRENCH_WITH_FIGURES
    return keyboard.language() in _WITH_SHIFTED_FIGURES


def overview() -> tuple[tuple[str, str], ...]:
    """Return each key with what it does, in the order an agent meets them."""
    return (
        ("1  2  3", tr("Select a suggestion")),
        (topic_key("1  2  3"), tr("Add a suggestion as a further topic, or take it off")),
        (tr("Enter"), tr("Send the selected code")),
        ("/", tr("Search all codes of this queue")),
        ("N", tr("Write a note")),
        ("Z", tr("Undo, or choose another code")),
        ("R", tr("Try again")),
        ("↑  ↓", tr("Go to another interaction")),
        ("G", tr("Go to the one whose time runs out first")),
        (
            tr("Esc"),
            tr("Stop automatic sending; leave a field; take a selection off"),
        ),
        ("D", tr("My day: what I coded, what waits, what failed")),
        ("L", tr("One line a card, or whole cards")),
        ("?", tr("Show these keys")),
    )
