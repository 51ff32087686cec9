"""Matches hosts against what a computer's settings except from the proxy (NO_PROXY)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

_LARGEST_PORT = 65_535
_PATTERN = re.compile(r"[a-z0-9_*?.\-]+")
_WITH_PORT = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*)(:(?P<port>\d{1,5}))?")
# Windows' word for names without a dot.
_PLAIN_NAMES = "<local>"

_Net = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class ProxyException:
    """One entry: a name with what is below it, a pattern, or a network; with a port, only that."""

    name: str = ""
    network: _Net | None = None
    port: int = 0

    def covers(self, host: str, port: int) -> bool:
        """Whether *host* is reached without a proxy."""
        if self.port and self.port != port:
            return False
        host = host.lower()
        if self.network is not None:
            return _is_in(host, self.network)
        if self.name == _PLAIN_NAMES:
            return "." not in host and ":" not in host
        if "*" in self.name or "?" in self.name:
            return fnmatchcase(host, self.name)
        return host == self.name or host.endswith(f".{self.name}")


def parse_exception(entry: str) -> ProxyException | None:
    """Return what *entry* excepts; None if it is no host, address or network."""
    entry = entry.strip().lower()
    if entry in (_PLAIN_NAMES, "*"):
        return ProxyException(entry)
    # Windows lists addresses, too.
    entry = re.sub(r"^[a-z]+://", "", entry).rstrip("/") if "://" in entry else entry
    if (network := _network(entry)) is not None:
        return ProxyException(network=network)
    found = _WITH_PORT.fullmatch(entry)
    if found is None:
        return None
    host, port = found["host"], int(found["port"] or 0)
    if port > _LARGEST_PORT:
        return None
    if (network := _network(host)) is not None:
        return ProxyException(network=network, port=port)
    name = host.removeprefix("*.").strip(".")
    if host.startswith("[") or not _PATTERN.fullmatch(name):
        return None
    return ProxyException(name, port=port)


def _network(text: str) -> _Net | None:
    bare = re.sub(r"^\[(.*)\](/\d+)?$", r"\1\2", text)
    try:
        return ipaddress.ip_network(bare, strict=False)
    except ValueError:
        return None


def _is_in(host: str, network: _Net) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address in network
