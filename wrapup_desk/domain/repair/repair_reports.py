"""Counts what supervisors ask for: missing rates, time to code, agreement, confused codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.history.past_leg import (
    DELETED_CODE_ID,
    NameDirectory,
    is_nobodys_code,
)
from wrapup_desk.domain.identifiers import folded_name
from wrapup_desk.domain.local_days import day_of
from wrapup_desk.domain.repair.code_origin import ChosenBy, CodeOrigin
from wrapup_desk.domain.repair.leg_table import LegTable

_NO_ORIGINS: Mapping[int, CodeOrigin] = {}
_NO_PERSON = frozenset({ChosenBy.RULE, ChosenBy.PROGRAM})
# Rows between two pauses: about a millisecond.
_STEP = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Share:
    """Some of all; the label says of what."""

    label: str
    count: int
    of: int

    @property
    def rate(self) -> float:
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class SpanHistogram:
    """How long something took, in seconds: median, 90th and 99th percentile, and a histogram.

    *bars* holds (seconds up to which, how many); the last bar has no upper end.
    """

    count: int = 0
    median_s: float = 0.0
    p90_s: float = 0.0
    p99_s: float = 0.0
    bars: tuple[tuple[float | None, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CodePrecision:
    """How often a suggested code was the one chosen."""

    code_id: str
    suggested: int
    chosen: int

    @property
    def precision(self) -> float:
        return self.chosen / self.suggested if self.suggested else 0.0


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often one code was suggested and another chosen."""

    suggested_id: str
    chosen_id: str
    count: int


@dataclass(frozen=True, slots=True)
class RepairReports:
    """All the figures of the legs found.

    A leg is missing a code that had none when its agent was done, whoever gave it one later;
    agreement and the time to code are of the agents' own codes alone.
    """

    legs_count: int = 0
    coded_count: int = 0
    missing_by_queue: tuple[Share, ...] = ()
    missing_by_day: tuple[tuple[date, Share], ...] = ()
    time_to_code: SpanHistogram = SpanHistogram()
    agreement: Share = Share("agreed with the suggestion", 0, 0)
    precision_by_code: tuple[CodePrecision, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    unused_code_ids: tuple[str, ...] = ()
    uses_by_code: Mapping[str, int] | None = None
    # Who chose the codes on record.
    chosen_by: Mapping[ChosenBy, int] = field(default_factory=dict)
    # How often each code was a further topic of a leg, beside the code on record; and on how many
    # legs there is one. Tags that name no code of the organisation are something else.
    topics_by_code: Mapping[str, int] = field(default_factory=dict)
    legs_with_topics: int = 0


def report_on(
    table: LegTable,
    rows: Iterable[int],
    directory: NameDirectory,
    zone: tzinfo | None,
    suggested: Mapping[int, str],
    origins: Mapping[int, CodeOrigin] = _NO_ORIGINS,
) -> RepairReports:
    """Return what `reporting_on` does, without its pauses."""
    return run_now(reporting_on(table, rows, directory, zone, suggested, origins))


def reporting_on(
    table: LegTable,
    rows: Iterable[int],
    directory: NameDirectory,
    zone: tzinfo | None,
    suggested: Mapping[int, str],
    origins: Mapping[int, CodeOrigin] = _NO_ORIGINS,
) -> Generator[None, None, RepairReports]:
    """Return the figures of *rows*, with pauses; days are those of *zone*.

    Without a zone they are this computer's.
    *suggested* holds the best suggestion for a row; it is held against the code the agent
    chose, never against one that a supervisor or a program did. *origins* names the rows whose
    code is not the agent's own.
    """
    figures = _Figures(table, zone, suggested, origins)
    for place, row in enumerate(rows):
        if place % _STEP == 0:
            yield
        if table.counts[row]:
            figures.count(row)
    return figures.reports(directory)


class _Figures:
    """The figures as they grow, row by row."""

    def __init__(
        self,
        table: LegTable,
        zone: tzinfo | None,
        suggested: Mapping[int, str],
        origins: Mapping[int, CodeOrigin],
    ) -> None:
        self._table = table
        self._days = LocalDays(zone)
        self._suggested = suggested
        self._origins = origins
        # By code: where it comes from when nobody but the agent had a hand in it.
        self._own: dict[int, CodeOrigin] = {}
        self._by_queue: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        self._by_day: dict[date, list[int]] = defaultdict(lambda: [0, 0])
        self._chosen_by: Counter[ChosenBy] = Counter()
        self._uses: Counter[str] = Counter()
        self._spans_s: list[float] = []
        self._pairs: list[tuple[str, str]] = []
        self._tags: list[tuple[str, ...]] = []

    def count(self, row: int) -> None:
        table = self._table
        origin = self._origins.get(row) or self._own_origin(table.code[row])
        self._chosen_by[origin.chooser] += 1
        is_missing = is_no_persons(origin.first_code_id)
        day = self._days.day_of(table.ended_ms[row])
        for tally in (self._by_queue[table.queue[row]], self._by_day[day]):
            tally[0] += is_missing
            tally[1] += 1
        if origin.chooser is not ChosenBy.NOBODY:
            self._uses[table.code_id(row)] += 1
        if row in table.tags:
            self._tags.append(table.tags[row])
        if is_missing or origin.chooser in _NO_PERSON:
            return
        if table.completed_ms[row] > 0:
            span_ms = table.completed_ms[row] - table.hung_up_ms[row]
            self._spans_s.append(max(0.0, span_ms / 1000))
        if row in self._suggested:
            self._pairs.append((self._suggested[row], origin.first_code_id))

    def reports(self, directory: NameDirectory) -> RepairReports:
        """Return what was counted."""
        queues, uses, pairs = self._table.queues.texts, self._uses, self._pairs
        by_name = [
            Share(directory.queues.get(queues[number], queues[number]), missing, of)
            for number, (missing, of) in self._by_queue.items()
        ]
        days = sorted(self._by_day.items())
        legs_count = sum(of for _, (_, of) in days)
        unused = set(directory.codes) - set(uses)
        topics = topics_in(self._tags, directory)
        return RepairReports(
            legs_count=legs_count,
            coded_count=legs_count - sum(missing for _, (missing, _) in days),
            missing_by_queue=tuple(sorted(by_name, key=_worst_first)),
            missing_by_day=tuple((day, Share(day.isoformat(), *counts)) for day, counts in days),
            time_to_code=spans_of(self._spans_s),
            agreement=agreement(pairs),
            precision_by_code=precision_by_code(pairs),
            confusions=confusions(pairs),
            unused_code_ids=tuple(sorted(unused, key=directory.code_name)),
            uses_by_code=dict(uses),
            chosen_by=dict(self._chosen_by),
            topics_by_code=dict(Counter(code for each in topics for code in each).most_common()),
            legs_with_topics=len(topics),
        )

    def _own_origin(self, number: int) -> CodeOrigin:
        known = self._own.get(number)
        if known is None:
            code_id = self._table.codes.texts[number]
            chooser = ChosenBy.NOBODY if is_no_persons(code_id) else ChosenBy.AGENT
            known = self._own[number] = CodeOrigin(chooser, code_id)
        return known


def is_no_persons(code_id: str) -> bool:
    """Whether no person chose *code_id*; one that was deleted since was chosen by somebody once."""
    return is_nobodys_code(code_id) and code_id != DELETED_CODE_ID


def topics_in(tags: Iterable[tuple[str, ...]], directory: NameDirectory) -> list[frozenset[str]]:
    """Return the codes that each leg's *tags* name, for the legs where they name any."""
    ids = {folded_name(code.name): code.id for code in directory.codes.values()}
    named = (
        frozenset(ids[name] for name in map(folded_name, each) if name in ids) for each in tags
    )
    return [codes for codes in named if codes]


def agreement(pairs: Sequence[tuple[str, str]]) -> Share:
    """Return how often the chosen code was the suggested one."""
    return Share("agreed with the suggestion", sum(a == b for a, b in pairs), len(pairs))


def precision_by_code(pairs: Iterable[tuple[str, str]]) -> tuple[CodePrecision, ...]:
    """Return each suggested code's precision, the most suggested first."""
    suggested: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for first, chosen in pairs:
        suggested[first] += 1
        right[first] += first == chosen
    return tuple(CodePrecision(code, n, right[code]) for code, n in suggested.most_common())


def confusions(pairs: Iterable[tuple[str, str]]) -> tuple[Confusion, ...]:
    """Return which codes are taken for which, the most frequent first."""
    wrong = Counter((first, chosen) for first, chosen in pairs if first != chosen)
    return tuple(Confusion(*pair, count) for pair, count in wrong.most_common())


def spans_of(seconds: Iterable[float]) -> SpanHistogram:
    """Return the percentiles and a histogram of *seconds*."""
    ordered = sorted(seconds)
    if not ordered:
        return SpanHistogram()

    def percentile(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    edges: tuple[float | None, ...] = (2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, None)
    bars: list[tuple[float | None, int]] = []
    start = 0
    for edge in edges:
        end = len(ordered) if edge is None else _first_above(ordered, edge)
        bars.append((edge, end - start))
        start = end
    return SpanHistogram(
        len(ordered), percentile(0.5), percentile(0.9), percentile(0.99), tuple(bars)
    )


def _first_above(ordered: Sequence[float], edge: float) -> int:
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high) // 2
        if ordered[middle] <= edge:
            low = middle + 1
        else:
            high = middle
    return low


def _worst_first(share: Share) -> tuple[float, str]:
    return (-share.rate, share.label)


class LocalDays:
    """Local days of instants; asks the zone once an hour of data, not once a row."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._known: dict[int, date] = {}

    def day_of(self, epoch_ms: int) -> date:
        # Zones shift by quarters of an hour at the finest.
        quarter = epoch_ms // 900_000
        found = self._known.get(quarter)
        if found is None:
            moment = _EPOCH + timedelta(seconds=quarter * 900)
            found = self._known[quarter] = day_of(moment, self._zone)
        return found
