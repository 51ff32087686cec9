"""What the code on record means to a submission, and what follows from a later decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import BILLING, NOON, REFUND, TECHNICAL, a_decision, a_submission
from wrapup_desk.domain.submission import (
    MOST_NOTE_ATTEMPTS,
    RefusalKind,
    ServerReply,
    Submission,
    SubmissionState,
)
from wrapup_desk.domain.wrapup import DEFAULT_CODE_ID, TIMEOUT_CODE_ID, AssignedCode

# What the code on record means


def test_no_code_and_somebodys_draft_are_no_code() -> None:
    submission = a_submission()

    assert ServerReply.HAS_NONE is submission.judge(None)
    assert ServerReply.HAS_NONE is submission.judge(AssignedCode(BILLING.id, is_provisional=True))


def test_a_draft_of_ours_is_ours() -> None:
    draft = a_submission(decision=a_decision(is_provisional=True))

    assert ServerReply.HAS_OURS is draft.judge(AssignedCode(BILLING.id, is_provisional=True))


@pytest.mark.parametrize("code_id", [TIMEOUT_CODE_ID, "ININ-WRAP-UP-SKIPPED", DEFAULT_CODE_ID])
def test_a_code_of_the_platform_is_nobodys_choice(code_id: str) -> None:
    assert ServerReply.HAS_SYSTEM is a_submission().judge(AssignedCode(code_id))


def test_ours_is_ours_even_where_the_server_changed_the_note() -> None:
    submission = a_submission(decision=a_decision(note="called  back"))

    assert ServerReply.HAS_OURS is submission.judge(AssignedCode(BILLING.id, note="called back"))


def test_a_code_nobody_here_knew_of_is_another_persons() -> None:
    assert ServerReply.HAS_OTHER is a_submission().judge(AssignedCode(REFUND.id))


def test_the_code_the_agent_saw_when_deciding_is_replaced() -> None:
    submission = a_submission().above(AssignedCode(REFUND.id))

    assert ServerReply.HAS_EARLIER is submission.judge(AssignedCode(REFUND.id))
    assert ServerReply.HAS_OTHER is submission.judge(AssignedCode(TECHNICAL.id))


@pytest.mark.parametrize("seen", [None, AssignedCode(REFUND.id, is_provisional=True)])
def test_nothing_on_record_is_nothing_to_stand_above(seen: AssignedCode | None) -> None:
    assert a_submission() == a_submission().above(seen)


def test_the_same_code_with_the_same_note_on_record_is_nothing_to_replace() -> None:
    submission = a_submission(decision=a_decision(note="asked twice"))

    assert submission == submission.above(AssignedCode(BILLING.id, note="asked twice"))


def test_a_note_given_up_before_it_was_sent_leaves_the_one_that_stands_to_be_replaced() -> None:
    sent = a_submission(
        decision=a_decision(note="first"), attempts=1, state=SubmissionState.CONFIRMED
    )

    back = sent.revised(a_decision(note="second")).revised(a_decision(note="first"))
    last = back.revised(a_decision(note="third"))

    assert ServerReply.HAS_OURS is back.judge(AssignedCode(BILLING.id, note="first"))
    assert ServerReply.HAS_EARLIER is last.judge(AssignedCode(BILLING.id, note="first"))
    assert ServerReply.HAS_OURS is last.judge(AssignedCode(BILLING.id, note="third"))


# A later decision


def test_a_code_that_was_sent_is_replaced_by_the_next_revision() -> None:
    second = a_submission(attempts=1, state=SubmissionState.ACCEPTED).revised(a_decision(REFUND))

    assert second.revision == 2
    assert SubmissionState.WAITING is second.state
    assert ServerReply.HAS_EARLIER is second.judge(AssignedCode(BILLING.id))


def test_a_code_that_was_never_sent_is_another_persons_when_it_turns_up() -> None:
    second = a_submission().revised(a_decision(REFUND))

    assert ServerReply.HAS_OTHER is second.judge(AssignedCode(BILLING.id))


def test_every_earlier_code_that_may_arrive_late_is_replaced() -> None:
    second = a_submission(attempts=1).revised(a_decision(REFUND))

    third = replace(second, attempts=1).revised(a_decision(TECHNICAL))

    assert {BILLING.id, REFUND.id} == third.replaces


def test_once_confirmed_only_that_code_is_known_to_be_replaced() -> None:
    confirmed = replace(
        a_submission(code=REFUND),
        attempts=1,
        state=SubmissionState.CONFIRMED,
        replaces=frozenset({BILLING.id}),
    )

    assert {REFUND.id} == confirmed.revised(a_decision(TECHNICAL)).replaces


def test_a_code_chosen_again_and_not_sent_is_still_ours_for_what_follows() -> None:
    confirmed = a_submission(attempts=1, state=SubmissionState.CONFIRMED)

    back_again = confirmed.revised(a_decision(REFUND)).revised(a_decision(BILLING))
    last = back_again.revised(a_decision(TECHNICAL))

    assert ServerReply.HAS_OURS is back_again.judge(AssignedCode(BILLING.id))
    assert ServerReply.HAS_EARLIER is last.judge(AssignedCode(BILLING.id))


def test_choosing_above_another_persons_code_replaces_it() -> None:
    superseded = a_submission(state=SubmissionState.SUPERSEDED, other_code_id=REFUND.id)

    assert ServerReply.HAS_EARLIER is superseded.revised(a_decision(TECHNICAL)).judge(
        AssignedCode(REFUND.id)
    )


def test_a_revision_never_takes_its_own_code_for_an_earlier_one() -> None:
    back_again = a_submission(attempts=1, replaces=frozenset({REFUND.id})).revised(
        a_decision(REFUND)
    )

    # Until it is accepted again it may be overtaken by the write that nobody has seen yet.
    assert ServerReply.HAS_EARLIER is back_again.judge(AssignedCode(REFUND.id))
    on_its_way = replace(back_again, attempts=1)
    assert ServerReply.HAS_EARLIER is on_its_way.judge(AssignedCode(REFUND.id))
    accepted = replace(on_its_way, accepted_at=NOON)
    assert ServerReply.HAS_OURS is accepted.judge(AssignedCode(REFUND.id))
    # Where Genesys takes no code any more, what stands is all there will be.
    refused = replace(on_its_way, refusal=RefusalKind.STATE)
    assert ServerReply.HAS_OURS is refused.judge(AssignedCode(REFUND.id))


def test_a_revision_forgets_how_the_earlier_one_fared() -> None:
    fared = a_submission(
        attempts=4,
        state=SubmissionState.REFUSED,
        refusal=RefusalKind.FINAL,
        reason="403",
        accepted_at=NOON,
        confirmed_at=NOON,
        not_before_at=NOON,
        old_note="old",
    )

    second = fared.revised(a_decision(REFUND))

    assert (
        replace(
            a_submission(code=REFUND),
            revision=2,
            replaces=frozenset({BILLING.id}),
            unseen=(BILLING.id,) * 4,
            before=fared.decision,
        )
        == second
    )


def test_an_undo_can_go_back_to_the_last_decision_that_may_have_been_sent() -> None:
    sent = a_submission(attempts=1)
    not_sent = sent.revised(a_decision(REFUND))

    assert sent.decision == not_sent.before
    assert sent.decision == not_sent.revised(a_decision(TECHNICAL)).before
    assert a_submission().revised(a_decision(REFUND)).before is None


@pytest.mark.parametrize(
    ("submission", "can"),
    [
        (a_submission(), True),
        (a_submission(attempts=1), False),
        (a_submission(state=SubmissionState.TOO_LATE), False),
    ],
)
def test_only_what_has_not_left_the_program_can_be_withdrawn(
    submission: Submission, *, can: bool
) -> None:
    assert can == submission.can_withdraw


def test_only_the_first_write_may_rely_on_what_the_stream_shows() -> None:
    assert a_submission().is_first_try
    assert not a_submission(attempts=1).is_first_try
    assert not a_submission(revision=2).is_first_try


def test_a_withdrawn_decision_is_over() -> None:
    undone = a_submission().undone()

    assert undone.is_undone
    assert undone.state.is_final


def test_a_survivor_of_a_restart_counts_as_written_and_waits_for_no_undo() -> None:
    survivor = a_submission(not_before_at=NOON + timedelta(seconds=5)).survived()

    assert not survivor.can_withdraw
    assert survivor.not_before_at is None
    assert a_submission(attempts=3).survived().attempts == 3


def test_one_more_try_begins_without_the_old_refusal() -> None:
    again = a_submission(
        attempts=1, state=SubmissionState.TOO_LATE, refusal=RefusalKind.FINAL, reason="409"
    ).tried_again()

    assert a_submission(attempts=1) == again


# Notes


def test_another_note_under_the_same_code_is_still_to_be_written() -> None:
    submission = a_submission(decision=a_decision(note="new"), old_note="old")

    assert ServerReply.HAS_EARLIER is submission.judge(AssignedCode(BILLING.id, note="old"))
    assert ServerReply.HAS_OURS is submission.judge(AssignedCode(BILLING.id, note="new"))


def test_a_note_seen_under_the_same_code_is_replaced() -> None:
    submission = a_submission(decision=a_decision(note="new")).above(
        AssignedCode(BILLING.id, note="old")
    )

    assert ServerReply.HAS_EARLIER is submission.judge(AssignedCode(BILLING.id, note="old"))


def test_a_server_that_keeps_no_notes_is_not_asked_for_ever() -> None:
    submission = a_submission(
        decision=a_decision(note="new"), attempts=MOST_NOTE_ATTEMPTS, old_note=""
    )

    assert ServerReply.HAS_OURS is submission.judge(AssignedCode(BILLING.id, note=""))


def test_a_decision_says_whether_it_followed_the_suggestion_and_who_looked() -> None:
    followed = a_decision(suggested_code_id=BILLING.id)

    assert followed.is_as_suggested
    assert followed.was_seen_by_a_person
    assert not a_decision(REFUND, suggested_code_id=BILLING.id).is_as_suggested


# Tags beside the code


def test_our_code_without_the_tags_that_we_wrote_is_from_before() -> None:
    submission = a_submission(decision=a_decision(tags=("Refund", "Address"))).over_tags(())

    assert ServerReply.HAS_EARLIER is submission.judge(AssignedCode(BILLING.id))
    shown = AssignedCode(BILLING.id, tags=("Address", "Refund"))
    assert ServerReply.HAS_OURS is submission.judge(shown)


def test_tags_that_nobody_replaces_prove_as_much_as_none() -> None:
    assert ServerReply.HAS_OURS is a_submission().judge(AssignedCode(BILLING.id, tags=("vip",)))


def test_tags_that_genesys_refuses_or_drops_take_no_code_away() -> None:
    submission = a_submission(decision=a_decision(tags=("Refund",))).over_tags(())

    for tried in (
        replace(submission, attempts=MOST_NOTE_ATTEMPTS),
        replace(submission, refusal=RefusalKind.STATE),
    ):
        assert ServerReply.HAS_OURS is tried.judge(AssignedCode(BILLING.id))


def test_after_the_proof_tags_are_nobodys_business_here() -> None:
    submission = a_submission(decision=a_decision(tags=("Refund",)), attempts=1).over_tags(())

    confirmed = submission.confirmed(NOON)

    assert not confirmed.is_doubted_by(AssignedCode(BILLING.id))
