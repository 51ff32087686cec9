"""What the desk's core is told: commands of the agent, the program's own, and what was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

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
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

# Commands about one card


class ChooseCode(Message, frozen=True):
    """The agent decides for a code; *topic_ids* are codes of further topics, to go as tags."""

    unseen: ClassVar[tuple[str, ...]] = ("note",)

    communication_id: str
    code_id: str
    note: str = ""
    topic_ids: tuple[str, ...] = ()


class NoteSelection(Message, frozen=True):
    """The agent has selected a code or typed a note, and has not sent it; no id is no code."""

    unseen: ClassVar[tuple[str, ...]] = ("note",)

    communication_id: str
    code_id: str
    note: str = ""
    topic_ids: tuple[str, ...] = ()


class LeaveDraftOut(Message, frozen=True):
    """Send no drafted note with the code of this interaction."""

    communication_id: str


class Undo(Message, frozen=True):
    """Take a decision back if it was not sent; otherwise let the agent choose again."""

    communication_id: str


class ChooseAgain(Message, frozen=True):
    """Offer the choices again, or no longer."""

    communication_id: str


class Hold(Message, frozen=True):
    """Send nothing by itself for this leg."""

    communication_id: str


class Retry(Message, frozen=True):
    """Try a refused code once more, or read the codes again."""

    communication_id: str


class Dismiss(Message, frozen=True):
    """Take a card that is over out of sight."""

    communication_id: str


# The session


class Greet(Message, frozen=True):
    """Take the signed-in agent; their waiting codes go out from now on."""

    agent: Agent


class StopSending(Message, frozen=True):
    """Send nothing until somebody is greeted."""


class SayGoodbye(Message, frozen=True):
    """Forget the agent after a sign-out; what waits stays on this computer."""


class SetConnection(Message, frozen=True):
    """Show how the program stands with Genesys."""

    connection: Connection
    note: str = ""


class SetPlace(Message, frozen=True):
    """Show where the program connects to."""

    region_label: str
    is_demo: bool


class SetSignInProblem(Message, frozen=True):
    """Show why the last try to sign in failed, and what was found to be behind it."""

    problem: str
    cause: str = ""


class SetSignInAddress(Message, frozen=True):
    """Show where to sign in, for a browser the agent opens; it is gone with the sign-in."""

    address: str
    has_browser: bool = True


# The program


class UseSettings(Message, frozen=True):
    """Apply new settings at once."""

    settings: Settings


class LookBack(Message, frozen=True):
    """Have at hand what the agent decided on the days that are kept."""


class PastDaysRead(Message, frozen=True):
    """What was decided on this computer on the days that are kept, by anybody."""

    unseen: ClassVar[tuple[str, ...]] = ("submissions",)

    submissions: tuple[Submission, ...]


class RecommenderLoaded(Message, frozen=True):
    """The recommender can be asked from now on, or is another one."""


class LearnSettled(Message, frozen=True):
    """Learn from every card that is settled by now: the program ends."""


class PutUpNotice(Message, frozen=True):
    """Show a notice; one with the same key is replaced."""

    notice: Notice


class TakeDownNotice(Message, frozen=True):
    """Show the notice with this key no more."""

    key: str


class Beat(Message, frozen=True):
    """The program runs; and whether it has for long enough to believe what it shows."""

    is_awake: bool


class PlanDue(Message, frozen=True):
    """The time of these plans has come, as they were scheduled."""

    at: Mapping[LegKey, datetime]


class DayBegan(Message, frozen=True):
    """The desk starts on this day, where the agent sits, maybe in the place of another one.

    Names of customers are in no file: *cards_before* of the same run know them.
    """

    unseen: ClassVar[tuple[str, ...]] = ("cards_before",)

    day: datetime
    ends_at: datetime
    cards_before: tuple[InteractionCard, ...] = ()


class Tick(Message, frozen=True):
    """A while has passed; *day* is the beginning of today, where the agent sits, and it *ends_at*."""

    day: datetime
    ends_at: datetime


# What was read


class LegRecordsRead(Message, frozen=True):
    """What earlier runs left of legs besides codes on their way."""

    records: tuple[LegRecord, ...]


class CodesRead(Message, frozen=True):
    """A leg's own codes."""

    key: LegKey
    codes: tuple[WrapupCode, ...]


class CodesNotRead(Message, frozen=True):
    """A leg's codes could not be read; *problem* is fit for a person."""

    key: LegKey
    problem: str


class WordsRead(Message, frozen=True):
    """What was written in a leg's messages."""

    unseen: ClassVar[tuple[str, ...]] = ("utterances",)

    key: LegKey
    utterances: tuple[Utterance, ...]


class WordsNotRead(Message, frozen=True):
    """These messages could not be read; the next snapshot tries again."""

    key: LegKey
    message_ids: tuple[str, ...]


class PredictionRead(Message, frozen=True):
    """Genesys' own prediction for a leg, and its summary."""

    unseen: ClassVar[tuple[str, ...]] = ("summary",)

    key: LegKey
    codes: tuple[PredictedCode, ...]
    summary: str = ""


class LegRead(Message, frozen=True):
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
