"""Writes the requests of analytics' details query, and cuts a span into windows it allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from wrapup_desk.application.history.ports import Span

PAGE_SIZE = 100
# Genesys: 400 "Pagination may not exceed 100000 results".
MOST_RESULTS = 100_000
LONGEST_WINDOW = timedelta(days=7)
_SHORTEST_WINDOW = timedelta(hours=1)
# How long before a span a conversation may have begun that ends in it: open message threads and
# mail wait for weeks. By days for the last week, as most of them are there.
LONGEST_CONVERSATION = timedelta(days=91)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QueryWindow:
    """Conversations that began in *span*; with *lasting*, those of them that are open or lasted it."""

    span: Span
    lasting: timedelta | None = None

    def halves(self) -> tuple[QueryWindow, QueryWindow] | None:
        """Return a window with too many results as two; None when it cannot get smaller."""
        cut = halves(self.span)
        return cut and (QueryWindow(cut[0], self.lasting), QueryWindow(cut[1], self.lasting))


def windows(span: Span) -> tuple[Span, ...]:
    """Return *span* in windows of at most seven days, cut at midnight UTC.

    A query only knows conversations that "started on a day touched by the interval", so a
    window begins at midnight: else what began earlier that day might be left out.
    """
    found: list[Span] = []
    start = midnight(span.start_at)
    while start < span.end_at:
        end = min(start + LONGEST_WINDOW, span.end_at)
        found.append(Span(start, end))
        start = end
    return tuple(found)


def windows_before(began_before: datetime, open_since: datetime) -> tuple[QueryWindow, ...]:
    """Return windows for what began before one instant and was not over at another, newest first.

    A query knows when conversations began, not when they ended: so it is asked for those that
    lasted until *open_since* at least, or last still.
    """
    found: list[QueryWindow] = []
    end, oldest = began_before, began_before - LONGEST_CONVERSATION
    while end > oldest:
        step = _DAY if began_before - end < LONGEST_WINDOW else LONGEST_WINDOW
        found.append(QueryWindow(Span(end - step, end), max(timedelta(), open_since - end)))
        end -= step
    return tuple(found)


def halves(window: Span) -> tuple[Span, Span] | None:
    """Return a window with too many results as two; None when it cannot get smaller."""
    if window.length < 2 * _SHORTEST_WINDOW:
        return None
    middle = window.start_at + window.length / 2
    day = midnight(middle)
    cut = day if window.start_at < day else middle.replace(minute=0, second=0, microsecond=0)
    return Span(window.start_at, cut), Span(cut, window.end_at)


def midnight(moment: datetime) -> datetime:
    """Return the beginning of the moment's day, UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def details_query(window: QueryWindow, queue_ids: Sequence[str], page: int) -> dict[str, Any]:
    """Return the body of one page's query: conversations an agent took part in.

    What has no code cannot be asked for: `wrapUpCode notExists` fits every conversation, as
    each has segments without one. So all are read, and judged here.
    """
    lasting = {"conversationFilters": [_lasting(window.lasting)]} if window.lasting else {}
    return {
        **job_query(window.span, queue_ids),
        **lasting,
        "order": "asc",
        "orderBy": "conversationStart",
        "paging": {"pageSize": PAGE_SIZE, "pageNumber": page},
    }


def job_query(window: Span, queue_ids: Sequence[str]) -> dict[str, Any]:
    """Return the body of an asynchronous query."""
    filters = [{"type": "and", "predicates": [_predicate("purpose", "agent")]}]
    if queue_ids:
        predicates = [_predicate("queueId", queue_id) for queue_id in queue_ids]
        filters.append({"type": "or", "predicates": predicates})
    return {"interval": interval(window), "segmentFilters": filters}


def interval(window: Span) -> str:
    """Return the window as Genesys writes intervals."""
    return "/".join(_times(window))


def _lasting(least: timedelta) -> dict[str, Any]:
    milliseconds = round(least / timedelta(milliseconds=1))
    predicates: list[dict[str, Any]] = [
        {
            "type": "metric",
            "metric": "tConversationDuration",
            "range": {"gte": milliseconds},
        },
        # Of an open one no duration is known.
        {"type": "dimension", "dimension": "conversationEnd", "operator": "notExists"},
    ]
    return {"type": "or", "predicates": predicates}


def _times(window: Span) -> Iterator[str]:
    for moment in (window.start_at, window.end_at):
        yield moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _predicate(dimension: str, value: str) -> dict[str, str]:
    return {
        "type": "dimension",
        "dimension": dimension,
        "operator": "matches",
        "value": value,
    }
