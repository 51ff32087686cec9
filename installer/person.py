"""Plays the person, and the Windows, of the acceptance; runs under the Windows Python.

person.py close TITLE         closes each visible window with that in its title
person.py end-session TITLE   tells them that the session ends; then ends their programs by force
person.py find TITLE          does nothing to them; prints how many there are
person.py suspend TITLE       lets their programs hang, as a fault or the system would
person.py agree TITLE         presses the button beside the one that has the focus
person.py go-on TITLE         presses Enter in them, as somebody who reads their first steps
person.py read TITLE          prints what a message box says, and presses its first button
Ends with 1 when there is no such window.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

_WM_CLOSE, _WM_COMMAND, _WM_GETTEXT = 0x0010, 0x0111, 0x000D
_WM_QUERYENDSESSION, _WM_ENDSESSION = 0x0011, 0x0016
_PRESSED_OK = 1
_TERMINATE = 1
_SUSPEND = 0x0800
_WM_KEYDOWN, _WM_KEYUP = 0x0100, 0x0101
_TAB, _ENTER, _SPACE = 0x09, 0x0D, 0x20
_ENDED_BY_FORCE = 9
_BOX = "#32770"
# By name: only Windows' own ctypes has these.
_windll: Any = getattr(ctypes, "windll", None)
_callback: Any = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)


def main(arguments: list[str]) -> int:
    """Do the one thing asked for."""
    if sys.platform != "win32":
        raise RuntimeError("windows are closed on Windows, or under Wine")
    action, title = arguments
    acts: dict[str, Callable[[int], None]] = {
        "find": lambda _window: None,
        "close": lambda window: _post(window, _WM_CLOSE, 0),
        "end-session": _end_session,
        "suspend": _suspend,
        "agree": partial(_press, _TAB, _SPACE),
        "go-on": partial(_press, _ENTER),
        "read": _read,
    }
    found = [window for window in _windows() if title in _title(window)]
    if action == "read":
        found = [window for window in found if _class(window) == _BOX]
    for window in found:
        acts[action](window)
    if action == "find":
        sys.stdout.write(f"{len(found)}\n")
    return 0 if found else 1


def _windows() -> list[int]:
    return [
        each for each in _listed(lambda add: _windll.user32.EnumWindows(add, None)) if _seen(each)
    ]


def _listed(list_them: Callable[[object], object]) -> list[int]:
    found: list[int] = []

    def add(window: int, _extra: int) -> bool:
        found.append(window)
        return True

    list_them(_callback(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)(add))
    return found


def _seen(window: int) -> bool:
    return bool(_windll.user32.IsWindowVisible(ctypes.c_void_p(window)))


def _title(window: int) -> str:
    text = ctypes.create_unicode_buffer(200)
    _windll.user32.GetWindowTextW(ctypes.c_void_p(window), text, len(text))
    return text.value


def _class(window: int) -> str:
    text = ctypes.create_unicode_buffer(200)
    _windll.user32.GetClassNameW(ctypes.c_void_p(window), text, len(text))
    return text.value


def _post(window: int, message: int, value: int) -> None:
    _windll.user32.PostMessageW(ctypes.c_void_p(window), message, ctypes.c_void_p(value), None)


def _send(window: int, message: int, value: int, extra: object = None) -> int:
    return int(
        _windll.user32.SendMessageW(
            ctypes.c_void_p(window), message, ctypes.c_void_p(value), extra
        )
    )


def _program_of(window: int, right: int) -> int:
    """Open the program that *window* belongs to."""
    number = ctypes.c_ulong()
    _windll.user32.GetWindowThreadProcessId(ctypes.c_void_p(window), ctypes.byref(number))
    return int(_windll.kernel32.OpenProcess(right, 0, number.value))


def _suspend(window: int) -> None:
    _windll.ntdll.NtSuspendProcess(ctypes.c_void_p(_program_of(window, _SUSPEND)))


def _press(*keys_and_window: int) -> None:
    *keys, window = keys_and_window
    for key in keys:
        _post(window, _WM_KEYDOWN, key)
        _post(window, _WM_KEYUP, key)


def _end_session(window: int) -> None:
    """Do what Windows does at a log-off: ask, tell, and wait for no more than the answer."""
    program = _program_of(window, _TERMINATE)
    if not _send(window, _WM_QUERYENDSESSION, 0):
        raise RuntimeError("the program does not let the session end")
    _send(window, _WM_ENDSESSION, 1)
    _windll.kernel32.TerminateProcess(ctypes.c_void_p(program), _ENDED_BY_FORCE)


def _read(window: int) -> None:
    parts = _listed(
        lambda add: _windll.user32.EnumChildWindows(ctypes.c_void_p(window), add, None)
    )
    for part in parts:
        if _class(part) == "Static":
            text = ctypes.create_unicode_buffer(2000)
            _send(part, _WM_GETTEXT, len(text), text)
            sys.stdout.buffer.write(text.value.encode() + b"\n")
    _post(window, _WM_COMMAND, _PRESSED_OK)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
