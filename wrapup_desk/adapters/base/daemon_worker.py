"""Runs blocking work, one piece after another, on a daemon thread of its own."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")

_Job = tuple[
    asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[[], Any], Callable[[], None] | None
]


class DaemonWorker:
    """A thread that does one piece of work after another; the first starts it.

    Unlike an executor's, the thread ends with the program whatever it hangs on: a server or a
    disk that has stopped answering must not keep a desk from closing. And what was handed to it
    is done, even if who waited for the result was cancelled meanwhile.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._has_ended = False

    async def run(self, work: Callable[[], T], then: Callable[[], None] | None = None) -> T:
        """Return what *work* returns, from the thread.

        If it succeeds, *then* is done right after the result was handed over: nobody waits for
        it, and it must not raise.

        Raises:
            RuntimeError: the worker has ended.
        """
        if self._has_ended:
            raise RuntimeError(f"the worker {self._name!r} has ended")
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put((loop, future, work, then))
        return await future

    def end(self) -> None:
        """Accept no more work; what was handed over before is still done."""
        self._has_ended = True
        self._jobs.put(None)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            _do(*job)
            del job  # the next one may be long in coming, and a model is large


def _do(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[Any],
    work: Callable[[], Any],
    then: Callable[[], None] | None,
) -> None:
    try:
        result, problem = work(), None
    except Exception as error:  # noqa: BLE001 - handed to whoever waits for the result
        result, problem = None, error
    with suppress(RuntimeError):  # the loop was closed: nobody waits any more
        loop.call_soon_threadsafe(_settle, future, result, problem)
    if then is not None and problem is None:
        then()


def _settle(future: asyncio.Future[Any], result: object, problem: Exception | None) -> None:
    if future.done():
        return
    if problem is not None:
        future.set_exception(problem)
    else:
        future.set_result(result)
