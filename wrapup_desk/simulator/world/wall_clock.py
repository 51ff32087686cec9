"""Tells the simulator the time and lets it wait; the only place that asks the system."""

import asyncio
import math
from datetime import UTC, datetime


class WallClock:
    """Real time on the wire, scripted time divided by a speed.

    Everything a *conversation* does (talk, pauses, ringing, after-call work) runs `speed`
    times faster. What belongs to the *line* (heartbeats, token life, round trips) does not.
    """

    def __init__(self, speed: float = 1.0) -> None:
        if not 0 < speed < math.inf:
            raise ValueError(f"The speed must be a number above zero, not {speed}.")
        self.speed = speed

    def now(self) -> datetime:
        """The current moment, aware and in UTC."""
        return datetime.now(UTC)

    def real_seconds(self, scripted_seconds: float) -> float:
        """How long a scripted span takes on the wall."""
        return scripted_seconds / self.speed

    def real_ms(self, scripted_ms: float) -> int:
        """A scripted span as the whole milliseconds it takes on the wall, at least one."""
        return max(1, round(scripted_ms / self.speed))

    async def wait(self, real_seconds: float) -> None:
        """Sleep on the wall clock."""
        await asyncio.sleep(max(0.0, real_seconds))
