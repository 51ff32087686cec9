"""Starts the installed program, windowed or from a console."""

from __future__ import annotations

import ctypes
import io
import sys
import traceback

_ERROR_ICON = 0x10


def start() -> int:
    """Run the program; what nobody foresaw ends it with 1, and never in PyInstaller's own box.

    A box only tells a person who clicked: a command, above all the self-test, never shows one.
    """
    is_windowed = sys.stderr is None
    if is_windowed:
        sys.stdout = sys.stderr = io.StringIO()
    else:
        _speak_utf8()
    from wrapup_desk.__main__ import main

    try:
        return main()
    except Exception:  # noqa: BLE001 -- the outermost frame: nobody else is there to tell it
        trouble = traceback.format_exc()
        sys.stderr.write(trouble)
        if is_windowed and len(sys.argv) == 1:
            _show(trouble)
        return 1


def _show(trouble: str) -> None:
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(0, trouble, "WrapUp Desk", _ERROR_ICON)


def _speak_utf8() -> None:
    # A pipe would get the ANSI code page, which lacks most names in the world.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(start())
