"""Opens connections the way corporate desktops need: system trust store, proxy, TLS 1.2 up."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx
import truststore

from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.application.base.ports import ContactCentreError, Unreachable

CONNECT_TIMEOUT_S = 10.0
ANSWER_TIMEOUT_S = 20.0
STORAGE_TIMEOUT_S = 30.0
_MOST_CONNECTIONS = 20
# httpx closes after 5 s by default: nearly every code would then wait for a new connection,
# which costs two to three round trips more than the write itself. Servers close after 60 s.
_KEPT_OPEN_S = 55.0


class NetworkSettingsError(ContactCentreError):
    """This computer's network settings cannot work; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Network:
    """How this computer reaches the outside; the same for REST and the stream.

    *proxy* is a proxy URL found by other means (PAC); empty takes the system's own settings.
    """

    tls: ssl.SSLContext
    proxy: str = ""

    def http_client(self, address: ServiceAddress) -> httpx.AsyncClient:
        """Return a client that never follows redirects: a token goes to no other host."""
        return httpx.AsyncClient(
            verify=self.tls,
            # The simulator is on this machine; a proxy could not reach it.
            trust_env=not address.is_demo,
            proxy=None if address.is_demo else self.proxy or None,
            timeout=httpx.Timeout(ANSWER_TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
            limits=httpx.Limits(max_connections=_MOST_CONNECTIONS, keepalive_expiry=_KEPT_OPEN_S),
            follow_redirects=False,
        )

    def storage_client(self, address: ServiceAddress) -> httpx.AsyncClient:
        """Return a client that has never seen a token, for links to another company's servers."""
        return httpx.AsyncClient(
            verify=self.tls,
            trust_env=not address.is_demo,
            proxy=None if address.is_demo else self.proxy or None,
            timeout=STORAGE_TIMEOUT_S,
            follow_redirects=False,
        )

    def stream_proxy(self, address: ServiceAddress) -> str | Literal[True] | None:
        """Return what the websockets client takes: a URL, True for the system's, None."""
        return None if address.is_demo else self.proxy or True


def open_network(environment: Mapping[str, str] = os.environ, proxy: str = "") -> Network:
    """Return the network as this computer is set up.

    Raises:
        NetworkSettingsError: `SSL_CERT_FILE` or `SSL_CERT_DIR` points nowhere.
    """
    for variable, exists in (("SSL_CERT_FILE", Path.is_file), ("SSL_CERT_DIR", Path.is_dir)):
        named = environment.get(variable)
        if named and not exists(Path(named)):
            raise NetworkSettingsError(
                f"The environment variable {variable} names {named}, which does not exist."
                " Correct or remove it, then start again."
            )
    return Network(tls=tls_context(), proxy=proxy)


def tls_context() -> ssl.SSLContext:
    """Return a context that trusts what the system trusts, corporate roots included."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def unreachable(host: str, error: Exception) -> Unreachable:
    """Return *error* as a sentence for a person; its own text may hold secrets and is left out."""
    return Unreachable(f"{host} {_what_went_wrong(error)}")


def _what_went_wrong(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"presented a certificate this computer does not trust ({cause.verify_message})."
                " Ask your administrator whether a proxy inspects the traffic."
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ProxyError) or type(error).__name__ in _PROXY_ERRORS:
        wants_sign_in = " (407: it wants a sign-in)" if "407" in str(error) else ""
        return (
            f"could not be reached through the proxy{wants_sign_in}. If the proxy wants a Windows"
            " sign-in (NTLM, Kerberos), ask your administrator for an exception."
        )
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "did not answer in time."
    if isinstance(error, httpx.ConnectError | ConnectionRefusedError):
        return "could not be reached. Check the network connection."
    return "dropped the connection."


# By name: httpx and websockets have different classes for the same thing.
_PROXY_ERRORS = frozenset({"ProxyError", "InvalidProxy", "InvalidProxyStatus"})
