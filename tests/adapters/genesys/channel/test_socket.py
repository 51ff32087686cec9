"""The notification socket goes nowhere else, takes nothing endless, and logs nothing of it."""

from __future__ import annotations

import http
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.frames import CloseCode
from websockets.http11 import Request, Response

from tests.adapters.genesys.http.test_loopback import free_ports
from tests.adapters.genesys.rest_harness import local_address, local_network
from wrapup_desk.adapters.genesys.channel.socket import SocketRefused, open_socket

WORDS = "a customer said this"
Serve = Callable[[ServerConnection], Awaitable[None]]
_UNHEARD = logging.getLogger("tests.other_side")
_UNHEARD.setLevel(logging.CRITICAL)


@asynccontextmanager
async def other_side(talk: Serve, redirect: str = "") -> AsyncIterator[tuple[int, list[str]]]:
    asked: list[str] = []

    def look(connection: ServerConnection, request: Request) -> Response | None:
        asked.append(request.path)
        if not redirect:
            return None
        response = connection.respond(http.HTTPStatus.FOUND, "")
        response.headers["Location"] = redirect
        return response

    async with serve(talk, "127.0.0.1", 0, process_request=look, logger=_UNHEARD) as server:
        yield server.sockets[0].getsockname()[1], asked


async def say(connection: ServerConnection) -> None:
    await connection.send(WORDS)


def uri(port: int) -> str:
    return f"ws://127.0.0.1:{port}/channels/secret"


async def test_neither_frames_nor_the_address_are_logged_at_any_level(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name in ("", "wrapup_desk", "websockets", "websockets.client"):
        caplog.set_level(logging.DEBUG, name)
    async with other_side(say) as (port, _):
        socket = await open_socket(uri(port), local_address(port), local_network())
        assert [frame async for frame in socket.frames()] == [WORDS]

    told = "\n".join(record.getMessage() for record in caplog.records)
    assert WORDS not in told
    assert "secret" not in told


async def test_a_redirect_is_not_followed() -> None:
    async with (
        other_side(say) as (other_port, asked_there),
        other_side(say, redirect=uri(other_port)) as (port, _),
    ):
        with pytest.raises(SocketRefused) as caught:
            await open_socket(uri(port), local_address(port), local_network())

    assert caught.value.status == http.HTTPStatus.FOUND
    assert asked_there == []


async def test_a_frame_without_end_ends_the_connection() -> None:
    closed_with: list[int | None] = []

    async def talk(connection: ServerConnection) -> None:
        await connection.send("x" * (5 * 2**20))
        await connection.wait_closed()
        closed_with.append(connection.close_code)

    async with other_side(talk) as (port, _):
        socket = await open_socket(uri(port), local_address(port), local_network())
        assert [frame async for frame in socket.frames()] == []

    assert closed_with == [CloseCode.MESSAGE_TOO_BIG]


async def test_why_it_cannot_be_opened_is_told_without_its_address() -> None:
    (port,) = free_ports(1)

    with pytest.raises(SocketRefused) as caught:
        await open_socket(uri(port), local_address(port), local_network())

    assert "secret" not in str(caught.value)
