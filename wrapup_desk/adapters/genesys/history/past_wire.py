"""The JSON of past conversations as analytics sends it, put in order by time, and by copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode, decode_each, instant
from wrapup_desk.domain.identifiers import canonical_id

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


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
    # Whose part of the conversation this one joined, to listen, to whisper or to speak.
    monitored_participant_id: str | None = None
    coached_participant_id: str | None = None
    barged_participant_id: str | None = None
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
    team_id: str | None = None
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


def newest_copies(
    conversations: Sequence[WirePastConversation],
) -> Iterator[WirePastConversation]:
    """Yield each conversation once, as its newest copy tells of it."""
    newest: dict[str, WirePastConversation] = {}
    for each in conversations:
        known = newest.get(each.conversation_id)
        if known is None or freshness(each) >= freshness(known):
            newest[each.conversation_id] = each
    yield from newest.values()


def freshness(conversation: WirePastConversation) -> tuple[bool, datetime, int, int]:
    """Return what is greater of the newer of two copies of a conversation."""
    segments = list(segments_of(conversation.participants or ()))
    stamps = (instant(each.segment_end) or _start(each) for each in segments)
    codes = sum(bool(canonical_id(each.wrap_up_code)) for each in segments)
    is_over = bool(conversation.conversation_end)
    return is_over, max(stamps, default=_LONG_AGO), len(segments), codes


def in_order(conversation: WirePastConversation) -> WirePastConversation:
    """Return a conversation with everything in it by time: Genesys lists nothing so."""
    participants = [
        msgspec.structs.replace(each, sessions=_sessions_in_order(each.sessions or ()))
        for each in conversation.participants or ()
    ]
    participants.sort(key=lambda each: (_began(each.sessions or ()), each.participant_id or ""))
    return msgspec.structs.replace(conversation, participants=participants)


def segments_by_time(sessions: Sequence[WireSession]) -> list[WireSegment]:
    """Return the segments of several sessions by time."""
    return sorted((segment for each in sessions for segment in each.segments or ()), key=_by_time)


def segments_of(participants: Sequence[WirePastParticipant]) -> Iterator[WireSegment]:
    """Yield every segment, session by session."""
    for participant in participants:
        for session in participant.sessions or ():
            yield from session.segments or ()


def lowered(word: str | None) -> str:
    """Return one of Genesys' words as it is compared."""
    return (word or "").strip().lower()


def _sessions_in_order(sessions: Sequence[WireSession]) -> list[WireSession]:
    ordered = [
        msgspec.structs.replace(each, segments=sorted(each.segments or (), key=_by_time))
        for each in sessions
    ]
    return sorted(ordered, key=lambda each: (_began([each]), each.session_id or ""))


def _began(sessions: Sequence[WireSession]) -> datetime:
    starts = (_start(segment) for each in sessions for segment in each.segments or ())
    return min(starts, default=_NEVER)


def _by_time(segment: WireSegment) -> tuple[datetime, datetime, str, str]:
    # By the instant: "12:00:00Z" is before "12:00:00.500Z", and not as text.
    end = instant(segment.segment_end) or _NEVER
    return _start(segment), end, lowered(segment.segment_type), segment.wrap_up_code or ""


def _start(segment: WireSegment) -> datetime:
    return instant(segment.segment_start) or _LONG_AGO
