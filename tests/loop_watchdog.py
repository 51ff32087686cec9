"""Watches the event loop: fails what holds it for longer than a person would not notice."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

# Under a tracer (coverage) the same work takes two to three times as long; it is no slower for people.
LONGEST_HOLD_MS = 50.0 if sys.gettrace() is None else 150.0
_BEAT_S = 0.001
# What holds the loop does so each time; a hiccup of a shared machine does not come five times.
_TRIES = 5

T = TypeVar("T")


class LoopHeld(AssertionError):
    """One turn of the event loop took too long."""


class LoopWatchdog:
    """Beats in the loop it is started in, and remembers the longest turn.

    A turn is measured by the processor time of the loop's own thread, so that other programs'
    work on a shared machine is nobody's fault. *waited_ms* is by the clock on the wall: what
    another thread does while it holds Python's lock shows only there.
    """

    def __init__(self) -> None:
        self.held_ms = 0.0
        self.waited_ms = 0.0

    @contextlib.asynccontextmanager
    async def watching(
        self, what: str = "", most_ms: float = LONGEST_HOLD_MS
    ) -> AsyncIterator[LoopWatchdog]:
        """Watch while the block runs.

        Raises:
            LoopHeld: one turn took more than *most_ms*.
        """
        self.held_ms = self.waited_ms = 0.0
        loop = asyncio.get_running_loop()
        last = (time.thread_time(), time.perf_counter())
        handle: asyncio.Handle | None = None

        def note() -> None:
            nonlocal last
            now = (time.thread_time(), time.perf_counter())
            self.held_ms = max(self.held_ms, (now[0] - last[0]) * 1000)
            self.waited_ms = max(self.waited_ms, (now[1] - last[1]) * 1000)
            last = now

        def beat() -> None:
            nonlocal handle
            note()
            handle = loop.call_later(_BEAT_S, beat)

        handle = loop.call_later(_BEAT_S, beat)
        try:
            yield self
        finally:
            handle.cancel()
            note()
        if self.held_ms > most_ms:
            raise LoopHeld(f"the loop was held for {self.held_ms:.0f} ms{what and f' by {what}'}")

    async def hold_to(
        self,
        most_ms: float,
        make: Callable[[], Callable[[], Awaitable[T]]],
        what: str,
    ) -> T:
        """Return what *make*'s work returns, once it did not hold the loop for longer than *most_ms*.

        Each try is made anew, so that nothing kept from the one before makes it quicker.

        Raises:
            LoopHeld: it held the loop for longer each time.
        """
        for _ in range(_TRIES - 1):
            work = make()
            with contextlib.suppress(LoopHeld):
                async with self.watching(what, most_ms):
                    return await work()
        work = make()
        async with self.watching(what, most_ms):
            return await work()
