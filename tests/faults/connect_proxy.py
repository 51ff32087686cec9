"""A real proxy (CONNECT) whose every way leads to the simulator, which so passes for Genesys Cloud."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from tests.faults.certificates import Authority

_CHUNK_BYTES = 1 << 16
_REFUSAL = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\n"
    b'Proxy-Authenticate: Basic realm="desk"\r\nContent-Length: 0\r\n\r\n'
)
# The simulator names its stream by the address it was asked at, and by this header.
_HOST, _AS_GENESYS = b"\r\nHost: ", b"\r\nX-Forwarded-Proto: https\r\nHost: "


@dataclass(eq=False)
class ConnectProxy:
    """Lets through whoever has the right name and password; any host is the simulator.

    Attributes:
        port: where it speaks HTTP, on both loopback addresses.
        tls_port: where it speaks HTTP over TLS.
        targets: whom it was asked to connect to.
        streams: how many notification sockets went through it.
    """

    simulator_port: int
    host: str
    authority: Authority
    sign_in: str = ""
    port: int = 0
    tls_port: int = 0
    targets: list[str] = field(default_factory=list)
    streams: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await self._connect(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.targets.append(asked.split()[1])
        given = base64.b64encode(self.sign_in.encode()).decode()
        if self.sign_in and f"basic {given}".lower() not in asked.lower():
            writer.write(_REFUSAL)
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()
        await writer.start_tls(self.authority.server(self.host))
        behind, ahead = await asyncio.open_connection("127.0.0.1", self.simulator_port)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._forward(reader, ahead))
                group.create_task(self._forward(behind, writer))
        except* OSError:
            pass
        finally:
            ahead.transport.abort()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(_CHUNK_BYTES):
            self.streams += b"\r\nUpgrade: websocket" in chunk and chunk.startswith(b"GET ")
            writer.write(chunk.replace(_HOST, _AS_GENESYS, 1))
            await writer.drain()
        writer.transport.abort()

    async def stop(self) -> None:
        """Cut every connection."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def connect_proxy(
    simulator_port: int, host: str, authority: Authority, sign_in: str = ""
) -> AsyncIterator[ConnectProxy]:
    """Run one until the block ends; it wants *sign_in* (name:password) if that is given."""
    proxy = ConnectProxy(simulator_port, host, authority, sign_in)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(proxy.stop)
        plain = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        proxy.port = plain.sockets[0].getsockname()[1]
        await closing.enter_async_context(plain)
        tls: ssl.SSLContext = authority.server("localhost")
        over_tls = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, ssl=tls)
        proxy.tls_port = over_tls.sockets[0].getsockname()[1]
        await closing.enter_async_context(over_tls)
        other = await asyncio.start_server(proxy.serve, "::1", proxy.port)
        await closing.enter_async_context(other)
        yield proxy
