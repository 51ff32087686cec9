"""What is shown, sent, learnt and counted while suggestions are shown, silent, or held back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.application.desk.desk_harness import DeskHarness
from tests.fakes import (
    BILLING,
    REFUND,
    TECHNICAL,
    FakeClock,
    FakeContactCentre,
    FakeRecommender,
    InMemoryStore,
    a_key,
    a_leg,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.learning.outcome_recording import OutcomeRecordingRecommender
from wrapup_desk.application.learning.outcomes import Outcome, Seen
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import HiddenReason, Mode, QueueRule, Suggestions
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.domain.wrapup import AssignedCode, Decider

ACTING = [Mode.GUARD, Mode.AUTO, Mode.EARLY]


class MeasuredDesk(DeskHarness):
    """A desk whose recommender is sure of itself, and whose outcomes are counted."""

    outcomes: list[Outcome]

    async def begin(self, rule: QueueRule, *, is_blind: bool = False) -> None:
        self.outcomes = []
        self.recommender = FakeRecommender(0.99, may_auto_submit=True)
        self.recommender.is_blind = is_blind
        measuring = OutcomeRecordingRecommender(
            self.recommender,
            lambda name, id_: self.desk.settings.rule_for(name, id_),
            self.clock,
            self.outcomes.append,
        )
        await self.open(Settings(queues={"Support": rule}), measuring)

    async def take_a_call(self, **facts: Any) -> None:
        """A call from its answer to its hang-up."""
        await self.put(a_leg(**facts))
        await self.move(Phase.AFTER_CALL)

    async def code(self, code_id: str) -> None:
        """The agent codes the call in after-call work, and completes it."""
        self.choose(code_id)
        await self.clock.advance(1)
        await self.move(Phase.COMPLETED)


@pytest.fixture
def measured(
    clock: FakeClock, centre: FakeContactCentre, store: InMemoryStore, background: Background
) -> MeasuredDesk:
    return MeasuredDesk(clock, centre, store, background)


@pytest.mark.parametrize("mode", ACTING)
async def test_in_shadow_mode_nothing_is_shown_or_sent_and_the_outcome_is_counted(
    measured: MeasuredDesk, mode: Mode
) -> None:
    await measured.begin(QueueRule(mode, suggestions=Suggestions.SHADOW))
    await measured.take_a_call()
    await measured.clock.advance(58)
    card = measured.card()
    assert (card.ranking, card.plan, card.hidden_reason) == (Ranking(), None, HiddenReason.SHADOW)
    assert not measured.centre.writes

    await measured.code(TECHNICAL.id)

    (outcome,) = measured.outcomes
    assert (outcome.seen, outcome.chosen_code_id, outcome.suggested_code_id) == (
        Seen.SHADOW,
        TECHNICAL.id,
        BILLING.id,
    )
    assert outcome.would_have_acted
    assert measured.recommender.learnt == [(TECHNICAL.id, True)]


async def test_switched_off_nothing_is_shown_counted_or_learnt(measured: MeasuredDesk) -> None:
    await measured.begin(QueueRule(Mode.AUTO, suggestions=Suggestions.OFF))

    await measured.take_a_call()
    await measured.code(BILLING.id)

    assert measured.card().hidden_reason is HiddenReason.OFF
    assert measured.outcomes == []
    assert (measured.recommender.rankings, measured.recommender.learnt) == (0, [])


@pytest.mark.parametrize(
    "rule", [*map(QueueRule, ACTING), QueueRule(Mode.EARLY, early_as_draft=True)]
)
async def test_on_a_leg_asked_blind_nothing_is_shown_sent_or_drafted(
    measured: MeasuredDesk, rule: QueueRule
) -> None:
    await measured.begin(rule, is_blind=True)
    await measured.take_a_call()
    await measured.clock.advance(59)
    card = measured.card()
    assert (card.ranking, card.plan, card.hidden_reason) == (Ranking(), None, HiddenReason.BLIND)
    assert not measured.centre.writes

    await measured.code(REFUND.id)

    (outcome,) = measured.outcomes
    assert (outcome.seen, outcome.chosen_code_id) == (Seen.BLIND, REFUND.id)
    submission = measured.card().submission
    assert submission is not None
    assert submission.decision.suggested_code_id is None, "it was not in sight"


async def test_a_leg_asked_blind_stays_so_when_the_recommender_is_replaced(
    measured: MeasuredDesk,
) -> None:
    await measured.begin(QueueRule(), is_blind=True)
    await measured.put(a_leg())
    assert measured.card().hidden_reason is HiddenReason.BLIND

    measured.desk.use_recommender(FakeRecommender(0.99))

    assert measured.card().hidden_reason is HiddenReason.BLIND


@pytest.mark.parametrize("mode", ACTING)
async def test_a_code_nobody_looked_at_is_neither_an_outcome_nor_a_lesson(
    measured: MeasuredDesk, mode: Mode
) -> None:
    await measured.begin(QueueRule(mode))
    await measured.take_a_call()
    await measured.clock.advance(60)
    assert measured.centre.code_of(a_key()) == BILLING.id
    await measured.move(Phase.COMPLETED)

    assert measured.outcomes == []
    assert [looked for _, looked in measured.recommender.learnt] == [False]


async def test_a_trusted_backends_code_is_neither_an_outcome_nor_a_lesson(
    measured: MeasuredDesk,
) -> None:
    await measured.begin(QueueRule(trusts_backend=True))
    await measured.take_a_call(attributes={"wrapup_code": "Refund"})
    await measured.clock.advance(1)
    await measured.move(Phase.COMPLETED)
    submission = measured.card().submission
    assert submission is not None
    assert submission.decision.decider is Decider.BACKEND

    assert measured.outcomes == []
    assert [looked for _, looked in measured.recommender.learnt] == [False]


async def test_what_a_supervisor_corrects_later_is_learnt_and_takes_the_outcomes_place(
    measured: MeasuredDesk,
) -> None:
    await measured.begin(QueueRule())
    await measured.take_a_call()
    await measured.code(BILLING.id)
    before = measured.sent
    assert before is SubmissionState.CONFIRMED

    done = measured.centre.legs[a_key()]
    await measured.put(replace(done, wrapup=AssignedCode(TECHNICAL.id)))

    assert measured.sent is SubmissionState.SUPERSEDED
    assert measured.recommender.learnt == [(BILLING.id, True), (TECHNICAL.id, True)]
    first, second = measured.outcomes
    assert first.id == second.id
    assert second.chosen_code_id == TECHNICAL.id
