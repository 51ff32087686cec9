"""A connection to Genesys stays open while an interaction lasts, and one that is back is found."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import httpx
import pytest

from tests.adapters.genesys.notification_server import NotificationServer, ended, following, named
from tests.adapters.genesys.rest_harness import AGENT_ID, FastClock, answer, rest_on, signed_in
from tests.fakes import FakeClock
from wrapup_desk.adapters.genesys.http.keep_alive import (
    KEEP_EVERY_S,
    LOOK_FOR_LINE_S,
    keep_connection_open,
    look_for_the_line,
)
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.domain.events import ConversationChanged, Resynced

SERVERS_CLOSE_AFTER_S = 60.0


class Server:
    """Notes what was asked, and answers as told."""

    def __init__(self, status: int = 200) -> None:
        self.asked: list[str] = []
        self.status = status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        if self.status == 0:
            raise httpx.ConnectError("no line")
        return answer(self.status)


@asynccontextmanager
async def warm(
    server: Server, clock: FakeClock, *, is_needed: bool = True, token: AccessToken | None = None
) -> AsyncIterator[None]:
    rest = rest_on(server, clock=clock, token=token or signed_in())
    task = asyncio.get_running_loop().create_task(
        keep_connection_open(rest, clock, lambda: is_needed)
    )
    try:
        yield
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_line_that_is_needed_is_used_before_anybody_closes_it() -> None:
    server, clock = Server(), FakeClock()
    async with warm(server, clock):
        await clock.advance(10 * SERVERS_CLOSE_AFTER_S)

    assert KEEP_EVERY_S < SERVERS_CLOSE_AFTER_S
    assert server.asked == ["HEAD /api/v2/tokens/me"] * 15


async def test_a_line_nobody_needs_costs_no_request() -> None:
    server, clock = Server(), FakeClock()
    async with warm(server, clock, is_needed=False):
        await clock.advance(3600)

    assert server.asked == []


async def test_before_the_sign_in_nothing_is_asked() -> None:
    server, clock = Server(), FakeClock()
    async with warm(server, clock, token=AccessToken()):
        await clock.advance(3600)

    assert server.asked == []


@pytest.mark.parametrize("status", [0, 403, 404, 429, 500])
async def test_a_line_that_is_bad_is_tried_again_and_harms_nobody(status: int) -> None:
    server, clock = Server(status), FakeClock()
    async with warm(server, clock):
        await clock.advance(2 * KEEP_EVERY_S)

    assert len(server.asked) == 2


async def test_the_stream_keeps_the_line_while_one_of_the_agents_legs_is_not_over(
    genesys: NotificationServer,
) -> None:
    genesys.conversations["c-1"] = named("c-1", userId=AGENT_ID)
    async with following(genesys, FastClock(400)) as listener:
        await listener.count(Resynced)
        await genesys.until(lambda: "HEAD /tokens/me" in genesys.requests)
        await genesys.tell(ended("c-1"))
        await listener.count(ConversationChanged)


async def test_while_the_news_is_cut_off_it_is_found_in_seconds_that_the_line_is_back() -> None:
    server, clock, back = Server(0), FakeClock(), list[float]()
    rest = rest_on(server, clock=clock, token=signed_in())
    rest.on_reachable_again(lambda: back.append(clock.monotonic()))
    cut_off = [False]
    looking = look_for_the_line(rest, clock, Random(1), lambda: cut_off[0])
    task = asyncio.get_running_loop().create_task(looking)
    await clock.advance(60)
    assert server.asked == [], "news that comes is no reason to ask"

    cut_off[0] = True
    await clock.advance(180)
    asked, server.status, came_at_s = len(server.asked), 200, clock.monotonic()
    await clock.advance(180)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert 180 / LOOK_FOR_LINE_S[1] <= asked <= 180 / LOOK_FOR_LINE_S[0]
    assert len(server.asked) == asked + 1, "once it is known, it is the news' turn"
    assert [at_s - came_at_s <= LOOK_FOR_LINE_S[1] for at_s in back] == [True]


async def test_the_stream_looks_for_the_line_while_it_waits(genesys: NotificationServer) -> None:
    genesys.refusals = [(503, {})] * 100
    async with following(genesys, FastClock(400)):
        await genesys.until(lambda: "HEAD /tokens/me" in genesys.requests)
