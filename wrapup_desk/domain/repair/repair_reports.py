"""Counts what supervisors ask for: missing rates, time to code, agreement, confused codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.leg_table import ISSUE_INDEX, LegTable

# Rows between two pauses: about a millisecond.
_STEP = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNCODED = frozenset(
    ISSUE_INDEX[issue]
    for issue in (CodeIssue.MISSING, CodeIssue.TIMED_OUT, CodeIssue.SKIPPED, CodeIssue.DEFAULT)
)


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
    """All the figures of the legs found."""

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


def report_on(
    table: LegTable,
    rows: Iterable[int],
    directory: NameDirectory,
    zone: tzinfo,
    suggested: Mapping[int, str],
) -> RepairReports:
    """Return what `reporting_on` does, without its pauses."""
    return run_now(reporting_on(table, rows, directory, zone, suggested))


def reporting_on(
    table: LegTable,
    rows: Iterable[int],
    directory: NameDirectory,
    zone: tzinfo,
    suggested: Mapping[int, str],
) -> Generator[None, None, RepairReports]:
    """Return the figures of *rows*, with pauses; days are those of *zone*.

    *suggested* holds the best suggestion for a row; it is held against the code the agent
    chose, for rows whose code a person chose.
    """
    days = _Days(zone)
    by_queue: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    by_day: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    uses: Counter[int] = Counter()
    spans_s: list[float] = []
    pairs: list[tuple[str, str]] = []
    for place, row in enumerate(rows):
        if place % _STEP == 0:
            yield
        if not table.counts[row]:
            continue
        is_missing = table.issue[row] in _UNCODED
        for tally in (by_queue[table.queue[row]], by_day[days.day_of(table.started_ms[row])]):
            tally[0] += is_missing
            tally[1] += 1
        if is_missing:
            continue
        uses[table.code[row]] += 1
        if table.completed_ms[row] > 0:
            spans_s.append(max(0.0, (table.completed_ms[row] - table.hung_up_ms[row]) / 1000))
        if row in suggested:
            pairs.append((suggested[row], table.code_id(row)))
    queues = table.queues.texts
    by_name = [
        Share(directory.queues.get(queues[number], queues[number]), missing, of)
        for number, (missing, of) in by_queue.items()
    ]
    codes = {table.codes.texts[number]: count for number, count in uses.items()}
    return RepairReports(
        legs_count=sum(of for _, of in by_day.values()),
        coded_count=sum(uses.values()),
        missing_by_queue=tuple(sorted(by_name, key=_worst_first)),
        missing_by_day=tuple(
            (day, Share(day.isoformat(), *counts)) for day, counts in sorted(by_day.items())
        ),
        time_to_code=spans_of(spans_s),
        agreement=agreement(pairs),
        precision_by_code=precision_by_code(pairs),
        confusions=confusions(pairs),
        unused_code_ids=tuple(sorted(set(directory.codes) - set(codes), key=directory.code_name)),
        uses_by_code=codes,
    )


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


class _Days:
    """Local days of instants; asks the zone once an hour of data, not once a row."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._known: dict[int, date] = {}

    def day_of(self, epoch_ms: int) -> date:
        # Zones shift by quarters of an hour at the finest.
        quarter = epoch_ms // 900_000
        found = self._known.get(quarter)
        if found is None:
            moment = _EPOCH + timedelta(seconds=quarter * 900)
            found = self._known[quarter] = moment.astimezone(self._zone).date()
        return found
