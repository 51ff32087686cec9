"""Takes what is typed on after a field went away under the hands: it is no command."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from wrapup_desk.ui.widgets.focus import is_typing

# Whoever has not typed for so long has looked up.
PAUSE_S = 1.0


class LostTyping(QObject):
    """Knows that a snapshot took the field that was typed in: its card ended, or the list of codes.

    Until the hands pause, keys are the rest of a word or the Enter behind it. As commands they
    would choose, write and send on whichever card came up instead.
    """

    def __init__(self, about_to_change: SignalInstance, owner: QObject) -> None:
        """Look at each of *about_to_change*: listen to it before anything is drawn."""
        super().__init__(owner)
        self._seconds: Callable[[], float] = time.monotonic
        self._was_typing = False
        self._typed_at: float | None = None
        about_to_change.connect(self._on_change)

    def takes_key(self) -> bool:
        """Whether the key that was pressed now belongs to what was typed."""
        self._look()
        now = self._seconds()
        if self._typed_at is None or now - self._typed_at >= PAUSE_S:
            self._typed_at = None
            return False
        self._typed_at = now
        return True

    def _on_change(self) -> None:
        self._was_typing = self._was_typing or is_typing()
        QTimer.singleShot(0, self, self._look)  # drawn by then

    def _look(self) -> None:
        was_typing, self._was_typing = self._was_typing, False
        # Another window's field, or another program, is where the agent went.
        if was_typing and not is_typing() and QApplication.focusWidget() is not None:
            self._typed_at = self._seconds()
