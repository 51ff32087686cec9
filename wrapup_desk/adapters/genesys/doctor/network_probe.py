"""Asks each host of a region over the program's own network settings (`NetworkProbe`)."""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
import urllib.request
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode, urlsplit

import httpx

from wrapup_desk.adapters.genesys.doctor.certificate import signer_of
from wrapup_desk.adapters.genesys.http.loopback import CALLBACK_PATH, REGISTERED_PORTS
from wrapup_desk.adapters.genesys.http.network import (
    CONNECT_TIMEOUT_S,
    Network,
    dangling_certificates,
    unreachable,
)
from wrapup_desk.adapters.genesys.http.oauth import fresh_pkce
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.doctor.findings import CheckId
from wrapup_desk.application.doctor.ports import Failure, Host, HostAnswer, ProxyFacts
from wrapup_desk.domain.language.texts import tr

# Answers 401 without a token, and every answer of the API carries the server's time.
_API_PAGE = "/api/v2/tokens/me"


def hosts_of(address: ServiceAddress) -> tuple[Host, ...]:
    """Return the hosts the program, its stream and the sign-in in the browser use."""
    if address.is_demo:
        streaming = apps = address.api
    else:
        streaming, apps = (f"https://{name}.{address.domain}" for name in ("streaming", "apps"))
    return (
        _host(CheckId.LOGIN_HOST, address.login),
        _host(CheckId.API_HOST, address.api, _API_PAGE),
        _host(CheckId.STREAMING_HOST, streaming),
        _host(CheckId.APPS_HOST, apps),
    )


def _host(check: CheckId, base: str, page: str = "/") -> Host:
    return Host(check, urlsplit(base).hostname or base, base + page)


class GenesysNetworkProbe:
    """Looks at the line with the program's own client: same proxy, same trust, no token.

    Args:
        address: the region, or a simulator.
        network: how this computer reaches the outside.
        clock: this computer's.
        environment: for the variables that name a proxy or certificates.
        proxy_script: tells the address of a proxy script (PAC), if the system has one.
        answer_within_s: how long a name server is waited for.
    """

    def __init__(
        self,
        address: ServiceAddress,
        network: Network,
        clock: Clock,
        environment: Mapping[str, str],
        proxy_script: Callable[[], str],
        answer_within_s: float = CONNECT_TIMEOUT_S,
    ) -> None:
        self._address = address
        self._network = network
        self._clock = clock
        self._environment = environment
        self._proxy_script = proxy_script
        self._answer_within_s = answer_within_s

    def proxy(self) -> ProxyFacts:
        if variable := dangling_certificates(self._environment):
            return ProxyFacts(
                problem=tr("the variable {variable} names what does not exist", variable=variable)
            )
        if self._address.is_demo:
            return ProxyFacts()
        if self._network.proxies.faults:
            return ProxyFacts(problem=self._network.proxies.faults[0].rstrip("."))
        address = self._network.proxy_for(self._address.api, self._address) or ""
        script = "" if address else self._proxy_script()
        return ProxyFacts(without_password(address), without_password(script))

    async def knows(self, host: Host) -> bool:
        try:
            async with asyncio.timeout(self._answer_within_s):
                await asyncio.get_running_loop().getaddrinfo(host.name, 443)
        except OSError:  # a time-out is one, too
            return False
        return True

    async def ask(self, host: Host) -> HostAnswer:
        asked_at = self._clock.now()
        try:
            async with (
                self._network.http_client(self._address) as http,
                http.stream("GET", host.url) as response,
            ):
                signed_by = _signer(response)
                date = response.headers.get("date", "")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            text = str(unreachable(host.name, error))
            failure = _failure(error, is_proxied=bool(self.proxy().address))
            return HostAnswer(failure, text, asked_at=asked_at)
        answer = HostAnswer(signed_by=signed_by, asked_at=asked_at)
        try:
            server_at = parsedate_to_datetime(date)
        except (ValueError, IndexError, TypeError):
            return answer
        if server_at.tzinfo is None:
            return answer
        return HostAnswer(signed_by=signed_by, server_at=server_at, asked_at=asked_at)

    async def sign_in_page(self, client_id: str) -> int:
        query = {
            "client_id": client_id,
            "response_type": "code",
            "redirect_uri": f"http://localhost:{REGISTERED_PORTS[0]}{CALLBACK_PATH}",
            "code_challenge": fresh_pkce().challenge,
            "code_challenge_method": "S256",
        }
        url = f"{self._address.login}/oauth/authorize?{urlencode(query)}"
        try:
            async with self._network.http_client(self._address) as http:
                return (await http.get(url)).status_code
        except (httpx.HTTPError, OSError):
            return 0


def without_password(address: str) -> str:
    """Return a proxy's address without the user and password it may hold."""
    if not address:
        return ""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(unreadable)"
    return f"{parts.hostname or ''}{port}{parts.path}"


def _signer(response: httpx.Response) -> str:
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream is not None else None
    der = tls.getpeercert(binary_form=True) if tls is not None else None
    return signer_of(der) if der else ""


def _failure(error: Exception, *, is_proxied: bool) -> Failure:
    causes: list[BaseException] = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return Failure.CERTIFICATE
    # Behind a proxy, the only connection this computer makes is the one to the proxy.
    if isinstance(error, httpx.ProxyError) or (
        is_proxied and isinstance(error, httpx.ConnectError)
    ):
        return Failure.PROXY
    if any(isinstance(each, socket.gaierror) for each in causes):
        return Failure.NAME
    return Failure.NO_CONNECTION


if sys.platform == "win32":
    import winreg

    def system_proxy_script() -> str:
        """Return the address of the proxy script Windows is set to, if any."""
        path = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return str(winreg.QueryValueEx(key, "AutoConfigURL")[0])
        except OSError:
            return ""

else:

    def system_proxy_script() -> str:
        """Return what some desktops put into the environment: elsewhere there is no one place."""
        return urllib.request.getproxies_environment().get("auto", "")
