"""A connection to Genesys stays open while an interaction lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.adapters.genesys.notification_server import NotificationServer, ended, following, named
from tests.adapters.genesys.rest_harness import AGENT_ID, FastClock, answer, rest_on, signed_in
from tests.fakes import FakeClock
from wrapup_desk.adapters.genesys.http.keep_alive import KEEP_EVERY_S, keep_connection_open
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.domain.events import ConversationChanged, Resynced

SERVERS_CLOSE_AFTER_S = 60.0


class Server:
    """Notes what was asked, and answers as told."""

    def __init__(self, status: int = 200) -> None:
        self.asked: list[str] = []
        self._status = status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        if self._status == 0:
            raise httpx.ConnectError("no line")
        return answer(self._status)


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
