"""Opens the notification socket: system trust and the network's proxy, no redirects, nothing logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from wrapup_desk.adapters.genesys.channel.timing import CONNECT_TIMEOUT_S
from wrapup_desk.adapters.genesys.http.network import Network, unreachable
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress, UntrustedAddress
from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

# A conversation with a long history of participants may be large.
_LARGEST_FRAME_BYTES = 4 * 2**20


class SocketRefused(Exception):
    """The socket could not be opened; the text is fit for a person.

    Attributes:
        status: what the handshake answered; 0 if it did not get so far.
        retry_after: the raw header, if there was one.
    """

    def __init__(self, message: str, status: int = 0, retry_after: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class ChannelSocket:
    """An open socket; that it closes ends its frames, and is no error."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    @property
    def peer(self) -> str:
        """The address at the other end, or of the proxy; empty if that is not known."""
        remote = self._connection.remote_address
        return str(remote[0]) if isinstance(remote, tuple) and remote else ""

    async def send(self, text: str) -> None:
        try:
            await self._connection.send(text)
        except ConnectionClosed:
            log.debug("not sent: the socket is closed")  # whoever reads the frames notices

    async def frames(self) -> AsyncIterator[str | bytes]:
        """Yield each frame until the socket closes."""
        try:
            async for frame in self._connection:
                yield frame
        except ConnectionClosed as closed:
            log.info("socket closed: %s", closed.rcvd.code if closed.rcvd else "no close frame")

    def abort(self) -> None:
        """Close at once: closing politely would wait for a server that may be gone."""
        self._connection.transport.abort()


class _Connect(connect):
    """A redirect could lead to any host, with the secret in the URI."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def open_socket(uri: str, address: ServiceAddress, network: Network) -> ChannelSocket:
    """Open the socket at *uri*, which the server handed out.

    Raises:
        SocketRefused: it leads elsewhere, was refused, or did not answer in time.
    """
    # The library logs whole frames and the URI, a secret, at DEBUG.
    silent = logging.getLogger(f"{__name__}.frames")
    silent.setLevel(logging.WARNING)
    host = "the stream"
    try:
        checked = address.checked_stream_uri(uri)
        host = urlsplit(checked).hostname or host
        proxy = network.proxy_for(checked, address)
        over_tls: dict[str, Any] = (
            {"proxy_ssl": network.tls} if proxy and proxy.startswith("https:") else {}
        )
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            connection = await _Connect(
                checked,
                ssl=network.tls if checked.startswith("wss:") else None,
                proxy=proxy,
                **over_tls,
                open_timeout=None,
                # Genesys answers pings of the application; see protocol.py.
                ping_interval=None,
                close_timeout=1,
                max_size=_LARGEST_FRAME_BYTES,
                logger=silent,
            )
        return ChannelSocket(connection)
    except UntrustedAddress as error:  # before the others: it is a ValueError, too
        raise SocketRefused(str(error)) from None
    except InvalidStatus as refused:
        status = refused.response.status_code
        retry_after = refused.response.headers.get("Retry-After", "")
        message = tr("{host} refused the stream ({status}).", host=host, status=status)
        raise SocketRefused(message, status, retry_after) from None
    except (OSError, TimeoutError, WebSocketException, ValueError) as error:
        # The error's own text may hold the URI.
        raise SocketRefused(str(unreachable(host, error))) from None
