"""Takes what is typed on after a field went away under the hands: it is no command."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from wrapup_desk.ui.widgets.focus import is_typing

# Whoever has not typed for so long has looked up.
PAUSE_S = 1.0


class LostTyping:
    """Knows that a snapshot took the field that was typed in: its card ended, or the list of codes.

    Until the hands pause, keys are the rest of a word or the Enter behind it. As commands they
    would choose, write and send on whichever card came up instead.
    """

    def __init__(self) -> None:
        self._seconds: Callable[[], float] = time.monotonic
        self._typed_at: float | None = None

    def note_drawn(self, *, was_typing: bool) -> None:
        """Note that a snapshot was drawn, and whether a field had the keys just before that.

        Both in one turn: a field that a key closes between two snapshots was not taken by either.
        """
        # Another window's field, or another program, is where the agent went.
        if was_typing and not is_typing() and QApplication.focusWidget() is not None:
            self._typed_at = self._seconds()

    def takes_key(self) -> bool:
        """Whether the key that was pressed now belongs to what was typed."""
        now = self._seconds()
        if self._typed_at is None or now - self._typed_at >= PAUSE_S:
            self._typed_at = None
            return False
        self._typed_at = now
        return True
