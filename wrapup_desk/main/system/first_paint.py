"""Waits for a window's first paint, so that what the window does not need is loaded after it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.waiting import event_or_timeout

# A window that starts minimised or on a locked screen may not be painted for hours.
LONGEST_WAIT_S = 1.0


class FirstPaint(QObject):
    """Notices when a window that is shown already has been painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._happened = asyncio.Event()
        window.installEventFilter(self)
        window.update()  # showing may have painted it at once: then this paint counts

    async def wait(self, clock: Clock) -> None:
        """Return once the paint is done, or after `LONGEST_WAIT_S`."""
        await event_or_timeout(self._happened, clock, LONGEST_WAIT_S)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._happened.set)
        return False
