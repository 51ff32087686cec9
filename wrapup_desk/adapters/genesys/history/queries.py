"""Writes the requests of analytics' details query, and cuts a span into windows it allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from wrapup_desk.application.history.ports import Span

PAGE_SIZE = 100
# Genesys: 400 "Pagination may not exceed 100000 results".
MOST_RESULTS = 100_000
LONGEST_WINDOW = timedelta(days=7)
_SHORTEST_WINDOW = timedelta(hours=1)


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


def details_query(window: Span, queue_ids: Sequence[str], page: int) -> dict[str, Any]:
    """Return the body of one page's query: conversations an agent took part in.

    What has no code cannot be asked for: `wrapUpCode notExists` fits every conversation, as
    each has segments without one. So all are read, and judged here.
    """
    return {
        **job_query(window, queue_ids),
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
