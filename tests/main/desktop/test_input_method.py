"""A Japanese input method on a real X server: its keys stay its own, its words get into the note."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.main.desktop.x_display import (
    Program,
    environment,
    hands,
    has_keyboard,
    on_x,
    program,
    use_layout,
)

_ANTHY = Path("/usr/share/fcitx5/inputmethod/anthy.conf")
_PROFILE = """\
[Groups/0]
Name=Default
Default Layout=jp
DefaultIM=anthy

[Groups/0/Items/0]
Name=keyboard-jp
Layout=

[Groups/0/Items/1]
Name=anthy
Layout=

[GroupOrder]
0=Default
"""
has_anthy = pytest.mark.skipif(
    not (shutil.which("fcitx5") and shutil.which("dbus-daemon") and _ANTHY.is_file()),
    reason="there is no Japanese input method to try it with",
)


@pytest.fixture
def home(display: str, qtbot: QtBot, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What leads a program to Fcitx with Anthy, by the interface of IBus that Qt itself speaks."""
    profile = tmp_path / "fcitx5" / "profile"
    profile.parent.mkdir()
    profile.write_text(_PROFILE, "utf-8")
    use_layout(display, "jp")
    bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(bus, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        around = {
            "DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip(),
            "XDG_CONFIG_HOME": str(tmp_path),
            "HOME": str(tmp_path),
            "QT_IM_MODULE": "ibus",
        }
        nothing = subprocess.DEVNULL
        env = environment(display) | around
        with subprocess.Popen(["fcitx5"], env=env, stdout=nothing, stderr=nothing) as method:
            try:
                qtbot.waitUntil(lambda: any(tmp_path.glob("ibus/bus/*-unix-*")), timeout=20_000)
                yield around
            finally:
                method.terminate()
                daemon.terminate()


@pytest.fixture
def window(display: str, qtbot: QtBot, home: dict[str, str]) -> Iterator[Program]:
    with program(display, "keys", **home) as shown:
        number = shown.tells("window")
        qtbot.waitUntil(lambda: has_keyboard(display, number), timeout=20_000)
        yield shown


@on_x
@has_anthy
def test_enter_confirms_what_is_under_way_and_sends_nothing(display: str, window: Program) -> None:
    hands(display, "key", "n")
    window.tells("focus NoteField")
    hands(display, "key", "Zenkaku_Hankaku", "key", "k", "key", "a")
    window.tells("composing か")

    hands(display, "key", "Escape", "key", "n", "key", "i")
    window.tells("composing に")
    hands(display, "key", "Return")

    told = window.tells("asked")
    while told == "marta":  # the note is empty still
        told = window.tells("asked")
    assert told == "marta  に"  # written, and no code is sent


@on_x
@has_anthy
def test_a_click_on_submit_takes_the_words_under_way_along(
    display: str, qtbot: QtBot, home: dict[str, str]
) -> None:
    with program(display, "keys", **home) as window:
        number = window.tells("window")
        qtbot.waitUntil(lambda: has_keyboard(display, number), timeout=20_000)
        hands(display, "key", "n")
        window.tells("focus NoteField")
        hands(display, "key", "Zenkaku_Hankaku", "key", "k", "key", "a")
        window.tells("composing か")
        submit = window.tells("submit").split()

        # A click counts where the same was drawn for a while.
        hands(display, "mousemove", *submit, "sleep", "1", "click", "1")

        assert window.tells("asked choose_code marta code-0") == "か"
