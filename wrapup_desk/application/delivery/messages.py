"""What the disk and the deliveries tell, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission


@dataclass(frozen=True, slots=True)
class SubmissionStored:
    """The commit of this revision returned: from now on it survives a power loss."""

    key: LegKey
    revision: int


@dataclass(frozen=True, slots=True)
class StoreFailed:
    """The disk did not take a submission, or anything; *problem* is fit for a person."""

    problem: str
    key: LegKey | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class StoreWorks:
    """The disk works again, and everything owed to it is stored."""


@dataclass(frozen=True, slots=True)
class HeadStartOver:
    """The disk takes longer than a decision may wait for it."""

    key: LegKey
    revision: int


@dataclass(frozen=True, slots=True)
class OutboxRead:
    """What the disk has: every submission of the last days, and what is unfinished."""

    known: tuple[Submission, ...]
    unfinished: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class OutboxUnreadable:
    """What earlier runs left cannot be read; *problem* is fit for a person."""

    problem: str


@dataclass(frozen=True, slots=True)
class DeliveryChanged:
    """A delivery got further; *latency* is the slow end (p95) of the last writes."""

    submission: Submission
    must_survive: bool
    latency: timedelta


@dataclass(frozen=True, slots=True)
class DeliveryEnded:
    """A delivery has brought its submission to a final state."""

    key: LegKey


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A delivery ended by a fault of the program, with its submission unfinished."""

    key: LegKey


@dataclass(frozen=True, slots=True)
class DeliveryDue:
    """Time for another delivery after one that failed."""

    key: LegKey


StoreMessage = SubmissionStored | StoreFailed | StoreWorks
OutboxMessage = (
    SubmissionStored
    | StoreFailed
    | HeadStartOver
    | DeliveryChanged
    | DeliveryEnded
    | DeliveryFailed
    | DeliveryDue
)
DeliveryMessage = OutboxMessage | StoreWorks | OutboxRead | OutboxUnreadable
