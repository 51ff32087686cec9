from __future__ import annotations

import asyncio

from tests.fakes import (
    settle,
)
from wrapup_desk.application.base.background import Background


async def test_a_task_that_fails_is_reported_once() -> None:
    failures: list[BaseException] = []
    background = Background(failures.append)

    async def fail() -> None:
        raise ValueError("a fault")

    background.start(fail(), "fails")
    await settle()

    assert [str(failure) for failure in failures] == ["a fault"]


async def test_stopping_waits_until_every_task_has_cleaned_up_even_late_ones() -> None:
    failures: list[BaseException] = []
    background = Background(failures.append)
    ended: list[str] = []

    async def clean_up() -> None:
        await asyncio.sleep(0)
        ended.append("late")

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            background.start(clean_up(), "starts while stopping")
            ended.append("work")

    background.start(work(), "works")
    await settle()
    await background.stop()

    assert ended[0] == "work"
    assert not background._tasks
    assert not failures
