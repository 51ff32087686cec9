"""Decides what follows in a bulk change, from the word of a person to the last answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from wrapup_desk.application.base.notice import NoticeKind
from wrapup_desk.application.repair.batch_plan import BatchRequest, StoredBatch
from wrapup_desk.application.repair.commands import CancelFix, Confirm, ResumeFix
from wrapup_desk.application.repair.core.outcome import Outcome, arrange_soon, dismissed, told
from wrapup_desk.application.repair.effects import (
    DeliverBatch,
    LookAtTrail,
    NoteCode,
    NoteCorrections,
    ReadBatches,
    ReadCorrections,
    ReadUnfinished,
    RepairEffect,
    StopBatch,
    StopPreview,
    StoreBatch,
)
from wrapup_desk.application.repair.messages import (
    BatchEnded,
    BatchProgressed,
    BatchStored,
    ChangeCommand,
    ChangeMessage,
    CorrectionChanged,
    RateLimitReported,
    UnfinishedRead,
)
from wrapup_desk.application.repair.state import BatchView, RepairState, Work
from wrapup_desk.domain.language.conventions import listed, number
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.preview import Preview


def handle_change_command(message: ChangeCommand, state: RepairState, now: datetime) -> Outcome:
    """Return what follows from what a person wants of a bulk change."""
    match message:
        case Confirm():
            return _confirm(message, state, now)
        case CancelFix():
            return state, (StopBatch(),)
        case ResumeFix():
            person = state.access.person
            if person is None or state.is_changing:
                return state, ()
            return replace(state, is_changing=True), (ReadUnfinished(person.id),)
        case _:
            assert_never(message)


def handle_change(message: ChangeMessage, state: RepairState) -> Outcome:
    """Return what follows from how a bulk change goes."""
    match message:
        case BatchStored():
            state, effects = _deliver(message.stored, state)
            return state, (*effects, ReadCorrections())
        case UnfinishedRead():
            return _resume(message, state)
        case CorrectionChanged():
            return _correction_changed(message, state)
        case BatchProgressed():
            return _with_work(state, message.work, message.pause_left_s), ()
        case RateLimitReported():
            work = state.fix.work if state.fix is not None else Work()
            return _with_work(state, work, message.pause_s), ()
        case BatchEnded():
            state = _with_work(state, message.work)
            return after_change(_without_permissions(state, message.missing_permissions))
        case _:
            assert_never(message)


def after_change(state: RepairState) -> Outcome:
    """Show what a bulk change left; the next one need not wait for that."""
    state, arranging = arrange_soon(replace(state, is_changing=False))
    return state, (ReadBatches(), LookAtTrail(), *arranging)


def _confirm(message: Confirm, state: RepairState, now: datetime) -> Outcome:
    """Store what the preview says; refused with a notice, and nothing queued, where it may not be.

    That is without the right to change codes, without a reason where one is needed, and while
    another bulk change runs.
    """
    preview, person = state.preview, state.access.person
    if preview is None or not preview.changes:
        return state, ()
    problem = _problem_with_fixing(state)
    if not problem and state.is_changing:
        problem = tr("Another bulk change is still running.")
    problem = problem or _problem_with_request(state, preview, message)
    if problem or person is None:
        return told(state, "fix", problem), ()
    request = BatchRequest(person, now, message.reason.strip(), message.note, preview.rule)
    state = replace(
        dismissed(state, "fix"),
        preview=None,
        previewing=Work(),
        selection=frozenset(),
        is_changing=True,
    )
    return state, (StoreBatch(preview, request), StopPreview())


def _problem_with_fixing(state: RepairState) -> str:
    """Return why nothing may be fixed at all; "" when it may."""
    access = state.access
    if access.person is None or not access.may_fix:
        lacking = listed(access.missing) or tr("a permission")
        return tr(
            "Genesys does not let this account change codes: {lacking} is missing.",
            lacking=lacking,
        )
    return ""


def _problem_with_request(state: RepairState, preview: Preview, message: Confirm) -> str:
    """Return what is missing in a request that may be carried out; "" when nothing is."""
    if state.needs_reason and not message.reason.strip():
        return tr("A reason is needed for this change.")
    # An undo puts back what was there before.
    if state.needs_note and not message.note.strip() and not preview.undoes_batch_id:
        return tr("A note is needed for this change.")
    return ""


def _deliver(stored: StoredBatch, state: RepairState) -> Outcome:
    rows = {one.id: one for one in (*stored.settled, *stored.corrections)}
    work = Work(len(stored.corrections), is_running=True)
    view = BatchView(stored.batch, tuple(rows.values()), stored.conflicts, work)
    known = (*stored.conflicts, *stored.corrections)
    state, arranging = arrange_soon(replace(state, fix=view, is_changing=True))
    return state, (DeliverBatch(stored), NoteCorrections(state.legs, known), *arranging)


def _resume(message: UnfinishedRead, state: RepairState) -> Outcome:
    stored = message.stored
    if stored is None:
        # Another program of this person's has settled it meanwhile.
        return after_change(state)
    text = tr_n(
        "Resumed 1 correction from an earlier run.",
        "Resumed {count} corrections from an earlier run.",
        len(stored.corrections),
    )
    return _deliver(stored, told(state, "resumed", text, NoticeKind.INFO))


def _correction_changed(message: CorrectionChanged, state: RepairState) -> Outcome:
    correction, effects = message.correction, list[RepairEffect]()
    # An undo changes the correction it takes back, too; the newest of the leg is shown.
    if correction.state is not CorrectionState.WITHDRAWN or correction.undoes_id:
        effects.append(NoteCorrections(state.legs, (correction,)))
    if message.code_seen is not None:
        effects.append(NoteCode(state.legs, correction.key, message.code_seen, message.seen))
    if state.fix is not None:
        state = replace(state, fix=state.fix.with_correction(correction))
    state, arranging = arrange_soon(state)
    return state, (*effects, *arranging)


def _with_work(state: RepairState, work: Work, pause_s: float = 0.0) -> RepairState:
    if state.fix is None:
        return state
    if pause_s:
        note = tr("Genesys asks us to wait; trying again in {seconds} s.", seconds=number(pause_s))
        work = replace(work, note=note)
    return replace(state, fix=replace(state.fix, work=work))


def _without_permissions(state: RepairState, missing: Sequence[str]) -> RepairState:
    """Return *state* where the server has refused because of *missing* permissions."""
    if not missing:
        return state
    lacking = (*state.access.missing, *missing)
    state = replace(state, access=replace(state.access, may_fix=False, missing=lacking))
    return told(state, "fix", _problem_with_fixing(state))
