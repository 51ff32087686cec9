"""Owns every task the program starts, so that none fails or outlives it unnoticed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine


class Background:
    """Owns every task the program starts; none fails or outlives it unnoticed."""

    def __init__(self, report_failure: Callable[[BaseException], None]) -> None:
        self._report_failure = report_failure
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[object, object, None], name: str) -> asyncio.Task[None]:
        """Run *work* until it ends or the program stops; the task may be cancelled by its name."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    async def stop(self) -> None:
        """Cancel what still runs and wait until it has cleaned up."""
        while self._tasks:
            pending = tuple(self._tasks)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
            # From Python 3.12 on, gathering what is done already does not let the loop turn, and
            # the callback that takes a finished task off the list would never run.
            await asyncio.sleep(0)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()):
            self._report_failure(failure)
