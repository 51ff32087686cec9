from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import BILLING, NOON, REFUND, a_leg
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.modes import (
    Mode,
    QueueRule,
    ScheduledSubmit,
    carried_on,
    plan_for,
    submit_by,
)
from wrapup_desk.domain.suggestion import Ranking, Source, Suggestion
from wrapup_desk.domain.wrapup import Decider, WrapupCode

AFTER_CALL = a_leg(phase=Phase.AFTER_CALL)
CONNECTED = a_leg(phase=Phase.CONNECTED)
DEADLINE = NOON + timedelta(seconds=60)


def a_ranking(
    probability: float = 0.98, *, may_auto_submit: bool = True, is_blind: bool = False
) -> Ranking:
    suggestions = (Suggestion(BILLING, probability, Source.MODEL),)
    return Ranking(suggestions, is_clear=True, may_auto_submit=may_auto_submit, is_blind=is_blind)


def plan(
    mode: Mode,
    leg: Leg = CONNECTED,
    ranking: Ranking | None = None,
    proposal: WrapupCode | None = None,
    *,
    trusts_backend: bool = False,
    latency_s: float = 0.0,
) -> ScheduledSubmit | None:
    rule = QueueRule(mode, trusts_backend=trusts_backend)
    ranking = a_ranking() if ranking is None else ranking
    return plan_for(leg, rule, ranking, proposal, NOON, timedelta(seconds=latency_s))


@pytest.mark.parametrize("phase", Phase)
def test_suggesting_never_sends(phase: Phase) -> None:
    assert plan(Mode.SUGGEST, a_leg(phase=phase)) is None


def test_the_guard_sends_five_seconds_before_the_time_runs_out() -> None:
    expected = ScheduledSubmit(Decider.GUARD, BILLING, DEADLINE - timedelta(seconds=5))

    assert expected == plan(Mode.GUARD, AFTER_CALL)


def test_the_guard_leaves_three_times_a_slow_lines_round_trip() -> None:
    expected = ScheduledSubmit(Decider.GUARD, BILLING, DEADLINE - timedelta(seconds=12))

    assert expected == plan(Mode.GUARD, AFTER_CALL, latency_s=4)


def test_the_guard_has_nothing_to_guard_without_a_deadline() -> None:
    assert plan(Mode.GUARD, a_leg(phase=Phase.AFTER_CALL, wrapup_timeout=None)) is None
    assert plan(Mode.GUARD, CONNECTED) is None


def test_auto_shows_its_code_for_the_whole_hold() -> None:
    expected = ScheduledSubmit(Decider.AUTO, BILLING, NOON + timedelta(seconds=10))

    assert expected == plan(Mode.AUTO, AFTER_CALL)
    assert plan(Mode.AUTO, CONNECTED) is None


def test_auto_holds_no_longer_than_the_time_allows() -> None:
    short = a_leg(phase=Phase.AFTER_CALL, wrapup_timeout=timedelta(seconds=9))
    endless = a_leg(phase=Phase.AFTER_CALL, wrapup_timeout=None)

    assert ScheduledSubmit(Decider.AUTO, BILLING, NOON + timedelta(seconds=4)) == plan(
        Mode.AUTO, short
    )
    assert ScheduledSubmit(Decider.AUTO, BILLING, NOON + timedelta(seconds=10)) == plan(
        Mode.AUTO, endless
    )


@pytest.mark.parametrize("phase", Phase)
def test_early_sends_at_once_from_the_first_word_on(phase: Phase) -> None:
    is_open = phase in (Phase.CONNECTED, Phase.HELD, Phase.AFTER_CALL)
    expected = ScheduledSubmit(Decider.EARLY, BILLING, NOON) if is_open else None

    assert expected == plan(Mode.EARLY, a_leg(phase=phase))


@pytest.mark.parametrize("mode", [Mode.GUARD, Mode.AUTO, Mode.EARLY])
@pytest.mark.parametrize(
    "ranking",
    [
        Ranking(),
        a_ranking(may_auto_submit=False),
        a_ranking(is_blind=True),
        a_ranking(probability=0.94),
    ],
    ids=["no suggestion", "below the calibrated threshold", "to be asked", "below the rule's"],
)
def test_nothing_is_sent_without_a_sure_suggestion(mode: Mode, ranking: Ranking) -> None:
    assert plan(mode, AFTER_CALL, ranking) is None


def test_a_trusted_backends_proposal_is_sent_at_once() -> None:
    expected = ScheduledSubmit(Decider.BACKEND, REFUND, NOON)

    assert expected == plan(
        Mode.SUGGEST, CONNECTED, Ranking(), proposal=REFUND, trusts_backend=True
    )


def test_an_untrusted_backends_proposal_is_only_a_suggestion() -> None:
    assert plan(Mode.SUGGEST, CONNECTED, proposal=REFUND) is None


@given(
    mode=st.sampled_from(Mode),
    phase=st.sampled_from(Phase),
    trusts_backend=st.booleans(),
    probability=st.floats(0.0, 1.0),
)
def test_a_dialer_leg_never_has_a_plan(
    *, mode: Mode, phase: Phase, trusts_backend: bool, probability: float
) -> None:
    leg = a_leg(phase=phase, is_dialer=True)

    assert (
        plan(mode, leg, a_ranking(probability), proposal=REFUND, trusts_backend=trusts_backend)
        is None
    )


# A plan that goes on


def a_plan(
    decider: Decider = Decider.AUTO, code: WrapupCode = BILLING, at_s: float = 10
) -> ScheduledSubmit:
    return ScheduledSubmit(decider, code, NOON + timedelta(seconds=at_s))


def test_a_refreshed_card_does_not_begin_the_hold_again() -> None:
    assert a_plan(at_s=10) == carried_on(a_plan(at_s=10), a_plan(at_s=14))


def test_another_code_or_another_rule_begins_anew() -> None:
    assert a_plan(code=REFUND, at_s=14) == carried_on(a_plan(), a_plan(code=REFUND, at_s=14))
    assert a_plan(Decider.GUARD, at_s=55) == carried_on(a_plan(), a_plan(Decider.GUARD, at_s=55))


def test_a_slower_line_brings_a_plan_forward() -> None:
    assert a_plan(at_s=8) == carried_on(a_plan(at_s=10), a_plan(at_s=8))


def test_a_plan_that_is_dropped_is_dropped() -> None:
    assert carried_on(a_plan(), None) is None
    assert a_plan() == carried_on(None, a_plan())


# Deadlines


def test_there_is_no_latest_moment_without_a_deadline() -> None:
    assert submit_by(CONNECTED) is None
