"""Keeps the rows filtered and sorted without ever holding up the window for long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from wrapup_desk.application.ports import Clock
from wrapup_desk.application.repair.board import RepairBoard
from wrapup_desk.domain.repair.arrangement import Arrangement, Filters, Order, arrange

# While legs pour in, the table is arranged anew only so often.
BUSY_PAUSE_S = 0.5


class Arranging:
    """Arranges whenever something bears on it; one arrangement at a time.

    Args:
        clock: to pause by while a search runs.
        wanted: returns the board, filters and order as they are now.
        is_busy: whether legs are pouring in.
        on_arranged: told each result, with the board it is of.
    """

    def __init__(
        self,
        clock: Clock,
        wanted: Callable[[], tuple[RepairBoard, Filters, Order]],
        is_busy: Callable[[], bool],
        on_arranged: Callable[[RepairBoard, Arrangement], None],
    ) -> None:
        self._clock = clock
        self._wanted = wanted
        self._is_busy = is_busy
        self._on_arranged = on_arranged
        self._needed = asyncio.Event()

    @property
    def is_due(self) -> bool:
        return self._needed.is_set()

    def wish(self) -> None:
        """Arrange soon; wishes made meanwhile are one."""
        self._needed.set()

    async def run(self) -> None:
        """Arrange for as long as the desk runs."""
        while True:
            await self._needed.wait()
            self._needed.clear()
            board, filters, order = self._wanted()
            work = arrange(board.table, board.directory, filters, order, board.extras)
            while True:
                try:
                    next(work)
                except StopIteration as end:
                    self._on_arranged(board, end.value)
                    break
                # The window draws and answers between two steps.
                await asyncio.sleep(0)
            if self._is_busy():
                await self._clock.sleep(BUSY_PAUSE_S)
