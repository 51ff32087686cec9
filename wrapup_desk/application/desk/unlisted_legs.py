"""Finds out what became of the legs that Genesys no longer lists after a gap in the stream."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.backoff import Backoff
from wrapup_desk.application.base.ports import Clock, ContactCentre, ContactCentreError, NotFound
from wrapup_desk.application.desk.messages import LegRead
from wrapup_desk.domain.interaction import Leg

log = logging.getLogger(__name__)

RETRIES = Backoff(first_s=2.0, longest_s=60.0)


class UnlistedLegs:
    """Reads each unlisted conversation until it is known how its leg ended.

    Args:
        centre: reads conversations.
        clock: paces the tries.
        background: owner of the reading.
        tell: told what was read.
    """

    def __init__(
        self,
        centre: ContactCentre,
        clock: Clock,
        background: Background,
        tell: Callable[[LegRead], None],
    ) -> None:
        self._centre = centre
        self._clock = clock
        self._background = background
        self._tell = tell
        self._reading: set[asyncio.Task[None]] = set()

    def find_out(self, leg: Leg) -> None:
        """Read the conversation of *leg* until there is an answer."""
        name = f"read {leg.key.conversation_id}"
        task = self._background.start(self._find_out(leg), name)
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    def stop(self) -> None:
        """Give up what is being tried."""
        for task in self._reading:
            task.cancel()

    async def _find_out(self, leg: Leg) -> None:
        failures = 0
        while True:
            try:
                legs = (await self._centre.conversation(leg.key.conversation_id)).legs
                break
            except NotFound:
                legs = ()
                break
            except ContactCentreError as error:
                log.info("conversation %s not read: %s", leg.key.conversation_id, error)
                failures += 1
                wait = error.retry_after
                pause_s = RETRIES.pause_s(failures)
                await self._clock.sleep(wait.total_seconds() if wait else pause_s)
        self._tell(LegRead(leg.key, legs))
