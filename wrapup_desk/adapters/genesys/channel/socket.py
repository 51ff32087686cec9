"""Opens the notification socket: system trust and the network's proxy, no redirects, nothing logged."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from wrapup_desk.adapters.genesys.channel.protocol import CONNECT_TIMEOUT_S
from wrapup_desk.adapters.genesys.http.network import Network, unreachable
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress, UntrustedAddress

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


class _Connect(connect):
    """A redirect could lead to any host, with the secret in the URI."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def open_socket(uri: str, address: ServiceAddress, network: Network) -> ClientConnection:
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
            return await _Connect(
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
    except UntrustedAddress as error:  # before the others: it is a ValueError, too
        raise SocketRefused(str(error)) from None
    except InvalidStatus as refused:
        status = refused.response.status_code
        retry_after = refused.response.headers.get("Retry-After", "")
        message = f"{host} refused the stream ({status})."
        raise SocketRefused(message, status, retry_after) from None
    except (OSError, TimeoutError, WebSocketException, ValueError) as error:
        # The error's own text may hold the URI.
        raise SocketRefused(str(unreachable(host, error))) from None
