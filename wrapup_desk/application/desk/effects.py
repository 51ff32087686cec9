"""What the desk's core wants done, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.application.delivery.effects import DeliveryEffect
from wrapup_desk.application.suggestions.draft_effects import DraftEffect
from wrapup_desk.application.suggestions.effects import SuggestionEffect
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import Leg, LegKey


class _Reading:
    """An effect that asks the contact centre for something."""

    __slots__ = ()
    worth: ClassVar[Worth] = Worth.READ


class _Recording:
    """An effect that brings to disk what is no code on its way."""

    __slots__ = ()
    worth: ClassVar[Worth] = Worth.STORE


@dataclass(frozen=True, slots=True)
class StoreRecord(_Recording):
    """Keep what the agent has selected, or how a leg ended."""

    record: LegRecord


@dataclass(frozen=True, slots=True)
class ForgetSelection(_Recording):
    """Remove what was selected for a leg from the disk."""

    key: LegKey


@dataclass(frozen=True, slots=True)
class ReadCodes(_Reading):
    """Read the codes valid for a leg; `CodesRead` or `CodesNotRead` answers.

    *anew*: the list has proved to be old, so none that was read before will do.
    """

    leg: Leg
    anew: bool = False


@dataclass(frozen=True, slots=True)
class ReadWords(_Reading):
    """Read the texts of written messages; `WordsRead` or `WordsNotRead` answers."""

    leg: Leg
    message_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadPrediction(_Reading):
    """Read Genesys' own prediction; `PredictionRead` answers, if there is one."""

    leg: Leg


@dataclass(frozen=True, slots=True)
class ReadLeg(_Reading):
    """Find out how a leg ended that is not listed any more; `LegRead` answers."""

    leg: Leg


@dataclass(frozen=True, slots=True)
class StopReadingLegs(_Reading):
    """Give up finding out about legs."""


@dataclass(frozen=True, slots=True)
class ReadRoutingStatus(_Reading):
    """Read whether work is routed to the agent: the stream only tells changes."""


@dataclass(frozen=True, slots=True)
class SchedulePlans(_Reading):
    """Say `PlanDue` when the time of each of these has come, by the server's clock."""

    at: Mapping[LegKey, datetime]


@dataclass(frozen=True, slots=True)
class ForgetOldSubmissions(_Reading):
    """Remove from the disk what is final and was decided before an instant."""

    before: datetime


@dataclass(frozen=True, slots=True)
class ReadPastDays(_Reading):
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
