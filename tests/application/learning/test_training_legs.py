"""Which past legs may teach, and what a run of training legs makes of trouble."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.genesys.rest_harness import FastClock
from tests.fakes import (
    BILLING,
    CODES,
    NOON,
    REFUND,
    FakeRecommender,
)
from wrapup_desk.adapters.learning.learning_file import LearningFile
from wrapup_desk.application.base.ports import (
    ContactCentreError,
    NotPermitted,
    StoreBroken,
    Unreachable,
)
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk import leg_notes
from wrapup_desk.application.history.past_facts import facts_of
from wrapup_desk.application.history.ports import FoundPart, Span
from wrapup_desk.application.learning.model_builder import (
    BuildProgress,
    BuildStage,
    ModelBuilder,
    NothingLearnt,
)
from wrapup_desk.application.learning.ports import (
    LearnJob,
    LessonOutcome,
    TrainableRecommender,
    TrainingLeg,
    UnfitReason,
)
from wrapup_desk.application.learning.training_leg_filter import TrainingLegFilter
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, WrapupCode
from wrapup_desk.main.apps.recommender_setup import build_recommender

MONTH = LearnJob("Demo", 30, 1000, Span(NOON - timedelta(days=30), NOON))


def a_past_leg(number: int = 1, **changes: Any) -> PastLeg:
    started_at = NOON - timedelta(days=20) + timedelta(minutes=number)
    leg = PastLeg(
        key=LegKey(f"conversation-{number}", "participant", "communication"),
        media=Media.CALL,
        agent_id="agent-1",
        queue_id="queue-1",
        started_at=started_at,
        customer_name="Marta Oliveira",
        customer_address="+49 151 555",
        answered_at=started_at,
        hung_up_at=started_at + timedelta(minutes=4),
        completed_at=started_at + timedelta(minutes=5),
        code_id=BILLING.id,
        note="a private note",
        direction="inbound",
    )
    return replace(leg, **changes)


def choice_with(
    *, is_sent_unseen: bool = False, corrected: dict[LegKey, str] | None = None
) -> TrainingLegFilter:
    async def codes(queue_id: str) -> tuple[WrapupCode, ...]:
        return CODES

    return TrainingLegFilter(codes, lambda queue_id: is_sent_unseen, corrected or {})


async def test_a_leg_with_a_persons_code_teaches_with_its_facts() -> None:
    training_leg = await choice_with().judge(a_past_leg(was_transferred=True))

    assert isinstance(training_leg, TrainingLeg)
    assert (training_leg.code_id, training_leg.talk_seconds) == (BILLING.id, 240.0)
    assert (training_leg.direction, training_leg.was_transferred) == ("inbound", True)


async def test_the_facts_of_a_past_leg_are_those_the_live_desk_had_of_it() -> None:
    past = a_past_leg(skills=("skill-1",), attributes={"reason": "card"}, was_transferred=True)
    live = Leg(
        key=past.key,
        media=past.media,
        phase=Phase.COMPLETED,
        agent_id=past.agent_id,
        queue_id=past.queue_id,
        queue_name="Support",
        direction="inbound",
        was_transferred=True,
        skills=("skill-1",),
        attributes={"reason": "card", "caller": "Anna"},
        connected_at=past.answered_at,
        disconnected_at=past.hung_up_at,
    )
    allowing = Settings(attributes=("reason",))

    training_leg = await choice_with().judge(past)

    assert isinstance(training_leg, TrainingLeg)
    assert leg_notes.facts_of(live, allowing) == facts_of(training_leg, "Support")


def test_what_only_a_job_tells_stays_when_a_page_tells_the_leg_again(tmp_path: Path) -> None:
    told = _a_training_leg(attributes={"reason": "card"})
    file = LearningFile(tmp_path / "run")
    file.open(MONTH)

    file.add([(told.key, told)])
    file.add([(told.key, replace(told, attributes={}, code_id=REFUND.id))])

    assert file.waiting(5) == (replace(told, code_id=REFUND.id),)
    file.close()


def test_a_run_is_not_gone_on_with_when_other_attributes_are_allowed(tmp_path: Path) -> None:
    file = LearningFile(tmp_path / "run")
    file.open(replace(MONTH, attributes=("reason",)))
    file.close()

    with pytest.raises(StoreBroken, match="attributes: reason"):
        file.open(MONTH)
    file.close()


def test_a_run_of_an_older_program_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "run"
    with closing(sqlite3.connect(path)) as older:
        older.execute("PRAGMA user_version = 1")

    with pytest.raises(StoreBroken, match=r"older version of the program; give --restart"):
        LearningFile(path).open(MONTH)


async def test_a_code_that_only_an_attribute_tells_is_learnt_and_suggested(
    tmp_path: Path,
) -> None:
    training_leg = LearningHarness(tmp_path, legs=0)
    training_leg.past.said = "hello there"
    reasons = {"card": BILLING, "return": REFUND}
    training_leg.past.legs = [
        a_past_leg(number, code_id=reasons[reason].id, attributes={"reason": reason})
        for number, reason in enumerate(["card", "return"] * 40, 1)
    ]
    pupil, _ = build_recommender(None)

    model = await training_leg.learnt_by(pupil)

    taught, problem = build_recommender(model)
    assert not problem
    for reason, code in reasons.items():
        case = taught.open_case(CaseFacts("queue-1", attributes={"reason": reason}), CODES)
        case.hear(Utterance("1", Speaker.CUSTOMER, "hello there"))
        first = taught.suggest(case, has_ended=True).first
        assert first is not None
        assert first.code == code


def _a_training_leg(**changes: Any) -> TrainingLeg:
    leg = a_past_leg()
    training_leg = TrainingLeg(
        leg.key, leg.media, leg.queue_id, leg.agent_id, BILLING.id, leg.started_at,
        skills=("skill-1",),
    )  # fmt: skip
    return replace(training_leg, **changes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"code_id": ""}, UnfitReason.NO_CODE),
        ({"code_id": TIMEOUT_CODE_ID}, UnfitReason.NO_CODE),
        ({"code_id": "deleted"}, UnfitReason.NOT_A_CODE_OF_THE_QUEUE),
        ({"queue_id": ""}, UnfitReason.NO_QUEUE),
        ({"hung_up_at": None}, UnfitReason.NOT_OVER),
    ],
)
async def test_a_leg_without_a_code_to_learn_is_none(
    changes: dict[str, Any], why: UnfitReason
) -> None:
    assert await choice_with().judge(a_past_leg(**changes)) is why


async def test_codes_of_a_queue_that_sends_them_unseen_do_not_teach() -> None:
    judged = await choice_with(is_sent_unseen=True).judge(a_past_leg())

    assert judged is UnfitReason.SENT_UNSEEN


async def test_what_a_supervisor_corrected_is_learnt_instead_of_the_record() -> None:
    leg = a_past_leg(code_id=TIMEOUT_CODE_ID)
    choice = choice_with(is_sent_unseen=True, corrected={leg.key: REFUND.id})

    training_leg = await choice.judge(leg)

    assert isinstance(training_leg, TrainingLeg)
    assert training_leg.code_id == REFUND.id


class Past:
    """A past of some legs whose words can be kept from being read."""

    def __init__(self, legs: Sequence[PastLeg]) -> None:
        self.legs = legs
        self.said = "billing please"
        self.trouble: dict[str, ContactCentreError] = {}
        self.read: list[str] = []

    async def find(
        self, span: Span, queue_ids: Sequence[str], report: Callable[[str], None]
    ) -> AsyncGenerator[FoundPart, None]:
        legs = [leg for leg in self.legs if span.start_at <= leg.started_at < span.end_at]
        # Analytics may tell of a leg twice.
        yield FoundPart(tuple(legs + legs[:1]), 1.0)

    async def words_of(self, key: LegKey, media: Media) -> tuple[Utterance, ...]:
        if (trouble := self.trouble.get(key.conversation_id)) is not None:
            raise trouble
        self.read.append(key.conversation_id)
        return (Utterance("1", Speaker.CUSTOMER, self.said),) if self.said else ()

    async def directory(self) -> NameDirectory:
        return NameDirectory(queues={"queue-1": "Support"})


class LearningHarness:
    """A run of training legs on a file in a folder of the test's."""

    def __init__(self, folder: Path, legs: int = 20) -> None:
        self.past = Past([a_past_leg(number) for number in range(1, legs + 1)])
        self.path = folder / "team.model.unfinished"
        self.recommender = FakeRecommender()
        self.told: list[BuildProgress] = []

    async def learnt_by(self, pupil: TrainableRecommender) -> bytes:
        file = LearningFile(self.path)
        try:
            begun = file.open(MONTH)
            learning = ModelBuilder(
                self.past,  # type: ignore[arg-type]  # the part of the past that is asked here
                choice_with(),
                file,
                lambda model: pupil,
                FastClock(1000),
                self.told.append,
            )
            return await learning.run(begun)
        finally:
            file.close()

    async def run(self, job: LearnJob = MONTH) -> dict[LessonOutcome, int]:
        file = LearningFile(self.path)
        try:
            begun = file.open(job)
            learning = ModelBuilder(
                self.past,  # type: ignore[arg-type]  # the part of the past that is asked here
                choice_with(),
                file,
                lambda model: self.recommender,
                FastClock(1000),
                self.told.append,
            )
            await learning.run(begun)
            return dict(file.counts())
        finally:
            file.close()


async def test_every_leg_is_learnt_once_although_it_was_told_of_twice(tmp_path: Path) -> None:
    training_leg = LearningHarness(tmp_path)

    counts = await training_leg.run()

    assert counts == {LessonOutcome.LEARNT: 20}
    assert len(training_leg.recommender.learnt) == 20
    assert training_leg.past.read == [f"conversation-{number}" for number in range(1, 21)]
    assert training_leg.told[-1].stage is BuildStage.KEPT


async def test_of_more_legs_than_wanted_some_are_drawn_the_same_ones_each_time(
    tmp_path: Path,
) -> None:
    (tmp_path / "again").mkdir()
    first, second = LearningHarness(tmp_path), LearningHarness(tmp_path / "again")

    counts = await first.run(replace(MONTH, most=8))
    await second.run(replace(MONTH, most=8))

    assert counts == {LessonOutcome.LEARNT: 8, LessonOutcome.NOT_DRAWN: 12}
    assert first.past.read == second.past.read


async def test_one_unreadable_leg_does_not_stop_the_others(tmp_path: Path) -> None:
    training_leg = LearningHarness(tmp_path)
    training_leg.past.trouble["conversation-3"] = Unreachable("its transcript is gone")

    assert await training_leg.run() == {LessonOutcome.LEARNT: 19, LessonOutcome.UNREADABLE: 1}


async def test_the_last_leg_alone_in_its_line_may_be_unreadable_too(tmp_path: Path) -> None:
    training_leg = LearningHarness(tmp_path)
    for number in range(17, 21):  # 20 legs are two lines of eight, and one of four
        training_leg.past.trouble[f"conversation-{number}"] = Unreachable("its transcript is gone")

    assert await training_leg.run() == {LessonOutcome.LEARNT: 16, LessonOutcome.UNREADABLE: 4}


async def test_where_nothing_was_heard_no_model_comes_of_it_and_it_is_said_why(
    tmp_path: Path,
) -> None:
    silent, empty = LearningHarness(tmp_path), LearningHarness(tmp_path / "empty", legs=0)
    (tmp_path / "empty").mkdir()
    silent.past.said = ""

    with pytest.raises(NothingLearnt, match="of 20 legs with a code 20 have no transcript"):
        await silent.run()
    with pytest.raises(NothingLearnt, match="No leg with a code was found"):
        await empty.run()


@pytest.mark.parametrize(
    "trouble", [Unreachable("no network"), NotPermitted("missing permission x:y:view")]
)
async def test_what_stops_a_run_is_told_and_the_next_run_goes_on_behind_it(
    tmp_path: Path, trouble: ContactCentreError
) -> None:
    training_leg = LearningHarness(tmp_path)
    for number in range(9, 21):
        training_leg.past.trouble[f"conversation-{number}"] = trouble
    with pytest.raises(type(trouble), match=str(trouble)):
        await training_leg.run()
    training_leg.past.trouble.clear()

    counts = await training_leg.run()

    assert counts == {LessonOutcome.LEARNT: 20}
    assert len(training_leg.past.read) == len(set(training_leg.past.read)) == 20


async def test_the_file_of_a_run_has_no_names_no_addresses_and_no_notes(tmp_path: Path) -> None:
    training_leg = LearningHarness(tmp_path)
    training_leg.past.trouble["conversation-20"] = NotPermitted("stop here")
    with pytest.raises(NotPermitted):
        await training_leg.run()

    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for known in (b"Marta", b"151 555", b"private note", b"billing please"):
        assert known not in written


def test_a_file_that_is_no_run_is_told(tmp_path: Path) -> None:
    path = tmp_path / "team.model.unfinished"
    path.write_bytes(b"something else entirely, of some length" * 50)

    with pytest.raises(StoreBroken, match="cannot use"):
        LearningFile(path).open(MONTH)


def test_a_run_of_a_newer_program_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "team.model.unfinished"
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")

    with pytest.raises(StoreBroken, match=r"newer version of the program; give --restart"):
        LearningFile(path).open(MONTH)
