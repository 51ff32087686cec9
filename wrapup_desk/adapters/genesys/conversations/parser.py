"""Turns Genesys' conversations, from events or REST, into the agent's own legs.

Events and REST differ in places (where the queue's id stands, letter case); both are read here,
so that nothing behind this file has to know.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec

from wrapup_desk.adapters.genesys.conversations.conversation_view import (
    CUSTOMER_PURPOSES,
    ConversationView,
    Party,
    is_transfer,
    purpose_of,
)
from wrapup_desk.adapters.genesys.conversations.leg_phase import (
    acw_state,
    joined_as,
    lowered,
    phase_of,
    prompt_of,
)
from wrapup_desk.adapters.genesys.conversations.wrapup_scope import (
    CodeUnit,
    WrapupScope,
    units_of,
)
from wrapup_desk.adapters.genesys.http.decoding import (
    WireCommunication,
    WireConversation,
    WireConversationListing,
    WireParticipant,
    WireWrapup,
    decode,
    decode_each,
    id_of,
    instant,
)
from wrapup_desk.domain.events import ConversationChanged
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase
from wrapup_desk.domain.outside_text import (
    LONGEST_NOTE,
    MOST_SKILLS,
    one_line,
    several_lines,
)
from wrapup_desk.domain.wrapup import AssignedCode

log = logging.getLogger(__name__)

# Texts of other media cannot be read by their ids.
_WRITTEN = (Media.MESSAGE, Media.EMAIL)
_LONGEST_ACW_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class ConversationParser:
    """Reads conversations as one agent sees them.

    *key_salt* makes `Leg.customer_key` useless outside this installation.
    """

    agent_id: str
    key_salt: bytes
    scope: WrapupScope = WrapupScope.PARTICIPANT

    def conversation(
        self, raw: bytes | str | msgspec.Raw, what: str = "conversation"
    ) -> ConversationChanged:
        """Return the agent's own legs of the conversation in *raw*.

        Raises:
            WireError: *raw* is no conversation.
        """
        return self._translate(decode(raw, WireConversation, what))

    def conversations(
        self, raw: bytes, what: str = "conversations"
    ) -> tuple[ConversationChanged, ...]:
        """Return each conversation of a listing that can be read.

        Raises:
            WireError: *raw* is no listing.
        """
        return self.listing(raw, what)[0]

    def listing(
        self, raw: bytes, what: str = "conversations"
    ) -> tuple[tuple[ConversationChanged, ...], tuple[str, ...]]:
        """Return each conversation of a listing, and the ids of those that cannot be read.

        Raises:
            WireError: *raw* is no listing.
        """
        listing = decode(raw, WireConversationListing, what)
        found, unread = decode_each(listing.entities or [], WireConversation, what)
        for conversation_id in unread:
            log.warning("conversation %s of %s cannot be read", conversation_id or "?", what)
        return tuple(map(self._translate, found)), tuple(map(canonical_id, unread))

    def legs_of_all(self, raw: bytes | msgspec.Raw, what: str) -> tuple[Leg, ...]:
        """Return the legs of every person in the conversation.

        Raises:
            WireError: *raw* is no conversation.
        """
        return tuple(self._legs(decode(raw, WireConversation, what), _is_somebody))

    def leg(self, raw: bytes, key: LegKey, what: str) -> Leg | None:
        """Return the leg called *key*, whoever's it is; None if the conversation has none.

        Raises:
            WireError: *raw* is no conversation.
        """
        wire = decode(raw, WireConversation, what)
        legs = self._legs(wire, lambda party: party.id == key.participant_id)
        # Under another scope the same code was asked for by another communication of the leg.
        found = (leg for leg in legs if key.communication_id in leg.communication_ids)
        return next((replace(leg, key=key) for leg in found), None)

    def _translate(self, wire: WireConversation) -> ConversationChanged:
        return ConversationChanged(wire.id, tuple(self._legs(wire, self._is_mine)))

    def _legs(self, wire: WireConversation, is_wanted: Callable[[Party], bool]) -> Iterator[Leg]:
        view = ConversationView(wire.participants or [], self.key_salt)
        for party in view.parties:
            if not is_wanted(party):
                continue
            handled = [
                (media, communication)
                for media, communication in party.communications
                if canonical_id(communication.id) and not _is_only_scheduled(communication)
            ]
            for unit in units_of(party.wire, handled, self.scope):
                yield _leg(wire.id, view, party, unit)

    def _is_mine(self, party: Party) -> bool:
        return party.user_id == self.agent_id and bool(party.id)


def _is_somebody(party: Party) -> bool:
    return bool(party.id and (party.user_id or party.wire.user))


def _leg(
    conversation_id: str,
    view: ConversationView,
    party: Party,
    unit: CodeUnit,
) -> Leg:
    session, media, communication = unit.session, unit.media, unit.merged
    mine, acw = session.mine, communication.after_call_work
    queue_id = "" if session.is_continued else party.queue_id
    started = instant(acw.start_time if acw else None) or instant(mine.start_acw_time)
    ended = instant(acw.end_time if acw else None) or instant(mine.end_acw_time)
    phase = phase_of(mine, communication)
    return Leg(
        key=LegKey(conversation_id, party.id, canonical_id(communication.id)),
        agent_id=party.user_id,
        media=media,
        phase=phase,
        direction=lowered(communication.direction),
        queue_id=queue_id,
        queue_name="" if session.is_continued else _queue_name(view, party),
        customer_name=view.customer_name,
        customer_key=view.customer_key,
        attributes={**view.attributes, **party.attributes},
        skills=_skills(mine),
        language=one_line(_language(mine) or (view.customer and view.customer.wire.locale) or ""),
        prompt=prompt_of(mine),
        wrapup_timeout=_span(mine.wrapup_timeout_ms),
        alerted_at=instant(communication.start_alerting_time) or instant(mine.start_time),
        connected_at=instant(communication.connected_time) or instant(mine.connected_time),
        disconnected_at=_disconnected_at(mine, communication, phase),
        acw_started_at=started,
        acw_ended_at=ended,
        is_wrapup_skipped=bool(mine.wrapup_skipped) or acw_state(communication) == "skipped",
        is_dialer=view.is_dialled,
        was_transferred=is_transfer(communication) or view.was_handed_over_to(party),
        wrapup=_assigned(unit),
        message_ids=view.message_ids(session) if media in _WRITTEN else (),
        parts=unit.leg_parts,
        purpose=party.purpose,
        is_wrapup_required=mine.wrapup_required,
        is_acw_requested=bool(communication.after_call_work_required),
        is_coded_elsewhere=unit.is_coded_elsewhere,
        has_gone_on=session.is_continued,
        is_parked=lowered(communication.state) == "parked",
        joined=joined_as(mine),
    )


def _disconnected_at(
    mine: WireParticipant, communication: WireCommunication, phase: Phase
) -> datetime | None:
    if not (phase.is_over or phase is Phase.AFTER_CALL):
        return None
    return instant(communication.disconnected_time) or instant(mine.end_time)


def _is_only_scheduled(communication: WireCommunication) -> bool:
    """A callback planned for later is nothing the agent handles now."""
    return lowered(communication.state) == "scheduled" and not communication.connected_time


def _assigned(unit: CodeUnit) -> AssignedCode | None:
    own = assigned_code(unit.merged.wrapup)
    if own is None and unit.is_whole_session:
        # The participant's counts for all of it; for a part alone nobody could tell whose it is.
        return assigned_code(unit.session.mine.wrapup)
    return own


def customer_participant_id(raw: bytes, what: str) -> str:
    """Return whom attributes are written on: the customer, or whoever came first; "" if nobody.

    Raises:
        WireError: *raw* is no conversation.
    """
    participants = decode(raw, WireConversation, what).participants or []
    customers = [each for each in participants if purpose_of(each) in CUSTOMER_PURPOSES]
    return next(filter(None, (canonical_id(each.id) for each in (*customers, *participants))), "")


def assigned_code(wrapup: WireWrapup | None) -> AssignedCode | None:
    """Return the code *wrapup* holds; None for a draft without one."""
    if wrapup is None or not wrapup.code:
        return None
    return AssignedCode(
        code_id=wrapup.code,
        note=several_lines(wrapup.notes or "", LONGEST_NOTE),
        ended_at=instant(wrapup.end_time),
        is_provisional=bool(wrapup.provisional),
        tags=tuple(map(one_line, wrapup.tags or ())),
    )


def _queue_name(view: ConversationView, party: Party) -> str:
    own = party.wire.queue_name or (party.queue.name if party.queue else None)
    return one_line(own or view.queue_name(party.queue_id))


def _skills(mine: WireParticipant) -> tuple[str, ...]:
    routing = mine.conversation_routing_data
    skills = routing.skills if routing else None
    if not skills:
        return ()
    # Ids first: only events tell names, and what is learnt from the past has ids alone.
    named = (id_of(skill) or skill.name for skill in skills[:MOST_SKILLS])
    return tuple(one_line(found) for found in named if found)


def _language(mine: WireParticipant) -> str:
    routing = mine.conversation_routing_data
    language = routing.language if routing else None
    return (language and (language.name or id_of(language))) or ""


# Queues have few time-outs, and each event repeats them.
@lru_cache(maxsize=64)
def _span(milliseconds: int | None) -> timedelta | None:
    if milliseconds is None or not 0 < milliseconds <= _LONGEST_ACW_MS:
        return None
    return timedelta(milliseconds=milliseconds)
