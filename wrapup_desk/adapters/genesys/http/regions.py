"""Knows Genesys Cloud's regions and which hosts the program may talk to."""

from __future__ import annotations

import difflib
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from wrapup_desk.domain.language.texts import tr


class UntrustedAddress(ValueError):
    """An address outside the allow-list; the text is fit for a person."""


# RFC 1035: what is longer is no name, and the library that resolves names breaks down at it.
_LONGEST_HOST, _LONGEST_LABEL = 253, 63


@dataclass(frozen=True, slots=True)
class Region:
    """One Genesys Cloud region: its AWS name, what people call it, its domain."""

    id: str
    label: str
    domain: str


# Source: the official SDK's region hosts. `eusc` has no AWS region name of its own there.
REGIONS: tuple[Region, ...] = (
    Region("us-east-1", "US East (N. Virginia)", "mypurecloud.com"),
    Region("us-east-2", "US East 2 (Ohio, FedRAMP)", "use2.us-gov-pure.cloud"),
    Region("us-west-2", "US West (Oregon)", "usw2.pure.cloud"),
    Region("ca-central-1", "Canada (Montréal)", "cac1.pure.cloud"),
    Region("mx-central-1", "Mexico (Querétaro)", "mxc1.pure.cloud"),
    Region("sa-east-1", "South America (São Paulo)", "sae1.pure.cloud"),
    Region("eu-west-1", "Europe (Dublin)", "mypurecloud.ie"),
    Region("eu-west-2", "Europe (London)", "euw2.pure.cloud"),
    Region("eu-central-1", "Europe (Frankfurt)", "mypurecloud.de"),
    Region("eu-central-2", "Europe (Zürich)", "euc2.pure.cloud"),
    Region("eusc", "European Sovereign Cloud", "edee1.eusc-pure.cloud"),
    Region("me-central-1", "Middle East (UAE)", "mec1.pure.cloud"),
    Region("ap-south-1", "Asia Pacific (Mumbai)", "aps1.pure.cloud"),
    Region("ap-southeast-1", "Asia Pacific (Singapore)", "apse1.pure.cloud"),
    Region("ap-southeast-2", "Asia Pacific (Sydney)", "mypurecloud.com.au"),
    Region("ap-northeast-1", "Asia Pacific (Tokyo)", "mypurecloud.jp"),
    Region("ap-northeast-2", "Asia Pacific (Seoul)", "apne2.pure.cloud"),
    Region("ap-northeast-3", "Asia Pacific (Osaka)", "apne3.pure.cloud"),
)


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Where one organisation is reached: REST and login, and what may be streamed from.

    *domain* is the region's own; empty for the simulator, which is on this machine only.
    """

    api: str
    login: str
    label: str
    domain: str = ""

    @property
    def is_demo(self) -> bool:
        """Whether this is a simulator on this machine instead of Genesys Cloud."""
        return not self.domain

    def checked_stream_uri(self, uri: str) -> str:
        """Return *uri*, which the server handed out for the stream, if it may be opened.

        Raises:
            UntrustedAddress: it leads elsewhere; the text never holds the URI, a secret.
        """
        parts = _split(uri)
        host = (parts.hostname or "").rstrip(".").lower() if parts else ""
        is_name = len(host) <= _LONGEST_HOST and all(map(_is_label, host.split(".")))
        if parts and not parts.username and is_name and self._may_stream_from(parts.scheme, host):
            return uri
        raise UntrustedAddress(
            tr(
                "The server named a stream address outside its own region; it was not opened."
                " Tell your administrator."
            )
        )

    def _may_stream_from(self, scheme: str, host: str) -> bool:
        if self.is_demo:
            return scheme in ("ws", "wss") and is_loopback(host)
        return scheme == "wss" and (host == self.domain or host.endswith(f".{self.domain}"))


def region_of(name: str) -> Region:
    """Return the region called *name*: its AWS name, its domain or its city.

    An address copied from the browser names the region of its host.

    Raises:
        UntrustedAddress: there is none; the text lists the closest.
    """
    wanted = name.strip().lower()
    wanted = wanted.partition("://")[2] or wanted
    wanted = wanted.partition("/")[0].partition(":")[0]
    for region in REGIONS:
        is_called_so = wanted in (region.id, region.domain, region.label.lower(), _city(region))
        if is_called_so or wanted.endswith(f".{region.domain}"):
            return region
    raise UntrustedAddress(_unknown(name, wanted))


def address_of(region: str) -> ServiceAddress:
    """Return where *region* is reached.

    Raises:
        UntrustedAddress: it is no region of Genesys Cloud.
    """
    found = region_of(region)
    return ServiceAddress(
        api=f"https://api.{found.domain}",
        login=f"https://login.{found.domain}",
        label=found.label,
        domain=found.domain,
    )


def demo_address(api: str, login: str = "") -> ServiceAddress:
    """Return where a simulator on this machine is reached.

    Raises:
        UntrustedAddress: *api* or *login* is not on this machine. Anything else has to be a
            region, so that a token can never be sent to a host somebody typed or planted.
    """
    checked = [_checked_loopback(url) for url in (api, login or api)]
    return ServiceAddress(api=checked[0], login=checked[1], label=tr("Demo"))


def is_loopback(host: str) -> bool:
    """Whether *host* is this machine, by name or number, without asking the network."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked_loopback(url: str) -> str:
    parts = _split(url)
    is_clean = parts is not None and not parts.username and parts.path in ("", "/")
    if parts and is_clean and parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return f"http://{parts.netloc}"
    raise UntrustedAddress(
        tr(
            "A server address may only be a simulator on this machine, like http://127.0.0.1:8080."
            " For Genesys Cloud, choose a region instead."
        )
    )


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    return parts


def _is_label(label: str) -> bool:
    # The colons of this computer's number count as a label: nothing else has any there.
    return len(label) <= _LONGEST_LABEL and re.fullmatch(r"[a-z0-9_:-]+", label) is not None


def _city(region: Region) -> str:
    return region.label.partition("(")[2].rstrip(")").partition(",")[0].lower()


def _unknown(name: str, wanted: str) -> str:
    by_name = {region.id: region for region in REGIONS}
    by_name |= {_city(region): region for region in REGIONS if _city(region)}
    by_name |= {region.domain: region for region in REGIONS}
    close = difflib.get_close_matches(wanted, by_name, n=3, cutoff=0.5)
    found = list(dict.fromkeys(by_name[match] for match in close))
    offered = found or list(REGIONS)
    listed = ", ".join(f"{region.id} ({region.label})" for region in offered)
    text = tr("“{name}” is not a Genesys Cloud region.", name=name[:60])
    if found:
        return f"{text} {tr('Did you mean: {listed}.', listed=listed)}"
    return f"{text} {tr('The regions are: {listed}.', listed=listed)}"
