"""The page at the end of a sign-in answers once, in time, and keeps the address to itself."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from tests.adapters.genesys.http.test_loopback import STATE, free_ports, port_of, request, send
from wrapup_desk.adapters.genesys.http.loopback import Callback, CallbackListener


async def begun(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def test_a_replay_on_a_connection_opened_before_is_refused() -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        reader, writer = await begun(port)
        first = await send(port, request(port, f"code=first&state={STATE}"))

        writer.write(request(port, f"code=second&state={STATE}").encode())
        second = (await reader.read()).decode()
        writer.close()
        callback = await listener.received()

    assert first.startswith("HTTP/1.1 200")
    assert second.startswith("HTTP/1.1 400")
    assert callback == Callback(code="first")


@pytest.mark.parametrize("second", ["localhost:{port}", "evil.example"])
async def test_two_host_headers_are_nobodys_honest_request(second: str) -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        head = request(port, f"code=abc&state={STATE}").removesuffix("\r\n")

        page = await send(port, f"{head}Host: {second.format(port=port)}\r\n\r\n")

    assert page.startswith("HTTP/1.1 404")


async def test_a_request_that_never_ends_is_given_up() -> None:
    async with CallbackListener(STATE, free_ports(1), request_timeout_s=0.05) as listener:
        reader, writer = await begun(port_of(listener))
        writer.write(b"GET /oauth/callback?code=abc HTTP/1.1\r\n")

        async with asyncio.timeout(10):
            assert await reader.read() == b""
        writer.close()


async def test_a_request_without_end_is_given_up() -> None:
    async with CallbackListener(STATE, free_ports(1), request_timeout_s=60) as listener:
        reader, writer = await begun(port_of(listener))
        with suppress(ConnectionError):  # it may hang up while we still talk
            for _ in range(8):
                writer.write(b"x" * 65_536)
                await writer.drain()

        async with asyncio.timeout(10):
            with suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()


@pytest.mark.parametrize("query", [f"code=abc&state={STATE}", "code=abc&state=wrong", ""])
async def test_each_page_loads_nothing_is_not_kept_and_passes_no_address_on(query: str) -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        page = await send(port, request(port, query))

    head = page.partition("\r\n\r\n")[0].split("\r\n")
    assert "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'" in head
    assert "Cache-Control: no-store" in head
    assert "Referrer-Policy: no-referrer" in head
