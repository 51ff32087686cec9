"""A suggested code, its probability and the evidence for it; free of numpy on purpose.

The window draws these values before the recommender itself is loaded.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from wrapup_desk.domain.wrapup import WrapupCode


class Source(enum.Enum):
    """Where a suggestion comes from; each is named on the card."""

    MODEL = "model"
    COPILOT = "copilot"
    BACKEND = "backend"
    HISTORY = "history"


class EvidenceKind(enum.Enum):
    """What kind of thing speaks for a suggestion."""

    HEARD = "heard"  # words said or written: "charged twice"
    NAME = "name"  # words that match the code's own name
    QUEUE = "queue"  # the share of this code in its queue
    FACT = "fact"  # an attribute, a skill, media, direction
    SIMILAR = "similar"  # earlier conversations like this one
    RECENT = "recent"  # the agent's own last codes
    COPILOT = "copilot"  # Genesys' prediction
    BACKEND = "backend"  # the customer's backend proposed it
    # How often a person chose otherwise lately: so it is suggested, and not sent alone.
    CONTRADICTED = "contradicted"
    # Sent alone often enough: a person is asked now and then.
    CHECKED = "checked"
    # Speech recognition was less sure of this talk than it usually is.
    HEARD_BADLY = "heard badly"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a suggestion, in words the agent can check.

    *text* is the bare thing ("charged twice", "Billing"); the window adds quotes and wording
    by *kind*. It may hold customer words and so never reaches a log.
    """

    kind: EvidenceKind
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that may be the right one, with a calibrated probability from 0 to 1."""

    code: WrapupCode
    probability: float
    source: Source
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best suggestions for a leg at one moment, best first.

    *is_clear* tells that the first is worth pre-selecting; otherwise the window says
    "No clear suggestion". *may_auto_submit* tells that its probability is above the queue's calibrated
    acting threshold, so that guard, auto or early may send it without a person.
    *further* is a second topic: the code that is likely in another part of the talk than the first.
    *is_blind* marks the blind share that is asked of the agent to keep the measure honest.
    """

    suggestions: tuple[Suggestion, ...] = ()
    is_clear: bool = False
    may_auto_submit: bool = False
    is_blind: bool = False
    further: WrapupCode | None = None

    @property
    def first(self) -> Suggestion | None:
        return self.suggestions[0] if self.suggestions else None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a leg besides the words: the recommender's features."""

    queue_id: str
    queue_name: str = ""
    media: str = ""
    direction: str = ""
    agent_id: str = ""
    language: str = ""
    skills: tuple[str, ...] = ()
    # Only attributes on the allow-list of the settings get here.
    attributes: Mapping[str, str] = field(default_factory=dict)
    hour_of_day: int | None = None
    was_transferred: bool = False
    customer_key: str = ""  # opaque; equal for the same customer
    talk_seconds: float | None = None
