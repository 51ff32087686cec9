"""Given a state and news, or a failure: then these effects, and nothing left running for ever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.application.repair.core.examples import (
    DAY,
    NOW,
    STORED,
    after,
    arranged,
    found,
    previewed,
    running,
    texts,
)
from tests.domain.repair.examples import REFUND, ROBIN, key, leg
from tests.fakes import a_submission
from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.repair.commands import (
    CheckAudit,
    Confirm,
    ExportRows,
    FocusRow,
    FollowQueues,
    ReadReports,
)
from wrapup_desk.application.repair.effects import (
    BuildPreview,
    CheckTrail,
    CountReports,
    DeliverBatch,
    FollowNews,
    LookAtTrail,
    NoteReported,
    ReadAccess,
    ReadBatches,
    ReadDetails,
    ReadLedger,
    ReadLegs,
    ReadReported,
    RepairEffect,
    Search,
    StopFollowing,
    SuggestCodes,
    TakeLegs,
    VerifyCorrections,
    WriteRows,
)
from wrapup_desk.application.repair.messages import (
    LegsRead,
    LiveLegsSeen,
    RepairEffectFailed,
    ReportedNoted,
    ReportedRead,
    TrailSeen,
)
from wrapup_desk.application.repair.state import Arranging, FindPhase, RepairState, Work
from wrapup_desk.domain.repair.audit import Anchor, ChainCheck
from wrapup_desk.domain.wrapup import Decider, Decision

# Legs that come by themselves


def test_queues_are_followed_and_what_ends_there_goes_into_the_index() -> None:
    state = found()
    ended = (leg(9),)

    assert after(FollowQueues(("queue-billing",)), state)[1] == (FollowNews(("queue-billing",)),)
    assert after(FollowQueues(()), state)[1] == (StopFollowing(),)
    assert after(LiveLegsSeen(ended), state)[1] == (TakeLegs(state.legs, ended),)


def test_what_is_reported_and_not_found_is_read_within_the_span_searched() -> None:
    state = found()
    reported = tuple(
        replace(
            a_submission(),
            key=key(number),
            decision=Decision(REFUND, "", Decider.AGENT, decided_at),
        )
        for number, decided_at in (
            (7, DAY.start_at),
            (8, DAY.start_at.replace(day=1)),
            (9, DAY.end_at),
        )
    )
    assert after(ReportedRead(reported), state)[1] == (
        NoteReported(state.legs, reported),
        ReadReported(pause_s=20.0),
    )

    state.legs.note_reported(reported)
    shown, effects = after(ReportedNoted(state.legs, is_news=True), state)

    wanted = (key(7).conversation_id,)
    assert list(effects) == [arranged(shown), ReadLegs(state.legs, wanted)]
    read = LegsRead(state.legs, (leg(7),))
    assert after(read, state)[1] == (TakeLegs(state.legs, (leg(7),)),)
    assert after(read, found())[1] == (), "of an index that is gone"


# Proof


def test_reports_checks_and_files_are_made_of_what_is_shown_now() -> None:
    state = replace(found(), rows=(2, 0))
    anchor, path = Anchor(3, "a" * 64), Path("rows.csv")

    assert after(ReadReports(), state)[1] == (CountReports(state.legs),)
    assert after(CheckAudit(anchor), state)[1] == (CheckTrail(anchor),)
    assert after(ExportRows(path), state)[1] == (WriteRows(path, state.legs, (2, 0), ROBIN, NOW),)


def test_a_trail_changed_by_others_is_told() -> None:
    whole, broken = ChainCheck(2, Anchor()), ChainCheck(2, Anchor(), "entry 2 is missing", 2)
    state = found()
    assert after(TrailSeen(whole), state) == (state, ())

    shown, _ = after(TrailSeen(broken), state)

    assert shown.audit == broken
    assert texts(shown) == [
        "The audit trail was modified outside WrapUp Desk: entry 2 is missing."
        " Open Reports and inform the store's administrator."
    ]


# Failures


def failed(effect: RepairEffect, state: RepairState) -> tuple[RepairState, list[RepairEffect]]:
    shown, effects = after(RepairEffectFailed(effect, "The disk is gone."), state)
    return shown, list(effects)


def test_a_change_that_cannot_be_stored_is_told_and_nothing_is_delivered() -> None:
    state, (store, *_) = after(Confirm("r"), previewed())

    shown, effects = failed(store, state)

    assert shown.notices == (Notice("fix", NoticeKind.ERROR, "The disk is gone."),)
    assert not shown.is_changing
    assert effects == [ReadBatches(), LookAtTrail(), arranged(shown)]


def test_a_delivery_that_breaks_off_is_not_shown_as_running() -> None:
    shown, _ = failed(DeliverBatch(STORED), running())

    assert shown.fix is not None
    assert shown.fix.work == Work(2, note="The disk is gone.")
    assert not shown.is_changing


def test_what_is_done_now_and_then_is_tried_again() -> None:
    state = found()
    verify = VerifyCorrections(ROBIN.id)

    assert failed(verify, state) == (state, [LookAtTrail(), verify])
    assert failed(ReadReported(), state) == (state, [ReadReported(20.0)])


def test_a_search_that_fails_says_why_but_not_for_a_later_one() -> None:
    state = replace(found(), find=replace(found().find, phase=FindPhase.FINDING))
    search = Search(state.legs, DAY, ())

    shown, _ = failed(search, state)
    other, _ = failed(search, replace(found(), legs=found().legs))

    assert (shown.find.phase, shown.find.note) == (FindPhase.FAILED, "The disk is gone.")
    assert other.find.phase is FindPhase.DONE


def test_no_failure_leaves_anything_running_for_ever() -> None:
    state = found()
    focused, (_, details) = after(FocusRow(1), state)
    assert isinstance(details, ReadDetails)
    suggesting = replace(state, suggesting=Work(3, is_running=True))
    previewing = replace(state, previewing=Work(3, is_running=True))
    arranging = replace(state, arranging=Arranging.RUNNING, is_arranging_due=True)
    build = BuildPreview(state.legs, (), None, leaves_out_dialer=False)

    loaded, _ = failed(details, focused)
    assert loaded.focus is not None
    assert not loaded.focus.is_loading
    assert loaded.focus.words_problem == "The disk is gone."
    assert not failed(SuggestCodes(state.legs, ()), suggesting)[0].suggesting.is_running
    assert not failed(build, previewing)[0].previewing.is_running
    assert not failed(arranged(state), arranging)[0].is_arranging


@pytest.mark.parametrize(
    ("effect", "key_of_notice"),
    [
        (ReadLedger("user"), "store"),
        (LookAtTrail(), "audit"),
        (CheckTrail(None), "audit"),
        (WriteRows(Path("x"), found().legs, (), ROBIN, NOW), "export"),
    ],
)
def test_a_person_is_told_what_could_not_be_done(effect: RepairEffect, key_of_notice: str) -> None:
    shown, effects = failed(effect, found())

    assert [(notice.key, notice.text) for notice in shown.notices] == [
        (key_of_notice, "The disk is gone.")
    ]
    assert effects == []


def test_who_could_not_be_asked_for_is_a_problem_of_the_access() -> None:
    assert failed(ReadAccess(), found())[0].access.problem == "The disk is gone."
