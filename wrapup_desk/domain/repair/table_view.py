"""Filters, searches and sorts the table of past legs in small steps.

`arrange` is a generator that pauses after every few milliseconds of work, so that whoever
drives it can let a window breathe in between; it does not know how.
"""

from __future__ import annotations

import enum
from array import array
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, zip_longest
from typing import TypeVar

from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.language.conventions import sort_key
from wrapup_desk.domain.language.folding import folded
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.leg_table import ISSUE_INDEX, MEDIA_INDEX, LegTable

_STEP = 10_000
_Item = TypeVar("_Item")
_ISSUE_BY_INDEX = {index: issue for issue, index in ISSUE_INDEX.items()}


class Column(enum.Enum):
    """What the table can be sorted by."""

    STARTED = "started"
    ENDED = "ended"
    AGENT = "agent"
    QUEUE = "queue"
    CUSTOMER = "customer"
    MEDIA = "media"
    CODE = "code"
    ISSUE = "issue"
    SUGGESTED = "suggested"
    PROBABILITY = "probability"


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, and which way."""

    column: Column = Column.ENDED
    is_descending: bool = True


class NoteFilter(enum.Enum):
    """Whether a note or tags have to stand beside the code."""

    ANY = "any"
    WITH = "with"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows are shown; an empty set means all of that kind.

    *issues* empty with *includes_good* False shows every flawed row that something can be done
    about: those that Genesys refused to change are shown when asked for.
    """

    issues: frozenset[CodeIssue] = frozenset()
    includes_good: bool = False
    queue_ids: frozenset[str] = frozenset()
    agent_ids: frozenset[str] = frozenset()
    media: frozenset[Media] = frozenset()
    code_ids: frozenset[str] = frozenset()
    text: str = ""
    division_ids: frozenset[str] = frozenset()
    team_ids: frozenset[str] = frozenset()
    note: NoteFilter = NoteFilter.ANY


@dataclass(frozen=True, slots=True)
class SortExtras:
    """What is known of rows besides the legs: the suggestion, sparse."""

    suggested: Mapping[int, tuple[str, float]] = field(default_factory=dict)
    # Rows without a code of their agent's, though their issue does not say so.
    not_agents: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class VisibleRows:
    """The rows to show, and the counts of what the filters other than the issue let through.

    *counts* has a number for each issue, and under None for legs that are over and have none.
    """

    rows: Sequence[int] = ()
    counts: Mapping[CodeIssue | None, int] = field(default_factory=dict)
    # How many of them have no code of their agent's, though their issue does not say so.
    not_agents_count: int = 0

    @property
    def legs_count(self) -> int:
        """How many legs that are over are within the filters, whatever their code."""
        return sum(self.counts.values())


def arrange(
    table: LegTable, directory: NameDirectory, filters: Filters, order: Order, extras: SortExtras
) -> Generator[None, None, VisibleRows]:
    """Return the rows that fit, in order; pauses now and then."""
    passes = _CompiledFilters(table, directory, filters)
    counts: Counter[int] = Counter()
    wanted = _wanted_issues(filters)
    wants_all = len(wanted) == len(_ISSUE_BY_INDEX)
    kept: list[int] = []
    not_agents = 0
    for start in range(0, len(table), _STEP):
        rows = passes.through(start, min(start + _STEP, len(table)))
        issue = table.issue
        counts.update(map(issue.__getitem__, rows))
        not_agents += len(extras.not_agents.intersection(rows)) if extras.not_agents else 0
        kept += rows if wants_all else [row for row in rows if issue[row] in wanted]
        yield
    ordered = yield from _sorted(table, directory, kept, order, extras)
    by_issue = {issue: counts[index] for index, issue in _ISSUE_BY_INDEX.items()}
    return VisibleRows(array("L", ordered), by_issue, not_agents)


def rows_within(
    table: LegTable, directory: NameDirectory, filters: Filters
) -> Generator[None, None, list[int]]:
    """Return the rows within the filters other than the issue; pauses now and then."""
    passes = _CompiledFilters(table, directory, filters)
    found: list[int] = []
    for start in range(0, len(table), _STEP):
        found += passes.through(start, min(start + _STEP, len(table)))
        yield
    return found


def _wanted_issues(filters: Filters) -> frozenset[int]:
    issues = filters.issues or frozenset(CodeIssue)
    if not filters.issues and not filters.includes_good:
        issues -= {CodeIssue.KEPT_HERE}
    wanted = {ISSUE_INDEX[issue] for issue in issues}
    if filters.includes_good:
        wanted.add(ISSUE_INDEX[None])
    return frozenset(wanted)


class _CompiledFilters:
    """The filters, turned into numbers once, so that each row costs little."""

    def __init__(self, table: LegTable, directory: NameDirectory, filters: Filters) -> None:
        self._table = table
        columns: list[tuple[Sequence[int], frozenset[int]]] = []
        for wanted, vocabulary, column in (
            (filters.queue_ids, table.queues, table.queue),
            (filters.agent_ids, table.agents, table.agent),
            (filters.code_ids, table.codes, table.code),
            (filters.team_ids, table.teams, table.team),
        ):
            if wanted:
                numbers = (vocabulary.find(text) for text in wanted)
                columns.append((column, frozenset(n for n in numbers if n is not None)))
        if filters.media:
            media = frozenset(MEDIA_INDEX[one] for one in filters.media)
            columns.append((table.media, media))
        if filters.division_ids:
            # A conversation may be of several divisions: one of them is enough.
            texts = enumerate(table.divisions.texts)
            fitting = (n for n, text in texts if not filters.division_ids.isdisjoint(text.split()))
            columns.append((table.division, frozenset(fitting)))
        self._columns = columns
        self._note = filters.note
        self._needle = folded(filters.text.strip())
        self._found = _TextSearch(table, directory, self._needle) if self._needle else None

    def through(self, start: int, stop: int) -> list[int]:
        """Return the rows from *start* up to, without, *stop* that pass."""
        kept = list(compress(range(start, stop), self._table.counts[start:stop]))
        for column, wanted in self._columns:
            kept = [row for row in kept if column[row] in wanted]
        if self._note is not NoteFilter.ANY:
            notes, tags = self._table.notes, self._table.tags
            wants = self._note is NoteFilter.WITH
            kept = [row for row in kept if (row in notes or row in tags) is wants]
        return self._found.among(kept) if self._found else kept


class _TextSearch:
    """A search text, looked up in the texts that repeat before any row is looked at."""

    def __init__(self, table: LegTable, directory: NameDirectory, needle: str) -> None:
        self._table = table
        self._needle = needle
        self._agents = {
            number
            for number in range(len(table.agents.texts))
            if needle in folded(table.agent_label(number))
        }
        self._queues = _numbers(table.queues.texts, directory.queues.get, needle)
        self._codes = _numbers(table.codes.texts, directory.code_name, needle)
        self._customers = _numbers(table.customers.texts, str, needle)
        row = table.row_of(needle)
        self._rows = set() if row is None else {row}
        self._rows |= {row for row, note in table.notes.items() if needle in folded(note)}
        self._rows |= {
            row for row, tags in table.tags.items() if any(needle in folded(tag) for tag in tags)
        }

    def among(self, rows: Sequence[int]) -> list[int]:
        table, needle = self._table, self._needle
        agents, queues, codes = self._agents, self._queues, self._codes
        customers, addresses = self._customers, table.customer_addresses
        found = self._rows
        return [
            row
            for row in rows
            if table.customer[row] in customers
            or needle in addresses[row]
            or table.agent[row] in agents
            or table.queue[row] in queues
            or table.code[row] in codes
            or row in found
        ]


def _numbers(
    texts: Sequence[str], name_of: Callable[[str], str | None], needle: str
) -> frozenset[int]:
    return frozenset(
        number for number, text in enumerate(texts) if needle in folded(name_of(text) or "")
    )


def _sorted(
    table: LegTable, directory: NameDirectory, rows: list[int], order: Order, extras: SortExtras
) -> Generator[None, None, list[int]]:
    keys = yield from _keys(table, directory, rows, order.column, extras)
    return (yield from _merge_sorted(rows, keys.__getitem__, is_descending=order.is_descending))


def _merge_sorted(
    items: list[_Item], key: Callable[[_Item], int | str], *, is_descending: bool = False
) -> Generator[None, None, list[_Item]]:
    """Sort in runs and merge them two by two, so that no single step takes long."""
    runs: list[list[_Item]] = []
    for start in range(0, len(items), _STEP):
        run = items[start : start + _STEP]
        run.sort(key=key, reverse=is_descending)
        runs.append(run)
        yield
    while len(runs) > 1:
        merged: list[list[_Item]] = []
        no_run: list[_Item] = []
        for first, second in zip_longest(runs[::2], runs[1::2], fillvalue=no_run):
            # Python's sort finds the two runs by itself, and only merges them.
            both = first + second
            both.sort(key=key, reverse=is_descending)
            merged.append(both)
            yield
        runs = merged
    return runs[0] if runs else []


def _keys(
    table: LegTable, directory: NameDirectory, rows: list[int], column: Column, extras: SortExtras
) -> Generator[None, None, Sequence[int] | Mapping[int, int]]:
    """Return a small number for each row: comparing those is what Python does fastest."""
    match column:
        case Column.STARTED:
            return (yield from _seconds(table.started_ms))
        case Column.ENDED:
            return (yield from _seconds(table.ended_ms))
        case Column.CUSTOMER:
            return (yield from _customer_ranks(table))
        case Column.MEDIA:
            return table.media
        case Column.ISSUE:
            return table.issue
        case Column.SUGGESTED | Column.PROBABILITY:
            return _suggestion_keys(directory, rows, column, extras)
    return _name_ranks(table, directory, column)


def _name_ranks(table: LegTable, directory: NameDirectory, column: Column) -> list[int]:
    """Return each row's place by the name of its agent, queue or code."""
    if column is Column.AGENT:
        agents = [table.agent_label(number) for number in range(len(table.agents.texts))]
        return _ranked(agents, table.agent)
    if column is Column.QUEUE:
        queues = [directory.queues.get(text, text) for text in table.queues.texts]
        return _ranked(queues, table.queue)
    return _ranked([directory.code_name(text) for text in table.codes.texts], table.code)


def _suggestion_keys(
    directory: NameDirectory, rows: list[int], column: Column, extras: SortExtras
) -> Mapping[int, int]:
    shown = extras.suggested
    if column is Column.PROBABILITY:
        return {row: round(shown[row][1] * 1000) if row in shown else -1 for row in rows}
    names = {code_id: directory.code_name(code_id) for code_id, _ in shown.values()}
    places = {name: place for place, name in enumerate(sorted(set(names.values())), 1)}
    return {row: places[names[shown[row][0]]] if row in shown else 0 for row in rows}


def _seconds(times_ms: Sequence[int]) -> Generator[None, None, list[int]]:
    if not times_ms:
        return []
    known = [ms for ms in times_ms if ms > 0]
    earliest = min(known, default=0)
    yield
    # Seconds since the earliest fit into 30 bits, which Python compares without ado.
    return [(ms - earliest) // 1000 if ms > 0 else -1 for ms in times_ms]


def _ranked(names: Sequence[str], column: Sequence[int]) -> list[int]:
    places = sorted(range(len(names)), key=lambda number: sort_key(names[number]))
    ranks = [0] * len(names)
    for rank, number in enumerate(places):
        ranks[number] = rank
    return [ranks[number] for number in column]


def _customer_ranks(table: LegTable) -> Generator[None, None, list[int]]:
    """Return each row's place by customer, worked out once for all names known so far."""
    names = table.customers.texts
    if len(table.customer_ranks) != len(names):
        folded = [sort_key(name) for name in names]
        yield
        places = yield from _merge_sorted(list(range(len(names))), folded.__getitem__)
        ranks = [0] * len(names)
        for rank, number in enumerate(places):
            ranks[number] = rank
        table.customer_ranks = ranks
        yield
    known = table.customer_ranks
    # Who came while this was worked out has no place yet, and stands last.
    last = len(known)
    return [known[number] if number < last else last for number in table.customer]
