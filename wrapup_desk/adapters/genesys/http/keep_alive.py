"""Keeps a connection open while an interaction lasts, and the sign-in while nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient
from wrapup_desk.application.base.ports import Clock, ContactCentreError

# Below the minute after which servers, and the client, close what is idle.
KEEP_EVERY_S = 40.0
# A third of the shortest idle time-out: two requests may be lost.
KEEP_SIGNED_IN_EVERY_S = 100.0
# How often to look whether somebody has signed in.
_LOOK_EVERY_S = 20.0


async def keep_connection_open(
    rest: RestClient, clock: Clock, is_needed: Callable[[], bool]
) -> None:
    """Ask for next to nothing from time to time, while that *is_needed*, until cancelled.

    A call lasts minutes, and nothing is asked meanwhile. The code would then have to wait for a
    new connection: name, TCP and TLS, two to three round trips more than the write itself.
    """
    while True:
        await clock.sleep(KEEP_EVERY_S)
        if is_needed():
            await _ask_for_next_to_nothing(rest)


async def keep_signed_in(rest: RestClient, clock: Clock, is_wanted: Callable[[], bool]) -> None:
    """Make a request after each quiet while, where that *is_wanted*, until cancelled.

    An organisation's idle time-out (5 minutes at least, 15 at most under HIPAA) counts the
    token's requests alone: a desk that only listens would be signed out between two calls.
    """
    while True:
        left_s = KEEP_SIGNED_IN_EVERY_S - rest.quiet_for_s
        await clock.sleep(left_s if left_s > 0 else _LOOK_EVERY_S)
        if is_wanted() and rest.quiet_for_s >= KEEP_SIGNED_IN_EVERY_S:
            await _ask_for_next_to_nothing(rest)


async def _ask_for_next_to_nothing(rest: RestClient) -> None:
    if rest.token.current is None:
        return
    # Whoever needs the line finds out what is wrong, and says so.
    with suppress(Refused, ContactCentreError):
        # "Verify user token" (tokens_api.py), the smallest there is: no body either way.
        await rest.request("HEAD", "/tokens/me")
