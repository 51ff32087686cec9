"""The window's keys on Windows, as far as that can be told elsewhere; Wine was tried by hand."""

from __future__ import annotations

import ctypes

import pytest
from PySide6.QtWidgets import QApplication

from wrapup_desk.application.base.hot_key import HotKey, HotKeyReport, HotKeyState
from wrapup_desk.main.desktop.user32 import (
    HOT_KEY_PRESSED,
    User32,
    WindowsMessage,
    virtual_key_of,
)
from wrapup_desk.main.desktop.windows_keys import WindowsKeys

KEYS = HotKey.of("Ctrl+Shift+F9")


class OneUser32(User32):
    """Windows, of which only one program at a time can have the keys."""

    def __init__(self) -> None:
        self.taken: set[HotKey] = set()
        self.in_front = 0

    def register(self, number: int, keys: HotKey) -> bool:
        is_free = keys not in self.taken
        self.taken.add(keys)
        return is_free

    def unregister(self, number: int) -> None:
        self.taken.clear()

    def window_in_front(self) -> int:
        return self.in_front

    def bring_forward(self, window: int) -> bool:
        self.in_front = window
        return True


@pytest.fixture
def user32(qapp: QApplication) -> OneUser32:
    return OneUser32()


def message(kind: int, word: int) -> WindowsMessage:
    found = WindowsMessage()
    found.kind, found.word = kind, word
    return found


def test_windows_message_of_the_keys_presses_them_and_no_other_does(user32: OneUser32) -> None:
    pressed: list[str] = []
    keys = WindowsKeys(user32)
    keys.use(KEYS, lambda: pressed.append("pressed"), lambda _report: None)
    assert keys._filter is not None

    handled = []
    for each in (message(0x0100, 1), message(HOT_KEY_PRESSED, 2), message(HOT_KEY_PRESSED, 1)):
        address = ctypes.addressof(each)
        handled.append(keys._filter.nativeEventFilter(b"windows_generic_MSG", address)[0])
    keys.close()

    assert handled == [False, False, True]
    assert pressed == ["pressed"]


def test_keys_that_are_taken_are_told_and_those_given_back_are_free(user32: OneUser32) -> None:
    told: list[HotKeyReport] = []
    first, second = WindowsKeys(user32), WindowsKeys(user32)

    first.use(KEYS, lambda: None, told.append)
    second.use(KEYS, lambda: None, told.append)
    first.use(None, lambda: None, told.append)
    second.use(KEYS, lambda: None, told.append)
    second.close()

    states = [each.state for each in told]
    assert states == [HotKeyState.WORKS, HotKeyState.TAKEN, HotKeyState.OFF, HotKeyState.WORKS]
    assert user32.taken == set()


@pytest.mark.parametrize(
    ("keys", "number"),
    [("Ctrl+W", 0x57), ("Ctrl+7", 0x37), ("Ctrl+F12", 0x7B), ("Ctrl+PgUp", 0x21)],
)
def test_keys_are_numbered_as_windows_does(keys: str, number: int) -> None:
    found = HotKey.of(keys)

    assert found is not None
    assert virtual_key_of(found) == number


def test_a_message_has_the_size_that_windows_gives_it() -> None:
    assert WindowsMessage.word.offset == 2 * ctypes.sizeof(ctypes.c_void_p)
