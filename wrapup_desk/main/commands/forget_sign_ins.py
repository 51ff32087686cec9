"""Removes every kept sign-in of this Windows user; the uninstaller asks for it with /PURGE=1."""

from __future__ import annotations

import importlib
import sys

from wrapup_desk.adapters.keyring_secrets import SERVICE
from wrapup_desk.domain.language.texts import tr

# ERROR_NOT_FOUND
_NONE_THERE = 1168


def forget_sign_ins() -> int:
    """Delete them and return the exit code; elsewhere than on Windows say where to sign out.

    The keyring package cannot list what it keeps, so this asks the Credential Manager itself.
    """
    if sys.platform != "win32":
        sys.stderr.write(
            tr("wrapup-desk: sign out in the window; only Windows can be asked for all\n")
        )
        return 1
    # By name, for they exist on Windows only.
    win32cred = importlib.import_module("win32ctypes.pywin32.win32cred")
    pywintypes = importlib.import_module("win32ctypes.pywin32.pywintypes")
    try:
        credentials = win32cred.CredEnumerate()
    except pywintypes.error as error:
        if error.winerror == _NONE_THERE:
            return 0
        raise
    for credential in credentials:
        name, kind = credential["TargetName"], credential["Type"]
        if kind == win32cred.CRED_TYPE_GENERIC and is_ours(name):
            win32cred.CredDelete(name, kind)
    return 0


def is_ours(target: str) -> bool:
    """Tell whether the keyring package named *target* so for us: the service, or name@service."""
    return target == SERVICE or target.endswith(f"@{SERVICE}")
