"""Opens connections the way corporate desktops need: system trust store, proxy, TLS 1.2 up."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import truststore

from wrapup_desk.adapters.base.proxy_settings import NO_PROXY, ProxySettings, read_proxy_settings
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.adapters.genesys.http.routed_transport import (
    ProxySignInNeeded,
    RoutedClient,
    RoutedTransport,
)
from wrapup_desk.application.base.ports import ContactCentreError, Unreachable
from wrapup_desk.domain.language.texts import tr

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
    """How this computer reaches the outside; the same for REST, the stream and downloads.

    *proxies* were read once; no client looks at the environment by itself.
    """

    tls: ssl.SSLContext
    proxies: ProxySettings = NO_PROXY

    def http_client(self, address: ServiceAddress) -> httpx.AsyncClient:
        """Return a client that never follows redirects: a token goes to no other host."""
        timeout = httpx.Timeout(ANSWER_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
        return RoutedClient(self._transport(address), timeout)

    def storage_client(self, address: ServiceAddress) -> httpx.AsyncClient:
        """Return a client that has never seen a token, for links to another company's servers."""
        return RoutedClient(self._transport(address), httpx.Timeout(STORAGE_TIMEOUT_S))

    def proxy_for(self, url: str, address: ServiceAddress) -> str | None:
        """Return the proxy that leads to *url*, None for the direct way."""
        return self._proxies_for(address).proxy_for(url) or None

    def _proxies_for(self, address: ServiceAddress) -> ProxySettings:
        # The simulator is on this machine; a proxy could not reach it.
        return NO_PROXY if address.is_demo else self.proxies

    def _transport(self, address: ServiceAddress) -> RoutedTransport:
        limits = httpx.Limits(max_connections=_MOST_CONNECTIONS, keepalive_expiry=_KEPT_OPEN_S)
        return RoutedTransport(self._proxies_for(address), self.tls, limits)


def open_network(environment: Mapping[str, str] = os.environ) -> Network:
    """Return the network as this computer is set up; what cannot be used is in its `proxies`.

    Raises:
        NetworkSettingsError: `SSL_CERT_FILE` or `SSL_CERT_DIR` points nowhere.
    """
    if variable := dangling_certificates(environment):
        raise NetworkSettingsError(
            tr(
                "The environment variable {variable} names {path}, which does"
                " not exist. Correct or remove it, then start again.",
                variable=variable,
                path=environment[variable],
            )
        )
    return Network(tls=tls_context(), proxies=read_proxy_settings(environment))


def dangling_certificates(environment: Mapping[str, str]) -> str:
    """Return the variable that names certificates which do not exist; "" if none does."""
    for variable, exists in (("SSL_CERT_FILE", Path.is_file), ("SSL_CERT_DIR", Path.is_dir)):
        named = environment.get(variable)
        if named and not exists(Path(named)):
            return variable
    return ""


def tls_context() -> ssl.SSLContext:
    """Return a context that trusts what the system trusts, corporate roots included."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def unreachable(host: str, error: Exception) -> Unreachable:
    """Return *error* as a sentence for a person; its own text may hold secrets and is left out."""
    return Unreachable(tr("{host} {did}", host=host, did=_what_went_wrong(error)))


def _what_went_wrong(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return tr(
                "presented a certificate this computer does not trust"
                " ({reason}). Ask your administrator whether a proxy inspects"
                " the traffic.",
                reason=cause.verify_message,
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ProxyError) or type(error).__name__ in _PROXY_ERRORS:
        return _what_the_proxy_said(error)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return tr("did not answer in time.")
    if isinstance(error, httpx.ConnectError | ConnectionRefusedError):
        return tr("could not be reached. Check the network connection.")
    return tr("dropped the connection.")


# By name: httpx and websockets have different classes for the same thing.
_PROXY_ERRORS = frozenset({"ProxyError", "InvalidProxyMessage", "InvalidProxyStatus"})
_STATUS = re.compile(r"\D*\b([1-5]\d\d)\b")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,20}(?=\s|$)")


def _what_the_proxy_said(error: Exception) -> str:
    found = _STATUS.match(str(error))
    status = found[1] if found else ""
    if status != "407":
        answer = tr(" (it answered {status})", status=status) if status else ""
        return tr(
            "could not be reached through the proxy{answer}. Ask your administrator"
            " whether the proxy lets this address through.",
            answer=answer,
        )
    schemes = _sign_ins(_offers(error))
    wanted = tr(" by {schemes}", schemes=", ".join(schemes)) if schemes else ""
    if "Basic" in schemes:
        advice = tr(
            "Put the name and password the proxy expects into HTTPS_PROXY"
            " (http://name:password@host:port)."
        )
    else:
        advice = tr(
            "If the proxy wants a Windows sign-in (NTLM, Kerberos), ask your administrator for an"
            " exception."
        )
    return tr(
        "could not be reached through the proxy (407: it wants a sign-in{wanted}). {advice}",
        wanted=wanted,
        advice=advice,
    )


def _offers(error: Exception) -> Sequence[str]:
    if isinstance(error, ProxySignInNeeded):
        return error.offers
    response = getattr(error, "response", None)  # what websockets' error carries
    return response.headers.get_all("Proxy-Authenticate") if response is not None else ()


def _sign_ins(offers: Sequence[str]) -> list[str]:
    """Return the kinds of sign-in a proxy offers, by their names alone."""
    named = [found[0] for offer in offers if (found := _SCHEME.match(offer.strip()))]
    return list(dict.fromkeys(name if name.isupper() else name.capitalize() for name in named))
