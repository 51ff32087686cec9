"""The machine's clocks: the one place that asks for the time."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime


class SystemClock:
    """Implements the `Clock` port."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        # Qt's coarse timers may fire up to 5 % early: sleep again until the time has passed.
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:  # noqa: ASYNC110 -- a clock, no poll
            await asyncio.sleep(left)
