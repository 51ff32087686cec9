"""Waits for the desktop's tray and for its notifications without holding up the window."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

_WATCHER = "org.kde.StatusNotifierWatcher"
_LOOK_EVERY_MS = 2_000
# A desktop that has not brought its tray by then has none of today's kind. Older trays are looked
# for by Qt itself, from the moment on that it was asked for one.
_MOST_LOOKS = 20
_SERVICE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_SILENCE = tuple(
    f"org.freedesktop.DBus.Error.{name}" for name in ("NoReply", "Timeout", "TimedOut")
)


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


def _session_bus() -> Any:
    """Return the bus by which Qt shows toasts here; None where it needs none."""
    if sys.platform != "linux" or has_no_screen():
        return None
    # By name: the other systems' installers need not bring it along.
    bus = importlib.import_module("PySide6.QtDBus").QDBusConnection.sessionBus()
    return bus if bus.isConnected() else None


class NotificationService(QObject):
    """Asks the desktop's notification service whether it lives, and goes on unless it hangs.

    Qt waits for that service within `showMessage`: 25 s in which the window stands still, each
    time a code is due, if it hangs.
    """

    def __init__(self, parent: QObject, find_bus: Callable[[], Any] = _session_bus) -> None:
        super().__init__(parent)
        self._find_bus = find_bus

    def when_it_answers(self, go_on: Callable[[], None]) -> None:
        """Call *go_on* once the service has answered, or is known not to be there."""
        bus = self._find_bus()
        if bus is None:
            go_on()
            return
        dbus = importlib.import_module("PySide6.QtDBus")
        question = dbus.QDBusMessage.createMethodCall(
            _SERVICE, _PATH, _SERVICE, "GetServerInformation"
        )
        watcher = dbus.QDBusPendingCallWatcher(bus.asyncCall(question), self)

        def answered() -> None:
            hangs = watcher.isError() and watcher.error().name() in _SILENCE
            watcher.deleteLater()
            if not hangs:  # where there is no such service, Qt shows the toast by itself
                go_on()

        watcher.finished.connect(answered)
