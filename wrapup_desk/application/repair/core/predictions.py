"""Decides which rows' Copilot predictions are read: those in sight, while they may be read."""

from __future__ import annotations

from dataclasses import replace

from wrapup_desk.application.repair.commands import SeeRows
from wrapup_desk.application.repair.core.outcome import Outcome
from wrapup_desk.application.repair.effects import ReadPredictions
from wrapup_desk.application.repair.messages import PredictionMessage
from wrapup_desk.application.repair.state import RepairState


def handle_predictions(message: PredictionMessage, state: RepairState) -> Outcome:
    """Return what follows from rows that come into sight; a refusal ends it without a word."""
    if not isinstance(message, SeeRows):
        return replace(state, may_read_predictions=False), ()
    if not state.may_read_predictions:
        return state, ()
    unknown = tuple(row for row in message.rows if not state.legs.is_prediction_known(row))
    return state, (ReadPredictions(state.legs, unknown),) if unknown else ()
