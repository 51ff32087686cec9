"""The whole submission rule: every row of the table, and what must hold of any path through it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import BILLING, NOON, REFUND, TECHNICAL, a_decision, a_submission
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import (
    MOST_NOTE_ATTEMPTS,
    STEPS,
    Refusal,
    Said,
    Standing,
    Step,
    Submission,
    SubmissionState,
    further,
    next_step,
    refusal_after,
    standing_of,
)
from wrapup_desk.domain.wrapup import DEFAULT_CODE_ID, TIMEOUT_CODE_ID, AssignedCode

ALL = tuple(itertools.product(Standing, Refusal, Said))
FINAL = (Step.CONFIRM, Step.SUPERSEDE, Step.REFUSE, Step.TOO_LATE)
NO_CODE_OF_A_PERSON = (Said.HAS_NONE, Said.HAS_SYSTEM, Said.HAS_EARLIER)
REFUSED = (Said.MALFORMED, Said.NOT_PERMITTED, Said.NOT_FOUND, Said.CONFLICT)

standings = st.sampled_from(Standing)
refusals = st.sampled_from(Refusal)
sayings = st.sampled_from(Said)


WHATEVER_THE_LEG = {
    Said.HAS_OURS: Step.CONFIRM,
    Said.HAS_OTHER: Step.SUPERSEDE,
    Said.ACCEPTED: Step.AWAIT_NEWS,
    Said.NOT_SIGNED_IN: Step.AWAIT_SIGN_IN,
    Said.TOO_MANY: Step.BACK_OFF,
    Said.FAILED: Step.BACK_OFF,
    Said.UNREACHABLE: Step.BACK_OFF,
}


def expected_step(standing: Standing, refusal: Refusal, said: Said) -> Step:
    """Say the rule once more, in words instead of a table."""
    if said in WHATEVER_THE_LEG:
        return WHATEVER_THE_LEG[said]
    if said in NO_CODE_OF_A_PERSON:
        return expected_step_without_a_code(standing, refusal)
    if said is not Said.UNREADABLE:
        return Step.TOO_LATE if standing is Standing.GONE else Step.READ_BACK
    if refusal is not Refusal.FINAL:
        return Step.BACK_OFF
    return Step.TOO_LATE if standing in (Standing.ENDED, Standing.GONE) else Step.REFUSE


def expected_step_without_a_code(standing: Standing, refusal: Refusal) -> Step:
    match standing, refusal:
        case Standing.GONE, _:
            return Step.TOO_LATE
        case Standing.ENDED, Refusal.NEVER:
            return Step.SEND
        case Standing.ENDED, _:
            return Step.TOO_LATE
        case _, Refusal.FINAL:
            return Step.REFUSE
        case Standing.ALERTING, _:
            return Step.AWAIT_ANSWER
        case Standing.UNKNOWN, Refusal.STATE:
            return Step.TOO_LATE
        case _:
            return Step.SEND


@pytest.mark.parametrize(("standing", "refusal", "said"), ALL)
def test_each_row_of_the_table_is_what_the_rule_says(
    standing: Standing, refusal: Refusal, said: Said
) -> None:
    assert expected_step(standing, refusal, said) is next_step(standing, refusal, said)


def test_the_table_has_an_answer_for_every_combination_and_no_more() -> None:
    assert set(ALL) == set(STEPS)


@given(standings, refusals)
def test_nothing_is_ever_sent_over_another_persons_code(
    standing: Standing, refusal: Refusal
) -> None:
    assert Step.SUPERSEDE is next_step(standing, refusal, Said.HAS_OTHER)


@given(standings, refusals, sayings)
def test_only_a_reading_without_a_persons_code_leads_to_sending(
    standing: Standing, refusal: Refusal, said: Said
) -> None:
    if next_step(standing, refusal, said) is Step.SEND:
        assert said in NO_CODE_OF_A_PERSON


@given(standings, refusals, sayings)
def test_202_alone_never_confirms(standing: Standing, refusal: Refusal, said: Said) -> None:
    if next_step(standing, refusal, said) is Step.CONFIRM:
        assert said is Said.HAS_OURS


@given(standings, refusals, st.sampled_from(REFUSED))
def test_a_refusal_is_read_back_before_anything_final(
    standing: Standing, refusal: Refusal, said: Said
) -> None:
    step = next_step(standing, refusal, said)

    # What is gone was found to be gone by a read-back already.
    assert step is (Step.TOO_LATE if standing is Standing.GONE else Step.READ_BACK)


@given(st.lists(sayings))
def test_a_final_refusal_is_never_forgotten(history: list[Said]) -> None:
    refusal, was_final = Refusal.NEVER, False
    for said in history:
        refusal = refusal_after(refusal, said)
        was_final = was_final or said in (
            Said.MALFORMED,
            Said.NOT_PERMITTED,
            Said.NOT_FOUND,
        )
        assert was_final == (refusal is Refusal.FINAL)


def test_a_conflict_leaves_the_way_open_for_another_try() -> None:
    assert Refusal.STATE is refusal_after(Refusal.NEVER, Said.CONFLICT)
    assert Refusal.STATE is refusal_after(Refusal.STATE, Said.CONFLICT)
    assert Refusal.FINAL is refusal_after(Refusal.FINAL, Said.CONFLICT)


@pytest.mark.parametrize(
    ("phase", "standing"),
    [
        (None, Standing.UNKNOWN),
        (Phase.ALERTING, Standing.ALERTING),
        (Phase.CONNECTED, Standing.OPEN),
        (Phase.HELD, Standing.OPEN),
        (Phase.AFTER_CALL, Standing.OPEN),
        (Phase.COMPLETED, Standing.ENDED),
        (Phase.MISSED, Standing.GONE),
    ],
)
def test_each_phase_has_its_standing(phase: Phase | None, standing: Standing) -> None:
    assert standing is standing_of(phase)


@given(standings, standings)
def test_late_news_never_takes_a_leg_back(known: Standing, seen: Standing) -> None:
    order = list(Standing)

    assert order.index(further(known, seen)) == max(order.index(known), order.index(seen))


SHOWN = {
    Said.HAS_OURS: AssignedCode(BILLING.id),
    Said.HAS_EARLIER: AssignedCode(REFUND.id),
    Said.HAS_OTHER: AssignedCode(TECHNICAL.id),
    Said.HAS_SYSTEM: AssignedCode(TIMEOUT_CODE_ID),
    Said.HAS_NONE: AssignedCode(TECHNICAL.id, is_provisional=True),
}


@pytest.mark.parametrize("state", SubmissionState)
@pytest.mark.parametrize("said", SHOWN)
def test_only_a_code_that_contradicts_a_final_state_makes_it_doubtful(
    state: SubmissionState, said: Said
) -> None:
    submission = a_submission(state=state, replaces=frozenset({REFUND.id}))
    doubts = {
        SubmissionState.CONFIRMED: {Said.HAS_OTHER, Said.HAS_EARLIER, Said.HAS_SYSTEM},
        SubmissionState.SUPERSEDED: {Said.HAS_OURS, Said.HAS_OTHER, Said.HAS_EARLIER},
        SubmissionState.REFUSED: {Said.HAS_OURS, Said.HAS_OTHER},
        SubmissionState.TOO_LATE: {Said.HAS_OURS, Said.HAS_OTHER},
    }

    assert said is submission.judge(SHOWN[said])
    assert submission.is_doubted_by(SHOWN[said]) == (said in doubts.get(state, set()))


def test_the_other_code_that_is_known_to_stand_is_no_news() -> None:
    superseded = a_submission(state=SubmissionState.SUPERSEDED, other_code_id=TECHNICAL.id)

    assert not superseded.is_doubted_by(AssignedCode(TECHNICAL.id))


@pytest.mark.parametrize("state", SubmissionState)
def test_waiting_sent_and_accepted_are_the_states_on_the_way(state: SubmissionState) -> None:
    on_the_way = (SubmissionState.WAITING, SubmissionState.SENT, SubmissionState.ACCEPTED)

    assert state.is_final == (state not in on_the_way)


# What the code on record means


def test_no_code_and_somebodys_draft_are_no_code() -> None:
    submission = a_submission()

    assert Said.HAS_NONE is submission.judge(None)
    assert Said.HAS_NONE is submission.judge(AssignedCode(BILLING.id, is_provisional=True))


def test_a_draft_of_ours_is_ours() -> None:
    draft = a_submission(decision=a_decision(is_provisional=True))

    assert Said.HAS_OURS is draft.judge(AssignedCode(BILLING.id, is_provisional=True))


@pytest.mark.parametrize("code_id", [TIMEOUT_CODE_ID, "ININ-WRAP-UP-SKIPPED", DEFAULT_CODE_ID])
def test_a_code_of_the_platform_is_nobodys_choice(code_id: str) -> None:
    assert Said.HAS_SYSTEM is a_submission().judge(AssignedCode(code_id))


def test_ours_is_ours_even_where_the_server_changed_the_note() -> None:
    submission = a_submission(decision=a_decision(note="called  back"))

    assert Said.HAS_OURS is submission.judge(AssignedCode(BILLING.id, note="called back"))


def test_a_code_nobody_here_knew_of_is_another_persons() -> None:
    assert Said.HAS_OTHER is a_submission().judge(AssignedCode(REFUND.id))


def test_the_code_the_agent_saw_when_deciding_is_replaced() -> None:
    submission = a_submission().above(AssignedCode(REFUND.id))

    assert Said.HAS_EARLIER is submission.judge(AssignedCode(REFUND.id))
    assert Said.HAS_OTHER is submission.judge(AssignedCode(TECHNICAL.id))


@pytest.mark.parametrize("seen", [None, AssignedCode(REFUND.id, is_provisional=True)])
def test_nothing_on_record_is_nothing_to_stand_above(seen: AssignedCode | None) -> None:
    assert a_submission() == a_submission().above(seen)


def test_the_same_code_with_the_same_note_on_record_is_nothing_to_replace() -> None:
    submission = a_submission(decision=a_decision(note="asked twice"))

    assert submission == submission.above(AssignedCode(BILLING.id, note="asked twice"))


# A later decision


def test_a_code_that_was_sent_is_replaced_by_the_next_revision() -> None:
    second = a_submission(attempts=1, state=SubmissionState.ACCEPTED).revised(a_decision(REFUND))

    assert second.revision == 2
    assert SubmissionState.WAITING is second.state
    assert Said.HAS_EARLIER is second.judge(AssignedCode(BILLING.id))


def test_a_code_that_was_never_sent_is_another_persons_when_it_turns_up() -> None:
    second = a_submission().revised(a_decision(REFUND))

    assert Said.HAS_OTHER is second.judge(AssignedCode(BILLING.id))


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


def test_choosing_above_another_persons_code_replaces_it() -> None:
    superseded = a_submission(state=SubmissionState.SUPERSEDED, other_code_id=REFUND.id)

    assert Said.HAS_EARLIER is superseded.revised(a_decision(TECHNICAL)).judge(
        AssignedCode(REFUND.id)
    )


def test_a_revision_never_takes_its_own_code_for_an_earlier_one() -> None:
    back_again = a_submission(attempts=1, replaces=frozenset({REFUND.id})).revised(
        a_decision(REFUND)
    )

    assert Said.HAS_OURS is back_again.judge(AssignedCode(REFUND.id))


def test_a_revision_forgets_how_the_earlier_one_fared() -> None:
    fared = a_submission(
        attempts=4,
        state=SubmissionState.REFUSED,
        refusal=Refusal.FINAL,
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
        attempts=1, state=SubmissionState.TOO_LATE, refusal=Refusal.FINAL, reason="409"
    ).tried_again()

    assert a_submission(attempts=1) == again


# Notes


def test_another_note_under_the_same_code_is_still_to_be_written() -> None:
    submission = a_submission(decision=a_decision(note="new")).over_note("old")

    assert Said.HAS_EARLIER is submission.judge(AssignedCode(BILLING.id, note="old"))
    assert Said.HAS_OURS is submission.judge(AssignedCode(BILLING.id, note="new"))


def test_a_note_seen_under_the_same_code_is_replaced() -> None:
    submission = a_submission(decision=a_decision(note="new")).above(
        AssignedCode(BILLING.id, note="old")
    )

    assert Said.HAS_EARLIER is submission.judge(AssignedCode(BILLING.id, note="old"))


def test_a_server_that_keeps_no_notes_is_not_asked_for_ever() -> None:
    submission = a_submission(
        decision=a_decision(note="new"), attempts=MOST_NOTE_ATTEMPTS
    ).over_note("")

    assert Said.HAS_OURS is submission.judge(AssignedCode(BILLING.id, note=""))


def test_a_decision_says_whether_it_followed_the_suggestion_and_who_looked() -> None:
    followed = a_decision(suggested_code_id=BILLING.id)

    assert followed.is_as_suggested
    assert followed.was_seen_by_a_person
    assert not a_decision(REFUND, suggested_code_id=BILLING.id).is_as_suggested
