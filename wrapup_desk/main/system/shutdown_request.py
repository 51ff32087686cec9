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
    """Let what ends a program from outside end the run in order, where there are such signals."""
    for number in _ends_by():
        asyncio.get_running_loop().add_signal_handler(number, ending.quit)


def forget_signal() -> None:
    """Let those signals do again what they do by themselves."""
    for number in _ends_by():
        asyncio.get_running_loop().remove_signal_handler(number)


def _ends_by() -> tuple[signal.Signals, ...]:
    """Return the signals: a request to end, and the terminal closed, unless that is to be ignored."""
    if sys.platform == "win32":
        return ()
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        return (signal.SIGTERM,)
    return (signal.SIGTERM, signal.SIGHUP)
