"""Builds a model from past conversations: find the legs, read their words, learn their codes.

It may take hours, so it can be stopped at any moment, by a power cut too: the working file holds
the model together with what it was taught, and the next start goes on from there. Words are in
memory while a leg is learnt, and nowhere else.
"""

from __future__ import annotations

import asyncio
import enum
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta

from wrapup_desk.application.base.ports import (
    Clock,
    ContactCentreError,
    NotPermitted,
    Recommender,
    SignInNeeded,
    Unreachable,
)
from wrapup_desk.application.history.past_facts import facts_of
from wrapup_desk.application.history.ports import PastInteractions, Span
from wrapup_desk.application.learning.ports import (
    LearnJob,
    LessonOutcome,
    TrainableRecommender,
    TrainedRow,
    TrainingLeg,
    WorkFile,
)
from wrapup_desk.application.learning.training_leg_filter import TrainingLegFilter
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.modes import QueueRule
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)

# Of the span, searched at a time; what was found of each is kept. Longer ones than a week are
# searched by a job of Genesys', which is the cheaper way.
CHUNK = timedelta(days=28)
# How many transcripts are read side by side. The pace is kept elsewhere.
LANES = 8
# The model is kept after so many training legs or so many seconds, whichever comes first.
KEEP_EVERY = 100
KEEP_EVERY_S = 60.0
# How sure a suggestion has to be before the program would act on it, as the settings begin.
ACTING_PROBABILITY = QueueRule().min_probability


class BuildStage(enum.Enum):
    """What is being done."""

    FINDING = "finding"
    LEARNING = "learning"
    KEPT = "kept"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How far the work has come: training legs done of all; while finding, legs found and a share."""

    stage: BuildStage
    done: int = 0
    total: int = 0
    share: float | None = None
    left_s: float | None = None
    note: str = ""


class NothingLearnt(ContactCentreError):
    """No leg had words and a code, so there is no model to write."""


class ModelBuilder:
    """Builds one model.

    Args:
        past: what the contact centre remembers.
        choice: which legs are training legs.
        file: what survives.
        load: returns the recommender of a stored model, or a new one; may take its time.
        clock: for the pace of keeping.
        tell: called with how far the work has come.
    """

    def __init__(
        self,
        past: PastInteractions,
        choice: TrainingLegFilter,
        file: WorkFile,
        load: Callable[[bytes | None], TrainableRecommender],
        clock: Clock,
        tell: Callable[[BuildProgress], None],
    ) -> None:
        self._past = past
        self._choice = choice
        self._file = file
        self._load = load
        self._clock = clock
        self._tell = tell
        self._taught: list[TrainedRow] = []
        # Legs in a row whose words could not be had.
        self._unread = 0
        self._kept_at_s = clock.monotonic()

    async def run(self, job: LearnJob) -> bytes:
        """Find, learn, and return the finished model.

        Raises:
            ContactCentreError: refused, or out of reach; what was learnt is kept.
            StoreError: the working file cannot be written.
        """
        if not self._file.is_drawn:
            await self._find(job)
            self._file.draw(job.most)
        names = (await self._past.directory()).queues
        recommender = await asyncio.to_thread(self._load, self._file.model())
        try:
            await self._learn_all(recommender, names)
        finally:
            # Also when it is stopped or fails: nothing learnt is to be learnt again.
            self._keep(recommender)
        if not self._file.counts().get(LessonOutcome.LEARNT):
            raise NothingLearnt(_nothing_text(self._file.counts()))
        return await asyncio.to_thread(recommender.publish)

    # Finding

    async def _find(self, job: LearnJob) -> None:
        whole = job.span
        found = 0
        while (start_at := self._file.found_until) < whole.end_at:
            chunk = Span(start_at, min(start_at + CHUNK, whole.end_at))
            async with aclosing(self._past.find(chunk, (), self._tell_waiting)) as parts:
                async for part in parts:
                    self._tell_waiting(part.notice)
                    judged = [(leg.key, await self._choice.judge(leg)) for leg in part.legs]
                    self._file.add(judged)
                    found += sum(isinstance(each, TrainingLeg) for _, each in judged)
                    share = _share_of(whole, chunk, part.share_done)
                    self._tell(BuildProgress(BuildStage.FINDING, found, share=share))
            self._file.note_found(chunk.end_at)

    def _tell_waiting(self, why: str) -> None:
        if why:
            self._tell(BuildProgress(BuildStage.WAITING, note=why))

    # Learning

    async def _learn_all(self, recommender: Recommender, names: Mapping[str, str]) -> None:
        counts = self._file.counts()
        left = counts.get(LessonOutcome.WAITING, 0)
        total = sum(counts.values()) - counts.get(LessonOutcome.NOT_DRAWN, 0)
        before = total - left
        begun_at_s, done = self._clock.monotonic(), 0
        while training_legs := self._file.waiting(KEEP_EVERY):
            for start in range(0, len(training_legs), LANES):
                some = training_legs[start : start + LANES]
                await self._learn_some(recommender, some, names)
                done += len(some)
                left_s = (self._clock.monotonic() - begun_at_s) / done * (left - done)
                self._tell(BuildProgress(BuildStage.LEARNING, before + done, total, left_s=left_s))
                if self._clock.monotonic() - self._kept_at_s >= KEEP_EVERY_S:
                    await asyncio.to_thread(self._keep, recommender)
            await asyncio.to_thread(self._keep, recommender)
            self._tell(BuildProgress(BuildStage.KEPT, before + done, total))

    async def _learn_some(
        self,
        recommender: Recommender,
        training_legs: Sequence[TrainingLeg],
        names: Mapping[str, str],
    ) -> None:
        read = await asyncio.gather(
            *(self._words_of(training_leg) for training_leg in training_legs)
        )
        for refusal in read:
            if isinstance(refusal, NotPermitted | SignInNeeded):
                raise refusal  # the same will be refused for every other leg
        failures = [each for each in read if isinstance(each, Unreachable)]
        # A whole line out of reach is an outage; one training leg left over at the end is only itself.
        self._unread = self._unread + len(failures) if len(failures) == len(training_legs) else 0
        if self._unread >= LANES:
            raise failures[0]
        pages = []
        for training_leg, words in zip(training_legs, read, strict=True):
            codes = await self._choice.codes(training_leg.queue_id)
            pages.append(
                _Example(training_leg, names.get(training_leg.queue_id, ""), codes, words)
            )
        self._taught += await asyncio.to_thread(
            lambda: [_teach(recommender, page) for page in pages]
        )

    async def _words_of(
        self, training_leg: TrainingLeg
    ) -> tuple[Utterance, ...] | ContactCentreError:
        try:
            return await self._past.words_of(training_leg.key, training_leg.media)
        except ContactCentreError as error:
            # One unreadable transcript is no reason to leave the others unread.
            log.info("words of %s not read: %s", training_leg.key.communication_id, error)
            return error

    def _keep(self, recommender: Recommender) -> None:
        if self._taught:
            self._file.keep(recommender.export(), tuple(self._taught))
            self._taught.clear()
        self._kept_at_s = self._clock.monotonic()


@dataclass(frozen=True, slots=True)
class _Example:
    """A training leg with all it takes to learn it."""

    training_leg: TrainingLeg
    queue_name: str
    codes: tuple[WrapupCode, ...]
    words: tuple[Utterance, ...] | ContactCentreError


def _teach(recommender: Recommender, page: _Example) -> TrainedRow:
    """Ask first, then tell: so the outcomes say how good the model is on what it has not seen."""
    training_leg = page.training_leg
    if isinstance(page.words, ContactCentreError):
        return TrainedRow(training_leg.key, LessonOutcome.UNREADABLE)
    if not page.words:
        return TrainedRow(training_leg.key, LessonOutcome.NO_WORDS)
    case = recommender.open_case(facts_of(training_leg, page.queue_name), page.codes)
    for utterance in page.words:
        case.hear(utterance)
    ranking = recommender.suggest(case, has_ended=True)
    recommender.learn(case, training_leg.code_id, was_looked_at=True)
    if (first := ranking.first) is None:
        return TrainedRow(training_leg.key, LessonOutcome.LEARNT)
    acts = ranking.may_auto_submit and first.probability >= ACTING_PROBABILITY
    return TrainedRow(
        training_leg.key, LessonOutcome.LEARNT, first.code.id, first.probability, acts
    )


def _nothing_text(counts: Mapping[LessonOutcome, int]) -> str:
    silent = counts.get(LessonOutcome.NO_WORDS, 0)
    unread = counts.get(LessonOutcome.UNREADABLE, 0)
    if not silent and not unread:
        return tr("No leg with a code was found in this time, so no model was written.")
    return tr(
        "Nothing was learnt, so no model was written: of {all} legs with a"
        " code {silent} have no transcript and {unread} could not be read."
        " Check that transcription is on for these queues, and what doctor says"
        " of reading words.",
        all=number(silent + unread),
        silent=number(silent),
        unread=number(unread),
    )


def _share_of(whole: Span, chunk: Span, share: float | None) -> float | None:
    if share is None or not whole.length:
        return None
    before = (chunk.start_at - whole.start_at) / whole.length
    return before + share * (chunk.length / whole.length)
