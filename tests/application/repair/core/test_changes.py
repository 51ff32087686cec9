"""Given a state and what bears on corrections: then these effects, what may not be lost first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.application.repair.core.examples import (
    BATCH,
    FIRST,
    NOW,
    SECOND,
    STORED,
    after,
    arranged,
    found,
    previewed,
    running,
    signed_out,
    texts,
)
from tests.domain.repair.examples import INVOICE, REFUND, ROBIN, SAM, correction
from wrapup_desk.application.base.effect import Worth
from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.repair.batch_plan import BatchRequest, StoredBatch
from wrapup_desk.application.repair.commands import (
    CancelFix,
    Confirm,
    ResumeFix,
    Start,
)
from wrapup_desk.application.repair.effects import (
    Arrange,
    DeliverBatch,
    LookAtTrail,
    NoteCode,
    NoteCorrections,
    ReadAccess,
    ReadBatches,
    ReadCorrections,
    ReadLedger,
    ReadReported,
    ReadUnfinished,
    StopBatch,
    StopPreview,
    StoreBatch,
    VerifyCorrections,
)
from wrapup_desk.application.repair.messages import (
    AccessRead,
    BatchEnded,
    BatchProgressed,
    BatchStored,
    CorrectionChanged,
    CorrectionsVerified,
    LedgerRead,
    RateLimitReported,
    UnfinishedRead,
)
from wrapup_desk.application.repair.rule_effects import ReadRuleLists
from wrapup_desk.application.repair.state import Arranging, RepairState, Work
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.repair.correction import Correction, CorrectionState
from wrapup_desk.domain.repair.preview import Preview

# Signing in


def test_signing_in_asks_who_it_is_then_for_what_was_corrected_and_reported() -> None:
    state = signed_out(found())
    assert after(Start(), state) == (state, (ReadAccess(),))

    shown, effects = after(AccessRead(Agent(ROBIN.id, ROBIN.name)), state)

    assert shown.access.person == ROBIN
    assert effects == (ReadReported(), ReadLedger(ROBIN.id))


@pytest.mark.parametrize("has_work_left", [False, True])
def test_what_a_crash_left_is_gone_on_with(*, has_work_left: bool) -> None:
    state = found()
    read = LedgerRead([FIRST], {FIRST.key: 1}, has_work_left)

    shown, effects = after(read, state)

    resuming = [ReadUnfinished(ROBIN.id)] if has_work_left else []
    assert list(effects) == [
        NoteCorrections(state.legs, [FIRST], {FIRST.key: 1}),
        ReadBatches(),
        ReadRuleLists(),
        LookAtTrail(),
        VerifyCorrections(ROBIN.id),
        *resuming,
    ]
    assert shown.is_changing == has_work_left


def test_what_was_left_is_told_shown_whole_and_delivered() -> None:
    done = correction(3, state=CorrectionState.CONFIRMED)
    left = replace(STORED, settled=(done, FIRST, SECOND))

    shown, effects = after(UnfinishedRead(left), found())

    text = "Resumed 2 corrections from an earlier run."
    assert shown.notices == (Notice("resumed", NoticeKind.INFO, text),)
    assert shown.fix is not None
    assert shown.fix.corrections == (done, FIRST, SECOND)
    assert effects[0] == DeliverBatch(left)


def test_nothing_left_is_no_change_that_runs() -> None:
    shown, effects = after(UnfinishedRead(None), replace(found(), is_changing=True))

    assert not shown.is_changing
    assert effects == (ReadBatches(), LookAtTrail(), arranged(shown))


# Bulk changes


def test_what_a_person_confirms_is_stored_before_anything_is_sent() -> None:
    state = previewed()
    assert state.preview is not None

    shown, effects = after(Confirm(" Missing ", "heard it"), state)

    request = BatchRequest(ROBIN, NOW, "Missing", "heard it")
    assert effects == (StoreBatch(state.preview, request), StopPreview())
    assert (shown.preview, shown.selection, shown.is_changing) == (None, frozenset(), True)


def test_a_stored_change_is_delivered_first_of_all() -> None:
    shown, effects = after(BatchStored(STORED), found())

    assert list(effects) == [
        DeliverBatch(STORED),
        NoteCorrections(shown.legs, (FIRST, SECOND)),
        arranged(shown),
        ReadCorrections(),
    ]
    assert min(effects, key=lambda effect: effect.worth) == DeliverBatch(STORED)
    assert StoreBatch.worth < DeliverBatch.worth < ReadCorrections.worth < Arrange.worth
    assert Arrange.worth == Worth.RANK
    assert shown.fix is not None
    assert shown.fix.work == Work(2, is_running=True)


@pytest.mark.parametrize(
    ("state", "message", "problem"),
    [
        (replace(previewed(), needs_reason=True), Confirm("  "), "A reason is needed"),
        (replace(previewed(), needs_note=True), Confirm("r", " "), "A note is needed"),
        (replace(previewed(), is_changing=True), Confirm("r"), "Another bulk change is still"),
        (signed_out(previewed()), Confirm("r"), "does not let this account change codes"),
    ],
)
def test_a_change_that_may_not_be_is_refused_and_nothing_is_stored(
    state: RepairState, message: Confirm, problem: str
) -> None:
    shown, effects = after(message, state)

    assert effects == ()
    assert problem in texts(shown)[0]
    assert shown.preview == state.preview


def test_an_undo_needs_no_note() -> None:
    state = previewed()
    assert state.preview is not None
    undo = replace(state.preview, undoes_batch_id="batch-1")

    _, effects = after(Confirm("r"), replace(state, needs_note=True, preview=undo))

    assert isinstance(effects[0], StoreBatch)


def test_nothing_to_change_is_nothing_to_confirm() -> None:
    for preview in (None, Preview()):
        state = replace(found(), preview=preview)
        assert after(Confirm("r"), state) == (state, ())


def test_each_stored_change_is_shown_in_its_row_and_noted_in_the_index() -> None:
    state = running()
    sent = FIRST.moved(CorrectionState.SENT, NOW)

    shown, effects = after(CorrectionChanged(sent, REFUND.id), state)

    assert shown.fix is not None
    assert shown.fix.corrections == (sent, SECOND)
    assert effects == (
        NoteCorrections(state.legs, (sent,)),
        NoteCode(state.legs, FIRST.key, REFUND.id),
    )
    assert shown.is_arranging_due


def test_what_an_undo_takes_back_does_not_stand_above_the_undo() -> None:
    kept = replace(FIRST, state=CorrectionState.KEPT).moved(CorrectionState.WITHDRAWN, NOW)

    _, taken_back = after(CorrectionChanged(kept), running())
    _, undo = after(CorrectionChanged(replace(kept, undoes_id="correction-9")), running())

    assert taken_back == ()
    assert [type(effect) for effect in undo] == [NoteCorrections]


def test_a_wait_that_the_server_asks_for_is_said_until_it_goes_on() -> None:
    waiting, effects = after(RateLimitReported(5.0), running())
    assert effects == ()
    assert waiting.fix is not None
    assert waiting.fix.work.note == "Genesys asks us to wait; trying again in 5 s."

    going, _ = after(BatchProgressed(Work(2, 1, is_running=True)), waiting)
    assert going.fix is not None
    assert going.fix.work == Work(2, 1, is_running=True)


def test_a_change_that_ended_lets_the_next_one_begin() -> None:
    shown, effects = after(BatchEnded(Work(2, 2)), replace(running(), arranging=Arranging.IDLE))

    assert not shown.is_changing
    assert shown.fix is not None
    assert shown.fix.work == Work(2, 2)
    assert effects == (ReadBatches(), LookAtTrail(), arranged(shown))


def test_a_permission_found_missing_is_told_and_closes_the_way() -> None:
    shown, _ = after(BatchEnded(Work(2, 2), ("conversation:participant:wrapup",)), running())

    assert not shown.access.may_fix
    assert "conversation:participant:wrapup is missing" in texts(shown)[0]


def test_a_change_can_be_stopped_and_resumed_only_by_who_is_known() -> None:
    state = found()
    assert after(CancelFix(), state) == (state, (StopBatch(),))
    assert after(ResumeFix(), signed_out(state))[1] == ()
    assert after(ResumeFix(), replace(state, is_changing=True))[1] == ()

    shown, effects = after(ResumeFix(), state)

    assert effects == (ReadUnfinished(ROBIN.id),)
    assert shown.is_changing


def test_what_analytics_shows_is_looked_for_again_and_again() -> None:
    state = found()

    _, nothing_new = after(CorrectionsVerified(0), state)
    shown, news = after(CorrectionsVerified(2), state)

    assert list(nothing_new) == [LookAtTrail(), VerifyCorrections(ROBIN.id)]
    assert news == (LookAtTrail(), VerifyCorrections(ROBIN.id), arranged(shown))


def test_another_supervisors_row_is_shown_as_theirs() -> None:
    theirs: Correction = correction(2, who=SAM, to_code=INVOICE)
    stored = StoredBatch(BATCH, (FIRST,), conflicts=(theirs,))

    shown, effects = after(BatchStored(stored), found())

    assert shown.fix is not None
    assert (shown.fix.corrections, shown.fix.conflicts) == ((FIRST,), (theirs,))
    assert effects[1] == NoteCorrections(shown.legs, (theirs, FIRST))
