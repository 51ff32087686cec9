"""The whole submission rule: every row of the table, and what must hold of any path through it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import BILLING, REFUND, TECHNICAL, a_submission
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.leg_stage import STAGE_OF, LegStage
from wrapup_desk.domain.submission import (
    STEPS,
    RefusalKind,
    ServerReply,
    Step,
    SubmissionState,
    next_step,
    refusal_after,
)
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode

ALL = tuple(itertools.product(LegStage, RefusalKind, ServerReply))
FINAL = (Step.CONFIRM, Step.SUPERSEDE, Step.REFUSE, Step.TOO_LATE)
NO_CODE_OF_A_PERSON = (ServerReply.HAS_NONE, ServerReply.HAS_SYSTEM, ServerReply.HAS_EARLIER)
REFUSED = (
    ServerReply.MALFORMED,
    ServerReply.NOT_PERMITTED,
    ServerReply.NOT_FOUND,
    ServerReply.CONFLICT,
)

stages = st.sampled_from(LegStage)
refusals = st.sampled_from(RefusalKind)
sayings = st.sampled_from(ServerReply)


WHATEVER_THE_LEG = {
    ServerReply.HAS_OURS: Step.CONFIRM,
    ServerReply.HAS_OTHER: Step.SUPERSEDE,
    ServerReply.ACCEPTED: Step.AWAIT_NEWS,
    ServerReply.NOT_SIGNED_IN: Step.AWAIT_SIGN_IN,
    ServerReply.TOO_MANY: Step.BACK_OFF,
    ServerReply.FAILED: Step.BACK_OFF,
    ServerReply.UNREACHABLE: Step.BACK_OFF,
}


def expected_step(stage: LegStage, refusal: RefusalKind, said: ServerReply) -> Step:
    """Say the rule once more, in words instead of a table."""
    if said in WHATEVER_THE_LEG:
        return WHATEVER_THE_LEG[said]
    if said in NO_CODE_OF_A_PERSON:
        return expected_step_without_a_code(stage, refusal)
    if said is not ServerReply.UNREADABLE:
        return Step.TOO_LATE if stage is LegStage.GONE else Step.READ_BACK
    if refusal is not RefusalKind.FINAL:
        return Step.BACK_OFF
    return Step.TOO_LATE if stage in (LegStage.ENDED, LegStage.GONE) else Step.REFUSE


def expected_step_without_a_code(stage: LegStage, refusal: RefusalKind) -> Step:
    match stage, refusal:
        case LegStage.GONE, _:
            return Step.TOO_LATE
        case LegStage.ENDED, RefusalKind.NEVER:
            return Step.SEND
        case LegStage.ENDED, _:
            return Step.TOO_LATE
        case _, RefusalKind.FINAL | RefusalKind.WITHOUT_EFFECT:
            return Step.REFUSE
        case LegStage.ALERTING, _:
            return Step.AWAIT_ANSWER
        case LegStage.UNKNOWN, RefusalKind.STATE:
            return Step.TOO_LATE
        case _:
            return Step.SEND


@pytest.mark.parametrize(("stage", "refusal", "said"), ALL)
def test_each_row_of_the_table_is_what_the_rule_says(
    stage: LegStage, refusal: RefusalKind, said: ServerReply
) -> None:
    assert expected_step(stage, refusal, said) is next_step(stage, refusal, said)


def test_the_table_has_an_answer_for_every_combination_and_no_more() -> None:
    assert set(ALL) == set(STEPS)


@given(stages, refusals)
def test_nothing_is_ever_sent_over_another_persons_code(
    stage: LegStage, refusal: RefusalKind
) -> None:
    assert Step.SUPERSEDE is next_step(stage, refusal, ServerReply.HAS_OTHER)


@given(stages, refusals, sayings)
def test_only_a_reading_without_a_persons_code_leads_to_sending(
    stage: LegStage, refusal: RefusalKind, said: ServerReply
) -> None:
    if next_step(stage, refusal, said) is Step.SEND:
        assert said in NO_CODE_OF_A_PERSON


@given(stages, refusals, sayings)
def test_202_alone_never_confirms(
    stage: LegStage, refusal: RefusalKind, said: ServerReply
) -> None:
    if next_step(stage, refusal, said) is Step.CONFIRM:
        assert said is ServerReply.HAS_OURS


@given(stages, refusals, st.sampled_from(REFUSED))
def test_a_refusal_is_read_back_before_anything_final(
    stage: LegStage, refusal: RefusalKind, said: ServerReply
) -> None:
    step = next_step(stage, refusal, said)

    # What is gone was found to be gone by a read-back already.
    assert step is (Step.TOO_LATE if stage is LegStage.GONE else Step.READ_BACK)


@given(st.lists(sayings))
def test_a_final_refusal_is_never_forgotten(history: list[ServerReply]) -> None:
    refusal, was_final = RefusalKind.NEVER, False
    for said in history:
        refusal = refusal_after(refusal, said)
        was_final = was_final or said in (
            ServerReply.MALFORMED,
            ServerReply.NOT_PERMITTED,
            ServerReply.NOT_FOUND,
        )
        assert was_final == (refusal is RefusalKind.FINAL)


def test_a_conflict_leaves_the_way_open_for_another_try() -> None:
    assert RefusalKind.STATE is refusal_after(RefusalKind.NEVER, ServerReply.CONFLICT)
    assert RefusalKind.STATE is refusal_after(RefusalKind.STATE, ServerReply.CONFLICT)
    assert RefusalKind.FINAL is refusal_after(RefusalKind.FINAL, ServerReply.CONFLICT)


@pytest.mark.parametrize(
    ("phase", "stage"),
    [
        (Phase.ALERTING, LegStage.ALERTING),
        (Phase.CONNECTED, LegStage.OPEN),
        (Phase.HELD, LegStage.OPEN),
        (Phase.AFTER_CALL, LegStage.OPEN),
        (Phase.COMPLETED, LegStage.ENDED),
        (Phase.MISSED, LegStage.GONE),
    ],
)
def test_each_phase_has_its_stage(phase: Phase, stage: LegStage) -> None:
    assert stage is STAGE_OF[phase]


@given(stages, stages)
def test_late_news_never_takes_a_leg_back(known: LegStage, seen: LegStage) -> None:
    order = list(LegStage)

    assert order.index(max(known, seen)) == max(order.index(known), order.index(seen))


SHOWN = {
    ServerReply.HAS_OURS: AssignedCode(BILLING.id),
    ServerReply.HAS_EARLIER: AssignedCode(REFUND.id),
    ServerReply.HAS_OTHER: AssignedCode(TECHNICAL.id),
    ServerReply.HAS_SYSTEM: AssignedCode(TIMEOUT_CODE_ID),
    ServerReply.HAS_NONE: AssignedCode(TECHNICAL.id, is_provisional=True),
}


@pytest.mark.parametrize("state", SubmissionState)
@pytest.mark.parametrize("said", SHOWN)
def test_only_a_code_that_contradicts_a_final_state_makes_it_doubtful(
    state: SubmissionState, said: ServerReply
) -> None:
    submission = a_submission(state=state, replaces=frozenset({REFUND.id}))
    doubts = {
        SubmissionState.CONFIRMED: {
            ServerReply.HAS_OTHER,
            ServerReply.HAS_EARLIER,
            ServerReply.HAS_SYSTEM,
        },
        SubmissionState.SUPERSEDED: {
            ServerReply.HAS_OURS,
            ServerReply.HAS_OTHER,
            ServerReply.HAS_EARLIER,
        },
        SubmissionState.REFUSED: {ServerReply.HAS_OURS, ServerReply.HAS_OTHER},
        SubmissionState.TOO_LATE: {ServerReply.HAS_OURS, ServerReply.HAS_OTHER},
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
