"""Sends each request by the proxy its address wants, and drops connections that may be dead."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from typing import Any

import httpx

from wrapup_desk.adapters.base.proxy_settings import ProxySettings

_PROXY_SIGN_IN_NEEDED = 407


class ProxySignInNeeded(httpx.ProxyError):
    """The proxy answered 407.

    Attributes:
        offers: what it wrote into its Proxy-Authenticate headers.
    """

    def __init__(self, offers: Sequence[str]) -> None:
        super().__init__("407")
        self.offers = tuple(offers)


class RoutedTransport(httpx.AsyncBaseTransport):
    """One pool of connections for each proxy, and one for what is reached without."""

    def __init__(self, proxies: ProxySettings, tls: ssl.SSLContext, limits: httpx.Limits) -> None:
        self._proxies = proxies
        self._tls = tls
        self._limits = limits
        self._pools: dict[str, httpx.AsyncHTTPTransport] = {}
        # Out of use, but a request may still be on its way over one of their connections.
        self._retired: list[httpx.AsyncHTTPTransport] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        proxy = self._proxies.proxy_for(str(request.url))
        if not proxy:
            return await self._pool("").handle_async_request(request)
        offers: list[str] = []
        request.extensions = {**request.extensions, "trace": _note_offers(offers)}
        try:
            return await self._pool(proxy).handle_async_request(request)
        except httpx.ProxyError:
            if offers:
                raise ProxySignInNeeded(offers) from None
            raise

    async def drop_connections(self) -> None:
        """Use none of the connections that are open now for a later request.

        One that is in use is left until the next time: it has a time-out of its own.
        """
        older, self._retired = self._retired, list(self._pools.values())
        self._pools = {}
        for pool in older:
            await pool.aclose()

    async def aclose(self) -> None:
        await self.drop_connections()
        await self.drop_connections()

    def _pool(self, proxy: str) -> httpx.AsyncHTTPTransport:
        if proxy not in self._pools:
            context = self._tls if proxy.startswith("https:") else None
            self._pools[proxy] = httpx.AsyncHTTPTransport(
                verify=self._tls,
                trust_env=False,
                limits=self._limits,
                proxy=httpx.Proxy(proxy, ssl_context=context) if proxy else None,
            )
        return self._pools[proxy]


class RoutedClient(httpx.AsyncClient):
    """A client over such a transport: no redirects, and nothing read from the environment."""

    def __init__(self, transport: RoutedTransport, timeout: httpx.Timeout) -> None:
        super().__init__(
            transport=transport, timeout=timeout, trust_env=False, follow_redirects=False
        )
        self._routed = transport

    async def drop_connections(self) -> None:
        """Use none of the connections that are open now for a later request."""
        await self._routed.drop_connections()


def _note_offers(offers: list[str]) -> Any:
    """Return a trace that keeps what a 407 offers: the error the library raises has not got it."""

    async def trace(event: str, info: dict[str, Any]) -> None:
        if not event.endswith("receive_response_headers.complete"):
            return
        _, status, _, headers = info["return_value"]
        if status == _PROXY_SIGN_IN_NEEDED:
            offers.extend(
                value.decode("ascii", "replace")
                for name, value in headers
                if name.lower() == b"proxy-authenticate"
            )

    return trace
