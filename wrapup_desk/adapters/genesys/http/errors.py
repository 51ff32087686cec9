"""Reads Genesys' error answers and says what they mean for a read or a write.

The server's own message may repeat what was sent (a note, a name), so it is never passed on:
only its `code`, the permissions it names and the correlation id are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from wrapup_desk.application.base.ports import (
    ContactCentreError,
    NotFound,
    NotPermitted,
    RateLimited,
    SignInNeeded,
    Unreachable,
)
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.domain.submission import ServerReply

_CODE = re.compile(r"[a-z0-9_.-]{1,100}", re.IGNORECASE)
_CORRELATION_ID = re.compile(r"[0-9a-zA-Z-]{8,64}")
_PERMISSION = re.compile(r"\b[a-zA-Z]+:[a-zA-Z*]+:[a-zA-Z*]+\b")
# "App not authorized to use scope [analytics:readonly, analytics]": the client's fault, no role's.
_SCOPE = "[a-z-]{1,60}(?::[a-z-]{1,60})?"
_SCOPES = re.compile(
    rf"not authorized to use scope \[({_SCOPE}(?:, ?{_SCOPE}){{0,9}})\]", re.IGNORECASE
)
_LONGEST_WAIT = timedelta(hours=1)

# Refusals whose reason is the state of the leg, whatever status they come with.
_STATE_CODES = frozenset(
    {
        "conversation.error.participant.no.active.conversations",
        "conversation.error.call.disconnected",
        "conversation.error.forbidden.not.active.participant",
    }
)
_SAID_BY_STATUS = {
    400: ServerReply.MALFORMED,
    401: ServerReply.NOT_SIGNED_IN,
    403: ServerReply.NOT_PERMITTED,
    404: ServerReply.NOT_FOUND,
    408: ServerReply.FAILED,
    409: ServerReply.CONFLICT,
    410: ServerReply.CONFLICT,
    412: ServerReply.CONFLICT,
    422: ServerReply.MALFORMED,
    423: ServerReply.CONFLICT,
    425: ServerReply.FAILED,
    429: ServerReply.TOO_MANY,
}
_WORDS = {
    ServerReply.MALFORMED: mark("did not accept the request"),
    ServerReply.NOT_SIGNED_IN: mark("no longer accepts the sign-in"),
    ServerReply.NOT_PERMITTED: mark("does not permit this"),
    ServerReply.NOT_FOUND: mark("no longer knows this interaction"),
    ServerReply.CONFLICT: mark("says the interaction is in a different state"),
    ServerReply.TOO_MANY: mark("is limiting the rate of requests"),
    ServerReply.FAILED: mark("reported an internal error"),
}
_ERRORS: dict[ServerReply, type[ContactCentreError]] = {
    ServerReply.NOT_SIGNED_IN: SignInNeeded,
    ServerReply.NOT_PERMITTED: NotPermitted,
    ServerReply.NOT_FOUND: NotFound,
    ServerReply.TOO_MANY: RateLimited,
    ServerReply.FAILED: Unreachable,
}


class _WireError(msgspec.Struct, rename="camel"):
    message: str | None = None
    code: str | None = None
    status: int | None = None
    context_id: str | None = None


@dataclass(frozen=True, slots=True)
class HttpRefusal:
    """What an answer that is no success says, without anything that could be a secret."""

    status: int
    code: str = ""
    correlation_id: str = ""
    permissions: tuple[str, ...] = ()
    retry_after: timedelta | None = None
    # Any one of these the OAuth client would need; never what a role lacks.
    scopes: tuple[str, ...] = ()

    @property
    def said(self) -> ServerReply:
        if self.code in _STATE_CODES:
            return ServerReply.CONFLICT
        if self.code == "not.a.user":
            return ServerReply.NOT_PERMITTED
        if 300 <= self.status < 400 or self.status >= 500:
            return ServerReply.FAILED
        return _SAID_BY_STATUS.get(self.status, ServerReply.MALFORMED)

    @property
    def message(self) -> str:
        """A sentence for a person, with what an administrator needs to find the case."""
        words = tr("Genesys {did}", did=tr_marked(_WORDS[self.said]))
        if self.scopes:
            words += tr(
                " (the OAuth client lacks the scope {scopes})", scopes=tr(" or ").join(self.scopes)
            )
        elif self.permissions:
            words += tr(
                " (missing permission {permissions})", permissions=", ".join(self.permissions)
            )
        elif self.code == "not.a.user":
            words += tr(" (it needs an agent's own sign-in)")
        traces = [f"{self.status} {self.code}".strip()]
        if self.correlation_id:
            traces.append(tr("correlation id {id}", id=self.correlation_id))
        return tr("{words}: {traces}.", words=words, traces=listed(traces))

    def as_error(self) -> ContactCentreError:
        return _ERRORS.get(self.said, ContactCentreError)(self.message, self.retry_after)


def read_refusal(
    status: int, headers: Mapping[str, str], body: bytes, now: datetime
) -> HttpRefusal:
    """Return what an error answer says; gateways may send anything as *body*."""
    wire = _wire_error(body)
    return HttpRefusal(
        status=status,
        code=_matching(_CODE, wire.code),
        correlation_id=_matching(
            _CORRELATION_ID, headers.get("inin-correlation-id") or wire.context_id
        ),
        permissions=tuple(dict.fromkeys(_PERMISSION.findall(wire.message or ""))),
        scopes=_scopes_in(wire.message or ""),
        retry_after=read_retry_after(headers, now) if status in (429, 503) else None,
    )


def is_of_genesys(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether Genesys' API wrote this answer, and nobody on the line.

    Its answers carry ININ-Correlation-Id. Where a gateway takes out headers it does not know, an
    error is still known by its shape: its own status, a code, and the id in its body (the SDK's
    `ErrorBody`). One without either, as a HEAD has it there, cannot be told apart and does not count.
    """
    if _matching(_CORRELATION_ID, headers.get("inin-correlation-id")):
        return True
    wire = _wire_error(body)
    has_id = bool(_matching(_CORRELATION_ID, wire.context_id))
    return wire.status == status and bool(_matching(_CODE, wire.code)) and has_id


def _wire_error(body: bytes) -> _WireError:
    try:
        return msgspec.json.decode(body, type=_WireError)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _WireError()


def read_retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long the server asks to wait: seconds, an HTTP date, or its limit's reset."""
    stated = headers.get("retry-after", "").strip()
    reset = headers.get("inin-ratelimit-reset", "").strip()
    for seconds in (stated, reset):
        if seconds.isascii() and seconds.isdigit():
            return min(timedelta(seconds=min(int(seconds), 10**6)), _LONGEST_WAIT)
        if seconds and (moment := _http_date(seconds)):
            return min(max(moment - now, timedelta()), _LONGEST_WAIT)
    return None


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _scopes_in(message: str) -> tuple[str, ...]:
    found = _SCOPES.search(message)
    return tuple(name.strip() for name in found.group(1).split(",")) if found else ()


def _matching(pattern: re.Pattern[str], text: str | None) -> str:
    return text if text and pattern.fullmatch(text) else ""
