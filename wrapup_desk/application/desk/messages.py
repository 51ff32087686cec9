"""What the desk's core is told: commands of the agent, the program's own, and what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.delivery.messages import DeliveryMessage
from wrapup_desk.application.desk.desk_state import Connection, InteractionCard
from wrapup_desk.application.desk.effects import DeskEffect
from wrapup_desk.application.suggestions.draft_effects import DraftEffect
from wrapup_desk.application.suggestions.effects import SuggestionEffect
from wrapup_desk.application.suggestions.messages import Learnt, NoteDrafted, Ranked
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import ContactCentreEvent, PredictedCode
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import Leg, LegKey
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

# Commands about one card


@dataclass(frozen=True, slots=True)
class ChooseCode:
    """The agent decides for a code; *topic_ids* are codes of further topics, to go as tags."""

    communication_id: str
    code_id: str
    note: str = field(default="", repr=False)
    topic_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteSelection:
    """The agent has selected a code or typed a note, and has not sent it; no id is no code."""

    communication_id: str
    code_id: str
    note: str = field(default="", repr=False)
    topic_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaveDraftOut:
    """Send no drafted note with the code of this interaction."""

    communication_id: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take a decision back if it was not sent; otherwise let the agent choose again."""

    communication_id: str


@dataclass(frozen=True, slots=True)
class ChooseAgain:
    """Offer the choices again, or no longer."""

    communication_id: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Send nothing by itself for this leg."""

    communication_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Try a refused code once more, or read the codes again."""

    communication_id: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Take a card that is over out of sight."""

    communication_id: str


# The session


@dataclass(frozen=True, slots=True)
class Greet:
    """Take the signed-in agent; their waiting codes go out from now on."""

    agent: Agent


@dataclass(frozen=True, slots=True)
class StopSending:
    """Send nothing until somebody is greeted."""


@dataclass(frozen=True, slots=True)
class SayGoodbye:
    """Forget the agent after a sign-out; what waits stays on this computer."""


@dataclass(frozen=True, slots=True)
class SetConnection:
    """Show how the program stands with Genesys."""

    connection: Connection
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetPlace:
    """Show where the program connects to."""

    region_label: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class SetSignInProblem:
    """Show why the last try to sign in failed, and what was found to be behind it."""

    problem: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class SetSignInAddress:
    """Show where to sign in, for a browser the agent opens; it is gone with the sign-in."""

    address: str
    has_browser: bool = True


# The program


@dataclass(frozen=True, slots=True)
class UseSettings:
    """Apply new settings at once."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class LookBack:
    """Have at hand what the agent decided on the days that are kept."""


@dataclass(frozen=True, slots=True)
class PastDaysRead:
    """What was decided on this computer on the days that are kept, by anybody."""

    submissions: tuple[Submission, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecommenderLoaded:
    """The recommender can be asked from now on, or is another one."""


@dataclass(frozen=True, slots=True)
class LearnSettled:
    """Learn from every card that is settled by now: the program ends."""


@dataclass(frozen=True, slots=True)
class PutUpNotice:
    """Show a notice; one with the same key is replaced."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class TakeDownNotice:
    """Show the notice with this key no more."""

    key: str


@dataclass(frozen=True, slots=True)
class Beat:
    """The program runs; and whether it has for long enough to believe what it shows."""

    is_awake: bool


@dataclass(frozen=True, slots=True)
class PlanDue:
    """The time of these plans has come, as they were scheduled."""

    at: Mapping[LegKey, datetime]


@dataclass(frozen=True, slots=True)
class DayBegan:
    """The desk starts on this day, where the agent sits, maybe in the place of another one.

    Names of customers are in no file: *cards_before* of the same run know them.
    """

    day: datetime
    ends_at: datetime
    cards_before: tuple[InteractionCard, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Tick:
    """A while has passed; *day* is the beginning of today, where the agent sits, and it *ends_at*."""

    day: datetime
    ends_at: datetime


# What was read


@dataclass(frozen=True, slots=True)
class LegRecordsRead:
    """What earlier runs left of legs besides codes on their way."""

    records: tuple[LegRecord, ...]


@dataclass(frozen=True, slots=True)
class CodesRead:
    """A leg's own codes."""

    key: LegKey
    codes: tuple[WrapupCode, ...]


@dataclass(frozen=True, slots=True)
class CodesNotRead:
    """A leg's codes could not be read; *problem* is fit for a person."""

    key: LegKey
    problem: str


@dataclass(frozen=True, slots=True)
class WordsRead:
    """What was written in a leg's messages."""

    key: LegKey
    utterances: tuple[Utterance, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class WordsNotRead:
    """These messages could not be read; the next snapshot tries again."""

    key: LegKey
    message_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PredictionRead:
    """Genesys' own prediction for a leg, and its summary."""

    key: LegKey
    codes: tuple[PredictedCode, ...]
    summary: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LegRead:
    """The agent's legs in the conversation of a leg that was not listed; maybe none."""

    key: LegKey
    legs: tuple[Leg, ...]


CardCommand = (
    ChooseCode | NoteSelection | LeaveDraftOut | Undo | ChooseAgain | Hold | Retry | Dismiss
)
SessionMessage = (
    Greet
    | StopSending
    | SayGoodbye
    | SetConnection
    | SetPlace
    | SetSignInProblem
    | SetSignInAddress
)
ProgramMessage = (
    UseSettings | RecommenderLoaded | LearnSettled | PutUpNotice | TakeDownNotice | Beat
)
TimeMessage = PlanDue | DayBegan | Tick | LookBack | PastDaysRead
ReadMessage = (
    CodesRead | CodesNotRead | WordsRead | WordsNotRead | PredictionRead | LegRead | LegRecordsRead
)
FailedMessage = (
    EffectFailed[DeskEffect] | EffectFailed[SuggestionEffect] | EffectFailed[DraftEffect]
)
DeskMessage = (
    ContactCentreEvent
    | CardCommand
    | SessionMessage
    | ProgramMessage
    | TimeMessage
    | ReadMessage
    | DeliveryMessage
    | Ranked
    | Learnt
    | NoteDrafted
    | FailedMessage
)
