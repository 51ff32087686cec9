"""Says which of a participant's past sessions owe a code of their own, and which owe one together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.adapters.genesys.history.past_wire import (
    WirePastParticipant,
    WireSession,
    lowered,
)
from wrapup_desk.adapters.genesys.http.decoding import instant
from wrapup_desk.domain.identifiers import canonical_id

_CALLED_BACK = frozenset({"callback", "voice"})
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LegSessions:
    """The sessions of one leg; *main* names it, the same each time it is read."""

    main: WireSession
    sessions: tuple[WireSession, ...]


def legs_of(participant: WirePastParticipant, scope: WrapupScope) -> Iterator[LegSessions]:
    """Yield what owes one code each of a participant's sessions, which are in order.

    A callback owes one with its calls, redials included, where the code is the participant's;
    else the call alone does. A consult beside the customer's call owes none.
    """
    listed = [each for each in participant.sessions or () if each.session_id]
    worked_in = [each for each in listed if _was_worked_in(each)]
    callbacks = [each for each in listed if lowered(each.media_type) == "callback"]
    if callbacks and scope is WrapupScope.PARTICIPANT:
        together = [each for each in worked_in if lowered(each.media_type) in _CALLED_BACK]
        if together:
            yield LegSessions(callbacks[0], tuple(together))
        worked_in = [each for each in worked_in if lowered(each.media_type) not in _CALLED_BACK]
    for each in worked_in:
        if not _is_coded_beside(each, worked_in):
            yield LegSessions(each, (each,))


def _is_coded_beside(session: WireSession, others: Sequence[WireSession]) -> bool:
    """Whether another session of the participant's has the code that this one would owe."""
    if _has_code_or_work(session):
        return False
    beside = [
        each for each in others if each is not session and lowered(each.media_type) == "voice"
    ]
    if lowered(session.media_type) == "callback":
        return bool(beside)
    if lowered(session.media_type) != "voice":
        return False
    return any(_is_within(session, each) and _comes_first(each, session) for each in beside)


def _comes_first(first: WireSession, second: WireSession) -> bool:
    """Whether of two calls at once *first* is the customer's, and *second* the consult."""
    if _has_code_or_work(first):
        return True
    began, other_began = _talk_of(first)[0], _talk_of(second)[0]
    return (began, first.session_id or "") < (other_began, second.session_id or "")


def _is_within(inner: WireSession, outer: WireSession) -> bool:
    (start, _), (outer_start, outer_end) = _talk_of(inner), _talk_of(outer)
    return outer_start <= start and (outer_end is None or start < outer_end)


def _talk_of(session: WireSession) -> tuple[datetime, datetime | None]:
    """Return when a session was talked in; it was, if it has neither work nor code."""
    talk = [each for each in session.segments or () if lowered(each.segment_type) != "alert"]
    starts = [moment for each in talk if (moment := instant(each.segment_start))]
    ends = [instant(each.segment_end) for each in talk]
    known = [each for each in ends if each is not None]
    return min(starts, default=_LONG_AGO), max(known) if known and None not in ends else None


def _has_code_or_work(session: WireSession) -> bool:
    return any(
        lowered(each.segment_type) == "wrapup" or canonical_id(each.wrap_up_code)
        for each in session.segments or ()
    )


def _was_worked_in(session: WireSession) -> bool:
    kinds = {lowered(segment.segment_type) for segment in session.segments or ()}
    return not kinds.isdisjoint(("interact", "wrapup"))
