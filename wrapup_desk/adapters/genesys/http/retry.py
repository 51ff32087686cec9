"""Makes long searches wait out rate limits and short outages instead of failing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from wrapup_desk.adapters.genesys.http.decoding import WireError
from wrapup_desk.application.base.ports import Clock, RateLimited, Unreachable
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr

Found = TypeVar("Found")

_OUTAGE_WAITS_S = (2.0, 5.0, 15.0)
_DEFAULT_WAIT = timedelta(seconds=5)


class ReadRetry:
    """Asks again as often as the server wants to be asked later."""

    def __init__(self, clock: Clock, report: Callable[[str], None] | None = None) -> None:
        self._clock = clock
        # Called with what is waited for, in words, and "" when the wait is over.
        self.report = report or (lambda _: None)

    async def ask(self, request: Callable[[], Awaitable[Found]]) -> Found:
        """Return what *request* brings, however long the server makes it wait.

        Raises:
            ContactCentreError: refused, or still unreachable after some tries.
        """
        outages = list(_OUTAGE_WAITS_S)
        while True:
            try:
                return await request()
            except RateLimited as error:
                wait_s = (error.retry_after or _DEFAULT_WAIT).total_seconds()
                self.report(told_to_wait(wait_s))
            except Unreachable as error:
                if isinstance(error, WireError) or not outages:
                    raise
                wait_s = outages.pop(0)
                self.report(
                    tr("{error} Retrying in {seconds} s", error=error, seconds=number(wait_s))
                )
            await self._clock.sleep(wait_s)
            self.report("")


def told_to_wait(wait_s: float) -> str:
    """Return what is said while Genesys wants to be asked later, in *wait_s* seconds."""
    return tr("Genesys asks us to wait; trying again in {seconds} s", seconds=number(wait_s))
