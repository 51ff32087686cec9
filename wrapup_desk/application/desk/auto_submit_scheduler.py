"""Says when the time of the next plan has come, by the server's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.waiting import event_or_timeout
from wrapup_desk.application.desk.messages import PlanDue

# Short, because a computer that slept wakes up with the server's clock far ahead.
LONGEST_WAIT_S = 5.0


class AutoSubmitScheduler:
    """Waits for the next plan by the monotonic clock.

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
        self._changed = asyncio.Event()

    def schedule(self, at: datetime | None) -> None:
        """Say `PlanDue` at this time; with None, never."""
        self._at = at
        self._changed.set()

    async def run(self) -> None:
        """Wait for plans until cancelled."""
        while True:
            self._changed.clear()
            if self._at is None:
                await self._changed.wait()
                continue
            left_s = (self._at - self._server_now()).total_seconds()
            if left_s > 0:
                await event_or_timeout(self._changed, self._clock, min(LONGEST_WAIT_S, left_s))
                continue
            self._at = None
            self._tell(PlanDue())
