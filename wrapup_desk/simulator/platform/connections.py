"""Knows the wire under each request, so that a fault can cut or freeze it."""

import asyncio
import os
import socket
import struct
from collections.abc import MutableMapping
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

Peer = tuple[str, int]


class Connections:
    """The transports of all open connections, by the client's address and port."""

    def __init__(self) -> None:
        self._transports: dict[Peer, asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """A uvicorn HTTP protocol that registers its transport here."""
        transports = self._transports

        class RegisteredProtocol(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it the same way
                super().connection_made(transport)
                peer = transport.get_extra_info("peername")[:2]
                # A port that is used again belongs to the new connection
                transports[peer] = transport

        return RegisteredProtocol

    def abort(self, scope: MutableMapping[str, Any]) -> None:
        """Reset the connection: whatever was written but not sent is lost."""
        transport = self._take(scope)
        if transport is None:
            return
        wire = transport.get_extra_info("socket")
        # Linger 0: the kernel answers with RST instead of FIN
        wire.setsockopt(
            socket.SOL_SOCKET,
            socket.SO_LINGER,
            struct.pack("hh" if os.name == "nt" else "ii", 1, 0),
        )
        transport.abort()

    def close(self, scope: MutableMapping[str, Any]) -> None:
        """Send what was written, then FIN."""
        transport = self._take(scope)
        if transport is not None:
            transport.close()

    def stop_reading(self, scope: MutableMapping[str, Any]) -> None:
        """Leave the connection open and hear nothing."""
        transport = self._transports.get(_peer(scope))
        if transport is not None:
            transport.pause_reading()

    def _take(self, scope: MutableMapping[str, Any]) -> asyncio.Transport | None:
        return self._transports.pop(_peer(scope), None)


def _peer(scope: MutableMapping[str, Any]) -> Peer:
    host, port = scope["client"]
    return host, port
