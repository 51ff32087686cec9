"""Says when the time of the next plan has come, by the server's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.waiting import event_or_timeout
from wrapup_desk.application.desk.messages import PlanDue

# Short, because a computer that slept wakes up with the server's clock far ahead.
LONGEST_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class _Announced:
    """How long a plan had to wait when it was made, and what both clocks said then."""

    wait_s: float
    made_s: float
    made_at: datetime

    def left_s(self, clock: Clock) -> float:
        by_wall_s = (clock.now() - self.made_at).total_seconds()
        return self.wait_s - max(clock.monotonic() - self.made_s, by_wall_s)


class AutoSubmitScheduler:
    """Waits for the next plan by the monotonic clock.

    The time that was left when a plan was made has to pass here as well: an agent has seen it,
    and an estimate of the server's clock that turns out wrong must not take it away. Sleep
    counts as passing, whichever of this computer's clocks tells of it.

    Args:
        clock: to wait by.
        server_now: the clock plans are made by.
        tell: called when a plan is due; a plan that is left is scheduled again.
    """

    def __init__(
        self,
        clock: Clock,
        server_now: Callable[[], datetime],
        tell: Callable[[PlanDue], None],
    ) -> None:
        self._clock = clock
        self._server_now = server_now
        self._tell = tell
        self._at: datetime | None = None
        self._announced = _Announced(0.0, clock.monotonic(), clock.now())
        self._changed = asyncio.Event()

    def schedule(self, at: datetime | None) -> None:
        """Say `PlanDue` at this time; with None, never."""
        if at is not None and at != self._at:
            left_s = (at - self._server_now()).total_seconds()
            self._announced = _Announced(left_s, self._clock.monotonic(), self._clock.now())
        self._at = at
        self._changed.set()

    async def run(self) -> None:
        """Wait for plans until cancelled."""
        while True:
            self._changed.clear()
            if self._at is None:
                await self._changed.wait()
                continue
            left_s = max(
                (self._at - self._server_now()).total_seconds(),
                self._announced.left_s(self._clock),
            )
            if left_s > 0:
                await event_or_timeout(self._changed, self._clock, min(LONGEST_WAIT_S, left_s))
                continue
            self._at = None
            self._tell(PlanDue())
