"""Holds the keys that bring the window forward from anywhere, and what became of them."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Protocol

from msgspec import Meta

from wrapup_desk.domain.language.texts import mark

_KEY = r"(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|Space|Home|End|PgUp|PgDown|Ins|Up|Down|Left|Right)"
# Shift alone would take a letter that people write.
HOT_KEY_PATTERN = rf"\A(?:(?=.*(?:Ctrl|Alt|Meta)\+)(?:(?:Ctrl|Alt|Shift|Meta)\+){{1,4}}{_KEY})?\Z"

# Keys as Qt writes them, the same on every system; empty: none. "Meta" is the Windows key.
HotKeyText = Annotated[
    str,
    Meta(
        pattern=HOT_KEY_PATTERN,
        description=mark(
            'be empty, or keys with Ctrl, Alt or Meta (the Windows key), such as "Ctrl+Shift+F9"'
        ),
    ),
]


@dataclass(frozen=True, slots=True)
class HotKey:
    """A key and what is held with it: some of "Ctrl", "Alt", "Shift", "Meta"."""

    modifiers: frozenset[str]
    key: str

    @classmethod
    def of(cls, text: HotKeyText) -> HotKey | None:
        """Return the keys that a setting names, None for an empty one."""
        *modifiers, key = text.split("+")
        return cls(frozenset(modifiers), key) if key else None


class HotKeyState(enum.Enum):
    """Whether the keys work, or why not."""

    OFF = enum.auto()
    WORKS = enum.auto()
    TAKEN = enum.auto()  # another program has them
    DECLINED = enum.auto()  # the desktop asked, and the person said no
    NOT_OFFERED = enum.auto()  # no program can have such keys here


@dataclass(frozen=True, slots=True)
class HotKeyReport:
    """What became of the keys; *trigger* is the desktop's own word for them, if it has one."""

    state: HotKeyState = HotKeyState.OFF
    trigger: str = ""


class GlobalKeys(Protocol):
    """Takes keys from the desktop, whatever program has the focus, and knows which one that is.

    It reads no other key: the system itself tells of this one alone.
    """

    def use(
        self,
        keys: HotKey | None,
        pressed: Callable[[], None],
        report: Callable[[HotKeyReport], None],
    ) -> None:
        """Take *keys* in place of those before, none for None; returns at once."""

    def window_in_front(self) -> int:
        """Return the system's number of the window that has the keyboard; 0 where it is unknown."""

    def give_keyboard_to(self, window: int) -> bool:
        """Bring a window forward again; False where that is impossible, or it is gone."""

    def close(self) -> None:
        """Give the keys back at the end."""
