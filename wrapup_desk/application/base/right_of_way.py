"""Lets a code on its way to the disk and to the line pass whatever can wait a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

# A request has left within so many turns of the loop after its delivery began. Turns, no time: on a
# slow computer each of them takes longer, and so does the request.
_TURNS_TO_LEAVE = 8
# And what the end of a call lets the program decide by itself is decided within so many.
_TURNS_TO_DECIDE = 4


class RightOfWay:
    """Work that is not urgent begins when no code is between its decision and its request.

    Reading, ranking and drafting take a millisecond or two of the one thread each. Begun in the
    same moment as a code, they would take them from the code, and from the thread that brings it to
    the disk. Whoever takes the right of way gives it back whatever happens, after the head start
    of a disk at the latest.
    """

    def __init__(self) -> None:
        self._takers = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_free = asyncio.Event()
        self._is_free.set()
        self._waiting: list[Callable[[], None]] = []

    def take(self) -> None:
        """Hold back what is not urgent, from now on."""
        self._takers += 1
        self._is_free.clear()

    def give_back_soon(self) -> None:
        """Let the others go on, once what was begun by now had its turns."""
        self._count_down(_TURNS_TO_LEAVE)

    def soon(self, work: Callable[[], None]) -> None:
        """Call *work* when the loop comes round and the way is free."""
        self._call_soon(lambda: self._begin(work))

    async def free(self) -> None:
        """Wait until the way is free; what just happened may yet lead to a code, so not at once."""
        for _ in range(_TURNS_TO_DECIDE):
            await asyncio.sleep(0)
        await self._is_free.wait()

    def _call_soon(self, work: Callable[[], None]) -> None:
        # Remembered: Qt comes round once more when the loop was stopped and is nobody's running one.
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        self._loop.call_soon(work)

    def _begin(self, work: Callable[[], None]) -> None:
        # Asked now: a code may have been decided since the work became due.
        if self._takers:
            self._waiting.append(work)
        else:
            work()

    def _count_down(self, turns: int) -> None:
        if turns:
            self._call_soon(lambda: self._count_down(turns - 1))
            return
        self._takers -= 1
        if not self._takers:
            self._is_free.set()
            waiting, self._waiting = self._waiting, []
            for work in waiting:
                self.soon(work)
