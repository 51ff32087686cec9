"""Wrap-up codes, the decision for a leg, and what the server has on record."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime

# Codes the platform writes by itself; none of them says why the customer got in touch.
# Genesys: help "configure call work settings"; the GUID is the same in every org.
SYSTEM_CODE_PREFIX = "ININ-"
DEFAULT_CODE_ID = "7fb334b0-0e9e-11e4-9191-0800200c9a66"
TIMEOUT_CODE_ID = "ININ-WRAP-UP-TIMEOUT"

# So many further topics of one interaction go as tags: more of them say nothing.
MOST_TAGS = 3

# Genesys: help "enter notes for an interaction" (reports may show 1,024 of them). A longer one may
# be refused, and the code with it.
LONGEST_OWN_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class WrapupCode:
    """One code of a leg's own list."""

    id: str
    name: str
    description: str = ""
    # Other words for it, from an administrator: they help to find it, and do not make it another.
    synonyms: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AssignedCode:
    """The wrap-up Genesys has on record for a leg."""

    code_id: str
    note: str = ""
    ended_at: datetime | None = None
    is_provisional: bool = False
    tags: tuple[str, ...] = ()

    @property
    def is_system(self) -> bool:
        return is_system_code(self.code_id)


class Decider(enum.Enum):
    """Who chose the code of a decision."""

    AGENT = "agent"
    GUARD = "guard"
    AUTO = "auto"
    EARLY = "early"
    BACKEND = "backend"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Decision:
    """The code chosen for a leg, by whom; durable before anything is sent."""

    code: WrapupCode
    note: str
    decider: Decider
    decided_at: datetime
    # What stood first when the choice was made; tells "as suggested" from "searched".
    suggested_code_id: str | None = None
    is_provisional: bool = False
    # Further topics of the same interaction, by name: they go as tags beside the code.
    tags: tuple[str, ...] = ()

    @property
    def all_topics(self) -> str:
        """The code's name with what else the interaction was about."""
        return " + ".join((self.code.name, *self.tags))

    @property
    def is_as_suggested(self) -> bool:
        return self.suggested_code_id == self.code.id

    @property
    def was_seen_by_a_person(self) -> bool:
        """Whether a human looked: only such codes may teach the recommender."""
        return self.decider in (Decider.AGENT, Decider.SUPERVISOR)


def is_system_code(code_id: str) -> bool:
    """Whether *code_id* was written by the platform and is no real disposition."""
    return code_id.startswith(SYSTEM_CODE_PREFIX) or code_id == DEFAULT_CODE_ID
