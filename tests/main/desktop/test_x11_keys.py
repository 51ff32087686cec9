"""The window's keys on a real X server: forward, and back to the window that had the keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.main.desktop.x_display import Program, hands, has_keyboard, on_x, program, use_layout
from wrapup_desk.application.base.hot_key import HotKey, HotKeyReport, HotKeyState
from wrapup_desk.main.desktop.x11_keys import X11Keys, keysym_of


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
@pytest.mark.skipif(not shutil.which("setxkbmap"), reason="no layouts to try")
@pytest.mark.parametrize(("layout", "keys"), [("ru", "Ctrl+Alt+W"), ("fr", "Ctrl+Alt+2")])
def test_keys_work_on_a_keyboard_that_writes_other_signs(
    display: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, layout: str, keys: str
) -> None:
    use_layout(display, layout)
    pressed: list[str] = []
    with taken(display, monkeypatch, keys, pressed):
        place = {"W": "25", "2": "11"}[keys[-1]]
        hands(
            display, "keydown", "37", "keydown", "64", "key", place, "keyup", "64", "keyup", "37"
        )

        qtbot.waitUntil(lambda: pressed == [keys], timeout=10_000)


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
