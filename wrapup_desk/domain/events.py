"""What the contact centre tells the desk, in the past tense."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.transcript import Utterance


class ConversationChanged(Message, frozen=True):
    """A full snapshot of one conversation: the agent's own legs in it (possibly none)."""

    conversation_id: str
    legs: tuple[Leg, ...]


class WordsHeard(Message, frozen=True):
    """New or improved utterances of a conversation; *communication_id* may be unknown ("")."""

    conversation_id: str
    communication_id: str
    utterances: tuple[Utterance, ...]


class PredictedCode(Message, frozen=True):
    """One code Genesys' own prediction names, with its confidence from 0 to 1."""

    code_id: str
    confidence: float


class CodesPredicted(Message, frozen=True):
    """Genesys Copilot predicted wrap-up codes for a conversation, or summed it up."""

    unseen: ClassVar[tuple[str, ...]] = ("summary",)

    conversation_id: str
    communication_ids: tuple[str, ...]
    codes: tuple[PredictedCode, ...]
    summary: str = ""


class CopilotSummary(Message, frozen=True):
    """What Genesys Copilot has on a leg: predicted codes, and its summary; both may be missing."""

    unseen: ClassVar[tuple[str, ...]] = ("text",)

    codes: tuple[PredictedCode, ...] = ()
    text: str = ""


class RoutingStatusChanged(Message, frozen=True):
    """Genesys started or stopped routing work to the agent."""

    status: RoutingStatus


class StreamOpened(Message, frozen=True):
    """The stream is live: what follows is complete until `StreamLost`.

    Always followed by one `Resynced`.
    """


class Resynced(Message, frozen=True):
    """The agent's active conversations as REST tells them after a gap.

    *unread* are the ids of those whose data cannot be made out.
    """

    conversations: tuple[ConversationChanged, ...]
    unread: tuple[str, ...] = ()


class StreamLost(Message, frozen=True):
    """Live news stopped; *reason* is fit for a person, without secrets or customer words.

    *is_pushed_out*: another program of the same agent takes the news away, again and again.
    *is_not_permitted*: the line is well, but Genesys does not let this program have the news.
    """

    reason: str
    retry_in: timedelta | None = None
    is_pushed_out: bool = False
    is_not_permitted: bool = False


class SignInEnded(Message, frozen=True):
    """The token is no longer valid; the agent has to sign in again."""

    reason: str


# The kind of topic that tells of Copilot's predictions.
SUMMARIES = "summaries"


class SubscriptionRefused(Message, frozen=True):
    """A part of the stream is not permitted; the rest works."""

    topic_kind: str  # "transcription", "summaries", ...
    missing_permissions: tuple[str, ...] = ()


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
