"""Decides what follows from drawing a sample and from a reviewer's verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from wrapup_desk.application.base.notice import NoticeKind
from wrapup_desk.application.repair.commands import DrawSample, FocusRow, JudgeRow, LeaveSample
from wrapup_desk.application.repair.core.details import handle_detail
from wrapup_desk.application.repair.core.outcome import (
    Outcome,
    arrange_for_person,
    dismissed,
    told,
)
from wrapup_desk.application.repair.core.previews import without_preview
from wrapup_desk.application.repair.effects import DrawRows, NoteChoice, RepairEffect, StoreReview
from wrapup_desk.application.repair.messages import ReviewStored, SampleDrawn, SampleMessage
from wrapup_desk.application.repair.state import RepairState, SampleView
from wrapup_desk.domain.language.texts import mark, tr_marked
from wrapup_desk.domain.quality.sample import Review, Verdict, result_of

_NOTHING_TO_DRAW = mark(
    "There is no interaction with an agent's code to draw from: choose a longer time range,"
    " or fewer filters."
)


def handle_sample(message: SampleMessage, state: RepairState, now: datetime) -> Outcome:
    """Return what follows from what bears on a sample; *now* is the server's time."""
    match message:
        case DrawSample():
            draw = DrawRows(state.legs, state.filters, message.request)
            return replace(dismissed(state, "sample"), is_drawing=True), (draw,)
        case SampleDrawn():
            return _drawn(message, state)
        case JudgeRow():
            return _judged(message, state, now)
        case ReviewStored():
            return _stored(message, state)
        case LeaveSample():
            if state.sample is None:
                return state, ()
            return arrange_for_person(replace(state, sample=None))
        case _:
            assert_never(message)


def _drawn(message: SampleDrawn, state: RepairState) -> Outcome:
    if message.legs is not state.legs or not state.is_drawing:
        return state, ()
    state = replace(state, is_drawing=False)
    if not message.sample.rows:
        return told(state, "sample", tr_marked(_NOTHING_TO_DRAW), NoticeKind.INFO), ()
    state, dropped = without_preview(state)
    view = SampleView(message.sample, message.reviews, result_of(message.sample, message.reviews))
    state = replace(state, sample=view, rows=message.sample.rows, selection=frozenset())
    state, effects = _go_on(state)
    return state, (*dropped, *effects)


def _judged(message: JudgeRow, state: RepairState, now: datetime) -> Outcome:
    view, person = state.sample, state.access.person
    if view is None or person is None or message.row not in view.sample.strata:
        return state, ()
    table = state.legs.table
    is_wrong = message.verdict is Verdict.WRONG
    review = Review(
        key=table.key(message.row),
        code_id=table.code_id(message.row),
        verdict=message.verdict,
        at=now,
        who=person,
        right_code_id=message.right_code_id if is_wrong else "",
    )
    return state, (StoreReview(review, view.sample.request.name),)


def _stored(message: ReviewStored, state: RepairState) -> Outcome:
    view, review = state.sample, message.review
    row = state.legs.row_of(review.key)
    if view is None or row is None or row not in view.sample.strata:
        return state, ()
    reviews = {**view.reviews, row: review}
    view = replace(view, reviews=reviews, result=result_of(view.sample, reviews))
    state = replace(state, sample=view)
    effects: list[RepairEffect] = []
    codes = state.directory.codes_of(state.legs.table.queue_id(row))
    code = next((code for code in codes if code.id == review.right_code_id), None)
    if code is not None:
        # One press away from being corrected as well.
        effects.append(NoteChoice(state.legs, row, code))
    # Who has moved on by hand is not called back.
    if state.focus is not None and state.focus.row != row:
        return state, effects
    state, more = _go_on(state)
    return state, (*effects, *more)


def _go_on(state: RepairState) -> tuple[RepairState, Sequence[RepairEffect]]:
    """Show the next row without a verdict; the last one stays when all have one."""
    row = state.sample.next_row if state.sample is not None else None
    return (state, ()) if row is None else handle_detail(FocusRow(row), state)
