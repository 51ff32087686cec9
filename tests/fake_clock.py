"""A clock that moves only when told, and wakes each sleeper at its moment."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from tests.examples import NOON


async def settle() -> None:
    """Let everything run that can run without time passing."""
    loop = asyncio.get_running_loop()
    for _ in range(10_000):
        await asyncio.sleep(0)
        if not loop._ready:  # type: ignore[attr-defined]  # nothing else tells that the loop is idle
            return
    raise AssertionError("the program never comes to rest: something runs in circles")


class FakeClock:
    """Implements `Clock`; time passes only in `advance`, and wakes each sleeper at its moment."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._monotonic_s = 1000.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic_s

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        sleeper = (self._monotonic_s + seconds, asyncio.get_running_loop().create_future())
        self._sleepers.append(sleeper)
        try:
            await sleeper[1]
        finally:
            self._sleepers.remove(sleeper)

    @property
    def next_wake_s(self) -> float | None:
        """Seconds until the next sleeper wakes; None when nobody sleeps."""
        if not self._sleepers:
            return None
        return min(due_s for due_s, _ in self._sleepers) - self._monotonic_s

    async def advance(self, seconds: float) -> None:
        """Let *seconds* pass, stopping at each moment somebody waits for."""
        end_s = self._monotonic_s + seconds
        await settle()
        while (left_s := self.next_wake_s) is not None and self._monotonic_s + left_s <= end_s:
            self._pass(max(0.0, left_s))  # who overslept wakes at once
            for due_s, sleeper in tuple(self._sleepers):
                if due_s <= self._monotonic_s and not sleeper.done():
                    sleeper.set_result(None)
            await settle()
        self._pass(end_s - self._monotonic_s)
        await settle()

    def jump(self, span: timedelta) -> None:
        """Set the wall clock, as a person or a time server does; nobody wakes."""
        self._now += span

    def _pass(self, seconds: float) -> None:
        self._monotonic_s += seconds
        self._now += timedelta(seconds=seconds)
