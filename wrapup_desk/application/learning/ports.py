"""What learning from the past works with: training legs, their fates, and a file that survives."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from wrapup_desk.application.base.ports import Recommender
from wrapup_desk.application.history.ports import Span
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.language.texts import mark
from wrapup_desk.domain.recommender.trust.suggestion_report import OutcomeRecord


class LessonOutcome(enum.IntEnum):
    """What became of a training leg."""

    WAITING = 0
    LEARNT = 1
    NO_WORDS = 2
    UNREADABLE = 3
    NOT_DRAWN = 4


class UnfitReason(enum.Enum):
    """Why a past leg is no training leg."""

    NO_CODE = mark("no code of a person's")
    NO_QUEUE = mark("no queue")
    NOT_OVER = mark("not over yet")
    NOT_A_CODE_OF_THE_QUEUE = mark("a code the queue does not have any more")
    SENT_UNSEEN = mark("a queue where codes are sent without a person")


@dataclass(frozen=True, slots=True)
class TrainingLeg:
    """One past leg and the code a person gave it: ids and facts, no words and no names.

    *attributes* are only those the settings allow; *skills* are ids.
    """

    key: LegKey
    media: Media
    queue_id: str
    agent_id: str
    code_id: str
    started_at: datetime
    direction: str = ""
    was_transferred: bool = False
    answered_at: datetime | None = None
    talk_seconds: float | None = None
    skills: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LearnJob:
    """What is to be learnt: of which organisation, from which span, at most how many legs.

    *attributes* are the names of those participant attributes that may be used.
    """

    place: str
    days: int
    most: int
    span: Span
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainedRow:
    """A training leg's fate, and what the model would have suggested before it learnt the leg."""

    key: LegKey
    fate: LessonOutcome
    suggested_code_id: str | None = None
    probability: float = 0.0
    would_have_acted: bool = False


class TrainableRecommender(Recommender, Protocol):
    """A recommender that is taught for others."""

    # Whether all of the file it was loaded from could be used; see `StackRecommender.load`.
    is_of_same_encoder: bool

    def publish(self) -> bytes:
        """Return the model as a file for others: without what few conversations alone held."""


class WorkFile(Protocol):
    """Keeps what was found, what was learnt and the model, so that both always fit together.

    Every method raises `StoreError` when it cannot; then nothing was written.
    """

    def open(self, wanted: LearnJob) -> LearnJob:
        """Begin *wanted*, or go on with the same job begun earlier, and return it.

        Raises:
            StoreError: the file holds another job that is not finished.
        """

    @property
    def found_until(self) -> datetime:
        """How far the search has come."""

    @property
    def is_drawn(self) -> bool:
        """Whether the search is over and the training legs are chosen."""

    def add(self, judged: Sequence[tuple[LegKey, TrainingLeg | UnfitReason]]) -> None:
        """Keep what was found; of a leg that comes again, the later judgement is the truer."""

    def note_found(self, until: datetime) -> None:
        """Keep how far the search has come."""

    def draw(self, most: int) -> None:
        """End the search; of more than *most* training legs keep as many, evenly by chance."""

    def waiting(self, limit: int) -> tuple[TrainingLeg, ...]:
        """Return the next training legs to learn, in the order of time."""

    def keep(self, model: bytes, taught: Sequence[TrainedRow]) -> None:
        """Store the model and what it was taught since the last time, at once."""

    def model(self) -> bytes | None: ...

    def counts(self) -> Mapping[LessonOutcome, int]: ...

    def unfit(self) -> Mapping[UnfitReason, int]: ...

    def outcomes(self, last: int) -> tuple[OutcomeRecord, ...]:
        """Return the last training legs with what would have been suggested before they were learnt."""

    def close(self) -> None: ...

    def remove(self) -> None:
        """Close and delete: the job is finished."""
