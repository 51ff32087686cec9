"""Makes the smallest requests: a line stays open, a sign-in alive, and one that came back is found."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient
from wrapup_desk.application.base.ports import Clock, ContactCentreError, Unreachable

# Below the minute after which servers, and the client, close what is idle.
KEEP_EVERY_S = 40.0
# A third of the shortest idle time-out: two requests may be lost.
KEEP_SIGNED_IN_EVERY_S = 100.0
# How often to look whether somebody has signed in.
_LOOK_EVERY_S = 20.0
# How often to look whether a line is back: all desks of a site come back over these seconds.
LOOK_FOR_LINE_S = (4.0, 12.0)
# A line that takes a request and stays silent is none.
_ANSWERED_WITHIN_S = 10.0


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


async def look_for_the_line(
    rest: RestClient, clock: Clock, random: Random, is_cut_off: Callable[[], bool]
) -> None:
    """Ask for next to nothing while news *is_cut_off*, until it is answered; until cancelled.

    The first answer after none came ends the pause that the news waits out (`RestClient`), which
    grows up to a minute and a half. An outage of the site lets none of it through to Genesys; where
    Genesys answers and does not let the news through, once is enough.
    """
    is_answered = False
    while True:
        await clock.sleep(random.uniform(*LOOK_FOR_LINE_S))
        is_answered = is_cut_off() and (is_answered or await _ask_for_next_to_nothing(rest))


async def _ask_for_next_to_nothing(rest: RestClient) -> bool:
    """Tell whether anything was answered; whoever needs the line says what is wrong with it."""
    if rest.token.current is None:
        return False
    try:
        # "Verify user token" (tokens_api.py), the smallest there is: no body either way.
        await rest.request("HEAD", "/tokens/me", answer_within_s=_ANSWERED_WITHIN_S)
    except Refused:
        return True
    except ContactCentreError as error:
        return not isinstance(error, Unreachable)
    return True
