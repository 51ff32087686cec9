"""Turns conversations as analytics tells them into the agents' legs; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode, instant
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.outside_text import (
    LONGEST_DETAIL,
    LONGEST_NOTE,
    MOST_SKILLS,
    one_line,
    several_lines,
)

# `chat` was removed from the API's media; what is left of it is written like a message.
_MEDIA = {
    "voice": Media.CALL,
    "callback": Media.CALLBACK,
    "message": Media.MESSAGE,
    "chat": Media.MESSAGE,
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
    participants: list[WirePastParticipant] | None = None


class WirePastListing(Wire):
    """A page of a query's, a job's or a read's conversations."""

    conversations: list[WirePastConversation] | None = None
    total_hits: int | None = None
    cursor: str | None = None


def read_listing(raw: bytes, what: str) -> WirePastListing:
    """Return a page of conversations.

    Raises:
        WireError: it is none.
    """
    return decode(raw, WirePastListing, what)


def legs_in(
    conversations: Sequence[WirePastConversation] | None, allowed: Collection[str] = ()
) -> Iterator[PastLeg]:
    """Yield every agent's leg that somebody talked or wrote in.

    One leg for each agent participant: a callback has a session for the callback and one for
    its call, but one code. A missed alert, and who only listened in, has no leg. Of the
    participants' attributes only those *allowed* by name are taken.
    """
    for conversation in conversations or ():
        started_at = instant(conversation.conversation_start)
        if started_at is None:
            continue
        customer = _customer(conversation)
        had_an_agent = False
        for participant in conversation.participants or ():
            if participant.purpose == "agent" and participant.participant_id:
                leg = _leg(conversation.conversation_id, started_at, participant, customer)
                if leg is not None:
                    yield replace(
                        leg,
                        was_transferred=had_an_agent,
                        skills=_skills(conversation, participant, leg.queue_id),
                        attributes=_attributes(conversation, participant, allowed),
                    )
                    had_an_agent = True


def _leg(
    conversation_id: str,
    started_at: datetime,
    participant: WirePastParticipant,
    customer: tuple[str, str],
) -> PastLeg | None:
    talked = [session for session in participant.sessions or () if _was_talked_in(session)]
    if not talked:
        return None
    session = max(talked, key=_weight)
    segments = [segment for each in talked for segment in each.segments or ()]
    talk = [segment for segment in segments if segment.segment_type in _TALK]
    acw = [segment for segment in segments if segment.segment_type == "wrapup"]
    ends = [instant(segment.segment_end) for segment in talk]
    coded = next((segment for segment in reversed(segments) if segment.wrap_up_code), None)
    return PastLeg(
        key=LegKey(conversation_id, participant.participant_id or "", session.session_id or ""),
        media=_MEDIA.get(session.media_type or "", Media.CALL),
        agent_id=participant.user_id or "",
        queue_id=next((each.queue_id for each in reversed(segments) if each.queue_id), ""),
        started_at=started_at,
        agent_name=one_line(participant.participant_name or ""),
        customer_name=customer[0],
        customer_address=customer[1],
        answered_at=min(
            filter(None, (instant(each.segment_start) for each in talk)), default=None
        ),
        hung_up_at=None if None in ends else max(filter(None, ends), default=None),
        completed_at=max(filter(None, (instant(each.segment_end) for each in acw)), default=None),
        is_in_after_call=any(not each.segment_end for each in acw),
        code_id=(coded.wrap_up_code or "") if coded else "",
        note=several_lines((coded.wrap_up_note or "") if coded else "", LONGEST_NOTE),
        tags=tuple(map(one_line, (coded.wrap_up_tags or ()) if coded else ())),
        was_skipped=any(each.acw_skipped for each in talked),
        is_dialer=any(each.outbound_campaign_id for each in talked),
        direction=(session.direction or "").lower(),
    )


def _skills(
    conversation: WirePastConversation, mine: WirePastParticipant, queue_id: str
) -> tuple[str, ...]:
    """Return the skills asked for on the leg; where only the queue's own part tells, of that."""
    waiting = [each for each in conversation.participants or () if each.purpose == "acd"]
    for participants in ([mine], waiting):
        found = dict.fromkeys(
            skill
            for segment in _segments(participants)
            if segment.queue_id == queue_id
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


def _was_talked_in(session: WireSession) -> bool:
    return bool(session.session_id) and any(
        segment.segment_type == "interact" for segment in session.segments or ()
    )


def _weight(session: WireSession) -> tuple[bool, bool]:
    """Prefer the session that has the code, then the one that had after-call work."""
    segments = session.segments or ()
    has_code = any(segment.wrap_up_code for segment in segments)
    return has_code, any(segment.segment_type == "wrapup" for segment in segments)


def _customer(conversation: WirePastConversation) -> tuple[str, str]:
    """Return the customer's name and bare address, as far as known."""
    for participant in conversation.participants or ():
        if participant.purpose in _CUSTOMER_PURPOSES:
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


def _bare(address: str) -> str:
    for scheme in ("tel:", "sip:"):
        address = address.removeprefix(scheme)
    return address.partition(";")[0]
