"""The window's keys on a real X server: forward, and back to the window that had the keyboard."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from wrapup_desk.application.base.hot_key import HotKey, HotKeyReport, HotKeyState
from wrapup_desk.main.desktop.x11_keys import X11Keys, keysym_of

ROOT = Path(__file__).resolve().parents[3]
_LIBRARIES = ("xcb", "xcb-keysyms", "xcb-icccm", "xcb-cursor", "xkbcommon-x11")
on_x = pytest.mark.skipif(
    sys.platform != "linux"
    or not (shutil.which("Xvfb") and shutil.which("xdotool"))
    or not all(ctypes.util.find_library(name) for name in _LIBRARIES),
    reason="there is no X server to try it on",
)


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of the test's own, without a window manager."""
    command = [
        "Xvfb",
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1000x900x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


class Program:
    """A program on the display, which tells what happens line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tells(self, wanted: str) -> str:
        """Wait until it tells *wanted*, and return what follows on that line."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(wanted):
                return line.removeprefix(wanted).strip()
        raise AssertionError(f"it ended before it told {wanted!r}")


def environment(display: str) -> dict[str, str]:
    wanted = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    wanted.pop("WAYLAND_DISPLAY", None)
    wanted.pop("XDG_SESSION_TYPE", None)
    return {**wanted, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}


@contextmanager
def program(display: str, *arguments: str) -> Iterator[Program]:
    command = [sys.executable, "-m", "tests.main.desktop.two_windows", *arguments]
    with subprocess.Popen(
        command, env=environment(display), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Program(process)
        finally:
            process.terminate()


def has_keyboard(display: str, window: str) -> bool:
    command = ["xdotool", "getwindowfocus"]
    told = subprocess.run(
        command, env=environment(display), capture_output=True, text=True, check=False, timeout=30
    )
    return told.stdout.strip() == window


def hands(display: str, *command: str) -> None:
    subprocess.run(["xdotool", *command], env=environment(display), check=True, timeout=30)


@dataclass
class Screen:
    """The agent's window, with another program's in front of it."""

    display: str
    qtbot: QtBot
    caller: Program
    caller_window: str
    desk_window: str

    def hands(self, *command: str) -> None:
        hands(self.display, *command)

    def shows_in_front(self, window: str) -> None:
        self.qtbot.waitUntil(lambda: has_keyboard(self.display, window), timeout=20_000)


@pytest.fixture
def screen(display: str, qtbot: QtBot) -> Iterator[Screen]:
    with program(display, "desk", "Ctrl+Alt+W") as desk:
        desk_window = desk.tells("window")
        desk.tells("keys WORKS")
        with program(display, "caller") as caller:
            caller_window = caller.tells("window")
            found = Screen(display, qtbot, caller, caller_window, desk_window)
            found.shows_in_front(caller_window)
            yield found


@on_x
def test_the_keys_bring_it_forward_and_the_keyboard_back_to_the_caller(screen: Screen) -> None:
    screen.hands("key", "ctrl+alt+w")
    screen.shows_in_front(screen.desk_window)
    screen.hands("key", "ctrl+alt+w")
    screen.shows_in_front(screen.caller_window)

    screen.hands("type", "ok")
    screen.caller.tells("typed ok")


@on_x
def test_keys_that_are_held_count_once(
    display: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[str] = []
    with taken(display, monkeypatch, "Ctrl+Alt+W", pressed):
        # Longer than the 660 ms after which this server begins to repeat a key.
        hands(display, "keydown", "ctrl", "keydown", "alt", "keydown", "w", "sleep", "1.2")
        hands(display, "keyup", "w", "keyup", "alt", "keyup", "ctrl")
        hands(display, "key", "ctrl+alt+w")

        qtbot.waitUntil(lambda: len(pressed) > 1, timeout=10_000)
        assert len(pressed) == 2


@on_x
def test_num_lock_and_caps_lock_make_no_difference(
    display: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[str] = []
    with taken(display, monkeypatch, "Ctrl+Shift+F9", pressed) as states:
        for lock in ("Num_Lock", "Caps_Lock"):
            hands(display, "key", lock)
            hands(display, "key", "ctrl+shift+F9")

        qtbot.waitUntil(lambda: len(pressed) == 2, timeout=10_000)
        assert set(states) == {HotKeyState.WORKS}


@on_x
def test_keys_of_another_program_are_told_as_taken_and_freed_ones_work(
    display: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taken(display, monkeypatch, "Ctrl+Alt+W", []) as first:
        assert first[-1] is HotKeyState.WORKS
        with taken(display, monkeypatch, "Ctrl+Alt+W", []) as second:
            assert second[-1] is HotKeyState.TAKEN
    with taken(display, monkeypatch, "Ctrl+Alt+W", []) as third:
        assert third[-1] is HotKeyState.WORKS


@contextmanager
def taken(
    display: str, monkeypatch: pytest.MonkeyPatch, keys: str, pressed: list[str]
) -> Iterator[list[HotKeyState]]:
    monkeypatch.setenv("DISPLAY", display)
    parent = QObject()
    states: list[HotKeyState] = []
    found = X11Keys(parent)
    found.use(
        HotKey.of(keys), lambda: pressed.append(keys), lambda told: states.append(told.state)
    )
    yield states
    found.close()


def test_without_an_x_server_none_are_offered(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    parent = QObject()
    told: list[HotKeyReport] = []
    keys = X11Keys(parent)

    keys.use(HotKey.of("Ctrl+Alt+W"), lambda: None, told.append)

    assert told == [HotKeyReport(HotKeyState.NOT_OFFERED)]
    assert keys.window_in_front() == 0
    assert not keys.give_keyboard_to(1)
    keys.close()


@pytest.mark.parametrize(
    ("keys", "keysym"),
    [("Ctrl+W", 0x77), ("Ctrl+7", 0x37), ("Ctrl+F12", 0xFFC9), ("Ctrl+PgUp", 0xFF55)],
)
def test_keys_are_named_as_the_server_does(keys: str, keysym: int) -> None:
    found = HotKey.of(keys)

    assert found is not None
    assert keysym_of(found) == keysym
