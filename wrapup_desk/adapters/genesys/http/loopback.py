"""Receives the browser's return from the sign-in page on this machine, once.

RFC 8252: a native program listens on the loopback only, for one redirect, for a short time.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import logging
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from wrapup_desk.domain.language.texts import language_in_use, mark, tr_marked

log = logging.getLogger(__name__)

CALLBACK_PATH = "/oauth/callback"
# Genesys compares redirect URIs exactly, port included, so the ports are fixed and registered.
# The first four were all there were, and older registrations have no others; but Windows sets
# whole blocks of 100 ports aside, and such a block takes all four at once.
REGISTERED_PORTS = (53682, 53683, 53684, 53685, 18682, 28682, 38682)
_NO_IPV6 = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
# Browsers send the cookies of every program that ever served a page on localhost.
_LONGEST_REQUEST = 128 * 1024
_REQUEST_TIMEOUT_S = 10.0

_PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>WrapUp Desk</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#171a21;display:grid;
place-items:center;height:100vh;margin:0}}main{{background:#fff;border:1px solid #e1e4ea;
border-radius:12px;padding:32px 40px;max-width:26rem}}h1{{font-size:20px;margin:0 0 8px}}
</style></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"""


class NoFreePort(Exception):
    """Every registered port is taken by another program."""


@dataclass(frozen=True, slots=True)
class Callback:
    """What the sign-in page sent back: a code, or an error's name."""

    code: str = ""
    error: str = ""

    def __repr__(self) -> str:
        return f"Callback(error={self.error!r})"


@dataclass(frozen=True, slots=True)
class _Response:
    status: str
    title: str
    text: str


_WELCOME = _Response(
    "200 OK", mark("You are signed in"), mark("Go back to WrapUp Desk. You can close this.")
)
_CANCELLED = _Response(
    "200 OK",
    mark("You are not signed in"),
    mark("Nothing was changed. Go back to WrapUp Desk to try again."),
)
_STRANGER = _Response(
    "400 Bad Request", mark("This sign-in is not ours"), mark("Start it again from WrapUp Desk.")
)
_UNKNOWN = _Response(
    "404 Not Found", mark("Nothing here"), mark("This address only ends a sign-in.")
)
_WRONG_METHOD = _Response(
    "405 Method Not Allowed", mark("Nothing here"), mark("Only GET is answered.")
)


class CallbackListener:
    """Listens on one registered port of both loopbacks until the right request has come."""

    def __init__(
        self,
        state: str,
        ports: Sequence[int] = REGISTERED_PORTS,
        request_timeout_s: float = _REQUEST_TIMEOUT_S,
    ) -> None:
        self._state = state
        self._ports = ports
        self._request_timeout_s = request_timeout_s
        self._port = 0
        self._servers: list[asyncio.Server] = []
        # Connections that have not asked anything yet; browsers open some in advance.
        self._idle: set[asyncio.StreamWriter] = set()
        self._received: asyncio.Future[Callback] | None = None

    @property
    def redirect_uri(self) -> str:
        # "localhost" is what Genesys documents; a browser may take either loopback for it.
        return f"http://localhost:{self._port}{CALLBACK_PATH}"

    async def __aenter__(self) -> CallbackListener:
        """Open the first free port.

        Raises:
            NoFreePort: all are taken.
        """
        self._received = asyncio.get_running_loop().create_future()
        for port in self._ports:
            sockets = _loopback_sockets(port)
            if sockets:
                self._port = port
                await self._listen(sockets)
                return self
        raise NoFreePort

    async def _listen(self, sockets: Sequence[socket.socket]) -> None:
        # Each is known before it is waited for: whoever cancels meanwhile leaves no port taken.
        for each in sockets:
            server = await asyncio.start_server(
                self._serve, sock=each, limit=_LONGEST_REQUEST, start_serving=False
            )
            self._servers.append(server)
        try:
            for server in self._servers:
                await server.start_serving()
        except BaseException:
            self._close()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._close()
        for writer in tuple(self._idle):
            writer.transport.abort()
        for server in self._servers:
            await server.wait_closed()

    async def received(self) -> Callback:
        """Return what the browser brought; waits for ever."""
        assert self._received is not None, "used outside its context"
        return await asyncio.shield(self._received)

    def _close(self) -> None:
        for server in self._servers:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._idle.add(writer)
        try:
            async with asyncio.timeout(self._request_timeout_s):
                head = await reader.readuntil(b"\r\n\r\n")
            self._idle.discard(writer)
            response, callback = self._judge(head)
            writer.write(_encoded(response))
            await writer.drain()
            self._finish(callback)
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            log.info("a request to the sign-in address was not understood")
        finally:
            self._idle.discard(writer)
            writer.close()

    def _judge(self, head: bytes) -> tuple[_Response, Callback | None]:
        lines = head.decode("latin-1").split("\r\n")
        method, _, rest = lines[0].partition(" ")
        target = _target(rest.partition(" ")[0])
        if target is None or target[0] != CALLBACK_PATH or not self._is_for_us(lines[1:]):
            return _UNKNOWN, None
        if method != "GET":
            return _WRONG_METHOD, None
        query = target[1]
        if not self._take_state(query.get("state", "")):
            return _STRANGER, None
        if query.get("code"):
            return _WELCOME, Callback(code=query["code"])
        return _CANCELLED, Callback(error=query.get("error") or "no_code")

    def _is_for_us(self, headers: Sequence[str]) -> bool:
        """Check the Host header, so that no web page can reach us through a name of its own."""
        hosts = [
            value.strip().lower()
            for name, _, value in (header.partition(":") for header in headers)
            if name.strip().lower() == "host"
        ]
        names = ("localhost", "127.0.0.1", "[::1]")
        return len(hosts) == 1 and hosts[0] in {f"{name}:{self._port}" for name in names}

    def _take_state(self, state: str) -> bool:
        is_ours = bool(self._state) and hmac.compare_digest(state.encode(), self._state.encode())
        if is_ours:
            self._state = ""  # single use: a replay finds nothing to match
        return is_ours

    def _finish(self, callback: Callback | None) -> None:
        if callback is None or self._received is None or self._received.done():
            return
        self._close()
        self._received.set_result(callback)


def is_free(port: int) -> bool:
    """Whether a sign-in could come back on *port*; opens it for a moment to find out."""
    opened = _loopback_sockets(port)
    for each in opened:
        each.close()
    return bool(opened)


def _target(target: str) -> tuple[str, dict[str, str]] | None:
    """Return path and query of an origin-form target; None for anything unusual."""
    if not target.startswith("/") or target.startswith("//"):
        return None
    try:
        parts = urlsplit(target)
        query = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return None
    # A parameter given twice is nobody's honest redirect.
    return parts.path, {name: values[0] for name, values in query.items() if len(values) == 1}


def _encoded(response: _Response) -> bytes:
    body = _PAGE.format(
        language=language_in_use(),
        title=tr_marked(response.title),
        text=tr_marked(response.text),
    ).encode()
    head = (
        f"HTTP/1.1 {response.status}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\nCache-Control: no-store\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
        "Referrer-Policy: no-referrer\r\n\r\n"
    )
    return head.encode("ascii") + body


def _loopback_sockets(port: int) -> list[socket.socket]:
    """Return listening sockets on both loopbacks; none if another program has either."""
    opened: list[socket.socket] = []
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            opened.append(_bound(family, host, port))
        except OSError as error:
            if family == socket.AF_INET6 and error.errno in _NO_IPV6:
                continue  # the browser cannot use it either
            # Taken, by whatever name the system gives that; what cannot be had on both
            # loopbacks is left alone, or another program could catch the redirect.
            for each in opened:
                each.close()
            return []
    return opened


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # Windows lets another program share a port unless told otherwise.
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((host, port))
        opened.listen()
    except OSError:
        opened.close()
        raise
    return opened
