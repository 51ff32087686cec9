"""Calls Windows for one key combination and for the window that has the keyboard, through ctypes."""

from __future__ import annotations

import ctypes
from ctypes import Structure, c_int, c_long, c_size_t, c_ssize_t, c_uint, c_ulong, c_void_p

from wrapup_desk.application.base.hot_key import HotKey

HOT_KEY_PRESSED = 0x0312  # WM_HOTKEY
_MODIFIERS = {"Alt": 1, "Ctrl": 2, "Shift": 4, "Meta": 8}
_NO_REPEAT = 0x4000
_VIRTUAL_KEYS = {
    "Space": 0x20, "PgUp": 0x21, "PgDown": 0x22, "End": 0x23, "Home": 0x24, "Left": 0x25,
    "Up": 0x26, "Right": 0x27, "Down": 0x28, "Ins": 0x2D,
}  # fmt: skip
_F1 = 0x70


class WindowsMessage(Structure):
    """A message as Windows hands it to a thread (MSG)."""

    _fields_ = (
        ("window", c_void_p),
        ("kind", c_uint),
        ("word", c_size_t),
        ("long", c_ssize_t),
        ("time", c_ulong),
        ("x", c_long),
        ("y", c_long),
    )


class User32:
    """The few functions of user32.dll that are used here."""

    def __init__(self) -> None:
        # 64-bit Windows has one calling convention: what Windows' functions take is what C's do.
        user32 = ctypes.CDLL("user32")
        for name, gives, *takes in (
            ("RegisterHotKey", c_int, c_void_p, c_int, c_uint, c_uint),
            ("UnregisterHotKey", c_int, c_void_p, c_int),
            ("GetForegroundWindow", c_void_p),
            ("SetForegroundWindow", c_int, c_void_p),
            ("IsWindow", c_int, c_void_p),
        ):
            function = getattr(user32, name)
            function.restype, function.argtypes = gives, tuple(takes)
        self._user32 = user32

    def register(self, number: int, keys: HotKey) -> bool:
        """Have this thread told when *keys* are pressed, as *number*; False if they are taken.

        No window is named: Qt makes a new one whenever the window is to stay above others.
        """
        modifiers = sum(_MODIFIERS[each] for each in keys.modifiers) | _NO_REPEAT
        key = virtual_key_of(keys)
        return bool(self._user32.RegisterHotKey(None, number, modifiers, key))

    def unregister(self, number: int) -> None:
        self._user32.UnregisterHotKey(None, number)

    def window_in_front(self) -> int:
        """Return the window that has the keyboard; 0 while it goes from one to another."""
        return self._user32.GetForegroundWindow() or 0

    def bring_forward(self, window: int) -> bool:
        """Give *window* the keyboard; False if it is gone or Windows refuses.

        Whoever was just given a hot key, or has the keyboard, may pass it on.
        """
        is_there = bool(self._user32.IsWindow(window))
        return is_there and bool(self._user32.SetForegroundWindow(window))


def virtual_key_of(keys: HotKey) -> int:
    """Return Windows' number of the key."""
    if keys.key in _VIRTUAL_KEYS:
        return _VIRTUAL_KEYS[keys.key]
    if len(keys.key) == 1:
        return ord(keys.key)
    return _F1 + int(keys.key[1:]) - 1
