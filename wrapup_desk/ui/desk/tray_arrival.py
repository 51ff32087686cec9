"""Waits for the system's tray: at sign-in to a desktop programs often start before it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

_WATCHER = "org.kde.StatusNotifierWatcher"
_LOOK_EVERY_MS = 2_000
# A desktop that has not brought its tray by then has none of today's kind. Older trays are looked
# for by Qt itself, from the moment on that it was asked for one.
_MOST_LOOKS = 20


def has_no_screen() -> bool:
    """Whether nothing is drawn that anybody sees, so that there is no tray and never will be."""
    return QGuiApplication.platformName() in ("offscreen", "minimal")


def tray_is_there() -> bool:
    """Whether an icon could be put into a tray now.

    On Linux Qt remembers its first answer for good, so it is asked only once there is a tray.
    """
    if sys.platform != "linux":
        return QSystemTrayIcon.isSystemTrayAvailable()
    bus = importlib.import_module("PySide6.QtDBus").QDBusConnection.sessionBus()
    if not bus.isConnected():
        return True  # no tray of today's kind can ever come: Qt looks for an older one
    return bool(bus.interface().isServiceRegistered(_WATCHER).value())


class TrayArrival(QObject):
    """Tells once that the tray can be used."""

    came = Signal()

    def __init__(
        self,
        parent: QObject,
        is_there: Callable[[], bool] = tray_is_there,
        look_every_ms: int = _LOOK_EVERY_MS,
    ) -> None:
        super().__init__(parent)
        self._is_there = is_there
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(look_every_ms)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Look whether it is there, and again later if it is not."""
        self._looks += 1
        if self._is_there() or self._looks > _MOST_LOOKS:
            self._timer.stop()
            self.came.emit()
        else:
            self._timer.start()
