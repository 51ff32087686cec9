"""Does long work in short slices, so that the window draws and answers in between."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import TypeVar

from wrapup_desk.application.ports import Clock

T = TypeVar("T")

# A frame lasts 16 ms: half of one is left for drawing.
SLICE_S = 0.008


async def in_slices(work: Generator[None, None, T], clock: Clock) -> T:
    """Return what *work* returns; wherever it yields, the window may get its turn.

    A thread would not do: Python runs one at a time, and the window would wait for its turn
    with every call it makes.
    """
    until_s = clock.monotonic() + SLICE_S
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: T = end.value
            return found
        if clock.monotonic() >= until_s:
            await asyncio.sleep(0)
            until_s = clock.monotonic() + SLICE_S
