"""An organisation's idle time-out counts REST requests; a desk that only listens makes some."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.adapters.genesys.http.test_keep_alive import Server
from tests.adapters.genesys.rest_harness import rest_on, signed_in
from tests.fakes import FakeClock
from wrapup_desk.adapters.genesys.http.keep_alive import keep_signed_in
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken

SHORTEST_IDLE_TIMEOUT_S = 300.0


@asynccontextmanager
async def listening(
    server: Server, clock: FakeClock, *, is_wanted: bool = True, token: AccessToken | None = None
) -> AsyncIterator[RestClient]:
    rest = rest_on(server, clock=clock, token=token or signed_in())
    task = asyncio.get_running_loop().create_task(keep_signed_in(rest, clock, lambda: is_wanted))
    try:
        yield rest
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("status", [200, 503, 0])
async def test_a_quiet_desk_asks_often_enough_for_the_shortest_time_out(status: int) -> None:
    server, clock = Server(status), FakeClock()
    async with listening(server, clock):
        await clock.advance(6 * SHORTEST_IDLE_TIMEOUT_S)

    assert 2 * 6 <= len(server.asked) <= 4 * 6
    assert set(server.asked) == {"HEAD /api/v2/tokens/me"}


async def test_a_busy_desk_asks_nothing_more() -> None:
    server, clock = Server(), FakeClock()
    async with listening(server, clock) as rest:
        for _ in range(20):
            await clock.advance(60)
            await rest.request("GET", "/users/me")

    assert set(server.asked) == {"GET /api/v2/users/me"}


async def test_nothing_is_asked_where_the_time_out_is_meant_to_bite() -> None:
    server, clock = Server(), FakeClock()
    async with listening(server, clock, is_wanted=False):
        await clock.advance(3600)

    assert server.asked == []


async def test_nothing_is_asked_while_signed_out() -> None:
    server, clock = Server(), FakeClock()
    async with listening(server, clock, token=AccessToken()):
        await clock.advance(3600)

    assert server.asked == []
