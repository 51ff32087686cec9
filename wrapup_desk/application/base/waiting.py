"""Waits for news or for a span of the clock, whichever comes first."""

from __future__ import annotations

import asyncio

from wrapup_desk.application.base.ports import Clock


async def event_or_timeout(news: asyncio.Event, clock: Clock, seconds: float) -> bool:
    """Wait until *news* is set or *seconds* have passed; tell whether it was set."""
    if news.is_set():
        return True
    loop = asyncio.get_running_loop()
    heard = loop.create_task(news.wait(), name="wait for news")
    slept = loop.create_task(clock.sleep(seconds), name="wait for the clock")
    try:
        await asyncio.wait((heard, slept), return_when=asyncio.FIRST_COMPLETED)
        return news.is_set()
    finally:
        for task in (heard, slept):
            task.cancel()
        await asyncio.gather(heard, slept, return_exceptions=True)
