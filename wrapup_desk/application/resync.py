"""Finds out what became of the legs that Genesys no longer lists after a gap in the stream."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Set
from dataclasses import replace

from wrapup_desk.application.background import Background
from wrapup_desk.application.card_table import CardTable
from wrapup_desk.application.ports import Clock, ContactCentre, ContactCentreError, NotFound
from wrapup_desk.domain.interaction import Leg, LegKey, Phase

log = logging.getLogger(__name__)

FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 60.0


class Resync:
    """Reads each unlisted conversation until it is known how its leg ended.

    Args:
        centre: reads conversations.
        clock: paces the tries.
        background: owner of the reading.
        cards: what is known so far.
        on_change: told when a card changed.
    """

    def __init__(
        self,
        centre: ContactCentre,
        clock: Clock,
        background: Background,
        cards: CardTable,
        on_change: Callable[[], None],
    ) -> None:
        self._centre = centre
        self._clock = clock
        self._background = background
        self._cards = cards
        self._on_change = on_change
        self._reading: set[asyncio.Task[None]] = set()

    def find_out_about_the_rest(self, listed: Set[LegKey]) -> None:
        """Read the conversations of legs that were not *listed*; earlier tries are given up."""
        self.stop()
        for card in self._cards:
            leg = card.leg
            if leg.key not in listed and not leg.phase.is_over:
                name = f"read {leg.key.conversation_id}"
                self._reading.add(self._background.start(self._find_out(leg), name))

    def stop(self) -> None:
        """Give up what is being tried."""
        for task in self._reading:
            task.cancel()
        self._reading.clear()

    async def _find_out(self, leg: Leg) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                legs = (await self._centre.conversation(leg.key.conversation_id)).legs
                break
            except NotFound:
                legs = ()
                break
            except ContactCentreError as error:
                log.info("conversation %s not read: %s", leg.key.conversation_id, error)
                wait = error.retry_after
                await self._clock.sleep(wait.total_seconds() if wait else pause_s)
                pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
        self._take(leg, legs)

    def _take(self, leg: Leg, legs: tuple[Leg, ...]) -> None:
        for seen in legs:
            self._cards.take_leg(seen)
        card = self._cards.get(leg.key)
        if card is not None and all(seen.key != leg.key for seen in legs):
            # Genesys has forgotten the leg: whatever it was, it is over.
            is_answered = card.leg.phase is not Phase.ALERTING
            over = Phase.COMPLETED if is_answered else Phase.MISSED
            self._cards.take_leg(replace(card.leg, phase=over))
        self._on_change()
