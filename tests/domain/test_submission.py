"""The whole submission rule: every row of the table, and what must hold of any path through it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import BILLING, REFUND, TECHNICAL, a_submission
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import (
    STEPS,
    Refusal,
    Said,
    Standing,
    Step,
    SubmissionState,
    further,
    next_step,
    refusal_after,
    standing_of,
)
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode

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


def test_refused_and_too_late_are_the_states_somebody_has_to_act_on() -> None:
    failed = [state for state in SubmissionState if state.has_failed]

    assert failed == [SubmissionState.REFUSED, SubmissionState.TOO_LATE]
    assert all(state.is_final for state in failed)
