"""Says when the time of each plan has come, by the server's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.waiting import event_or_timeout
from wrapup_desk.application.desk.messages import PlanDue
from wrapup_desk.domain.interaction import LegKey

# Short, because a computer that slept wakes up with the server's clock far ahead.
LONGEST_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class _Announced:
    """When a plan is due, how long it had to wait when made, and what both clocks said then."""

    at: datetime
    wait_s: float
    made_s: float
    made_at: datetime

    def left_s(self, clock: Clock) -> float:
        by_wall_s = (clock.now() - self.made_at).total_seconds()
        return self.wait_s - max(clock.monotonic() - self.made_s, by_wall_s)


class AutoSubmitScheduler:
    """Waits for each plan by the monotonic clock.

    The time that was left when a plan was made has to pass here as well, for each plan of its
    own: an agent has seen it, and an estimate of the server's clock that turns out wrong must not
    take it away. A plan that is put off, or brought forward, takes along what was promised. Sleep
    counts as passing, whichever of this computer's clocks tells of it.

    Args:
        clock: to wait by.
        server_now: the clock plans are made by.
        tell: called when plans are due; one that is left is scheduled again.
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
        self._plans: dict[LegKey, _Announced] = {}
        self._changed = asyncio.Event()

    def schedule(self, plans_at: Mapping[LegKey, datetime]) -> None:
        """Say `PlanDue` at each of these times; what is not among them is never due."""
        self._plans = {key: self._announced(key, at) for key, at in plans_at.items()}
        self._changed.set()

    async def run(self) -> None:
        """Wait for plans until cancelled."""
        while True:
            self._changed.clear()
            if not self._plans:
                await self._changed.wait()
                continue
            left_s = {key: self._left_s(plan) for key, plan in self._plans.items()}
            soonest_s = min(left_s.values())
            if soonest_s > 0:
                await event_or_timeout(self._changed, self._clock, min(LONGEST_WAIT_S, soonest_s))
                continue
            due = [key for key in self._plans if left_s[key] <= 0]
            self._tell(PlanDue({key: self._plans.pop(key).at for key in due}))

    def _announced(self, key: LegKey, at: datetime) -> _Announced:
        known = self._plans.get(key)
        if known is not None and known.at == at:
            return known
        wait_s = (at - self._server_now()).total_seconds()
        if known is not None:
            promised_s = known.left_s(self._clock) + (at - known.at).total_seconds()
            wait_s = max(wait_s, promised_s)
        return _Announced(at, wait_s, self._clock.monotonic(), self._clock.now())

    def _left_s(self, plan: _Announced) -> float:
        by_server_s = (plan.at - self._server_now()).total_seconds()
        return max(by_server_s, plan.left_s(self._clock))
