"""Decides what follows from searching the past."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from wrapup_desk.application.base.notice import NoticeKind
from wrapup_desk.application.repair.commands import CancelFind, Find
from wrapup_desk.application.repair.core.outcome import Outcome, arrange_soon, dismissed, told
from wrapup_desk.application.repair.core.previews import without_preview
from wrapup_desk.application.repair.effects import (
    Search,
    StopDetails,
    StopSearch,
    StopSuggesting,
)
from wrapup_desk.application.repair.messages import FindEnded, FindProgressed, SearchMessage
from wrapup_desk.application.repair.state import FindPhase, FindState, RepairState, Totals
from wrapup_desk.domain.language.texts import tr


def handle_search(message: SearchMessage, state: RepairState) -> Outcome:
    """Return what follows from a search that is asked for, goes on, ends or is cancelled."""
    match message:
        case Find():
            return _find(message, state)
        case CancelFind():
            if state.find.phase is not FindPhase.FINDING:
                return state, ()
            find = replace(state.find, phase=FindPhase.CANCELLED, note="")
            state, effects = arrange_soon(replace(state, find=find))
            return state, (StopSearch(), *effects)
        case FindProgressed():
            return _progressed(message, state)
        case FindEnded():
            if message.legs is not state.legs or state.find.phase is not FindPhase.FINDING:
                return state, ()
            find = replace(state.find, phase=FindPhase.DONE, share_done=1.0, note="")
            state = replace(state, find=find)
            if message.shortfall:
                state = told(state, "find", message.shortfall, NoticeKind.WARNING)
            return arrange_soon(state)
        case _:
            assert_never(message)


def _find(message: Find, state: RepairState) -> Outcome:
    if not state.access.may_find:
        return told(state, "find", state.access.problem or tr("You are not signed in yet.")), ()
    state, dropped = without_preview(dismissed(state, "find"))
    find = FindState(
        FindPhase.FINDING,
        message.span,
        message.queue_ids,
        share_done=0.0,
        note=tr("Reading names"),
    )
    state = replace(
        state,
        find=find,
        legs=state.legs.successor(),
        sample=None,
        is_drawing=False,
        rows=(),
        selection=frozenset(),
        focus=None,
        totals=Totals(),
        suggesting=replace(state.suggesting, is_running=False),
    )
    state, arranging = arrange_soon(state)
    search = Search(state.legs, message.span, message.queue_ids)
    return state, (StopSuggesting(), StopDetails(), *dropped, search, *arranging)


def _progressed(message: FindProgressed, state: RepairState) -> Outcome:
    if message.legs is not state.legs or state.find.phase is not FindPhase.FINDING:
        return state, ()
    share = state.find.share_done if message.share_done is None else message.share_done
    found = len(message.legs)
    find = replace(state.find, share_done=share, legs_found=found, note=message.note)
    return arrange_soon(replace(state, find=find))
