"""Decides what follows from news of queues, and from what agents' desks report."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from wrapup_desk.application.repair.commands import FollowQueues
from wrapup_desk.application.repair.core.outcome import Outcome, arrange_soon
from wrapup_desk.application.repair.effects import (
    FollowNews,
    NoteReported,
    ReadLegs,
    ReadReported,
    RepairEffect,
    StopFollowing,
    TakeLegs,
)
from wrapup_desk.application.repair.messages import (
    LegsRead,
    LiveLegsSeen,
    LiveLineChanged,
    LiveMessage,
    ReportedNoted,
    ReportedRead,
)
from wrapup_desk.application.repair.state import RepairState

LOOK_EVERY_S = 20.0
# Legs that no search found are read one by one, up to so many at a time.
_MOST_READ = 50


def handle_live(message: LiveMessage, state: RepairState, now: datetime) -> Outcome:
    """Return what follows from legs that come by themselves."""
    match message:
        case FollowQueues():
            return _follow(message, state)
        case LiveLegsSeen():
            return state, (TakeLegs(state.legs, message.legs),)
        case LiveLineChanged():
            return replace(state, live_problem=message.problem), ()
        case ReportedRead():
            note = NoteReported(state.legs, message.submissions)
            return state, (note, ReadReported(LOOK_EVERY_S))
        case ReportedNoted():
            return _reported(message, state, now)
        case LegsRead():
            is_wanted = message.legs is state.legs and bool(message.found)
            return state, (TakeLegs(state.legs, message.found),) if is_wanted else ()
        case _:
            assert_never(message)


def _follow(message: FollowQueues, state: RepairState) -> Outcome:
    if message.queue_ids:
        return state, (FollowNews(message.queue_ids),)
    return replace(state, live_problem=None), (StopFollowing(),)


def _reported(message: ReportedNoted, state: RepairState, now: datetime) -> Outcome:
    """Look for what is reported within the span searched, and was not found there."""
    if message.legs is not state.legs:
        return state, ()
    effects: list[RepairEffect] = []
    if message.is_news:
        state, arranging = arrange_soon(state)
        effects.extend(arranging)
    span = state.find.span
    if span is not None:
        ids = {
            one.key.conversation_id
            for one in state.legs.reported_elsewhere
            if span.start_at <= one.decision.decided_at < max(span.end_at, now)
        }
        if ids:
            effects.append(ReadLegs(state.legs, tuple(sorted(ids)[:_MOST_READ])))
    return state, effects
