"""A worker does what it was given, in order, and never keeps the program from ending."""

from __future__ import annotations

import asyncio
import threading
import weakref

import pytest

from wrapup_desk.adapters.base.daemon_worker import DaemonWorker


async def test_work_is_done_one_after_another_on_one_daemon_thread() -> None:
    worker = DaemonWorker("test")

    threads = await asyncio.gather(*(worker.run(threading.current_thread) for _ in range(5)))
    worker.end()

    assert len(set(threads)) == 1
    assert threads[0].daemon
    assert threads[0].name == "test"


async def test_what_goes_wrong_is_raised_where_the_result_is_awaited() -> None:
    worker = DaemonWorker("test")

    def fail() -> None:
        raise OSError("no such disk")

    with pytest.raises(OSError, match="no such disk"):
        await worker.run(fail)

    assert await worker.run(lambda: 7) == 7
    worker.end()


async def test_work_is_done_although_who_waited_for_it_was_cancelled() -> None:
    worker, gate, done = DaemonWorker("test"), threading.Event(), list[str]()
    loop = asyncio.get_running_loop()
    first = loop.create_task(worker.run(gate.wait))
    second = loop.create_task(worker.run(lambda: done.append("second")))
    await asyncio.sleep(0)

    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    gate.set()
    await first
    await worker.run(lambda: done.append("third"))
    worker.end()

    assert done == ["second", "third"]


async def test_what_follows_on_work_is_waited_for_by_nobody_and_comes_before_the_next() -> None:
    worker, gate, done = DaemonWorker("test"), threading.Event(), list[str]()

    def follow() -> None:
        gate.wait()
        done.append("followed")

    assert await worker.run(lambda: 7, follow) == 7
    assert done == []
    gate.set()
    await worker.run(lambda: done.append("next"))
    worker.end()

    assert done == ["followed", "next"]


async def test_nothing_follows_on_work_that_failed() -> None:
    worker, done = DaemonWorker("test"), list[str]()

    def fail() -> None:
        raise OSError("no such disk")

    with pytest.raises(OSError, match="no such disk"):
        await worker.run(fail, lambda: done.append("followed"))
    await worker.run(lambda: None)
    worker.end()

    assert done == []


async def test_what_was_handed_over_before_the_end_is_done_and_later_work_refused() -> None:
    worker, gate = DaemonWorker("test"), threading.Event()
    last = asyncio.get_running_loop().create_task(worker.run(gate.wait))
    await asyncio.sleep(0)

    worker.end()
    gate.set()

    assert await last
    with pytest.raises(RuntimeError, match="has ended"):
        await worker.run(lambda: None)


async def test_a_result_that_was_handed_over_is_not_kept() -> None:
    class Large:
        """Something that can be watched for its end."""

    worker, gone = DaemonWorker("test"), asyncio.Event()
    loop = asyncio.get_running_loop()
    watch = weakref.ref(await worker.run(Large), lambda _: loop.call_soon_threadsafe(gone.set))

    async with asyncio.timeout(5):
        await gone.wait()
    worker.end()

    assert watch() is None
