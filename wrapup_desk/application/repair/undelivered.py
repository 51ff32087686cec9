"""Brings what agents' desks could not deliver to the repair desk, now and then."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from wrapup_desk.application.ports import Clock, ContactCentreError, StoreError
from wrapup_desk.application.repair.board import RepairBoard
from wrapup_desk.application.repair.repair_ports import PastInteractions, Span
from wrapup_desk.application.team_ports import UndeliveredCodes
from wrapup_desk.domain.repair.past_leg import PastLeg

log = logging.getLogger(__name__)

LOOK_EVERY_S = 20.0
_BACK = timedelta(days=31)
# Legs that no search found are read one by one, up to so many at a time.
_MOST_READ = 50

TakeLegs = Callable[[Sequence[PastLeg]], Awaitable[None]]


class Undelivered:
    """Looks at what agents' desks reported, and notes it on the board shown now.

    Args:
        reports: where agents' desks write.
        past: to read legs that are reported but were not found.
        clock: to pause by.
        shown: returns the board shown now, and the span it was searched for.
        take: puts legs on that board.
    """

    def __init__(
        self,
        reports: UndeliveredCodes,
        past: PastInteractions,
        clock: Clock,
        shown: Callable[[], tuple[RepairBoard, Span | None]],
        take: TakeLegs,
    ) -> None:
        self._reports = reports
        self._past = past
        self._clock = clock
        self._shown = shown
        self._take = take

    async def run(self) -> None:
        """Look for as long as the desk runs."""
        while True:
            try:
                await self.look()
            except (ContactCentreError, StoreError) as error:
                log.info("what agents' desks reported was not read: %s", error)
            await self._clock.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Look once.

        Raises:
            ContactCentreError: a reported leg cannot be read now.
            StoreError: the reports cannot be read now.
        """
        since = self._past.server_now() - _BACK
        reported = await self._reports.reported(since)
        board, span = self._shown()
        if board.note_reported(reported):
            await self._take(())
        if span is None:
            return
        ids = {
            one.key.conversation_id
            for one in board.reported_elsewhere
            if span.start_at <= one.decision.decided_at < max(span.end_at, self._past.server_now())
        }
        legs = await self._past.legs_of(sorted(ids)[:_MOST_READ]) if ids else ()
        if legs and self._shown()[0] is board:
            await self._take(legs)
