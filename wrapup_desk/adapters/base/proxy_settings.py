"""Reads this computer's proxy settings once: normalised, checked, and the same for every client."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from wrapup_desk.adapters.base.proxy_exceptions import ProxyException, parse_exception
from wrapup_desk.adapters.base.system_proxy import SystemProxy, read_system_proxy
from wrapup_desk.domain.language.texts import mark, tr, tr_marked

_DEFAULT_PORTS = {"http": 80, "https": 443}
_STREAM_SCHEMES = {"ws": "http", "wss": "https"}
# The environment's variables for each scheme, the one for all last.
_VARIABLES = {"https": ("HTTPS_PROXY", "ALL_PROXY"), "http": ("HTTP_PROXY", "ALL_PROXY")}
_HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?\.?")
_LARGEST_PORT = 65_535
_SYSTEM = mark("the system's proxy setting")
_SCRIPT = mark(
    "Windows is set to let a script (PAC) choose the proxy, which this program does not do."
    " If Genesys cannot be reached, name the proxy in HTTPS_PROXY."
)


class _Unusable(ValueError):
    """Why a value cannot name a proxy; never the value itself, which may hold a password."""


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """Which proxy leads to which address.

    Attributes:
        https: the proxy for https and wss, ready for any client; empty where there is none.
        http: the proxy for http and ws.
        exceptions: what is reached without a proxy.
        faults: what of the settings cannot be used, in sentences without any password.
        ignores_script: the system lets a script (PAC) choose the proxy, and nothing else names one.
    """

    https: str = ""
    http: str = ""
    exceptions: tuple[ProxyException, ...] = ()
    faults: tuple[str, ...] = ()
    ignores_script: bool = False

    @property
    def problems(self) -> tuple[str, ...]:
        """What to tell a person: the faults, and a script, without which all may be well."""
        return (*self.faults, tr_marked(_SCRIPT)) if self.ignores_script else self.faults

    def __repr__(self) -> str:
        return "ProxySettings(…)"  # the proxies' addresses may hold passwords

    def proxy_for(self, url: str) -> str:
        """Return the proxy that leads to *url*; empty for none."""
        if not (self.https or self.http):
            return ""
        parts = urlsplit(url)
        scheme = _STREAM_SCHEMES.get(parts.scheme, parts.scheme)
        proxy = {"https": self.https, "http": self.http}.get(scheme, "")
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or _DEFAULT_PORTS.get(scheme, 0)
        if not proxy or any(each.covers(host, port) for each in self.exceptions):
            return ""
        return proxy


NO_PROXY = ProxySettings()


def read_proxy_settings(
    environment: Mapping[str, str], system: Callable[[], SystemProxy] = read_system_proxy
) -> ProxySettings:
    """Return the settings of *environment*, or the system's where it names no proxy.

    As curl does it, the lower-case variable counts before the upper-case one. A value that
    cannot be used is named among the faults, and left out as if it were not set.
    """
    problems: list[str] = []
    ignores_script = False
    found = {
        scheme: _first_usable(environment, names, problems) for scheme, names in _VARIABLES.items()
    }
    name, listed = _variable(environment, "NO_PROXY")
    exceptions = _exceptions(tr("the environment variable {name}", name=name), listed, problems)
    if not any(
        _variable(environment, name)[1] for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
    ):
        of_system = system()
        named = of_system.proxies
        for scheme in found:
            value = named.get(scheme) or named.get("socks", "")
            found[scheme] = _usable(value, tr_marked(_SYSTEM), problems) if value else ""
        exceptions += _exceptions(
            tr_marked(_SYSTEM), of_system.exceptions.replace(";", ","), problems
        )
        ignores_script = of_system.has_script and not found["https"]
    faults = tuple(dict.fromkeys(problems))
    return ProxySettings(found["https"], found["http"], exceptions, faults, ignores_script)


def _variable(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """Return the variable's name as it is written, and its value."""
    for written in (name.lower(), name):
        value = environment.get(written, "").strip().strip("\"'").strip()
        if value:
            return written, value
    return name, ""


def _first_usable(
    environment: Mapping[str, str], names: tuple[str, ...], problems: list[str]
) -> str:
    for name in names:
        written, value = _variable(environment, name)
        if value and (
            proxy := _usable(value, tr("the environment variable {name}", name=written), problems)
        ):
            return proxy
    return ""


def _usable(value: str, origin: str, problems: list[str]) -> str:
    try:
        return normalised_proxy(value)
    except _Unusable as problem:
        sentence = tr(
            "{origin} names no usable proxy: {problem}. The program goes on without it.",
            origin=origin,
            problem=problem,
        )
        problems.append(sentence[0].upper() + sentence[1:])
        return ""


def _exceptions(origin: str, listed: str, problems: list[str]) -> tuple[ProxyException, ...]:
    found: list[ProxyException] = []
    for entry in listed.replace(",", " ").split():
        exception = parse_exception(entry)
        if exception is None:
            problems.append(
                tr(
                    "{origin} has an exception that is no host, address or network;"
                    " the others count.",
                    origin=origin[0].upper() + origin[1:],
                )
            )
        else:
            found.append(exception)
    return tuple(found)


def normalised_proxy(value: str) -> str:
    """Return the address of a proxy as any client takes it: scheme, sign-in, host and port.

    People write `host:port`, a name without a password, or a password with characters that an
    address must not have; all of that has one meaning only.

    Raises:
        ValueError: it names no proxy this program can use; the text has nothing of the value.
    """
    scheme, found, rest = value.strip().partition("://")
    if not found:
        scheme, rest = "http", scheme
    scheme = scheme.lower()
    if scheme.startswith("socks"):
        raise _Unusable(tr("SOCKS proxies are not supported; name one that speaks HTTP"))
    if scheme not in _DEFAULT_PORTS:
        raise _Unusable(tr("it begins with something other than http:// or https://"))
    sign_in, at, place = rest.rpartition("@")
    host, port = _host_and_port(re.split(r"[/?#]", place, maxsplit=1)[0].strip(), scheme)
    return f"{scheme}://{_quoted_sign_in(sign_in) if at else ''}{host}:{port}"


def _quoted_sign_in(sign_in: str) -> str:
    name, _, password = sign_in.partition(":")
    # A client that finds no colon may refuse the name, so there always is one.
    return f"{_quoted(name)}:{_quoted(password)}@"


def _quoted(text: str) -> str:
    try:
        plain = unquote(text, errors="strict")
    except UnicodeDecodeError:
        plain = text  # a per cent sign that quotes nothing
    try:
        return quote(plain, safe="")
    except UnicodeEncodeError:
        raise _Unusable(tr("its sign-in has characters that cannot be sent")) from None


def _host_and_port(place: str, scheme: str) -> tuple[str, int]:
    if place.startswith("["):
        inside, _, after = place[1:].partition("]")
        host, port = f"[{_ipv6(inside)}]", after.removeprefix(":")
        if after and not after.startswith(":"):
            raise _Unusable(tr("what follows the address is no port"))
    elif place.count(":") > 1:
        return f"[{_ipv6(place)}]", _DEFAULT_PORTS[scheme]
    else:
        name, _, port = place.partition(":")
        host = _host(name)
    if not port:
        return host, _DEFAULT_PORTS[scheme]
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) <= _LARGEST_PORT):
        raise _Unusable(tr("its port is no number from 1 to 65535"))
    return host, int(port)


def _ipv6(text: str) -> str:
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        raise _Unusable(tr("its host is no name and no address")) from None


def _host(name: str) -> str:
    try:
        ascii_name = name.encode("idna").decode("ascii") if not name.isascii() else name
    except UnicodeError:
        ascii_name = ""
    if not ascii_name:
        raise _Unusable(tr("it has no host"))
    if not _HOST_NAME.fullmatch(ascii_name) or ".." in ascii_name:
        raise _Unusable(tr("its host is no name and no address"))
    return ascii_name.lower()
