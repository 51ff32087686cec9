"""A recommender that fails never holds up a code, and is told of once in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tests.application.desk.desk_harness import DeskHarness, said
from tests.conftest import ExpectLog
from tests.fakes import (
    BILLING,
    REFUND,
    FakeCase,
    FakeClock,
    FakeContactCentre,
    FakeRecommender,
    InMemoryStore,
    a_key,
    a_leg,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Case
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

SECRET = "my card number is 4111"


class FailsToLearn(FakeRecommender):
    def learn(self, case: Case, code_id: str, *, was_looked_at: bool) -> None:
        raise ValueError(SECRET)


class FailsToSuggest(FakeRecommender):
    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        raise ValueError(SECRET)


class FailsFromTheSecondOn(FakeRecommender):
    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        if self.rankings:
            raise ValueError(SECRET)
        return super().suggest(case, has_ended=has_ended)


class FailsToLookForTopics(FakeRecommender):
    def topics_beside(self, case: Case, first_id: str) -> Iterator[WrapupCode | None]:
        raise ValueError(SECRET)


class DeafCase(FakeCase):
    def hear(self, utterance: Utterance) -> None:
        raise ValueError(SECRET)


class FailsToHear(FakeRecommender):
    def open_case(self, facts: CaseFacts, codes: Sequence[WrapupCode]) -> FakeCase:
        return DeafCase(facts, codes)


FAILING = [
    FailsToLearn,
    FailsToSuggest,
    FailsFromTheSecondOn,
    FailsToLookForTopics,
    FailsToHear,
]


@pytest.fixture
def floor(
    clock: FakeClock, centre: FakeContactCentre, store: InMemoryStore, background: Background
) -> DeskHarness:
    return DeskHarness(clock, centre, store, background)


@pytest.mark.parametrize("failing", FAILING)
async def test_a_failing_recommender_ends_no_delivery(
    floor: DeskHarness, failing: type[FakeRecommender], expect_log: ExpectLog
) -> None:
    expect_log("ValueError")
    await floor.open(recommender=failing())
    await floor.put(a_leg())
    floor.centre.tell(said(SECRET))
    await settle()
    await floor.move(Phase.AFTER_CALL)

    floor.choose(BILLING.id)
    # Complete follows at once: the leg is over when the code is confirmed, and learnt with it.
    await floor.move(Phase.COMPLETED)
    await floor.clock.advance(1)

    stored = floor.store.of(a_key())
    assert stored is not None
    assert stored.state is SubmissionState.CONFIRMED
    assert floor.centre.code_of(a_key()) == BILLING.id
    assert floor.sent is SubmissionState.CONFIRMED


@pytest.mark.parametrize("failing", FAILING)
async def test_it_is_told_in_plain_words_without_the_customers_and_can_be_dismissed(
    floor: DeskHarness,
    failing: type[FakeRecommender],
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expect_log("ValueError")
    await floor.open(recommender=failing())
    await floor.put(a_leg())
    floor.centre.tell(said(SECRET))
    await settle()
    await floor.move(Phase.AFTER_CALL)
    floor.choose(BILLING.id)
    await floor.move(Phase.COMPLETED)
    await settle()

    (notice,) = floor.state.notices
    assert notice.text.startswith("Suggestions are paused for this interaction: ")
    assert notice.can_dismiss
    assert SECRET not in notice.text
    assert SECRET not in caplog.text
    assert "4111" not in caplog.text

    floor.desk.dismiss_notice(notice.key)
    await floor.clock.advance(120)
    assert floor.state.notices == ()


async def test_what_fails_for_one_interaction_is_tried_for_the_next(
    floor: DeskHarness, expect_log: ExpectLog
) -> None:
    expect_log("ValueError")
    recommender = FailsFromTheSecondOn()
    await floor.open(recommender=recommender)
    await floor.put(a_leg(1))
    floor.centre.tell(said(SECRET))
    await settle()
    recommender.rankings = 0

    await floor.put(a_leg(2))

    assert floor.card(2).ranking.suggestions
    assert floor.card(1).ranking == Ranking()


async def test_a_code_is_sent_again_after_a_lesson_that_failed(
    floor: DeskHarness, expect_log: ExpectLog
) -> None:
    expect_log("ValueError")
    await floor.open(recommender=FailsToLearn())
    await floor.put(a_leg(1))
    await floor.put(a_leg(2))
    floor.choose(BILLING.id, number=1)
    await floor.move(Phase.COMPLETED, 1)
    await settle()

    floor.choose(REFUND.id, number=2)
    await settle()

    assert floor.centre.code_of(a_key(2)) == REFUND.id
