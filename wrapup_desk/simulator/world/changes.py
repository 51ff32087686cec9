"""What has just changed in the contact centre, as values that listeners receive."""

from dataclasses import dataclass

from wrapup_desk.simulator.world.conversation import Conversation, Participant, Prediction, Words


@dataclass(frozen=True)
class ConversationChanged:
    """Anything a snapshot of the conversation shows is different now."""

    conversation: Conversation


@dataclass(frozen=True)
class LegAlerted:
    """An agent is being rung."""

    conversation: Conversation
    leg: Participant


@dataclass(frozen=True)
class LegStarted:
    """A party is connected."""

    conversation: Conversation
    leg: Participant


@dataclass(frozen=True)
class LegDisconnected:
    """A party has left; an agent's after-call work may begin."""

    conversation: Conversation
    leg: Participant


@dataclass(frozen=True)
class LegCompleted:
    """Nothing more is to be done on an agent's leg."""

    conversation: Conversation
    leg: Participant


@dataclass(frozen=True)
class CodeApplied:
    """A code that is not provisional is on the leg."""

    conversation: Conversation
    leg: Participant


@dataclass(frozen=True)
class WordsSpoken:
    """A turn was spoken or written; partial ones come first, with the same id."""

    conversation: Conversation
    words: Words
    is_final: bool = True


@dataclass(frozen=True)
class CodesPredicted:
    """The native Copilot has a summary with predicted codes."""

    conversation: Conversation
    prediction: Prediction


@dataclass(frozen=True)
class RoutingStatusChanged:
    """An agent became busy or idle."""

    user_id: str


Change = (
    ConversationChanged
    | LegAlerted
    | LegStarted
    | LegDisconnected
    | LegCompleted
    | CodeApplied
    | WordsSpoken
    | CodesPredicted
    | RoutingStatusChanged
)
