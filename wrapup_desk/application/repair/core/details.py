"""Decides what follows from looking at one row, and from asking for suggestions."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from wrapup_desk.application.repair.commands import CancelSuggest, FocusRow, Suggest
from wrapup_desk.application.repair.core.outcome import Outcome, arrange_soon
from wrapup_desk.application.repair.effects import (
    NoteLook,
    ReadDetails,
    StopDetails,
    StopSuggesting,
    SuggestCodes,
)
from wrapup_desk.application.repair.leg_moments import first_look
from wrapup_desk.application.repair.messages import (
    DetailMessage,
    FocusLoaded,
    SuggestingChanged,
)
from wrapup_desk.application.repair.state import RepairState, Work


def handle_detail(message: DetailMessage, state: RepairState) -> Outcome:
    """Return what follows for the details of a row, and for suggestions."""
    match message:
        case FocusRow():
            return _focus(message, state)
        case FocusLoaded():
            if state.focus is None or state.focus.row != message.focus.row:
                return state, ()
            return replace(state, focus=message.focus), ()
        case Suggest():
            rows = tuple(message.rows or sorted(state.selection) or state.rows)
            suggesting = Work(len(rows), is_running=True)
            return replace(state, suggesting=suggesting), (SuggestCodes(state.legs, rows),)
        case CancelSuggest():
            suggesting = replace(state.suggesting, is_running=False)
            return replace(state, suggesting=suggesting), (StopSuggesting(),)
        case SuggestingChanged():
            if not state.suggesting.is_running:
                return state, ()
            return arrange_soon(replace(state, suggesting=message.work))
        case _:
            assert_never(message)


def _focus(message: FocusRow, state: RepairState) -> Outcome:
    if message.row is None:
        return replace(state, focus=None), (StopDetails(),)
    focus = first_look(state.legs, message.row)
    effects = (NoteLook(state.legs, message.row), ReadDetails(state.legs, focus))
    return replace(state, focus=focus), effects
