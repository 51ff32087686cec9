"""A redirect is an answer like any other: no request, and no token, follows it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import pytest

from tests.adapters.genesys.rest_harness import (
    CANARY,
    HandClock,
    local_address,
    local_network,
    signed_in,
)
from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient


class Host:
    """Answers everything with one head, and keeps what it was asked."""

    def __init__(self, head: str) -> None:
        self._head = head
        self.asked: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
        writer.write(f"{self._head}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def serving(host: Host) -> AsyncIterator[int]:
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_neither_rest_nor_storage_goes_where_a_redirect_points(status: int) -> None:
    elsewhere = Host("HTTP/1.1 200 OK\r\n")
    async with serving(elsewhere) as other_port:
        here = Host(
            f"HTTP/1.1 {status} Moved\r\nLocation: http://127.0.0.1:{other_port}/api/v2/users/me\r\n"
        )
        async with serving(here) as port:
            address = local_address(port)
            async with local_network().http_client(address) as http:
                rest = RestClient(address, signed_in(), http, HandClock(), Random(1))
                with pytest.raises(Refused):
                    await rest.request("GET", "/users/me")
            async with local_network().storage_client(address) as storage:
                assert (await storage.get(f"{address.api}/file")).status_code == status

    assert [CANARY in asked for asked in here.asked] == [True, False]
    assert elsewhere.asked == []
