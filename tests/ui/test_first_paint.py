"""What may wait for a window's first paint waits for it, but not for ever."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes import FakeClock, settle
from wrapup_desk.main.system.first_paint import LONGEST_WAIT_S, FirstPaint


async def test_the_wait_ends_with_the_paint(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    await FirstPaint(window).wait(FakeClock())


async def test_the_wait_ends_for_a_window_that_was_painted_before(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.repaint()

    await FirstPaint(window).wait(FakeClock())


async def test_a_window_that_is_never_painted_holds_up_nothing(qtbot: QtBot) -> None:
    window, clock = QWidget(), FakeClock()
    qtbot.addWidget(window)
    waiting = asyncio.get_running_loop().create_task(FirstPaint(window).wait(clock))

    await settle()
    assert not waiting.done()
    await clock.advance(LONGEST_WAIT_S)

    await waiting
