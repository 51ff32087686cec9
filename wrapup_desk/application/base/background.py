"""Owns every task the program starts; what can wait a moment lets a code on its way pass."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

# A request has left within so many turns of the loop after its delivery began. Turns, no time: on a
# slow computer each of them takes longer, and so does the request.
_TURNS_TO_LEAVE = 8
# And what the end of a call lets the program decide by itself is decided within so many.
_TURNS_TO_DECIDE = 4


class Background:
    """Owns every task the program starts; none fails or outlives it unnoticed.

    What is not urgent begins when no code is between its decision and its request. Reading,
    ranking and drafting take a millisecond or two of the one thread each. Begun in the same moment
    as a code, they would take them from the code, and from the thread that brings it to the disk.
    Whoever holds them back lets them go on whatever happens, after the head start of a disk at the
    latest.
    """

    def __init__(self, report_failure: Callable[[BaseException], None]) -> None:
        self._report_failure = report_failure
        self._tasks: set[asyncio.Task[None]] = set()
        self._codes_on_their_way = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_free = asyncio.Event()
        self._is_free.set()
        self._waiting: list[Callable[[], None]] = []

    def start(self, work: Coroutine[object, object, None], name: str) -> asyncio.Task[None]:
        """Run *work* until it ends or the program stops; the task may be cancelled by its name."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    # What can wait

    def hold_back(self) -> None:
        """Hold back what is not urgent, from now on."""
        self._codes_on_their_way += 1
        self._is_free.clear()

    def go_on_soon(self) -> None:
        """Let the others go on, once what was begun by now had its turns."""
        self._count_down(_TURNS_TO_LEAVE)

    def when_free(self, work: Callable[[], None]) -> None:
        """Call *work* when the loop comes round and the way is free."""
        self._call_soon(lambda: self._begin(work))

    async def until_free(self) -> None:
        """Wait until the way is free; what just happened may yet lead to a code, so not at once."""
        for _ in range(_TURNS_TO_DECIDE):
            await asyncio.sleep(0)
        await self._is_free.wait()

    # The end

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

    def _call_soon(self, work: Callable[[], None]) -> None:
        # Remembered: Qt comes round once more when the loop was stopped and is nobody's running one.
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        self._loop.call_soon(work)

    def _begin(self, work: Callable[[], None]) -> None:
        # Asked now: a code may have been decided since the work became due.
        if self._codes_on_their_way:
            self._waiting.append(work)
        else:
            work()

    def _count_down(self, turns: int) -> None:
        if turns:
            self._call_soon(lambda: self._count_down(turns - 1))
            return
        self._codes_on_their_way -= 1
        if not self._codes_on_their_way:
            self._is_free.set()
            waiting, self._waiting = self._waiting, []
            for work in waiting:
                self.when_free(work)
