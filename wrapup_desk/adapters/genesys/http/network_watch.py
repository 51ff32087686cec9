"""Notices that the way to Genesys changed: Wi-Fi, cable, VPN, or a wake-up somewhere else."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.application.base.ports import Clock

log = logging.getLogger(__name__)

LOOK_EVERY_S = 3.0
# A longer gap between two looks is no busy moment: the computer slept.
_SLEPT_S = 15.0
# Addresses that nobody has (RFC 5737, 3849): what leads there leads anywhere.
_ANYWHERE = ("198.51.100.1", "2001:db8::1")
_PORT = 443

Routes = tuple[str, ...]


def routes_to(peer: str) -> Routes:
    """Return which of its own addresses this computer would use: towards anybody, and *peer*.

    Asks the system's table of routes; nothing is sent, and nothing can keep it waiting. *peer* is
    an address of the stream or of its proxy, which a VPN may lead elsewhere than all the rest.
    """
    return tuple(map(_source_towards, (*_ANYWHERE, *([peer] if peer else []))))


def _source_towards(host: str) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((host, _PORT))  # of a datagram: it only chooses the route
            return str(asking.getsockname()[0])
    except OSError:
        return ""


async def watch_network(
    rest: RestClient, clock: Clock, look: Callable[[str], Routes] = routes_to
) -> None:
    """Tell *rest* of each change, until cancelled."""
    peer, known = rest.peer, look(rest.peer)
    looked_at = clock.now()
    while True:
        await clock.sleep(LOOK_EVERY_S)
        now, before = clock.now(), looked_at
        looked_at = now
        has_slept = (now - before).total_seconds() > LOOK_EVERY_S + _SLEPT_S
        if rest.peer != peer:
            # A new connection has just been made: it is where the comparison begins.
            peer, known = rest.peer, look(rest.peer)
        found = look(peer)
        if found != known or has_slept:
            known = found
            await rest.network_changed()
