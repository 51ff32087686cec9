"""What learning from the past works with: lessons, their fates, and a file that survives."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.ports import Recommender
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.recommender.report import OutcomeRecord


class Fate(enum.IntEnum):
    """What became of a lesson."""

    WAITING = 0
    LEARNT = 1
    NO_WORDS = 2
    UNREADABLE = 3
    NOT_DRAWN = 4


class Unfit(enum.Enum):
    """Why a past leg is no lesson."""

    NO_CODE = "no code of a person's"
    NO_QUEUE = "no queue"
    NOT_OVER = "not over yet"
    NOT_A_CODE_OF_THE_QUEUE = "a code the queue does not have any more"
    SENT_UNSEEN = "a queue where codes are sent without a person"


@dataclass(frozen=True, slots=True)
class Lesson:
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
class Undertaking:
    """What is to be learnt: of which organisation, from which span, at most how many legs.

    *attributes* are the names of those participant attributes that may be used.
    """

    place: str
    days: int
    most: int
    span: Span
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson's fate, and what the model would have suggested before it was told."""

    key: LegKey
    fate: Fate
    suggested_code_id: str | None = None
    probability: float = 0.0
    would_have_acted: bool = False


class Pupil(Recommender, Protocol):
    """A recommender that is taught for others."""

    def publish(self) -> bytes:
        """Return the model as a file for others: without what few conversations alone held."""


class WorkFile(Protocol):
    """Keeps what was found, what was learnt and the model, so that both always fit together.

    Every method raises `StoreError` when it cannot; then nothing was written.
    """

    def open(self, wanted: Undertaking) -> Undertaking:
        """Begin *wanted*, or go on with the same undertaking begun earlier, and return it.

        Raises:
            StoreError: the file holds another undertaking that is not finished.
        """

    @property
    def found_until(self) -> datetime:
        """How far the search has come."""

    @property
    def is_drawn(self) -> bool:
        """Whether the search is over and the lessons are chosen."""

    def add(self, judged: Sequence[tuple[LegKey, Lesson | Unfit]]) -> None:
        """Keep what was found; of a leg that comes again, the later judgement is the truer."""

    def note_found(self, until: datetime) -> None:
        """Keep how far the search has come."""

    def draw(self, most: int) -> None:
        """End the search; of more than *most* lessons keep as many, evenly by chance."""

    def waiting(self, limit: int) -> tuple[Lesson, ...]:
        """Return the next lessons to learn, in the order of time."""

    def keep(self, model: bytes, taught: Sequence[Taught]) -> None:
        """Store the model and what it was taught since the last time, at once."""

    def model(self) -> bytes | None: ...

    def counts(self) -> Mapping[Fate, int]: ...

    def unfit(self) -> Mapping[Unfit, int]: ...

    def outcomes(self, last: int) -> tuple[OutcomeRecord, ...]:
        """Return the last lessons with what would have been suggested before they were learnt."""

    def close(self) -> None: ...

    def remove(self) -> None:
        """Close and delete: the undertaking is finished."""
