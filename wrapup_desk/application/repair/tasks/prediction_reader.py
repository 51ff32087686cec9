"""Reads what Copilot predicted for the rows that are seen, and nothing more once it is refused."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from wrapup_desk.application.base.ports import ContactCentreError, NotPermitted
from wrapup_desk.application.base.rate_gate import RateGate
from wrapup_desk.application.repair.effects import ReadPredictions
from wrapup_desk.application.repair.messages import LegsChanged, PredictionsRefused
from wrapup_desk.application.repair.ports import CopilotPredictions

log = logging.getLogger(__name__)


class PredictionReader:
    """Works through the rows of one look at a time; without *predictions* it does nothing."""

    def __init__(
        self,
        predictions: CopilotPredictions | None,
        gate: RateGate,
        post: Callable[[LegsChanged | PredictionsRefused], None],
    ) -> None:
        self._predictions = predictions
        self._gate = gate
        self._post = post

    async def read(self, effect: ReadPredictions) -> None:
        """Note each row's prediction in the index; an organisation without any is not told of it."""
        if self._predictions is None:
            return
        legs = effect.legs
        for row in effect.rows:
            if legs.is_prediction_known(row):
                continue
            await self._gate.turn()
            try:
                found = await self._predictions.of_leg(legs.table.key(row))
            except NotPermitted as refusal:
                log.info("no predictions are read: %s", refusal)
                self._post(PredictionsRefused())
                return
            except ContactCentreError as error:
                log.info("a prediction was not read: %s", error)
                return
            legs.predict(row, found)
            self._post(LegsChanged())
            await asyncio.sleep(0)
