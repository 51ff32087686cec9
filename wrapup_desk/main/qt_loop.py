"""The event loop of a window: Qt's own, which threads may call while it is being closed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import qasync
from PySide6.QtWidgets import QApplication


class QtLoop(qasync.QEventLoop):  # type: ignore[misc]  # the library ships no types
    """qasync's loop, closed only when no thread is just calling it.

    A call from another thread is a Qt signal. A loop that closes cuts the signal's connection; if
    that happens while a thread emits it, Qt has the thread delete the Python function behind the
    connection, which it does without holding Python's lock: the program ends with a segmentation
    fault. A disk or a server that answers while the last window closes is all it takes.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        # A finalizer may call the loop from within a call.
        self._calling = threading.RLock()
        self._takes_calls = True

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: object, context: object = None
    ) -> None:
        """Call *callback* in the loop; once that is being closed, nobody waits for it any more."""
        with self._calling:
            if self._takes_calls:
                super().call_soon_threadsafe(callback, *args, context=context)

    def close(self) -> None:
        if not self.is_running():  # else it refuses, and goes on
            with self._calling:
                self._takes_calls = False
        super().close()


def qt_runner(app: QApplication) -> asyncio.Runner:
    """Return what runs coroutines on Qt's event loop, one loop for all of them."""
    return asyncio.Runner(loop_factory=lambda: QtLoop(app))
