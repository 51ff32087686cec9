"""Filters and sorts the rows without ever holding up the window for long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.repair.effects import Arrange
from wrapup_desk.application.repair.messages import Arranged, ArrangingRested
from wrapup_desk.domain.cooperative import Steps
from wrapup_desk.domain.repair.table_view import arrange

# While legs pour in, the table is arranged again only so often.
BUSY_PAUSE_S = 0.5


class TableSorter:
    """Does one arrangement after the other."""

    def __init__(self, clock: Clock, post: Callable[[Arranged | ArrangingRested], None]) -> None:
        self._clock = clock
        self._post = post

    async def sort(self, effect: Arrange) -> None:
        """Filter and sort as asked for."""
        legs = effect.legs
        work = arrange(legs.table, legs.directory, effect.filters, effect.order, legs.extras)
        steps = Steps(work)
        for _ in steps:
            # The window draws and answers between two steps.
            await asyncio.sleep(0)
        self._post(Arranged(legs, steps.result))

    async def rest(self) -> None:
        """Wait until it is time for the next arrangement."""
        await self._clock.sleep(BUSY_PAUSE_S)
        self._post(ArrangingRested())
