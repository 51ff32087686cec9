"""What the disk and the deliveries tell, in the past tense."""

from __future__ import annotations

from datetime import timedelta

from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.submission import Submission


class SubmissionStored(Message, frozen=True):
    """The commit of this revision returned: from now on it survives a power loss."""

    key: LegKey
    revision: int


class StoreFailed(Message, frozen=True):
    """The disk did not take a submission, or anything; *problem* is fit for a person."""

    problem: str
    key: LegKey | None = None
    revision: int = 0


class StoreWorks(Message, frozen=True):
    """The disk works again, and everything owed to it is stored."""


class HeadStartOver(Message, frozen=True):
    """The disk takes longer than a decision may wait for it."""

    key: LegKey
    revision: int


class OutboxRead(Message, frozen=True):
    """What the disk has: every submission of the last days, and what is unfinished."""

    known: tuple[Submission, ...]
    unfinished: tuple[Submission, ...]


class OutboxUnreadable(Message, frozen=True):
    """What earlier runs left cannot be read; *problem* is fit for a person."""

    problem: str


class DeliveryChanged(Message, frozen=True):
    """A delivery got further; *latency* is the slow end (p95) of the last writes."""

    submission: Submission
    must_survive: bool
    latency: timedelta


class DeliveryEnded(Message, frozen=True):
    """A delivery has brought its submission to a final state."""

    key: LegKey


class DeliveryFailed(Message, frozen=True):
    """A delivery ended by a fault of the program, with its submission unfinished."""

    key: LegKey


class DeliveryDue(Message, frozen=True):
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
