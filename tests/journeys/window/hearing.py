"""Hears what is said to assistive technology: every announcement that Qt hands on, as it is."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import PySide6
import shiboken6
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

CAN_HEAR = sys.platform.startswith("linux")
WHY_NOT = "Qt's handler of accessibility events is looked up by its name in Linux libraries"

_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
# QAccessible::installUpdateHandler, which the bindings leave out.
_INSTALL = "_ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE"


@contextmanager
def hearing() -> Iterator[list[str]]:
    """Be the assistive technology that is told of events; yield what it was told to say so far."""
    said: list[str] = []

    def take(address: int) -> None:
        event: object = shiboken6.wrapInstance(address, QAccessibleEvent)
        # The binding looks which kind it is.
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    handler = _HANDLER(take)
    install = _installer()
    QAccessible.setActive(True)
    before = install(ctypes.cast(handler, ctypes.c_void_p))
    try:
        yield said
    finally:
        install(before)
        QAccessible.setActive(False)


def _installer() -> Callable[[object], object]:
    folder = Path(PySide6.__file__).parent / "Qt" / "lib"
    install = getattr(ctypes.CDLL(str(folder / "libQt6Gui.so.6")), _INSTALL)
    install.argtypes = [ctypes.c_void_p]
    install.restype = ctypes.c_void_p
    named: Callable[[object], object] = install
    return named
