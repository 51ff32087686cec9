"""Lets Windows start the installed program when the user signs in, if the user wants that."""

from __future__ import annotations

import sys
from pathlib import Path

# The installer's /AUTOSTART=1 writes the same value, and its removal deletes it.
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE = "WrapUp Desk"
WINDOWED_PROGRAM = "WrapUpDesk.exe"


def set_autostart(*, wanted: bool) -> None:
    """Write or delete this user's Run value; does nothing unless installed on Windows.

    Raises:
        OSError: the registry refuses.
    """
    if not getattr(sys, "frozen", False) or sys.platform != "win32":
        return
    import winreg

    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
        if wanted:
            program = Path(sys.executable).with_name(WINDOWED_PROGRAM)
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, f'"{program}"')
            return
        try:
            winreg.DeleteValue(key, VALUE)
        except FileNotFoundError:
            return
