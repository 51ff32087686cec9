"""Decides whether a code may be put on a leg: by whom, when, and which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wrapup_desk.simulator.wire.errors import ApiError, error_of_status
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.conversation import AppliedCode, Participant
from wrapup_desk.simulator.world.leg_life import LegState
from wrapup_desk.simulator.world.organization import DEFAULT_CODE_ID, Organization, User

ACCEPTED = 202


@dataclass(frozen=True)
class Writer:
    """Who writes, and by which of the documented ways (A, B, C, or D for the dialect)."""

    user: User | None
    via: str


@dataclass(frozen=True)
class WrapupRequest:
    """A `WrapupInput` as it came in."""

    code_id: str | None
    notes: str
    tags: tuple[str, ...]
    is_provisional: bool
    duration_seconds: int | None

    @classmethod
    def parsed(cls, body: Mapping[str, Any]) -> "WrapupRequest":
        """Read `WrapupInput`; fields it does not have are a 400.

        Raises:
            ApiError: `bad.request`, `invalid.value`.
        """
        unknown = set(body) - _FIELDS
        if unknown:
            raise ApiError("bad.request")
        return cls(
            code_id=_text(body, "code") or None,
            notes=_text(body, "notes"),
            tags=tuple(str(tag) for tag in body.get("tags") or ()),
            is_provisional=bool(body.get("provisional", False)),
            duration_seconds=_number(body, "durationSeconds"),
        )


_FIELDS = {
    "code",
    "name",
    "notes",
    "tags",
    "durationSeconds",
    "endTime",
    "provisional",
    "disableEndTimeUpdates",
}

# More telling codes than the generic one of the status
_AFTER_COMPLETE = {
    400: "conversation.error.participant.no.active.conversations",
    403: "conversation.error.forbidden.not.active.participant",
}
_NOT_YOURS = {
    403: "conversation.error.forbidden.not.active.participant",
    404: "conversation.error.not.conversation.participant",
}
_NO_USER = {400: "not.a.user"}


def check(
    asked: WrapupRequest,
    leg: Participant,
    writer: Writer,
    organization: Organization,
    capabilities: Capabilities,
) -> None:
    """Let the request pass, or refuse it as this contact centre does.

    Raises:
        ApiError: The refusal.
    """
    _check_writer(leg, writer, capabilities)
    _check_moment(leg, capabilities)
    _check_code(asked, leg, organization, capabilities)


def applied(
    asked: WrapupRequest, leg: Participant, writer: Writer, now: datetime
) -> AppliedCode | None:
    """The code to put on the leg; none for an empty provisional save."""
    if asked.code_id is None and not asked.is_provisional:
        return None
    started = leg.acw_started_at
    spent = int((now - started).total_seconds()) if started else 0
    return AppliedCode(
        code_id=asked.code_id or "",
        notes=asked.notes,
        tags=asked.tags,
        at=now,
        by_user_id=writer.user.id if writer.user else None,
        via=writer.via,
        while_state=_while_state(leg),
        is_provisional=asked.is_provisional,
        duration_seconds=spent if asked.duration_seconds is None else asked.duration_seconds,
        ended_at=now,
    )


def _check_writer(leg: Participant, writer: Writer, capabilities: Capabilities) -> None:
    if writer.via == "D":
        return
    if writer.user is None:
        _require(capabilities.client_credentials_write, _NO_USER)
    elif writer.user.id != leg.user_id:
        if writer.via == "C":
            _require(capabilities.write_c, _NOT_YOURS)
        elif writer.user.is_supervisor:
            _require(capabilities.supervisor_write, _NOT_YOURS)
        else:
            _require(capabilities.another_agents_write, _NOT_YOURS)


def _check_moment(leg: Participant, capabilities: Capabilities) -> None:
    if not leg.is_agent:
        raise ApiError("conversation.error.not.conversation.participant")
    if leg.state is LegState.ALERTING:
        _require(capabilities.code_while_alerting, {})
    elif leg.state is LegState.MISSED:
        _require(403, _AFTER_COMPLETE)
    elif leg.state is LegState.COMPLETE:
        _require(capabilities.code_after_complete, _AFTER_COMPLETE)
    elif leg.state is not LegState.AFTER_CALL_WORK:
        _require(capabilities.code_while_connected, {})


def _check_code(
    asked: WrapupRequest, leg: Participant, organization: Organization, capabilities: Capabilities
) -> None:
    if len(asked.notes) > capabilities.longest_note:
        raise ApiError("invalid.value", {"value": "…", "field": "notes"})
    if asked.code_id is None:
        if not asked.is_provisional:
            raise ApiError("conversation.error.wrapup.code.required")
        return
    if asked.code_id == DEFAULT_CODE_ID:
        return
    if organization.code(asked.code_id) is None:
        if capabilities.unknown_code == 400:
            raise ApiError("invalid.value", {"value": asked.code_id, "field": "code"})
        _require(capabilities.unknown_code, {})
    on_queue = {code.id for code in leg.queue.codes} if leg.queue else set()
    if leg.queue and asked.code_id not in on_queue:
        _require(capabilities.code_of_another_queue, {})


def _require(status: int, codes: Mapping[int, str]) -> None:
    if status == ACCEPTED:
        return
    raise ApiError(codes[status]) if status in codes else error_of_status(status)


def _while_state(leg: Participant) -> str:
    if leg.state in {LegState.CONNECTED, LegState.HELD}:
        return "connected"
    return str(leg.state.value)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    raise ApiError("invalid.value", {"value": str(value), "field": name})


def _number(body: Mapping[str, Any], name: str) -> int | None:
    value = body.get(name)
    if value is None or type(value) is int:
        return value
    raise ApiError("invalid.value", {"value": str(value), "field": name})
