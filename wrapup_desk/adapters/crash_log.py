"""Keeps where the program was when a library beneath it crashed: no Python code runs by then."""

from __future__ import annotations

import faulthandler
import io
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from wrapup_desk.adapters.base.regular_file import open_regular

NAME = "wrapup-desk-crash.log"
# The end of a deep stack says nothing new; more than one crash may be in the file.
_MOST_BYTES = 20_000

# What the interpreter writes to has to stay open as long as the process lives.
_destinations: list[TextIO] = []


def keep_crashes(folder: Path | None = None) -> None:
    """Have a crash write the lines of code that each thread was at; no value is among them.

    They go to a file in *folder*, whose content `take_crashes` takes at the next start, or to
    standard error where there is no folder or it cannot be written. Whoever runs the program under
    a fault handler of their own keeps it.
    """
    if faulthandler.is_enabled() and not _destinations:
        return
    # A windowed program on Windows has no standard error.
    destination = (_opened(folder) if folder is not None else None) or sys.stderr
    if destination is None:
        return
    with suppress(io.UnsupportedOperation):
        faulthandler.enable(destination)
        for former in _destinations:
            if former is not sys.stderr:
                former.close()
        _destinations[:] = [destination]


def take_crashes(folder: Path) -> str:
    """Return what crashes of earlier runs left in *folder*, empty for none, and empty the file."""
    try:
        with io.FileIO(folder / NAME, "r+", opener=open_regular) as file:
            text = file.read(_MOST_BYTES).decode("utf-8", errors="replace").strip()
            # Emptied, not removed: another program of this user may have it open.
            file.truncate(0)
    except OSError:
        return ""
    return text


def _opened(folder: Path) -> TextIO | None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = io.FileIO(folder / NAME, "a", opener=open_regular)
    except OSError:
        return None
    return io.TextIOWrapper(file, encoding="utf-8", write_through=True)
