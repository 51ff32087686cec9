"""Keeps a connection to Genesys open while an interaction lasts, so that a code finds one."""

from __future__ import annotations

from collections.abc import Callable

from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient
from wrapup_desk.application.base.ports import Clock, ContactCentreError

# Below the minute after which servers, and the client, close what is idle.
KEEP_EVERY_S = 40.0


async def keep_connection_open(
    rest: RestClient, clock: Clock, is_needed: Callable[[], bool]
) -> None:
    """Ask for next to nothing from time to time, while that *is_needed*, until cancelled.

    A call lasts minutes, and nothing is asked meanwhile. The code would then have to wait for a
    new connection: name, TCP and TLS, two to three round trips more than the write itself.
    """
    while True:
        await clock.sleep(KEEP_EVERY_S)
        if is_needed() and rest.token.current is not None:
            try:
                # "Verify user token" (tokens_api.py), the smallest there is: no body either way.
                await rest.request("HEAD", "/tokens/me")
            except (Refused, ContactCentreError):
                continue  # whoever needs the line finds out, and says so
