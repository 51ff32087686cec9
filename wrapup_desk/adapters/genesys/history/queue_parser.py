"""Turns a queue's live conversation event into the agents' legs that are over; pure."""

from __future__ import annotations

from datetime import datetime

import msgspec

from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.adapters.genesys.http.decoding import WireConversation, decode, instant
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.outside_text import one_line
from wrapup_desk.domain.wrapup_duty import owes_code

_WHAT = "topic queue conversations"


def ended_legs(
    raw: msgspec.Raw | bytes, scope: WrapupScope = WrapupScope.PARTICIPANT
) -> tuple[PastLeg, ...]:
    """Return every agent's leg in the event that is over, was answered, and owes or has a code.

    One whose customer has come back to the same agent was told before, with its own queue: what the
    participant says now is the later one's.

    Raises:
        WireError: *raw* is no conversation.
    """
    wire = decode(raw, WireConversation, _WHAT)
    participants = wire.participants or []
    names = {canonical_id(each.id): one_line(each.name or "") for each in participants}
    starts = [
        moment
        for each in participants
        if (moment := instant(each.start_time) or instant(each.connected_time))
    ]
    if not starts:
        return ()
    # Nothing of a customer's is kept by key here, so any salt will do.
    legs = ConversationParser("", b"", scope).legs_of_all(raw, _WHAT)
    return tuple(
        _past_leg(leg, min(starts), names.get(leg.key.participant_id, ""))
        for leg in legs
        if leg.phase is Phase.COMPLETED
        and leg.connected_at is not None
        and not leg.has_gone_on
        and _has_to_be_seen(leg)
    )


def _has_to_be_seen(leg: Leg) -> bool:
    """Whether a code is on the leg or missing: what owes none is nobody's to fix."""
    return leg.wrapup is not None or owes_code(leg)


def _past_leg(leg: Leg, started_at: datetime, agent_name: str) -> PastLeg:
    return PastLeg(
        key=leg.key,
        media=leg.media,
        agent_id=leg.agent_id,
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
        has_joined=leg.joined is not None,
        is_dialer=leg.is_dialer,
    )
