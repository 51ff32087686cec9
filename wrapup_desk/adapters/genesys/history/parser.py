"""Turns conversations as analytics tells them into the agents' legs; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode, decode_each, instant
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.outside_text import (
    LONGEST_DETAIL,
    LONGEST_NOTE,
    MOST_SKILLS,
    one_line,
    several_lines,
)

_MEDIA = {
    "voice": Media.CALL,
    "callback": Media.CALLBACK,
    "message": Media.MESSAGE,
    "chat": Media.CHAT,
    "email": Media.EMAIL,
    "video": Media.VIDEO,
    "cobrowse": Media.COBROWSE,
    "screenshare": Media.SCREENSHARE,
}
_CUSTOMER_PURPOSES = ("customer", "external")
_TALK = frozenset({"interact", "hold", "transmitting", "parked"})


class WireSegment(Wire):
    """One stretch of a session: ringing, talk, hold, after-call work."""

    segment_type: str | None = None
    segment_start: str | None = None
    segment_end: str | None = None
    queue_id: str | None = None
    wrap_up_code: str | None = None
    wrap_up_note: str | None = None
    wrap_up_tags: list[str] | None = None
    requested_routing_skill_ids: list[str] | None = None


class WireFlow(Wire):
    """`AnalyticsFlow`: the Architect flow a session went through."""

    flow_id: str | None = None
    flow_name: str | None = None


class WireSession(Wire):
    """One communication of a participant; its id is the communication's."""

    session_id: str | None = None
    media_type: str | None = None
    direction: str | None = None
    ani: str | None = None
    address_from: str | None = None
    remote: str | None = None
    acw_skipped: bool | None = None
    outbound_campaign_id: str | None = None
    dnis: str | None = None
    address_to: str | None = None
    flow: WireFlow | None = None
    segments: list[WireSegment] | None = None


class WirePastParticipant(Wire):
    """One party's attempt at the conversation."""

    participant_id: str | None = None
    participant_name: str | None = None
    user_id: str | None = None
    purpose: str | None = None
    sessions: list[WireSession] | None = None
    # Only in a job's results and in the read of one conversation; elsewhere Genesys leaves it out.
    attributes: dict[str, object] | None = None


class WirePastConversation(Wire):
    """`AnalyticsConversation`."""

    conversation_id: str
    conversation_start: str | None = None
    conversation_end: str | None = None
    division_ids: list[str] | None = None
    participants: list[WirePastParticipant] | None = None


class _WireRawListing(Wire):
    """A page whose conversations are decoded one by one: a bad one costs itself alone."""

    conversations: list[msgspec.Raw] | None = None
    total_hits: int | None = None
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class PastListing:
    """A page of a query's, a job's or a read's conversations."""

    conversations: Sequence[WirePastConversation] = ()
    total_hits: int | None = None
    cursor: str | None = None
    # Rows of the page, whether they could be read or not, and the ids of those that could not.
    rows: int = 0
    unread: Sequence[str] = ()


def read_listing(raw: bytes, what: str) -> PastListing:
    """Return a page of conversations.

    Raises:
        WireError: it is none.
    """
    page = decode(raw, _WireRawListing, what)
    raws = page.conversations or []
    found, unread = decode_each(raws, WirePastConversation, what, "conversationId")
    return PastListing(found, page.total_hits, page.cursor, len(raws), unread)


def freshness(conversation: WirePastConversation) -> tuple[bool, str, int]:
    """Return what is greater of the newer of two copies of a conversation."""
    segments = list(_segments(conversation.participants or ()))
    stamps = (each.segment_end or each.segment_start or "" for each in segments)
    codes = sum(bool(canonical_id(each.wrap_up_code)) for each in segments)
    return bool(conversation.conversation_end), max(stamps, default=""), codes


def legs_in(
    conversations: Sequence[WirePastConversation] | None, allowed: Collection[str] = ()
) -> Iterator[PastLeg]:
    """Yield every agent's leg that somebody talked, wrote or did after-call work in.

    One leg for each session, but for a callback with its calls: that is one leg with one code.
    A missed alert, and who only listened in, has no leg. Of the participants' attributes only
    those *allowed* by name are taken.
    """
    for conversation in _newest_copies(conversations or ()):
        started_at = instant(conversation.conversation_start)
        if started_at is None:
            continue
        talkers: set[str] = set()
        for _, participant, sessions in _worked_in(conversation):
            leg = _leg(conversation, started_at, participant, sessions)
            yield replace(
                leg,
                was_transferred=bool(talkers - {leg.agent_id}),
                skills=_skills(conversation, participant, leg.queue_id),
                attributes=_attributes(conversation, participant, allowed),
            )
            if leg.answered_at is not None:
                talkers.add(leg.agent_id)


def _newest_copies(
    conversations: Sequence[WirePastConversation],
) -> Iterator[WirePastConversation]:
    newest: dict[str, WirePastConversation] = {}
    for each in conversations:
        known = newest.get(each.conversation_id)
        if known is None or freshness(each) >= freshness(known):
            newest[each.conversation_id] = each
    yield from newest.values()


def _worked_in(
    conversation: WirePastConversation,
) -> list[tuple[str, WirePastParticipant, list[WireSession]]]:
    """Return the sessions of each leg with its participant, in the order they began."""
    found = [
        (_begin(sessions), participant, sessions)
        for participant in conversation.participants or ()
        if _lowered(participant.purpose) == "agent" and participant.participant_id
        for sessions in _legs_of_participant(participant)
    ]
    return sorted(found, key=lambda each: (each[0], each[2][0].session_id or ""))


def _legs_of_participant(participant: WirePastParticipant) -> Iterator[list[WireSession]]:
    """Yield the sessions of each leg; a callback has its calls with it, redials included."""
    worked_in = [each for each in participant.sessions or () if _was_worked_in(each)]
    media = {_lowered(each.media_type) for each in participant.sessions or ()}
    one_leg = {"callback", "voice"} if "callback" in media else set()
    together = [each for each in worked_in if _lowered(each.media_type) in one_leg]
    if together:
        yield together
    for each in worked_in:
        if _lowered(each.media_type) not in one_leg:
            yield [each]


def _begin(sessions: Sequence[WireSession]) -> str:
    return min((each.segment_start or "" for each in _in_order(sessions)), default="")


def _in_order(sessions: Sequence[WireSession]) -> list[WireSegment]:
    """Return the segments by time: Genesys does not list them so."""
    segments = (segment for each in sessions for segment in each.segments or ())
    return sorted(segments, key=lambda each: (each.segment_start or "", each.segment_end or "~"))


def _leg(
    conversation: WirePastConversation,
    started_at: datetime,
    participant: WirePastParticipant,
    sessions: Sequence[WireSession],
) -> PastLeg:
    session = max(sessions, key=_weight)
    segments = _in_order(sessions)
    talk = [each for each in segments if _lowered(each.segment_type) in _TALK]
    acw = [each for each in segments if _lowered(each.segment_type) == "wrapup"]
    over_at = instant(conversation.conversation_end)
    ends = [_end(each, over_at) for each in talk]
    acw_ends = [_end(each, over_at) for each in acw]
    coded = [each for each in segments if canonical_id(each.wrap_up_code)]
    queue_ids = [found for each in segments if (found := canonical_id(each.queue_id))]
    customer_name, customer_address = _customer(conversation)
    return PastLeg(
        key=LegKey(
            conversation.conversation_id,
            participant.participant_id or "",
            session.session_id or "",
        ),
        media=_MEDIA.get(_lowered(session.media_type), Media.CALL),
        agent_id=canonical_id(participant.user_id),
        queue_id=queue_ids[-1] if queue_ids else "",
        started_at=started_at,
        agent_name=one_line(participant.participant_name or ""),
        customer_name=customer_name,
        customer_address=customer_address,
        answered_at=min(
            filter(None, (instant(each.segment_start) for each in talk)), default=None
        ),
        hung_up_at=None if None in ends else max(filter(None, ends), default=None),
        completed_at=max(filter(None, acw_ends), default=None),
        is_in_after_call=None in acw_ends,
        code_id=canonical_id(coded[-1].wrap_up_code) if coded else "",
        note=several_lines((coded[-1].wrap_up_note or "") if coded else "", LONGEST_NOTE),
        tags=tuple(map(one_line, (coded[-1].wrap_up_tags or ()) if coded else ())),
        was_skipped=any(each.acw_skipped for each in sessions),
        is_dialer=any(each.outbound_campaign_id for each in sessions),
        direction=_lowered(session.direction),
        dnis=_called(conversation),
        flow=_flow(conversation),
        division_ids=tuple(filter(None, map(canonical_id, conversation.division_ids or ()))),
    )


def _end(segment: WireSegment, over_at: datetime | None) -> datetime | None:
    """Return when the segment ended: with the conversation, if it names no end of its own.

    After-call work may begin when the conversation ends; such is not over by that.
    """
    ended_at, began_at = instant(segment.segment_end), instant(segment.segment_start)
    if ended_at is not None or over_at is None:
        return ended_at
    is_later_work = _lowered(segment.segment_type) == "wrapup" and (
        began_at is None or began_at >= over_at
    )
    return None if is_later_work else over_at


def _lowered(word: str | None) -> str:
    return (word or "").strip().lower()


def _skills(
    conversation: WirePastConversation, mine: WirePastParticipant, queue_id: str
) -> tuple[str, ...]:
    """Return the skills asked for on the leg; where only the queue's own part tells, of that."""
    waiting = [each for each in conversation.participants or () if _lowered(each.purpose) == "acd"]
    for participants in ([mine], waiting):
        found = dict.fromkeys(
            skill
            for segment in _segments(participants)
            if canonical_id(segment.queue_id) == queue_id
            for skill in segment.requested_routing_skill_ids or ()
        )
        if found:
            return tuple(found)[:MOST_SKILLS]
    return ()


def _segments(participants: Sequence[WirePastParticipant]) -> Iterator[WireSegment]:
    for participant in participants:
        for session in participant.sessions or ():
            yield from session.segments or ()


def _attributes(
    conversation: WirePastConversation, mine: WirePastParticipant, allowed: Collection[str]
) -> dict[str, str]:
    """Merge as for a live leg: a later participant's wins, and the agent's own over all."""
    if not allowed:
        return {}
    return {
        name: several_lines(str(value), LONGEST_DETAIL)
        for participant in (*(conversation.participants or ()), mine)
        for name, value in (participant.attributes or {}).items()
        if name in allowed and isinstance(value, str | int | float)
    }


def _was_worked_in(session: WireSession) -> bool:
    return bool(session.session_id) and any(
        _lowered(segment.segment_type) in ("interact", "wrapup")
        for segment in session.segments or ()
    )


def _weight(session: WireSession) -> tuple[bool, bool, bool, str]:
    """Prefer the session that has the code, then the one that had after-call work."""
    segments = session.segments or ()
    return (
        any(canonical_id(segment.wrap_up_code) for segment in segments),
        any(_lowered(segment.segment_type) == "wrapup" for segment in segments),
        _lowered(session.media_type) == "callback",
        # Not the place in the list, which may change from one read to the next.
        session.session_id or "",
    )


def _customer(conversation: WirePastConversation) -> tuple[str, str]:
    """Return the customer's name and bare address, as far as known."""
    for participant in conversation.participants or ():
        if _lowered(participant.purpose) in _CUSTOMER_PURPOSES:
            sessions = participant.sessions or ()
            address = next(
                (
                    each.ani or each.address_from or ""
                    for each in sessions
                    if each.ani or each.address_from
                ),
                "",
            )
            return one_line(participant.participant_name or ""), one_line(_bare(address))
    return "", ""


def _called(conversation: WirePastConversation) -> str:
    """Return the number the customer called, or the address they wrote to."""
    sessions = (
        session
        for participant in conversation.participants or ()
        if _lowered(participant.purpose) in _CUSTOMER_PURPOSES
        for session in participant.sessions or ()
    )
    found = (each.dnis or each.address_to or "" for each in sessions)
    return one_line(_bare(next(filter(None, found), "")))


def _flow(conversation: WirePastConversation) -> str:
    """Return the last flow it went through before an agent, by name or else by id."""
    names = [
        session.flow.flow_name or session.flow.flow_id or ""
        for participant in conversation.participants or ()
        for session in participant.sessions or ()
        if session.flow is not None
    ]
    return one_line(next(filter(None, reversed(names)), ""))


def _bare(address: str) -> str:
    for scheme in ("tel:", "sip:"):
        address = address.removeprefix(scheme)
    return address.partition(";")[0]
