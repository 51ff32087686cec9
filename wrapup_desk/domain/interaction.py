"""The life of one leg, as a table of allowed moves.

Everything that can change a leg's phase is in this file. It performs no I/O and never asks for
the time: the adapter says what it saw, and `Leg.after` says what that makes of the leg.
Events of Genesys Cloud are full snapshots without a version; they come late, twice and out of
order, so a snapshot that would take the leg backwards leaves it as it is (`is_backwards`).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from wrapup_desk.domain.wrapup import AssignedCode


class LegKey(NamedTuple):
    """What a code belongs to. A transfer or a missed alert makes another leg."""

    conversation_id: str
    participant_id: str
    communication_id: str


class Media(enum.Enum):
    """The medium of a leg, by the name its REST path uses."""

    CALL = "calls"
    CALLBACK = "callbacks"
    MESSAGE = "messages"
    EMAIL = "emails"
    VIDEO = "videos"
    SOCIAL = "socials"
    COBROWSE = "cobrowsesessions"
    SCREENSHARE = "screenshares"
    # Web chat v2: seen in events, but without paths of its own.
    CHAT = "chats"


class Phase(enum.Enum):
    """Where a leg stands from the agent's point of view."""

    ALERTING = "alerting"
    CONNECTED = "connected"
    HELD = "held"
    AFTER_CALL = "after-call work"
    COMPLETED = "completed"
    MISSED = "missed"

    def __init__(self, value: str) -> None:
        # Of each member once: every card is asked at every message.
        self.is_over = value in ("completed", "missed")
        self.is_live = value in ("connected", "held")


class Joined(enum.Enum):
    """How somebody came to be on the interaction of another agent."""

    MONITORING = "monitoring"
    COACHING = "coaching"
    BARGED_IN = "barged in"


class Prompt(enum.Enum):
    """The queue's after-call-work setting, by `participant.wrapupPrompt`."""

    OPTIONAL = "optional"
    MANDATORY = "mandatory"
    TIMEOUT = "timeout"
    FORCED_TIMEOUT = "forcedTimeout"
    AGENT_REQUESTED = "agentRequested"
    UNKNOWN = ""


# From each phase, the phases a later snapshot may show. What is missing would go backwards.
# CONNECTED → COMPLETED without after-call work happens with optional prompts and transfers.
MOVES: dict[Phase, frozenset[Phase]] = {
    Phase.ALERTING: frozenset(Phase),
    Phase.CONNECTED: frozenset({Phase.CONNECTED, Phase.HELD, Phase.AFTER_CALL, Phase.COMPLETED}),
    Phase.HELD: frozenset({Phase.CONNECTED, Phase.HELD, Phase.AFTER_CALL, Phase.COMPLETED}),
    Phase.AFTER_CALL: frozenset({Phase.AFTER_CALL, Phase.COMPLETED}),
    Phase.COMPLETED: frozenset({Phase.COMPLETED}),
    Phase.MISSED: frozenset({Phase.MISSED}),
}


@dataclass(frozen=True, slots=True)
class LegPart:
    """One communication of a leg that has several: a callback's call, a consult."""

    communication_id: str
    media: Media
    was_connected: bool
    is_over: bool
    is_main: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """One agent leg of a conversation, as the last snapshot showed it.

    All instants are the server's. *wrapup* is the code Genesys has on record for this leg.
    """

    key: LegKey
    agent_id: str
    media: Media
    phase: Phase
    direction: str = ""  # "inbound", "outbound" or ""
    queue_id: str = ""
    queue_name: str = ""
    # Customer's name or address as the agent sees it in Genesys.
    customer_name: str = field(default="", repr=False)
    customer_key: str = field(default="", repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    skills: tuple[str, ...] = ()
    language: str = ""
    prompt: Prompt = Prompt.UNKNOWN
    wrapup_timeout: timedelta | None = None
    alerted_at: datetime | None = None
    connected_at: datetime | None = None
    disconnected_at: datetime | None = None
    acw_started_at: datetime | None = None
    acw_ended_at: datetime | None = None
    is_wrapup_skipped: bool = False
    # A dialer leg: outbound rules run for the first code only, so a wrong first code has effects.
    is_dialer: bool = False
    was_transferred: bool = False
    wrapup: AssignedCode | None = None
    # Ids of written messages or mails, to be read over REST.
    message_ids: tuple[str, ...] = ()
    # All communications the code counts for, where there is more than one.
    parts: tuple[LegPart, ...] = ()
    # What `wrapup_duty` judges by: None where the snapshot does not say.
    purpose: str = ""
    is_wrapup_required: bool | None = None
    is_acw_requested: bool = False
    # The customer came back to the same agent since, which is another leg of the participant.
    has_gone_on: bool = False
    # A mail or message put aside until later; the leg is held.
    is_parked: bool = False
    # Set where the leg is not the agent's own work but another agent's.
    joined: Joined | None = None
    # The callback of a call that is wrapped up by itself.
    is_coded_elsewhere: bool = False

    @property
    def communication_ids(self) -> frozenset[str]:
        """Every communication that belongs to the leg."""
        return frozenset({self.key.communication_id, *(p.communication_id for p in self.parts)})

    @property
    def deadline_at(self) -> datetime | None:
        """When the queue's after-call work runs out, by the server's clock; None if it cannot.

        Genesys: startAcwTime + wrapupTimeoutMs, for the prompts that have a time-out.
        """
        if self.acw_started_at is None or self.wrapup_timeout is None:
            return None
        if self.prompt not in (Prompt.TIMEOUT, Prompt.FORCED_TIMEOUT, Prompt.AGENT_REQUESTED):
            return None
        return self.acw_started_at + self.wrapup_timeout

    def after(self, seen: Leg) -> Leg:
        """Return the leg once *seen*, a snapshot of the same leg, has arrived.

        A snapshot of an earlier phase is an old one and changes nothing. Otherwise the newer
        facts are taken, but what was known is not forgotten because a snapshot leaves it out.
        """
        if self.is_backwards(seen):
            return self
        return replace(
            seen,
            queue_id=seen.queue_id or self.queue_id,
            queue_name=seen.queue_name or self.queue_name,
            alerted_at=seen.alerted_at or self.alerted_at,
            connected_at=seen.connected_at or self.connected_at,
            disconnected_at=seen.disconnected_at or self.disconnected_at,
            acw_started_at=seen.acw_started_at or self.acw_started_at,
            acw_ended_at=seen.acw_ended_at or self.acw_ended_at,
            wrapup=_newer(self.wrapup, seen.wrapup),
        )

    def is_backwards(self, seen: Leg) -> bool:
        """Whether *seen* shows an earlier phase than the leg already had."""
        return seen.phase not in MOVES[self.phase]


def _newer(known: AssignedCode | None, seen: AssignedCode | None) -> AssignedCode | None:
    """Return the code that was written last, where the two tell; else the one seen last."""
    if known is None or seen is None:
        return seen or known
    if known.ended_at and seen.ended_at and seen.ended_at < known.ended_at:
        return known
    return seen
