"""What the desk's core wants done, as values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.application.delivery.effects import DeliveryEffect
from wrapup_desk.application.suggestions.draft_effects import DraftEffect
from wrapup_desk.application.suggestions.effects import SuggestionEffect
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import Leg, LegKey
from wrapup_desk.domain.message import Message


class _Reading(Message, frozen=True):
    """An effect that asks the contact centre for something."""

    worth: ClassVar[Worth] = Worth.READ


class _Recording(Message, frozen=True):
    """An effect that brings to disk what is no code on its way."""

    worth: ClassVar[Worth] = Worth.STORE


class StoreRecord(_Recording, frozen=True):
    """Keep what the agent has selected, or how a leg ended."""

    record: LegRecord


class ForgetSelection(_Recording, frozen=True):
    """Remove what was selected for a leg from the disk."""

    key: LegKey


class ReadCodes(_Reading, frozen=True):
    """Read the codes valid for a leg; `CodesRead` or `CodesNotRead` answers.

    *anew*: the list has proved to be old, so none that was read before will do.
    """

    leg: Leg
    anew: bool = False


class ReadWords(_Reading, frozen=True):
    """Read the texts of written messages; `WordsRead` or `WordsNotRead` answers."""

    leg: Leg
    message_ids: tuple[str, ...]


class ReadPrediction(_Reading, frozen=True):
    """Read Genesys' own prediction; `PredictionRead` answers, if there is one."""

    leg: Leg


class ReadLeg(_Reading, frozen=True):
    """Find out how a leg ended that is not listed any more; `LegRead` answers."""

    leg: Leg


class StopReadingLegs(_Reading, frozen=True):
    """Give up finding out about legs."""


class ReadRoutingStatus(_Reading, frozen=True):
    """Read whether work is routed to the agent: the stream only tells changes."""


class SchedulePlans(_Reading, frozen=True):
    """Say `PlanDue` when the time of each of these has come, by the server's clock."""

    at: Mapping[LegKey, datetime]


class ForgetOldSubmissions(_Reading, frozen=True):
    """Remove from the disk what is final and was decided before an instant."""

    before: datetime


class ReadPastDays(_Reading, frozen=True):
    """Read what was decided since an instant; `PastDaysRead` answers, if it can be read."""

    since: datetime


RecordEffect = StoreRecord | ForgetSelection
ReadEffect = ReadCodes | ReadWords | ReadPrediction
LegEffect = ReadLeg | StopReadingLegs
DeskEffect = (
    DeliveryEffect
    | SuggestionEffect
    | DraftEffect
    | RecordEffect
    | ReadEffect
    | LegEffect
    | ReadRoutingStatus
    | SchedulePlans
    | ForgetOldSubmissions
    | ReadPastDays
)
