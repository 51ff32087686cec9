from __future__ import annotations

import asyncio

from tests.fakes import (
    FakeClock,
    settle,
)
from wrapup_desk.application.base.waiting import event_or_timeout


async def test_news_ends_the_wait_and_so_does_the_clock() -> None:
    clock, news = FakeClock(), asyncio.Event()

    waiting = asyncio.get_running_loop().create_task(event_or_timeout(news, clock, 5))
    await clock.advance(4.9)
    assert not waiting.done()
    await clock.advance(0.1)
    assert await waiting is False

    waiting = asyncio.get_running_loop().create_task(event_or_timeout(news, clock, 5))
    await settle()
    news.set()
    assert await waiting is True
    assert await event_or_timeout(news, clock, 5) is True
    assert clock.next_wake_s is None


async def test_a_cancelled_wait_leaves_nothing_behind() -> None:
    clock = FakeClock()
    waiting = asyncio.get_running_loop().create_task(event_or_timeout(asyncio.Event(), clock, 5))
    await settle()

    waiting.cancel()
    await settle()

    assert waiting.cancelled()
    assert clock.next_wake_s is None
