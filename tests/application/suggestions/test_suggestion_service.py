"""What the recommender is told of each leg, when, and by how many threads."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.application.suggestions.suggestion_harness import Lesson, said
from tests.conftest import ExpectLog
from tests.fakes import (
    BILLING,
    CODES,
    NOON,
    REFUND,
    FakeClock,
    FakeContactCentre,
    FakeRecommender,
    InMemoryStore,
    a_key,
    a_leg,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Unreachable
from wrapup_desk.application.suggestions.effects import Hear, Rank
from wrapup_desk.domain.events import (
    PredictedCode,
)
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.suggestion import Ranking


@pytest.fixture
def lesson(
    clock: FakeClock, centre: FakeContactCentre, store: InMemoryStore, background: Background
) -> Lesson:
    return Lesson(clock, centre, store, background)


async def test_until_the_recommender_is_loaded_everything_is_kept_for_it(lesson: Lesson) -> None:
    await lesson.open()
    leg = a_leg(attributes={"wrapup_code": "refund"})
    lesson.suggesting.update(leg)
    lesson.suggesting.hear(a_key(), (said("hello"),))
    lesson.suggesting.predict(a_key(), (PredictedCode(REFUND.id, 0.7),))
    lesson.suggesting.learn(a_key(), BILLING.id, was_looked_at=True)
    assert lesson.rank() == Ranking()
    assert lesson.suggesting.codes(a_key()) == CODES

    lesson.suggesting.use(lesson.recommender)

    assert lesson.case.codes == CODES
    assert [each.text for each in lesson.case.heard] == ["hello"]
    assert lesson.case.predictions == (PredictedCode(REFUND.id, 0.7),)
    assert lesson.case.proposal == REFUND.id
    assert lesson.recommender.learnt == []
    await settle()
    assert lesson.changed[-1] == a_key()
    assert lesson.rank().suggestions


async def test_a_loaded_recommender_is_told_at_once(lesson: Lesson) -> None:
    lesson.suggesting.use(lesson.recommender)
    lesson.suggesting.open(a_leg())
    assert lesson.rank() == Ranking(), "no codes yet, nothing to rank"
    await settle()

    lesson.suggesting.hear(a_key(), (said("hello"), said("again", "2")))
    lesson.suggesting.predict(a_key(), (PredictedCode(REFUND.id, 0.7),))

    assert lesson.case.codes == CODES
    assert [each.text for each in lesson.case.heard] == ["hello", "again"]
    assert lesson.case.predictions


async def test_only_allowed_attributes_and_no_words_become_facts(lesson: Lesson) -> None:
    lesson.suggesting.use(lesson.recommender)
    lesson.suggesting.open(a_leg(connected_at=None))
    assert lesson.case.facts.hour_of_day is None
    ended = a_leg(
        phase=Phase.AFTER_CALL,
        attributes={"product": "phone", "card_number": "4111"},
        language="de",
    )
    lesson.suggesting.update(ended)

    facts = lesson.case.facts
    assert facts.attributes == {"product": "phone"}
    assert facts.talk_seconds == 300
    assert facts.hour_of_day == (NOON - timedelta(minutes=5)).astimezone().hour
    assert facts.language == "de"


async def test_unchanged_facts_are_not_told_again(lesson: Lesson) -> None:
    await lesson.begin()
    facts = lesson.case.facts

    lesson.suggesting.update(a_leg())

    assert lesson.case.facts is facts


async def test_legs_nobody_opened_are_nothing(lesson: Lesson) -> None:
    lesson.suggesting.use(lesson.recommender)
    lesson.suggesting.update(a_leg(phase=Phase.COMPLETED))
    lesson.suggesting.hear(a_key(), (said("hello"),))
    lesson.suggesting.predict(a_key(), ())
    lesson.suggesting.service.perform(Hear(a_key(), (said("hello"),)))
    lesson.suggesting.service.perform(Rank(a_key(), has_ended=False))
    lesson.suggesting.learn(a_key(), BILLING.id, was_looked_at=True)
    lesson.suggesting.reload_codes(a_leg())
    await settle()

    assert lesson.rank() == Ranking()
    assert lesson.suggesting.proposal(a_key()) is None
    assert lesson.suggesting.codes(a_key()) == ()
    assert not lesson.suggesting.knows(a_key())
    assert lesson.centre.asked == []


async def test_a_closed_leg_is_forgotten_and_late_answers_with_it(lesson: Lesson) -> None:
    lesson.suggesting.open(a_leg(1))
    lesson.suggesting.close(a_key(1))
    lesson.centre.failures.extend([Unreachable("no"), Unreachable("no")])
    lesson.suggesting.open(a_leg(2))
    lesson.suggesting.close(a_key(2))
    lesson.suggesting.update(a_leg(1, Phase.COMPLETED, message_ids=("m1",)))
    await settle()

    assert lesson.changed == []
    assert lesson.suggesting.codes_problem(a_key(1)) == ""
    assert lesson.suggesting.codes_problem(a_key(2)) == ""


# Codes


async def test_codes_that_cannot_be_read_say_why_and_can_be_read_again(lesson: Lesson) -> None:
    lesson.centre.failures.append(Unreachable("no network"))
    await lesson.open()
    assert lesson.suggesting.codes_problem(a_key()) == "no network"
    assert lesson.changed == [a_key()]

    lesson.suggesting.reload_codes(a_leg())
    await settle()
    assert lesson.suggesting.codes(a_key()) == CODES
    assert lesson.suggesting.codes_problem(a_key()) == ""

    lesson.suggesting.reload_codes(a_leg())
    await settle()
    assert lesson.centre.asked == ["codes communication-1"] * 2, "what is there is not read again"


async def test_codes_of_a_leg_closed_meanwhile_are_dropped(
    lesson: Lesson, clock: FakeClock
) -> None:
    lesson.suggesting.open(a_leg())
    lesson.suggesting.close(a_key())
    await settle()

    assert lesson.suggesting.codes(a_key()) == ()


# Written words


async def test_written_words_are_read_once(lesson: Lesson) -> None:
    await lesson.begin()
    lesson.centre.words = (said("dear sirs"),)
    for _ in range(3):
        lesson.suggesting.update(a_leg(message_ids=("m1", "m2")))
        await settle()

    assert lesson.centre.asked.count("words m1,m2") == 1
    assert [each.text for each in lesson.case.heard] == ["dear sirs"]
    assert lesson.changed[-1] == a_key()


async def test_words_that_could_not_be_read_are_read_with_the_next_snapshot(
    lesson: Lesson,
) -> None:
    await lesson.open()
    lesson.centre.failures.append(Unreachable("no network"))
    lesson.suggesting.update(a_leg(message_ids=("m1",)))
    await settle()
    lesson.suggesting.update(a_leg(message_ids=("m1",)))
    await settle()

    assert lesson.centre.asked.count("words m1") == 2


async def test_words_that_fail_for_a_closed_leg_are_let_go(lesson: Lesson) -> None:
    await lesson.open()
    lesson.centre.failures.append(Unreachable("no network"))
    lesson.suggesting.update(a_leg(message_ids=("m1",)))
    lesson.suggesting.close(a_key())
    await settle()

    assert not lesson.suggesting.knows(a_key())


# Predictions and proposals


async def test_genesys_own_prediction_is_asked_for_only_if_it_did_not_come(
    lesson: Lesson,
) -> None:
    await lesson.begin()
    await lesson.suggesting.ask_for_prediction(a_leg())
    assert not lesson.case.predictions

    lesson.suggesting.close(a_key())
    lesson.suggesting.open(a_leg())
    await settle()
    lesson.centre.failures.append(Unreachable("no network"))
    lesson.suggesting.open(a_leg(phase=Phase.AFTER_CALL))
    await settle()
    assert not lesson.case.predictions
    lesson.centre.predictions = (PredictedCode(REFUND.id, 0.9),)
    await lesson.suggesting.ask_for_prediction(a_leg())
    assert lesson.case.predictions == lesson.centre.predictions

    await lesson.suggesting.ask_for_prediction(a_leg(), (PredictedCode(REFUND.id, 0.7),))
    assert lesson.centre.asked.count("prediction conversation-1") == 3


@pytest.mark.parametrize("wanted", ["code-refund", "Refund", " rEFUND "])
async def test_a_backend_proposes_by_id_or_name(lesson: Lesson, wanted: str) -> None:
    await lesson.begin()
    lesson.suggesting.update(a_leg(attributes={"wrapup_code": wanted}))

    assert lesson.suggesting.proposal(a_key()) == REFUND
    assert lesson.case.proposal == REFUND.id


async def test_a_proposal_that_is_no_code_of_the_leg_is_none(lesson: Lesson) -> None:
    await lesson.open()
    lesson.suggesting.update(a_leg(attributes={"wrapup_code": "nonsense"}))

    assert lesson.suggesting.proposal(a_key()) is None


# Learning and the model


async def test_a_code_is_learnt_once_and_a_changed_one_again(lesson: Lesson) -> None:
    await lesson.begin()
    for code_id in (BILLING.id, BILLING.id, REFUND.id):
        lesson.suggesting.learn(a_key(), code_id, was_looked_at=True)

    assert lesson.recommender.learnt == [(BILLING.id, True), (REFUND.id, True)]


async def test_the_model_is_kept_when_something_was_learnt_that_somebody_looked_at(
    lesson: Lesson,
) -> None:
    await lesson.begin()
    lesson.suggesting.learn(a_key(), BILLING.id, was_looked_at=False)
    await lesson.suggesting.keep_model()
    assert await lesson.store.load_model() is None

    lesson.suggesting.learn(a_key(), REFUND.id, was_looked_at=True)
    await lesson.suggesting.keep_model()
    assert await lesson.store.load_model() == lesson.recommender.export()


async def test_a_model_a_full_disk_refused_is_kept_later(
    lesson: Lesson, expect_log: ExpectLog
) -> None:
    expect_log("the learnt model could not be stored: there is no room")
    await lesson.begin()
    lesson.suggesting.learn(a_key(), REFUND.id, was_looked_at=True)
    lesson.store.is_full = True
    await lesson.suggesting.keep_model()
    lesson.store.is_full = False

    await lesson.suggesting.keep_model()

    assert await lesson.store.load_model() == lesson.recommender.export()


async def test_while_the_model_is_written_out_nobody_else_touches_it(lesson: Lesson) -> None:
    await lesson.begin()
    lesson.suggesting.learn(a_key(), BILLING.id, was_looked_at=True)
    await settle()
    ranking = lesson.rank()

    async with lesson.writing_out():
        rankings = lesson.recommender.rankings
        lesson.suggesting.hear(a_key(), (said("refund"),))
        lesson.suggesting.learn(a_key(), REFUND.id, was_looked_at=True)
        lesson.suggesting.open(a_leg(2))
        keeping = asyncio.get_running_loop().create_task(lesson.suggesting.keep_model())
        await settle()

        assert lesson.rank() is ranking
        assert lesson.recommender.rankings == rankings
        assert lesson.case.heard == []
        assert lesson.recommender.learnt == [(BILLING.id, True)]
        assert len(lesson.recommender.cases) == 1

    await keeping
    await settle()
    assert await lesson.store.load_model() == lesson.recommender.export()
    assert lesson.recommender.learnt == [(BILLING.id, True), (REFUND.id, True)]
    assert [each.text for each in lesson.recommender.cases[0].heard] == ["refund"]
    assert set(lesson.changed[-2:]) == {a_key(1), a_key(2)}
    assert lesson.rank() is not ranking


async def test_who_wants_the_model_too_waits_until_it_is_written_out(lesson: Lesson) -> None:
    await lesson.begin()
    lesson.suggesting.learn(a_key(), BILLING.id, was_looked_at=True)

    async with lesson.writing_out():
        exporting = asyncio.get_running_loop().create_task(lesson.suggesting.export_model())
        await settle()
        lesson.suggesting.hear(a_key(), (said("refund"),))
        assert lesson.recommender.exports == 1

    assert await exporting == lesson.recommender.export()
    assert [each.text for each in lesson.case.heard] == ["refund"]


async def test_what_waited_for_a_model_goes_to_the_one_that_took_its_place(lesson: Lesson) -> None:
    await lesson.begin()
    lesson.suggesting.learn(a_key(), BILLING.id, was_looked_at=True)
    newer = FakeRecommender()

    async with lesson.writing_out():
        lesson.suggesting.hear(a_key(), (said("refund"),))
        lesson.suggesting.open(a_leg(2))
        lesson.suggesting.use(newer)

    assert lesson.case.heard == []
    assert len(lesson.recommender.cases) == 1
    assert "refund" in [each.text for each in newer.cases[0].heard]


async def test_a_model_that_was_never_loaded_cannot_be_used(lesson: Lesson) -> None:
    with pytest.raises(RuntimeError, match="not loaded"):
        _ = lesson.suggesting.service._loaded
