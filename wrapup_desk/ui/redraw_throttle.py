"""Lets a burst of changes become two redraws: one for its first, one for its last."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget


class RedrawThrottle(QObject):
    """Says when to draw what has changed: once in a frame at most, and the last change always."""

    due = Signal()

    def __init__(self, frame_ms: int, owner: QObject) -> None:
        super().__init__(owner)
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(frame_ms)
        self._frame.timeout.connect(self._on_frame)
        self._is_stale = False

    @property
    def is_resting(self) -> bool:
        """Whether the frame of the last redraw is over."""
        return not self._frame.isActive()

    def note_change(self) -> None:
        """Note that something has changed; *due* is never emitted from inside this call."""
        if self._frame.isActive():
            self._is_stale = True
            return
        self._is_stale = False
        self._frame.start()
        # Whoever made the change is not done with it: a redraw may ask for something in turn.
        QTimer.singleShot(0, self, self._draw)

    def hurry(self) -> None:
        """Draw what has changed without waiting for the frame's end: a person waits for it."""
        if self._is_stale:
            self._is_stale = False
            self._frame.start()
            QTimer.singleShot(0, self, self._draw)

    def _on_frame(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._frame.start()
            self._draw()

    def _draw(self) -> None:
        self.due.emit()


def paint_now(window: QWidget) -> None:
    """Paint what has changed in *window* before the loop turns to anything else that is due."""
    # What is shown asks to be painted by an event of its own; left over, it would be painted twice.
    for kind in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateLater):
        QApplication.sendPostedEvents(None, kind)
    QApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest)
