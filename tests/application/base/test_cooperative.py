"""Long work lets others have their turn, tells its steps, and returns what it made."""

from __future__ import annotations

import asyncio
from collections.abc import Generator

import pytest

from tests.fakes import FakeClock
from wrapup_desk.application.base.cooperative import SLICE_S, run_in_slices
from wrapup_desk.domain.cooperative import run_now


def counting(to: int, clock: FakeClock | None = None) -> Generator[int, None, str]:
    """Count *to* a number; each step takes half a slice."""
    for number in range(1, to + 1):
        if clock is not None:
            clock._pass(SLICE_S / 2)
        yield number
    return "counted"


async def test_others_have_their_turn_after_each_slice() -> None:
    clock, steps = FakeClock(), list[int]()
    turns: list[int] = []

    async def others() -> None:
        while True:
            turns.append(len(steps))
            await asyncio.sleep(0)

    task = asyncio.get_running_loop().create_task(others())
    result = await run_in_slices(counting(6, clock), clock, steps.append)
    task.cancel()

    assert result == "counted"
    assert steps == [1, 2, 3, 4, 5, 6]
    assert turns == [2, 4, 6]


async def test_work_that_fails_says_so() -> None:
    def failing() -> Generator[None, None, str]:
        yield
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        await run_in_slices(failing(), FakeClock())


def test_short_work_is_done_at_once() -> None:
    assert run_now(counting(3)) == "counted"
