"""Holds a note that is offered and not taken yet: what it says, where it is from, what it knows."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class DraftSource(enum.Enum):
    """Who put the words of a draft together."""

    TALK = "talk"  # this program, of sentences that were said
    COPILOT = "copilot"  # Genesys' own summary


class NoteDrafting(enum.Enum):
    """What becomes of drafted notes, per queue."""

    OFF = "off"  # none are made
    SHOWN = "shown"  # sent only if the agent takes one over
    # Goes with the code where the agent wrote nothing and did not leave it out.
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class DraftedNote:
    """A note in the talk's own words, and the amount and the day that were named last."""

    text: str = field(default="", repr=False)
    amount: str = field(default="", repr=False)
    date: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What a card offers as a note. In memory only: customers' words."""

    text: str = field(repr=False)
    source: DraftSource = DraftSource.TALK
    # Whether it is sent with the code unless the agent writes, or leaves it out.
    goes_along: bool = False
    # What was named last, for templates.
    amount: str = field(default="", repr=False)
    date: str = field(default="", repr=False)
