"""Starts the installed program, windowed or from a console."""

from __future__ import annotations

import ctypes
import io
import sys

_ERROR_ICON = 0x10


def start() -> int:
    """Run the program; a windowed start that fails says why, for it has no console to say it."""
    is_windowed = sys.stderr is None
    complaints = io.StringIO()
    if is_windowed:
        sys.stdout = io.StringIO()
        sys.stderr = complaints
    else:
        _speak_utf8()
    from wrapup_desk.__main__ import main

    code = main()
    # Only where a person clicked: a command, above all the self-test, never shows a dialog.
    if is_windowed and code and len(sys.argv) == 1:
        _tell(complaints.getvalue())
    return code


def _tell(text: str) -> None:
    if sys.platform == "win32" and text:
        ctypes.windll.user32.MessageBoxW(0, text, "WrapUp Desk", _ERROR_ICON)


def _speak_utf8() -> None:
    # A pipe would get the ANSI code page, which lacks most names in the world.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(start())
