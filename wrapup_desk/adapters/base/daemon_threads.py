"""Gives each piece of blocking work a thread of its own, which the end of the program does not await."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class DaemonThreads(ThreadPoolExecutor):
    """An executor that cannot be used up.

    asyncio's own has a handful of threads, and waits for each at the end. Names are resolved and
    files read on them: a name server, or a share, that does not answer would take one after the
    other, until nothing is resolved any more; and then the program would not end.
    """

    def submit(
        self,
        fn: Callable[Parameters, Result],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Future[Result]:
        future: Future[Result] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the result
                future.set_exception(error)
            else:
                future.set_result(result)

        name = getattr(fn, "__name__", "work")
        threading.Thread(target=work, name=f"blocking {name}", daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is in the library
        """Wait for nobody."""


def use_daemon_threads() -> None:
    """Let the running loop do its blocking work so."""
    asyncio.get_running_loop().set_default_executor(DaemonThreads())


def run(work: Coroutine[object, object, Result]) -> Result:
    """Run *work* on a loop of its own, as `asyncio.run` does, and end although something hangs."""

    async def on_daemon_threads() -> Result:
        use_daemon_threads()
        return await work

    return asyncio.run(on_daemon_threads())
