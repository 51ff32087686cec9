"""What the outbox wants done, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.domain.interaction import Leg, LegKey
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.wrapup import WrapupCode


@dataclass(frozen=True, slots=True)
class StoreSubmission:
    """Bring a submission to disk.

    A decision that waits for the disk to be sent has a head start: should the disk take longer,
    `HeadStartOver` says so; later where an earlier decision of the leg is not finished on disk.
    """

    submission: Submission
    has_head_start: bool = False
    replaces_unfinished: bool = False

    worth: ClassVar[Worth] = Worth.STORE


class _Delivering:
    """An effect that moves a code towards the server."""

    __slots__ = ()
    worth: ClassVar[Worth] = Worth.DELIVER


@dataclass(frozen=True, slots=True)
class StartDelivery(_Delivering):
    """Begin to send a submission; without a leg as the live stream shows it, read it back first."""

    submission: Submission
    leg: Leg | None


@dataclass(frozen=True, slots=True)
class ReviseDelivery(_Delivering):
    """Let the delivery under way carry this later decision."""

    submission: Submission


@dataclass(frozen=True, slots=True)
class HaltDelivery(_Delivering):
    """Send nothing any more of this leg: a later decision is on its way to the disk."""

    key: LegKey


@dataclass(frozen=True, slots=True)
class ShowLegToDelivery(_Delivering):
    """Tell the delivery under way what the stream just showed of its leg."""

    leg: Leg


@dataclass(frozen=True, slots=True)
class WakeDeliveries(_Delivering):
    """Let every delivery stop waiting: the line works again."""


@dataclass(frozen=True, slots=True)
class StopDeliveries(_Delivering):
    """End every delivery; what it carried is kept."""


@dataclass(frozen=True, slots=True)
class RestartDelivery(_Delivering):
    """Ask with `DeliveryDue` for another delivery in a while: this one ended by a fault."""

    key: LegKey


@dataclass(frozen=True, slots=True)
class KeepDraft(_Delivering):
    """Keep a code as the leg's draft at Genesys."""

    leg: Leg
    code: WrapupCode


@dataclass(frozen=True, slots=True)
class ForgetDraft(_Delivering):
    """Write no more drafts for a leg."""

    key: LegKey


@dataclass(frozen=True, slots=True)
class ReadOutbox:
    """Read what earlier runs left; `OutboxRead` or `OutboxUnreadable` answers."""

    worth: ClassVar[Worth] = Worth.READ


DeliveryEffect = (
    StoreSubmission
    | StartDelivery
    | ReviseDelivery
    | HaltDelivery
    | ShowLegToDelivery
    | WakeDeliveries
    | StopDeliveries
    | RestartDelivery
    | KeepDraft
    | ForgetDraft
    | ReadOutbox
)
