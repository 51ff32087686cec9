"""The window's keys on a real X server with the layouts of other countries."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.main.desktop.x_display import (
    Program,
    hands,
    has_keyboard,
    on_x,
    program,
    use_layout,
)

has_layouts = pytest.mark.skipif(not shutil.which("setxkbmap"), reason="no layouts to try")

# By place, as X11 counts them.
KEY_2, KEY_3, KEY_N, CTRL, SHIFT = "11", "12", "57", "37", "50"


@pytest.fixture
def window(display: str, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Program]:
    use_layout(display, request.param)
    with program(display, "keys") as shown:
        number = shown.tells("window")
        qtbot.waitUntil(lambda: has_keyboard(display, number), timeout=20_000)
        yield shown


@on_x
@has_layouts
@pytest.mark.parametrize("window", ["fr", "cz", "th", "ir"], indirect=True)
def test_a_figure_selects_where_it_stands_though_it_writes_another_sign(
    display: str, window: Program
) -> None:
    hands(display, "keydown", CTRL, "key", KEY_2, "keyup", CTRL)
    assert window.tells("asked marta") == "code-1"

    hands(display, "keydown", CTRL, "keydown", SHIFT, "key", KEY_3, "keyup", SHIFT, "keyup", CTRL)
    assert window.tells("asked marta") == "code-1  code-2"


@on_x
@has_layouts
@pytest.mark.parametrize("window", ["ru", "gr", "il", "ara", "th"], indirect=True)
def test_a_letter_that_is_not_latin_is_the_latin_one_beside_it_on_the_key(
    display: str, window: Program
) -> None:
    hands(display, "key", KEY_N)

    assert window.tells("focus NoteField") == ""
