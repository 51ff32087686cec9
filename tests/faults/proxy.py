"""Stands between the program and the simulator and breaks the notification socket on demand."""

from __future__ import annotations

import asyncio
import enum
import socket
import struct
from dataclasses import dataclass

_CHUNK_BYTES = 1 << 16
_SLOW_BYTES = 300
_SLOW_PAUSE_S = 0.002


class Breakage(enum.Enum):
    """How a socket can fail."""

    FIN = "closed (FIN)"
    RST = "reset (RST)"
    CUT = "cut in the middle of a frame"
    HANDSHAKE = "closed, and the next one cut in its handshake"
    SLOW = "one byte at a time"
    HALF_OPEN = "half-open: no byte in either direction"


@dataclass(eq=False)
class _Wire:
    """One connection through the proxy."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    is_stream: bool = False
    broken: Breakage | None = None

    def close(self) -> None:
        for side in (self.client, self.server):
            side.transport.abort()

    def reset(self) -> None:
        wire = self.client.get_extra_info("socket")
        # linger 0: the kernel sends RST instead of FIN
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()


class Proxy:
    """Forwards TCP to one port; REST passes untouched, notification sockets can be broken."""

    def __init__(self, port: int) -> None:
        self._target_port = port
        self._server: asyncio.Server | None = None
        self._wires: set[_Wire] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._cuts_next_handshake = False

    async def start(self) -> str:
        """Listen, and return the address to use instead of the simulator's."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for wire in tuple(self._wires):
            wire.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def break_streams(self, breakage: Breakage) -> int:
        """Break every notification socket that is open, and return how many there were."""
        usable = (None, Breakage.SLOW)
        streams = [wire for wire in self._wires if wire.is_stream and wire.broken in usable]
        self._cuts_next_handshake = breakage is Breakage.HANDSHAKE
        for wire in streams:
            wire.broken = breakage
            if breakage is Breakage.RST:
                wire.reset()
            elif breakage in (Breakage.FIN, Breakage.HANDSHAKE):
                wire.close() if breakage is Breakage.HANDSHAKE else wire.client.close()
        return len(streams)

    def black_hole(self) -> int:
        """Swallow what goes over connections that are open now, and return how many there are.

        As after a change of VPN: nobody closes them, and new ones work.
        """
        for wire in self._wires:
            wire.broken = Breakage.HALF_OPEN
        return len(self._wires)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.transport.abort()
            return
        wire = _Wire(writer, to_server)
        self._wires.add(wire)
        pumps = (self._up(wire, reader), self._down(wire, from_server))
        for pump in pumps:
            task = asyncio.get_running_loop().create_task(pump)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _up(self, wire: _Wire, reader: asyncio.StreamReader) -> None:
        try:
            while chunk := await reader.read(_CHUNK_BYTES):
                if b"\r\nupgrade: websocket" in chunk.lower():
                    wire.is_stream = True
                if wire.broken is not Breakage.HALF_OPEN:
                    wire.server.write(chunk)
                    await wire.server.drain()
        except OSError:
            pass  # either side is gone: the other one learns it below
        finally:
            self._end(wire)

    async def _down(self, wire: _Wire, reader: asyncio.StreamReader) -> None:
        try:
            while chunk := await reader.read(_CHUNK_BYTES):
                if not await self._pass_down(wire, chunk):
                    return
        except OSError:
            pass
        finally:
            self._end(wire)

    async def _pass_down(self, wire: _Wire, chunk: bytes) -> bool:
        """Hand *chunk* to the client as far as the breakage allows; False ends the connection."""
        if wire.is_stream and self._cuts_next_handshake and wire.broken is None:
            self._cuts_next_handshake = False
            wire.client.write(chunk[: len(chunk) // 2])
            await wire.client.drain()
            return False
        if wire.broken is Breakage.HALF_OPEN:
            return True
        if wire.broken is Breakage.CUT:
            wire.client.write(chunk[: max(1, len(chunk) // 2)])
            await wire.client.drain()
            return False
        slowly = chunk[:_SLOW_BYTES] if wire.broken is Breakage.SLOW else b""
        for index in range(len(slowly)):
            wire.client.write(slowly[index : index + 1])
            await asyncio.sleep(_SLOW_PAUSE_S)
        wire.client.write(chunk[len(slowly) :])
        await wire.client.drain()
        return True

    def _end(self, wire: _Wire) -> None:
        # A half-open connection is one nobody ends: that is what makes it hard to notice.
        if wire.broken is not Breakage.HALF_OPEN:
            self._wires.discard(wire)
            wire.client.close()
            wire.server.close()
