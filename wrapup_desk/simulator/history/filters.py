"""Reads an analytics query: interval, filters, order, paging; refuses what Genesys refuses."""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from wrapup_desk.simulator.wire.basics import Json
from wrapup_desk.simulator.wire.errors import ApiError

LONGEST_INTERVAL = timedelta(days=7)
MOST_RESULTS = 100_000
LARGEST_PAGE = 100
_DEFAULT_PAGE = 25
# One dimension may have another name in the JSON
_CONVERSATION_FIELDS = {
    "conversationId",
    "conversationEnd",
    "conversationStart",
    "originatingDirection",
}
_PARTICIPANT_FIELDS = {"purpose", "userId", "participantName", "participantId"}
_SESSION_FIELDS = {"mediaType", "direction", "ani", "sessionId", "acwSkipped", "addressFrom"}


@dataclass(frozen=True)
class Interval:
    """From one instant up to, and without, another."""

    start: datetime
    end: datetime

    @classmethod
    def parsed(cls, text: object) -> "Interval":
        """Read `start/end`, both ISO 8601.

        Raises:
            ApiError: It is no interval, or it is empty.
        """
        start, slash, end = str(text).partition("/")
        try:
            found = cls(_moment(start), _moment(end))
        except ValueError:
            raise _wrong("interval", text) from None
        if not slash or found.start >= found.end:
            raise _wrong("interval", text)
        return found

    @property
    def first_day(self) -> datetime:
        """Midnight, UTC, of the first day it touches."""
        return self.start.replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def after_last_day(self) -> datetime:
        last = self.end - timedelta(microseconds=1)
        midnight = last.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=1)


@dataclass(frozen=True)
class Page:
    """Which part of the results is wanted."""

    size: int
    number: int

    @classmethod
    def parsed(cls, paging: object) -> "Page":
        """Read `paging`.

        Raises:
            ApiError: No positive numbers, a page too large, or too far into the results.
        """
        fields = paging if isinstance(paging, Mapping) else {}
        size, number = fields.get("pageSize", _DEFAULT_PAGE), fields.get("pageNumber", 1)
        for value in (size, number):
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise _wrong("paging", value)
        if size > LARGEST_PAGE:
            raise _wrong("pageSize", size)
        if size * number > MOST_RESULTS:
            raise ApiError(
                "bad.request", message=f"Pagination may not exceed {MOST_RESULTS} results"
            )
        return cls(size, number)


class QueryFilters:
    """The conversation and segment filters of a query; several are combined by AND."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._conversation = _list(body, "conversationFilters")
        self._segment = _list(body, "segmentFilters")

    @property
    def is_empty(self) -> bool:
        return not self._conversation and not self._segment

    def keep(self, conversation: Json) -> bool:
        if not all(_holds(one, [conversation]) for one in self._conversation):
            return False
        if not self._segment:
            return True
        return any(
            all(_holds(one, scopes) for one in self._segment) for scopes in _segments(conversation)
        )


def _segments(conversation: Json) -> Iterator[list[Json]]:
    for participant in conversation["participants"]:
        for session in participant["sessions"]:
            for segment in session["segments"]:
                yield [segment, session, participant, conversation]


def _holds(condition: Mapping[str, Any], scopes: list[Json]) -> bool:
    parts = [_predicate(one, scopes) for one in condition.get("predicates") or ()]
    parts += [_holds(one, scopes) for one in condition.get("clauses") or ()]
    return any(parts) if condition.get("type") == "or" else all(parts)


def _predicate(predicate: Mapping[str, Any], scopes: list[Json]) -> bool:
    if predicate.get("type") == "metric":
        return _within(_metric(str(predicate.get("metric")), scopes[-1]), predicate)
    value = _value(str(predicate.get("dimension", "")), scopes)
    match predicate.get("operator", "matches"):
        case "exists":
            return value is not None
        case "notExists":
            return value is None
        case "matches":
            return value is not None and str(value).lower() == str(predicate.get("value")).lower()
    raise _wrong("operator", predicate.get("operator"))


def _metric(name: str, conversation: Json) -> float | None:
    """A conversation's metric in milliseconds; none while it is open."""
    if name != "tConversationDuration":
        raise _wrong("metric", name)
    if "conversationEnd" not in conversation:
        return None
    start, end = (_moment(conversation[f"conversation{each}"]) for each in ("Start", "End"))
    return (end - start) / timedelta(milliseconds=1)


def _within(value: float | None, predicate: Mapping[str, Any]) -> bool:
    bounds = predicate.get("range")
    if not isinstance(bounds, Mapping) or not bounds:
        raise _wrong("range", bounds)
    if value is None:
        return False
    compare = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
    return all(name in compare and compare[name](value, limit) for name, limit in bounds.items())


def _value(dimension: str, scopes: list[Json]) -> object:
    if not dimension:
        raise _wrong("dimension", dimension)
    conversation = scopes[-1]
    if dimension in _CONVERSATION_FIELDS or len(scopes) == 1:
        return conversation.get(dimension)
    if dimension in _PARTICIPANT_FIELDS:
        return scopes[2].get(dimension)
    return scopes[1 if dimension in _SESSION_FIELDS else 0].get(dimension)


def _list(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = body.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise _wrong(name, found)
    return found


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _wrong(field: str, value: object) -> ApiError:
    return ApiError("invalid.value", {"value": str(value)[:80], "field": field})
