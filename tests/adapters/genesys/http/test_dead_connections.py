"""Connections that died without a word are given up soon, and not used again."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from importlib.machinery import ModuleSpec
from random import Random
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.adapters.genesys.http.test_rest import Script
from tests.adapters.genesys.rest_harness import (
    SYDNEY,
    HandClock,
    answer,
    local_address,
    local_network,
    signed_in,
)
from wrapup_desk.adapters.genesys.http.rest import Reply, RestClient
from wrapup_desk.application.base.ports import Unreachable


class SilentServer:
    """Keeps connections without answering the first *silent* of them, and counts them."""

    def __init__(self, silent: int) -> None:
        self.silent = silent
        self.connections = 0
        self.writers: list[asyncio.StreamWriter] = []
        self.handling: list[asyncio.Task[None] | None] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self.writers.append(writer)
        self.handling.append(asyncio.current_task())
        with suppress(OSError, asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                if number > self.silent:
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                    await writer.drain()
        writer.close()


class Searches:
    """A finder that finds nothing, and notes what was searched for on this computer."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        self.names.append(name)
        return None


@asynccontextmanager
async def a_server(
    silent: int, clock: HandClock | None = None
) -> AsyncIterator[tuple[SilentServer, RestClient]]:
    made = SilentServer(silent)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    address = local_address(server.sockets[0].getsockname()[1])
    http = local_network().http_client(address)
    rest = RestClient(address, signed_in(), http, clock or HandClock(), Random(1))
    try:
        yield made, rest
    finally:
        await rest.close()
        server.close()
        for writer in made.writers:
            writer.transport.abort()
        await asyncio.gather(*filter(None, made.handling))


async def test_a_request_over_an_open_connection_searches_the_disk_for_no_module(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_server(silent=0) as (server, rest):
        await rest.request("GET", "/a")
        searches = Searches()
        monkeypatch.setattr(sys, "meta_path", [searches, *sys.meta_path])

        await rest.request("GET", "/b")

        assert server.connections == 1
        assert searches.names == []


async def test_dropped_connections_are_not_used_again() -> None:
    async with a_server(silent=0) as (server, rest):
        await rest.request("GET", "/a")
        await rest.request("GET", "/b")
        assert server.connections == 1

        await rest.drop_connections()
        await rest.request("GET", "/c")

        assert server.connections == 2


async def test_after_a_request_without_an_answer_the_next_one_takes_a_new_connection() -> None:
    async with a_server(silent=1) as (server, rest):
        with pytest.raises(Unreachable, match="did not answer in time"):
            await rest.request("GET", "/a", answer_within_s=0.5)

        assert (await rest.request("GET", "/b")).body == b"{}"
        assert server.connections == 2


async def test_after_a_sleep_the_next_request_takes_a_new_connection() -> None:
    clock = HandClock()
    async with a_server(silent=0, clock=clock) as (server, rest):
        await rest.request("GET", "/a")

        clock.started_at += timedelta(minutes=5)  # and the monotonic clock stood still
        await rest.request("GET", "/b")

        assert server.connections == 2


async def test_each_write_in_a_row_without_an_answer_is_given_more_time() -> None:
    waits: list[float | None] = []

    class Watched(RestClient):
        async def request(self, *args: Any, **named: Any) -> Reply:
            waits.append(named["answer_within_s"])
            return await super().request(*args, **{**named, "answer_within_s": None})

    script = Script(*[httpx.ReadTimeout("x")] * 5, answer(202, {}), answer(202, {}))
    http = httpx.AsyncClient(transport=httpx.MockTransport(script))
    rest = Watched(SYDNEY, signed_in(), http, HandClock(), Random(1))

    for _ in range(7):
        with suppress(Unreachable):
            await rest.write("POST", "/x", {})

    assert waits == [2.5, 5.0, 10.0, 20.0, 20.0, 20.0, 2.5]
