"""The event loop of a window may be called by threads while it is being closed."""

from __future__ import annotations

import asyncio
import threading

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from wrapup_desk.main.qt_loop import QtLoop, qt_runner


def test_a_loop_is_closed_only_once_a_thread_that_is_calling_it_is_through(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    is_calling, is_closed = threading.Event(), threading.Event()

    def call(_loop: object, *_callback: object, **_context: object) -> None:
        is_calling.set()
        is_closed.wait(0.5)  # long enough for a loop that does not wait
        order.append("called")

    monkeypatch.setattr(qasync.QEventLoop, "call_soon_threadsafe", call)
    loop = QtLoop(qapp)
    thread = threading.Thread(target=loop.call_soon_threadsafe, args=(int,))
    thread.start()
    is_calling.wait()
    loop.close()
    order.append("closed")
    is_closed.set()
    thread.join()

    assert order == ["called", "closed"]


def test_a_thread_is_heard_while_the_loop_runs(qapp: QApplication) -> None:
    async def heard() -> str:
        loop, told = asyncio.get_running_loop(), asyncio.Event()
        await asyncio.to_thread(loop.call_soon_threadsafe, told.set)
        await told.wait()
        return "heard"

    with qt_runner(qapp) as runner:
        assert runner.run(heard()) == "heard"


def test_a_loop_that_runs_is_not_closed_and_goes_on(qapp: QApplication) -> None:
    async def refused() -> None:
        with pytest.raises(RuntimeError, match="running"):
            asyncio.get_running_loop().close()
        await asyncio.to_thread(int)

    with qt_runner(qapp) as runner:
        runner.run(refused())


def test_what_a_closed_loop_is_told_is_for_nobody(qapp: QApplication) -> None:
    told: list[str] = []
    loop = QtLoop(qapp)
    loop.close()

    loop.call_soon_threadsafe(told.append, "late")
    qapp.processEvents()

    assert told == []
