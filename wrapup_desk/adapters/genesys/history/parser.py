"""Turns conversations as analytics tells them into the agents' legs; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.adapters.genesys.history.leg_sessions import LegSessions, legs_of
from wrapup_desk.adapters.genesys.history.past_wire import (
    WirePastConversation,
    WirePastParticipant,
    WireSegment,
    in_order,
    lowered,
    newest_copies,
    segments_by_time,
    segments_of,
)
from wrapup_desk.adapters.genesys.http.decoding import instant
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


def legs_in(
    conversations: Sequence[WirePastConversation] | None,
    allowed: Collection[str] = (),
    scope: WrapupScope = WrapupScope.PARTICIPANT,
) -> Iterator[PastLeg]:
    """Yield every agent's leg that somebody talked, wrote or did after-call work in.

    A missed alert, and who only listened in, has no leg. Of the participants' attributes only
    those *allowed* by name are taken. *scope* is what one code counts for in the organisation.
    The order of rows, participants, sessions and segments bears on nothing.
    """
    for conversation in map(in_order, newest_copies(conversations or ())):
        talkers: set[str] = set()
        for _, participant, sessions in _worked_in(conversation, scope):
            leg = _leg(conversation, participant, sessions)
            if leg is None:
                continue
            yield replace(
                leg,
                was_transferred=bool(talkers - {leg.agent_id}),
                skills=_skills(conversation, participant, leg.queue_id),
                attributes=_attributes(conversation, participant, allowed),
            )
            if leg.answered_at is not None:
                talkers.add(leg.agent_id)


def calls_in(conversations: Sequence[WirePastConversation], key: LegKey) -> tuple[str, ...]:
    """Return the ids of the calls that a participant talked in."""
    return tuple(
        session.session_id
        for conversation in map(in_order, newest_copies(conversations))
        for participant in conversation.participants or ()
        if participant.participant_id == key.participant_id
        for session in participant.sessions or ()
        if session.session_id
        and lowered(session.media_type) == "voice"
        and any(lowered(each.segment_type) in _TALK for each in session.segments or ())
    )


def _worked_in(
    conversation: WirePastConversation, scope: WrapupScope
) -> list[tuple[datetime, WirePastParticipant, LegSessions]]:
    """Return the sessions of each leg with its participant, in the order they began."""
    found = [
        (begun_at, participant, sessions)
        for participant in conversation.participants or ()
        if lowered(participant.purpose) == "agent" and participant.participant_id
        for sessions in legs_of(participant, scope)
        if (begun_at := _begun(segments_by_time(sessions.sessions))) is not None
    ]
    return sorted(found, key=lambda each: (each[0], each[2].main.session_id or ""))


def _begun(segments: Sequence[WireSegment]) -> datetime | None:
    return min(filter(None, (instant(each.segment_start) for each in segments)), default=None)


def _leg(
    conversation: WirePastConversation, participant: WirePastParticipant, of_leg: LegSessions
) -> PastLeg | None:
    """Return the leg; None where nothing tells when it was."""
    sessions = of_leg.sessions
    segments = segments_by_time(sessions)
    every = list(segments_of(conversation.participants or ()))
    started_at = instant(conversation.conversation_start) or _begun(every)
    if started_at is None:
        return None
    talk = [each for each in segments if lowered(each.segment_type) in _TALK]
    acw = [each for each in segments if lowered(each.segment_type) == "wrapup"]
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
            of_leg.main.session_id or "",
        ),
        media=_MEDIA.get(lowered(of_leg.main.media_type), Media.CALL),
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
        direction=lowered(of_leg.main.direction),
        has_joined=any(
            each.monitored_participant_id
            or each.coached_participant_id
            or each.barged_participant_id
            for each in sessions
        ),
        dnis=_called(conversation),
        flow=_flow(conversation),
        team_id=canonical_id(participant.team_id),
        division_ids=tuple(filter(None, map(canonical_id, conversation.division_ids or ()))),
    )


def _end(segment: WireSegment, over_at: datetime | None) -> datetime | None:
    """Return when the segment ended: with the conversation, if it names no end of its own.

    After-call work may begin when the conversation ends; such is not over by that.
    """
    ended_at, began_at = instant(segment.segment_end), instant(segment.segment_start)
    if ended_at is not None or over_at is None:
        return ended_at
    is_later_work = lowered(segment.segment_type) == "wrapup" and (
        began_at is None or began_at >= over_at
    )
    return None if is_later_work else over_at


def _skills(
    conversation: WirePastConversation, mine: WirePastParticipant, queue_id: str
) -> tuple[str, ...]:
    """Return the skills asked for on the leg; where only the queue's own part tells, of that."""
    waiting = [each for each in conversation.participants or () if lowered(each.purpose) == "acd"]
    for participants in ([mine], waiting):
        found = dict.fromkeys(
            skill
            for segment in segments_of(participants)
            if canonical_id(segment.queue_id) == queue_id
            for skill in segment.requested_routing_skill_ids or ()
        )
        if found:
            return tuple(found)[:MOST_SKILLS]
    return ()


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


def _customer(conversation: WirePastConversation) -> tuple[str, str]:
    """Return the customer's name and bare address, as far as known."""
    for participant in conversation.participants or ():
        if lowered(participant.purpose) in _CUSTOMER_PURPOSES:
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
        if lowered(participant.purpose) in _CUSTOMER_PURPOSES
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
