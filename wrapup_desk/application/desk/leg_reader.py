"""Reads codes, written words and predictions of a leg, and the routing status, and tells them."""

from __future__ import annotations

import logging
from collections.abc import Callable

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import ContactCentre, ContactCentreError
from wrapup_desk.application.desk.effects import ReadCodes, ReadEffect, ReadPrediction, ReadWords
from wrapup_desk.application.desk.messages import (
    CodesNotRead,
    CodesRead,
    PredictionRead,
    ReadMessage,
    WordsNotRead,
    WordsRead,
)
from wrapup_desk.domain.events import RoutingStatusChanged
from wrapup_desk.domain.interaction import Leg

log = logging.getLogger(__name__)


class LegReader:
    """Asks the contact centre about legs.

    Args:
        centre: is asked.
        background: a code on its way goes before any reading.
        tell: told what was read, or that it could not be read.
    """

    def __init__(
        self,
        centre: ContactCentre,
        background: Background,
        tell: Callable[[ReadMessage | RoutingStatusChanged], None],
    ) -> None:
        self._centre = centre
        self._background = background
        self._tell = tell

    async def read(self, effect: ReadEffect) -> None:
        """Read what *effect* asks for, once."""
        await self._background.until_free()
        match effect:
            case ReadCodes(leg, anew):
                await self._read_codes(leg, anew=anew)
            case ReadWords(leg, message_ids):
                await self._read_words(leg, message_ids)
            case ReadPrediction(leg):
                await self._read_prediction(leg)

    async def read_status(self) -> None:
        """Read whether work is routed to the agent; without an answer the next event tells."""
        try:
            status = await self._centre.routing_status()
        except ContactCentreError as error:
            log.info("routing status not read: %s", error)
        else:
            self._tell(RoutingStatusChanged(status))

    async def _read_codes(self, leg: Leg, *, anew: bool) -> None:
        try:
            codes = await self._centre.codes_for(leg, anew=anew)
        except ContactCentreError as error:
            self._tell(CodesNotRead(leg.key, str(error)))
        else:
            self._tell(CodesRead(leg.key, codes))

    async def _read_words(self, leg: Leg, message_ids: tuple[str, ...]) -> None:
        try:
            utterances = await self._centre.written_words(leg, message_ids)
        except ContactCentreError as error:
            log.info("written words of %s not read: %s", leg.key.communication_id, error)
            self._tell(WordsNotRead(leg.key, message_ids))
        else:
            self._tell(WordsRead(leg.key, utterances))

    async def _read_prediction(self, leg: Leg) -> None:
        """Never waited for: without an answer the suggestions do without."""
        try:
            summary = await self._centre.copilot_summary(leg)
        except ContactCentreError as error:
            log.info("no prediction for %s: %s", leg.key.communication_id, error)
            return
        if summary.codes or summary.text:
            self._tell(PredictionRead(leg.key, summary.codes, summary.text))
