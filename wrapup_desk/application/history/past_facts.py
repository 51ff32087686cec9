"""Says what the recommender may know of a past leg besides its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.suggestion import CaseFacts


class KnownLeg(Protocol):
    """What a past leg and a lesson have in common."""

    @property
    def queue_id(self) -> str: ...
    @property
    def media(self) -> Media: ...
    @property
    def direction(self) -> str: ...
    @property
    def agent_id(self) -> str: ...
    @property
    def skills(self) -> tuple[str, ...]: ...
    @property
    def attributes(self) -> Mapping[str, str]: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def was_transferred(self) -> bool: ...
    @property
    def talk_seconds(self) -> float | None: ...


def facts_of(leg: KnownLeg, queue_name: str) -> CaseFacts:
    """Return the facts that suggestions for a live leg use, as far as analytics has them."""
    answered_at = leg.answered_at
    return CaseFacts(
        queue_id=leg.queue_id,
        queue_name=queue_name,
        media=leg.media.value,
        direction=leg.direction,
        agent_id=leg.agent_id,
        skills=leg.skills,
        attributes=leg.attributes,
        hour_of_day=answered_at.astimezone().hour if answered_at else None,
        was_transferred=leg.was_transferred,
        talk_seconds=leg.talk_seconds,
    )
