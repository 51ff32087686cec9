"""Holds why a run ends, and lets a signal end it in order; without Qt."""

from __future__ import annotations

import asyncio
import signal
import sys


class ShutdownRequest:
    """Why a window's run ends; set once, waited for by the loop."""

    def __init__(self) -> None:
        self.happened = asyncio.Event()
        self.starts_again = False
        self.wants_demo = False

    def quit(self) -> None:
        self.happened.set()

    def restart(self) -> None:
        self.starts_again = True
        self.happened.set()

    def demo(self) -> None:
        self.wants_demo = True
        self.happened.set()


def shut_down_on_signal(ending: ShutdownRequest) -> None:
    """Let SIGTERM end the run in order, where there is such a thing."""
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.quit)


def forget_signal() -> None:
    """Let SIGTERM do again what it does by itself."""
    if sys.platform != "win32":
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
