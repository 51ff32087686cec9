"""Groups a participant's communications into what owes one code each.

By default one code counts for the participant: on a callback it is tagged to the callback and
to each call made in it. An organisation may switch to one code for the voice call alone
(`Settings.communicationBasedACW`).
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from wrapup_desk.adapters.genesys.conversations.leg_phase import acw_state, lowered
from wrapup_desk.adapters.genesys.http.decoding import WireCommunication
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import LegPart, Media

Part = tuple[Media, WireCommunication]

_LIVE = frozenset({"connected", "parked", "transmitting", "uploading", "converting"})
_OVER = frozenset({"disconnected", "terminated"})
# Shown beside a call or a chat, never what the customer came by.
_BESIDE_ANOTHER = frozenset({Media.COBROWSE, Media.SCREENSHARE})
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

    media: Media
    main: WireCommunication
    parts: tuple[Part, ...]
    # All parts as if they were one communication.
    merged: WireCommunication
    # The code belongs to the call made from this callback.
    is_coded_elsewhere: bool = False

    @property
    def leg_parts(self) -> tuple[LegPart, ...]:
        """The parts for the domain; none for a unit of one."""
        if len(self.parts) < 2:
            return ()
        return tuple(
            LegPart(
                canonical_id(part.id),
                media,
                was_connected=_was_connected(part),
                is_over=_is_over(part),
                is_main=part is self.main,
            )
            for media, part in self.parts
        )


def units_of(parts: Sequence[Part], scope: WrapupScope) -> Sequence[CodeUnit]:
    """Return what owes one code each among the communications of one participant."""
    if len(parts) < 2:
        return [_alone(part) for part in parts]
    return [_united(tuple(parts))] if scope is WrapupScope.PARTICIPANT else _each(parts)


def _alone(part: Part, *, is_coded_elsewhere: bool = False) -> CodeUnit:
    return CodeUnit(part[0], part[1], (part,), part[1], is_coded_elsewhere)


def _each(parts: Sequence[Part]) -> Sequence[CodeUnit]:
    """Return each communication but the dial attempts that came to nothing."""
    connected = [part for part in parts if _was_connected(part[1])]
    has_call = any(media is Media.CALL for media, _ in connected)
    return [
        _alone(part, is_coded_elsewhere=has_call and part[0] is Media.CALLBACK)
        for part in connected or parts
    ]


def _united(parts: tuple[Part, ...]) -> CodeUnit:
    media, main = min(parts, key=_main_first)
    return CodeUnit(media, main, parts, _merged(main, [part for _, part in parts]))


def _main_first(part: Part) -> tuple[bool, bool, bool, str]:
    media, communication = part
    is_unconnected = not _was_connected(communication)
    began = communication.connected_time or _NEVER
    return (media is not Media.CALLBACK, media in _BESIDE_ANOTHER, is_unconnected, began)


def _merged(main: WireCommunication, parts: list[WireCommunication]) -> WireCommunication:
    """Return the parts as one: live as long as one of them is, over when the last has ended."""
    connected = [part for part in parts if _was_connected(part)]
    counting = connected or parts
    live = [part for part in counting if not _is_over(part)]
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


def _was_connected(part: WireCommunication) -> bool:
    if part.connected_time or lowered(part.state) in _LIVE:
        return True
    return bool(part.wrapup and part.wrapup.code) or acw_state(part) in ("pending", "complete")


def _is_over(part: WireCommunication) -> bool:
    return lowered(part.state) in _OVER or bool(part.disconnected_time)
