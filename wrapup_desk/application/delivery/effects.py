"""What the outbox wants done, as values."""

from __future__ import annotations

from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.domain.interaction import Leg, LegKey
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.wrapup import WrapupCode


class StoreSubmission(Message, frozen=True):
    """Bring a submission to disk.

    A decision that waits for the disk to be sent has a head start: should the disk take longer,
    `HeadStartOver` says so; later where an earlier decision of the leg is not finished on disk.
    """

    submission: Submission
    has_head_start: bool = False
    replaces_unfinished: bool = False

    worth: ClassVar[Worth] = Worth.STORE


class _Delivering(Message, frozen=True):
    """An effect that moves a code towards the server."""

    worth: ClassVar[Worth] = Worth.DELIVER


class StartDelivery(_Delivering, frozen=True):
    """Begin to send a submission; without a leg as the live stream shows it, read it back first."""

    submission: Submission
    leg: Leg | None


class ReviseDelivery(_Delivering, frozen=True):
    """Let the delivery under way carry this later decision."""

    submission: Submission


class HaltDelivery(_Delivering, frozen=True):
    """Send nothing any more of this leg: a later decision is on its way to the disk."""

    key: LegKey


class ShowLegToDelivery(_Delivering, frozen=True):
    """Tell the delivery under way what the stream just showed of its leg."""

    leg: Leg


class WakeDeliveries(_Delivering, frozen=True):
    """Let every delivery stop waiting: the line works again."""


class StopDeliveries(_Delivering, frozen=True):
    """End every delivery; what it carried is kept."""


class RestartDelivery(_Delivering, frozen=True):
    """Ask with `DeliveryDue` for another delivery in a while: this one ended by a fault."""

    key: LegKey


class KeepDraft(_Delivering, frozen=True):
    """Keep a code as the leg's draft at Genesys."""

    leg: Leg
    code: WrapupCode


class ForgetDraft(_Delivering, frozen=True):
    """Write no more drafts for a leg."""

    key: LegKey


class ReadOutbox(Message, frozen=True):
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
