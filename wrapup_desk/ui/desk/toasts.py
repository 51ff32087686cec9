"""Shows toasts without ever waiting for the desktop that is to show them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from wrapup_desk.ui.desk.tray_arrival import has_no_screen

_SERVICE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_SILENCE = tuple(
    f"org.freedesktop.DBus.Error.{name}" for name in ("NoReply", "Timeout", "TimedOut")
)


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
