"""What the contact centre tells the desk, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.transcript import Utterance


@dataclass(frozen=True, slots=True)
class ConversationChanged:
    """A full snapshot of one conversation: the agent's own legs in it (possibly none)."""

    conversation_id: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class WordsHeard:
    """New or improved utterances of a conversation; *communication_id* may be unknown ("")."""

    conversation_id: str
    communication_id: str
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class PredictedCode:
    """One code Genesys' own prediction names, with its confidence from 0 to 1."""

    code_id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class CodesPredicted:
    """Genesys Copilot predicted wrap-up codes for a conversation, or summed it up."""

    conversation_id: str
    communication_ids: tuple[str, ...]
    codes: tuple[PredictedCode, ...]
    summary: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CopilotSummary:
    """What Genesys Copilot has on a leg: predicted codes, and its summary; both may be missing."""

    codes: tuple[PredictedCode, ...] = ()
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RoutingStatusChanged:
    """Genesys started or stopped routing work to the agent."""

    status: RoutingStatus


@dataclass(frozen=True, slots=True)
class StreamOpened:
    """The stream is live: what follows is complete until `StreamLost`.

    Always followed by one `Resynced`.
    """


@dataclass(frozen=True, slots=True)
class Resynced:
    """The agent's active conversations as REST tells them after a gap.

    *unread* are the ids of those whose data cannot be made out.
    """

    conversations: tuple[ConversationChanged, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StreamLost:
    """Live news stopped; *reason* is fit for a person, without secrets or customer words.

    *is_pushed_out*: another program of the same agent takes the news away, again and again.
    *is_not_permitted*: the line is well, but Genesys does not let this program have the news.
    """

    reason: str
    retry_in: timedelta | None = None
    is_pushed_out: bool = False
    is_not_permitted: bool = False


@dataclass(frozen=True, slots=True)
class SignInEnded:
    """The token is no longer valid; the agent has to sign in again."""

    reason: str


# The kind of topic that tells of Copilot's predictions.
SUMMARIES = "summaries"


@dataclass(frozen=True, slots=True)
class SubscriptionRefused:
    """A part of the stream is not permitted; the rest works."""

    topic_kind: str  # "transcription", "summaries", ...
    missing_permissions: tuple[str, ...] = field(default=())


ContactCentreEvent = (
    ConversationChanged
    | WordsHeard
    | CodesPredicted
    | RoutingStatusChanged
    | StreamOpened
    | Resynced
    | StreamLost
    | SignInEnded
    | SubscriptionRefused
)


def conversations_in(event: ContactCentreEvent) -> tuple[ConversationChanged, ...]:
    """Return the conversations that *event* tells of: one, those after a gap, or none."""
    if isinstance(event, Resynced):
        return event.conversations
    return (event,) if isinstance(event, ConversationChanged) else ()
