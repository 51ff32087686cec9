"""Ends a run on Qt in order when the system wants it gone: a log-off, a task ended, a signal."""

from __future__ import annotations

import time
from types import TracebackType

from PySide6.QtCore import QEvent, QEventLoop, QTimer, Signal
from PySide6.QtWidgets import QApplication

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.main.system.shutdown_request import (
    ShutdownRequest,
    forget_signal,
    shut_down_on_signal,
)

# Windows ends a program by force some five seconds after it was notified that the session ends.
LAST_MOMENTS_S = 4.5
_TURN_MS = 50


class QtApplication(QApplication):
    """The one application object; while a run takes care of its end, Qt never just stops.

    Left to itself, Qt answers `quit()` by leaving its event loop at once, and with it every task.
    """

    quit_requested = Signal()

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.is_ended_in_order = False
        self.left_out: tuple[Notice, ...] = ()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit and self.is_ended_in_order:
            self.quit_requested.emit()
            return True
        return super().event(event)


def left_out_of(app: QApplication) -> tuple[Notice, ...]:
    """Return what of the desktop the program goes on without."""
    return app.left_out if isinstance(app, QtApplication) else ()


class GracefulShutdown:
    """Sets *ending* when the program is asked from outside to go; entered around a whole run."""

    def __init__(self, app: QApplication, ending: ShutdownRequest) -> None:
        self._app = app
        self._ending = ending
        self._is_over = False

    def __enter__(self) -> GracefulShutdown:
        self._app.aboutToQuit.connect(self._use_last_moments)
        if isinstance(self._app, QtApplication):
            self._app.quit_requested.connect(self._ending.quit)
            self._app.is_ended_in_order = True
        shut_down_on_signal(self._ending)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over = True
        self._app.aboutToQuit.disconnect(self._use_last_moments)
        if isinstance(self._app, QtApplication):
            self._app.is_ended_in_order = False
            self._app.quit_requested.disconnect(self._ending.quit)
        forget_signal()

    def _use_last_moments(self) -> None:
        """End the run before returning: at a log-off Windows ends the process right after."""
        self._ending.quit()
        deadline = time.monotonic() + LAST_MOMENTS_S
        # Something to wake up for, so that the deadline is seen.
        waking = QTimer()
        waking.start(_TURN_MS)
        while not self._is_over and time.monotonic() < deadline:
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
