"""Groups a participant's communications into what owes one code each.

By default one code counts for the participant: on a callback it is tagged to the callback and
to each call made in it. An organisation may switch to one code for the voice call alone
(`Settings.communicationBasedACW`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from wrapup_desk.adapters.genesys.conversations.leg_phase import acw_state
from wrapup_desk.adapters.genesys.conversations.sessions import (
    BESIDE_ANOTHER,
    Part,
    Parts,
    Session,
    has_own_work,
    is_over,
    sessions_of,
    was_connected,
)
from wrapup_desk.adapters.genesys.http.decoding import WireCommunication, WireParticipant
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import LegPart, Media

# Sorts after every time.
_NEVER = "9"
# Of several states of after-call work, the first counts for all.
_ACW_ORDER = ("pending", "complete", "skipped", "notapplicable")


class WrapupScope(enum.Enum):
    """What one code counts for."""

    PARTICIPANT = "participant"
    COMMUNICATION = "communication"


@dataclass(frozen=True, slots=True)
class CodeUnit:
    """The communications that one code counts for.

    *main* names the leg and is written to. It does not change while others come and go: the
    callback, or else the first that was connected.
    """

    session: Session
    media: Media
    main: WireCommunication
    parts: tuple[Part, ...]
    # All parts as if they were one communication.
    merged: WireCommunication
    # The code belongs to another: the call made from this callback, the customer's call.
    is_coded_elsewhere: bool = False

    @property
    def is_whole_session(self) -> bool:
        """Whether a code on the participant can only be this unit's."""
        return len(self.parts) == len(self.session.parts)

    @property
    def leg_parts(self) -> tuple[LegPart, ...]:
        """The parts for the domain; none for a unit of one."""
        if len(self.parts) < 2:
            return ()
        return tuple(
            LegPart(
                canonical_id(part.id),
                media,
                was_connected=was_connected(part),
                is_over=is_over(part),
                is_main=part is self.main,
            )
            for media, part in self.parts
        )


def units_of(mine: WireParticipant, parts: Parts, scope: WrapupScope) -> Iterator[CodeUnit]:
    """Yield what owes one code each among the communications of the participant *mine*."""
    for session in sessions_of(mine, parts):
        if len(session.parts) > 1 and scope is WrapupScope.PARTICIPANT:
            yield _united(session)
        else:
            yield from _each(session)


def _each(session: Session) -> Iterator[CodeUnit]:
    """Yield each communication but the dial attempts that came to nothing."""
    connected = [part for part in session.parts if was_connected(part[1])]
    for media, part in connected or session.parts:
        is_coded_elsewhere = _is_coded_beside((media, part), connected)
        yield CodeUnit(session, media, part, ((media, part),), part, is_coded_elsewhere)


def _is_coded_beside(part: Part, connected: Parts) -> bool:
    """Whether another of the *connected* has the code that *part* would owe."""
    media, wire = part
    others = [each for each in connected if each[1] is not wire]
    if media is Media.CALLBACK:
        return any(other is Media.CALL for other, _ in others)
    if has_own_work(wire):
        return False
    if media in BESIDE_ANOTHER:
        return any(other not in BESIDE_ANOTHER for other, _ in others)
    return media is Media.CALL and any(
        other is Media.CALL and _is_consult_in(wire, call) for other, call in others
    )


def _is_consult_in(consult: WireCommunication, call: WireCommunication) -> bool:
    """Whether *consult* was made while *call*, which is the customer's, was on."""
    began, call_began = consult.connected_time or _NEVER, call.connected_time or _NEVER
    is_within = call_began <= began < (call.disconnected_time or _NEVER)
    return is_within and (
        has_own_work(call) or (call_began, call.id or "") < (began, consult.id or "")
    )


def _united(session: Session) -> CodeUnit:
    media, main = min(session.parts, key=_main_first)
    merged = _merged(main, [part for _, part in session.parts])
    return CodeUnit(session, media, main, tuple(session.parts), merged)


def _main_first(part: Part) -> tuple[bool, bool, bool, str]:
    media, communication = part
    is_unconnected = not was_connected(communication)
    began = communication.connected_time or _NEVER
    return (media is not Media.CALLBACK, media in BESIDE_ANOTHER, is_unconnected, began)


def _merged(main: WireCommunication, parts: list[WireCommunication]) -> WireCommunication:
    """Return the parts as one: live as long as one of them is, over when the last has ended."""
    connected = [part for part in parts if was_connected(part)]
    counting = connected or parts
    live = [part for part in counting if not is_over(part)]
    # Whoever is on hold while another part is not, is not on hold for the agent.
    shown = min(live, key=lambda part: bool(part.held), default=None)
    ended = max(counting, key=lambda part: part.disconnected_time or "")
    with_acw = [part for part in parts if acw_state(part) in _ACW_ORDER]
    acw = min(with_acw, key=lambda part: _ACW_ORDER.index(acw_state(part)), default=None)
    coded = [part for part in parts if part.wrapup and part.wrapup.code]
    coded.sort(key=lambda part: (part.wrapup and part.wrapup.end_time) or "")
    return msgspec.structs.replace(
        main,
        state=shown.state if shown else ended.state,
        held=shown.held if shown else False,
        connected_time=min(filter(None, (part.connected_time for part in parts)), default=None),
        disconnected_time=None if shown else ended.disconnected_time,
        disconnect_type=None if shown else ended.disconnect_type,
        after_call_work=acw.after_call_work if acw else None,
        after_call_work_required=any(part.after_call_work_required for part in parts),
        wrapup=coded[-1].wrapup if coded else None,
    )
