"""What is kept of a leg besides its code: what the agent has selected, and how it ended.

A selection is no decision: the agent has pointed at a code or typed a note, and has not sent it.
It is kept on disk so that neither a crash nor the time-out takes it away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from wrapup_desk.domain.interaction import Leg, LegKey, Media
from wrapup_desk.domain.wrapup import WrapupCode


@dataclass(frozen=True, slots=True)
class Selection:
    """What an agent has selected and typed for a leg, and not sent yet."""

    key: LegKey
    agent_id: str
    media: Media
    queue_name: str
    selected_at: datetime
    # None where only a note was typed.
    code: WrapupCode | None = None
    note: str = field(default="", repr=False)
    # Further topics, to go as tags beside the code.
    topics: tuple[WrapupCode, ...] = ()
    # When the code was decided that this is to take the place of; None where there was none.
    over: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return self.code is None and not self.note

    @property
    def tags(self) -> tuple[str, ...]:
        own_id = self.code.id if self.code is not None else ""
        return tuple(topic.name for topic in self.topics if topic.id != own_id)


@dataclass(frozen=True, slots=True)
class EndedLeg:
    """A leg that was completed without a decision of this desk, for the day's figures."""

    key: LegKey
    agent_id: str
    media: Media
    queue_name: str
    ended_at: datetime
    disconnected_at: datetime | None = None
    # The code somebody chose elsewhere; empty where none was set although one was due.
    code_id: str = ""
    # The note the agent had typed.
    note: str = field(default="", repr=False)
    # Whether the agent has put its card away.
    is_dismissed: bool = False


LegRecord = Selection | EndedLeg


def selection_of(
    leg: Leg,
    code: WrapupCode | None,
    note: str,
    selected_at: datetime,
    topics: tuple[WrapupCode, ...] = (),
    over: datetime | None = None,
) -> Selection:
    """Return what the agent has selected for *leg*, instead of a code decided at *over*."""
    return Selection(
        leg.key,
        leg.agent_id,
        leg.media,
        leg.queue_name,
        selected_at,
        code=code,
        note=note,
        topics=topics,
        over=over,
    )


def ended_leg_of(leg: Leg, ended_at: datetime, note: str = "") -> EndedLeg:
    """Return how *leg* ended; a code of the platform's own is none."""
    has_code = leg.wrapup is not None and not leg.wrapup.is_system
    return EndedLeg(
        key=leg.key,
        agent_id=leg.agent_id,
        media=leg.media,
        queue_name=leg.queue_name,
        ended_at=ended_at,
        disconnected_at=leg.disconnected_at,
        code_id=leg.wrapup.code_id if leg.wrapup is not None and has_code else "",
        note=note,
    )
