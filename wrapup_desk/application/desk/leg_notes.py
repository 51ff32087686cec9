"""What the desk remembers of an open leg besides its card."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.notes.note_draft import DraftedNote
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.wrapup import WrapupCode


@dataclass(frozen=True, slots=True)
class LegNotes:
    """What was told to the recommender of a leg, and what it said."""

    facts: CaseFacts = field(repr=False)
    # As the recommender gave it; the card has what of it may be shown.
    ranking: Ranking = field(default_factory=Ranking)
    # Messages whose words are read, or being read.
    read_message_ids: frozenset[str] = frozenset()
    has_predictions: bool = False
    # What the customer's backend proposed.
    proposal: WrapupCode | None = None
    # A name it proposed that several codes of the leg have: told once.
    unclear_proposal: str = ""
    # What is kept as a draft at Genesys.
    draft: WrapupCode | None = None
    # Whether the recommender failed on this leg, so that it is asked nothing more of it.
    is_paused: bool = False
    # What was drafted of what was said, and Copilot's summary: customers' words, never kept.
    drafted: DraftedNote = field(default_factory=DraftedNote)
    summary: str = field(default="", repr=False)


def facts_of(leg: Leg, settings: Settings) -> CaseFacts:
    """Return what the recommender may know of *leg*: only attributes on the allow-list."""
    allowed = settings.attributes
    return CaseFacts(
        queue_id=leg.queue_id,
        queue_name=leg.queue_name,
        media=leg.media.value,
        direction=leg.direction,
        agent_id=leg.agent_id,
        language=leg.language,
        skills=leg.skills,
        attributes={name: value for name, value in leg.attributes.items() if name in allowed},
        hour_of_day=_local_hour(leg.connected_at),
        was_transferred=leg.was_transferred,
        customer_key=leg.customer_key,
        talk_seconds=_talk_seconds(leg),
    )


def _local_hour(instant: datetime | None) -> int | None:
    return instant.astimezone().hour if instant else None


def _talk_seconds(leg: Leg) -> float | None:
    if leg.connected_at is None or leg.disconnected_at is None:
        return None
    return (leg.disconnected_at - leg.connected_at).total_seconds()
