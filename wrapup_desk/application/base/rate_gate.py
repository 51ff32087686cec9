"""Keeps requests below the server's rate limit, however many tasks make them."""

from __future__ import annotations

from datetime import timedelta

from wrapup_desk.application.base.ports import Clock


class RateGate:
    """Gives out turns, so many a minute; a Retry-After stops all of them."""

    def __init__(self, clock: Clock, turns_per_minute: float) -> None:
        self._clock = clock
        self._gap_s = 60.0 / turns_per_minute
        self._next_s = clock.monotonic()
        self._paused_until_s = clock.monotonic()

    @property
    def pause_left_s(self) -> float:
        return max(0.0, self._paused_until_s - self._clock.monotonic())

    def pause(self, span: timedelta) -> None:
        """Give out no turn for *span*."""
        until_s = self._clock.monotonic() + span.total_seconds()
        self._paused_until_s = max(self._paused_until_s, until_s)

    async def turn(self) -> None:
        """Return when it is the caller's turn."""
        now_s = self._clock.monotonic()
        mine_s = max(now_s, self._next_s)
        self._next_s = mine_s + self._gap_s
        while (left_s := max(mine_s, self._paused_until_s) - self._clock.monotonic()) > 0:
            await self._clock.sleep(left_s)
