"""Tells screen readers what changes where the focus is not."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


class Announcer(QObject):
    """The voice of one window."""

    announced = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def say(self, text: str) -> None:
        """Let *text* be spoken once what is being said is over."""
        self.announced.emit(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, text))
