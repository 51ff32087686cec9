"""Does long work in short slices, so that the window draws and answers in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from typing import TypeVar

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.domain.cooperative import Steps

Step = TypeVar("Step")
Result = TypeVar("Result")

# A frame lasts 16 ms: half of one is left for drawing.
SLICE_S = 0.008


async def run_in_slices(
    work: Generator[Step, None, Result],
    clock: Clock,
    on_step: Callable[[Step], object] = lambda _: None,
) -> Result:
    """Return what *work* returns; wherever it yields, the window may get its turn.

    A thread would not do: Python runs one at a time, and the window would wait for its turn
    with every call it makes.
    """
    steps = Steps(work)
    until_s = clock.monotonic() + SLICE_S
    for step in steps:
        on_step(step)
        if clock.monotonic() >= until_s:
            await asyncio.sleep(0)
            until_s = clock.monotonic() + SLICE_S
    return steps.result
