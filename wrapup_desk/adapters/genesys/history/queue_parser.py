"""Turns a queue's live conversation event into the agents' legs that are over; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.http.decoding import WireConversation, decode, instant
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.outside_text import one_line

_WHAT = "topic queue conversations"


def ended_legs(raw: msgspec.Raw | bytes) -> tuple[PastLeg, ...]:
    """Return every agent's leg in the event that is over and was answered.

    Raises:
        WireError: *raw* is no conversation.
    """
    wire = decode(raw, WireConversation, _WHAT)
    participants = wire.participants or []
    names = {each.id: one_line(each.name or "") for each in participants if each.id}
    starts = [
        moment
        for each in participants
        if (moment := instant(each.start_time) or instant(each.connected_time))
    ]
    if not starts:
        return ()
    agent_ids = dict.fromkeys(each.user_id for each in participants if each.user_id)
    legs = [
        leg
        for agent_id in agent_ids
        # Nothing of a customer's is kept by key here, so any salt will do.
        for leg in ConversationParser(agent_id, b"").conversation(raw, _WHAT).legs
    ]
    return tuple(
        _past_leg(leg, min(starts), names.get(leg.key.participant_id, ""))
        for leg in _one_of_each(legs)
        if leg.phase is Phase.COMPLETED and leg.connected_at is not None
    )


def _one_of_each(legs: list[Leg]) -> Iterator[Leg]:
    """Yield one leg of each participant, as analytics does: a callback and its call are one."""
    by_participant: dict[str, list[Leg]] = {}
    for leg in legs:
        by_participant.setdefault(leg.key.participant_id, []).append(leg)
    for several in by_participant.values():
        yield max(
            several, key=lambda leg: (leg.wrapup is not None, leg.acw_started_at is not None)
        )


def _past_leg(leg: Leg, started_at: datetime, agent_name: str) -> PastLeg:
    return PastLeg(
        key=leg.key,
        media=leg.media,
        agent_id=canonical_id(leg.agent_id),
        queue_id=leg.queue_id,
        started_at=started_at,
        agent_name=agent_name,
        customer_name=leg.customer_name,
        answered_at=leg.connected_at,
        hung_up_at=leg.disconnected_at,
        completed_at=leg.acw_ended_at,
        code_id=leg.wrapup.code_id if leg.wrapup else "",
        note=leg.wrapup.note if leg.wrapup else "",
        was_skipped=leg.is_wrapup_skipped,
        is_dialer=leg.is_dialer,
    )
