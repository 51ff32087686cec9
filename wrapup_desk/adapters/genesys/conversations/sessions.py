"""Divides what one participant did into sessions, where it went on after it was over.

A thread of messages stays open for up to 72 hours, one of mails for 30 days. A customer who writes
again may come back to the same agent, as may one who was transferred to and fro, and the same
participant gets another communication: a session with words, after-call work and a code of its
own, while the participant's times and code still are those of the session before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from wrapup_desk.adapters.genesys.conversations.leg_phase import acw_state, lowered
from wrapup_desk.adapters.genesys.http.decoding import (
    WireCommunication,
    WireParticipant,
    WireWrapup,
    instant,
)
from wrapup_desk.domain.interaction import Media

Part = tuple[Media, WireCommunication]
Parts = Sequence[Part]

# Shown beside a call or a thread, never what the customer came by.
BESIDE_ANOTHER = frozenset({Media.COBROWSE, Media.SCREENSHARE})
# Of these nothing else follows than a return; calls are also dialled one after the other.
_THREADS = frozenset({Media.MESSAGE, Media.EMAIL, Media.SOCIAL, Media.CHAT})
_LIVE = frozenset({"connected", "parked", "transmitting", "uploading", "converting"})
_OVER = frozenset({"disconnected", "terminated"})
_RINGS_NOW = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Session:
    """What one participant did until it was over, with all of its communications.

    *mine* is the participant as far as it speaks of this session; *is_continued* says that its
    queue is a later one's. What was written from *since* to *until* belongs here; None: no limit.
    """

    mine: WireParticipant
    parts: Parts
    is_continued: bool = False
    since: datetime | None = None
    until: datetime | None = None


def sessions_of(mine: WireParticipant, parts: Parts) -> Iterator[Session]:
    """Yield the sessions of the participant *mine*, oldest first; mostly there is one."""
    divided = _divided(parts)
    if len(divided) == 1:
        yield Session(mine, parts)
        return
    since: datetime | None = None
    for each, later in zip(divided, [*divided[1:], ()], strict=True):
        own = _own_part(mine, each, later)
        until = _end_of(each) if later else None
        yield Session(own, each, is_continued=bool(later), since=since, until=until)
        if any(was_connected(part) for _, part in each):
            since = _end_of(each)


def was_connected(part: WireCommunication) -> bool:
    """Whether the agent ever had *part*, rather than only an alert or a dial attempt."""
    if part.connected_time or lowered(part.state) in _LIVE:
        return True
    return bool(part.wrapup and part.wrapup.code) or acw_state(part) in ("pending", "complete")


def has_own_work(part: WireCommunication) -> bool:
    """Whether *part* has a code or after-call work of its own."""
    has_code = bool(part.wrapup and part.wrapup.code)
    return has_code or acw_state(part) in ("pending", "complete", "skipped")


def is_over(part: WireCommunication) -> bool:
    """Whether *part* has ended; after-call work may still be due."""
    return lowered(part.state) in _OVER or bool(part.disconnected_time)


def _divided(parts: Parts) -> list[Parts]:
    if len(parts) < 2:
        return [parts]
    divided: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: _begin_of(part) or _RINGS_NOW):
        if divided and not _is_after(part, divided[-1]):
            divided[-1].append(part)
        else:
            divided.append([part])
    return [*divided]


def _is_after(part: Part, session: Parts) -> bool:
    if not all(is_over(each) for _, each in session):
        return False
    is_thread = any(media in _THREADS for media, _ in session)
    if not is_thread and not any(map(_is_settled, session)):
        return False  # attempts to reach somebody, or a call that another took the place of
    begin, end = _begin_of(part), _end_of(session)
    return begin is None or end is None or begin >= end


def _is_settled(part: Part) -> bool:
    return has_own_work(part[1]) or acw_state(part[1]) == "notapplicable"


def _begin_of(part: Part) -> datetime | None:
    """Return when *part* began; None while it rings: events do not tell since when."""
    _, wire = part
    return instant(wire.start_alerting_time or wire.connected_time or wire.disconnected_time)


def _end_of(session: Parts) -> datetime | None:
    ends = (instant(part.disconnected_time) for _, part in session)
    return max(filter(None, ends), default=None)


def _connected_at(session: Parts) -> datetime | None:
    moments = (instant(part.connected_time) for _, part in session)
    return min(filter(None, moments), default=None)


def _own_part(mine: WireParticipant, session: Parts, later: Parts) -> WireParticipant:
    """Return *mine* without the times and the code of other sessions."""
    began, next_began = _connected_at(session), _connected_at(later)
    has_own_end = not later and _is_since(began, mine.end_time)
    has_own_acw = not later and _is_since(began, mine.start_acw_time)
    # The end may still be that of the after-call work before.
    is_acw_done = has_own_acw and _is_since(instant(mine.start_acw_time), mine.end_acw_time)
    return msgspec.structs.replace(
        mine,
        connected_time=None,
        end_time=mine.end_time if has_own_end else None,
        start_acw_time=mine.start_acw_time if has_own_acw else None,
        end_acw_time=mine.end_acw_time if is_acw_done else None,
        wrapup=mine.wrapup if _is_written_in(mine.wrapup, began, next_began) else None,
        wrapup_required=None if later else mine.wrapup_required,
        wrapup_skipped=None,
    )


def _is_since(began: datetime | None, stamp: str | None) -> bool:
    moment = instant(stamp)
    return bool(moment and began and moment >= began)


def _is_written_in(
    wrapup: WireWrapup | None, began: datetime | None, next_began: datetime | None
) -> bool:
    at = instant(wrapup.end_time) if wrapup else None
    return bool(at and began and at >= began and (next_began is None or at < next_began))
