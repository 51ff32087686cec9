"""Measures how fast the repair desk sorts and filters a hundred thousand rows.

`python dev.py bench repair [--legs N] [--json]`: each column, with the longest time the window
would stand still, beside sorting a plain list of dicts in one go; the limit is 200 ms.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain
from random import Random
from typing import Any
from uuid import UUID

from wrapup_desk.application.repair.effects import CountReports
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.proof.reports_and_export import counting
from wrapup_desk.application.repair.rule_effects import BuildRulesPreview
from wrapup_desk.application.repair.tasks.preview_builder import building_by_rules
from wrapup_desk.domain.cooperative import Steps
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.code_issue import issue_of
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.rules import Rule, RuleList
from wrapup_desk.domain.repair.table_view import (
    Column,
    Filters,
    NoteFilter,
    Order,
    SortExtras,
    arrange,
)
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, WrapupCode

LIMIT_MS = 200.0
STEP_LIMIT_MS = 50.0
# What a rule list over a busy week may take until its preview is there.
RULES_LIMIT_MS = 2000.0
RULES_LEGS = 10_000
# What the reports may take: nobody waits for them, but no block may hold up the window.
REPORTS_LIMIT_MS = 10_000.0
_CODES = {f"code-{n}": WrapupCode(f"code-{n}", f"Code number {n}") for n in range(40)}
_DIRECTORY = NameDirectory({f"queue-{n}": f"Queue {n}" for n in range(12)}, _CODES)
_FIRST_DAY = datetime(2026, 10, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Measure:
    """One arrangement: its time, its longest step, and the plain way's time."""

    what: str
    rows: int
    total_ms: float
    longest_step_ms: float
    plain_ms: float
    limit_ms: float = LIMIT_MS

    @property
    def is_within_limits(self) -> bool:
        return self.total_ms < self.limit_ms and self.longest_step_ms < STEP_LIMIT_MS


def main(argv: Sequence[str] | None = None) -> int:
    """Print the measures; 1 when one of them misses its limit."""
    parser = argparse.ArgumentParser(prog="dev.py bench repair", description=__doc__)
    parser.add_argument("--legs", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    commands = parser.parse_args(argv)
    legs = invented(commands.legs)
    table, fill_s, megabytes = filled(legs)
    measures = [
        *measured(table, legs),
        rules_measure(legs[:RULES_LEGS]),
        reports_measure(legs),
    ]
    if commands.json:
        found = [{**asdict(one), "ok": one.is_within_limits} for one in measures]
        print(json.dumps({"fill_s": fill_s, "megabytes": megabytes, "measures": found}))
    else:
        show(measures, len(legs), fill_s, megabytes)
    return 0 if all(one.is_within_limits for one in measures) else 1


def invented(count: int) -> list[PastLeg]:
    """A month of legs, three in a hundred without a real code."""
    chance = Random(1)
    step = timedelta(days=30) / count
    return [_leg(_FIRST_DAY + number * step, chance) for number in range(count)]


def _leg(started_at: datetime, chance: Random) -> PastLeg:
    agent = chance.randrange(300)
    code_id = chance.choice(tuple(_CODES))
    if chance.random() < 0.03:
        code_id = chance.choice(("", TIMEOUT_CODE_ID, "long gone"))
    hung_up_at = started_at + timedelta(seconds=chance.randrange(30, 1200))
    return PastLeg(
        key=LegKey(*(str(UUID(int=chance.getrandbits(128))) for _ in range(3))),
        media=chance.choice((Media.CALL, Media.MESSAGE, Media.EMAIL)),
        agent_id=f"agent-{agent}",
        agent_name=f"Agent {agent}",
        queue_id=f"queue-{chance.randrange(12)}",
        started_at=started_at,
        # Nearly every customer is another: the worst case for sorting by name.
        customer_name=f"First{chance.randrange(3000)} Last{chance.randrange(30_000)}",
        customer_address=f"+61{chance.randrange(10**9)}",
        answered_at=started_at + timedelta(seconds=20),
        hung_up_at=hung_up_at,
        completed_at=hung_up_at + timedelta(seconds=12),
        code_id=code_id,
        note="promised a letter by Friday" if chance.random() < 0.3 else "",
        tags=("vip",) if chance.random() < 0.05 else (),
        dnis=f"+612555{chance.randrange(40):05}",
        flow=f"Flow {chance.randrange(30)}",
        division_ids=(f"division-{chance.randrange(8)}",),
    )


def filled(legs: Sequence[PastLeg]) -> tuple[LegTable, float, float]:
    """The table, how long filling it took, and how much memory it holds."""
    began_s = time.perf_counter()
    table = LegTable()
    for leg in legs:
        table.put(leg, issue_of(leg, _DIRECTORY))
    fill_s = time.perf_counter() - began_s
    tracemalloc.start()
    again = LegTable()
    for leg in legs:
        again.put(leg, issue_of(leg, _DIRECTORY))
    megabytes = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    return table, fill_s, megabytes


def measured(table: LegTable, legs: Sequence[PastLeg]) -> list[Measure]:
    """Each column over all rows, then each kind of filter."""
    plain = [_as_dict(leg) for leg in legs]
    suggested = {row: (f"code-{row % 40}", (row % 97) / 97) for row in range(0, len(legs), 33)}
    extras = SortExtras(suggested)
    everything = Filters(includes_good=True)
    measures = []
    for column in Column:
        order = Order(column, is_descending=column in (Column.ENDED, Column.PROBABILITY))
        key = _PLAIN_KEYS[column]
        plain_ms = best_of(partial(sorted, plain, key=key))
        measures.append(
            measure(f"sort by {column.value}", table, everything, order, extras, plain_ms)
        )
    for what, filters in _FILTERS.items():
        order = Order(Column.ENDED)
        plain_ms = best_of(partial(_plainly, plain, filters))
        measures.append(measure(what, table, filters, order, extras, plain_ms))
    return measures


def measure(
    what: str,
    table: LegTable,
    filters: Filters,
    order: Order,
    extras: SortExtras,
    plain_ms: float,
) -> Measure:
    """The best of three, names not worked out before the first of them."""
    totals: list[float] = []
    steps: list[float] = []
    rows = 0
    for _ in range(3):
        work = arrange(table, _DIRECTORY, filters, order, extras)
        began_s = last_s = time.perf_counter()
        longest_s = 0.0
        steps_of_work = Steps(work)
        for _ in chain(steps_of_work, [None]):  # the last step ends with the result
            now_s = time.perf_counter()
            longest_s = max(longest_s, now_s - last_s)
            last_s = now_s
        rows = len(steps_of_work.result.rows)
        totals.append((last_s - began_s) * 1000)
        steps.append(longest_s * 1000)
    return Measure(what, rows, min(totals), min(steps), plain_ms)


def rules_measure(legs: Sequence[PastLeg]) -> Measure:
    """Preview a list that maps three old codes onto two new ones."""
    index = LegIndex(_DIRECTORY)
    for leg in legs:
        index.put(leg)
    rules = RuleList(
        "Tidied list",
        (
            Rule("Code number 1", "Code number 11"),
            Rule("Code number 1", "Code number 12"),
            Rule("Code number 2", "Code number 13", queue="Queue 3"),
        ),
    )
    began_s = last_s = time.perf_counter()
    longest_s = 0.0
    steps = Steps(building_by_rules(BuildRulesPreview(index, rules, leaves_out_dialer=False)))
    for _ in chain(steps, [None]):
        now_s = time.perf_counter()
        longest_s, last_s = max(longest_s, now_s - last_s), now_s
    rows = len(steps.result.changes)
    total_ms = (last_s - began_s) * 1000
    what = f"preview 3 rules over {len(legs):,}"
    return Measure(what, rows, total_ms, longest_s * 1000, 0.0, RULES_LIMIT_MS)


def reports_measure(legs: Sequence[PastLeg]) -> Measure:
    """Count every figure of the reports, the agents' among them; they come later than the table."""
    index = LegIndex(_DIRECTORY)
    for leg in legs:
        index.put(leg)
    began_s = last_s = time.perf_counter()
    longest_s = 0.0
    for _ in chain(counting(CountReports(index), None, {}), [None]):
        now_s = time.perf_counter()
        longest_s, last_s = max(longest_s, now_s - last_s), now_s
    total_ms, longest_ms = (last_s - began_s) * 1000, longest_s * 1000
    return Measure("count all reports", len(legs), total_ms, longest_ms, 0.0, REPORTS_LIMIT_MS)


def best_of(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of three."""
    times = []
    for _ in range(3):
        began_s = time.perf_counter()
        work()
        times.append((time.perf_counter() - began_s) * 1000)
    return min(times)


def show(measures: Sequence[Measure], legs: int, fill_s: float, megabytes: float) -> None:
    """Print the measures as a table."""
    print(f"{legs:,} legs: filled in {fill_s:.2f} s, {megabytes:.0f} MB")
    print(f"limits: {LIMIT_MS:.0f} ms in all, {STEP_LIMIT_MS:.0f} ms at a time\n")
    print(f"{'':34}{'rows':>9}{'ms':>8}{'longest':>9}{'list of dicts':>15}")
    for one in measures:
        verdict = "" if one.is_within_limits else "  MISSED"
        print(
            f"{one.what:34}{one.rows:9,}{one.total_ms:8.0f}{one.longest_step_ms:9.0f}"
            f"{one.plain_ms:15.0f}{verdict}"
        )


def _as_dict(leg: PastLeg) -> dict[str, object]:
    return {
        "started": leg.started_at,
        "ended": leg.hung_up_at,
        "agent": leg.agent_name.casefold(),
        "queue": _DIRECTORY.queues[leg.queue_id].casefold(),
        "queue_id": leg.queue_id,
        "customer": leg.customer_name.casefold(),
        "address": leg.customer_address,
        "media": leg.media.value,
        "code": _DIRECTORY.code_name(leg.code_id).casefold(),
        "issue": str(issue_of(leg, _DIRECTORY)),
        "has_issue": issue_of(leg, _DIRECTORY) is not None,
    }


def _by(name: str) -> Callable[[dict[str, object]], Any]:
    return lambda row: row.get(name, "")


_PLAIN_KEYS = {column: _by(column.value) for column in Column}
_FILTERS = {
    "every issue": Filters(),
    "two queues, every row": Filters(
        queue_ids=frozenset({"queue-1", "queue-2"}), includes_good=True
    ),
    "a note, every row": Filters(note=NoteFilter.WITH, includes_good=True),
    "every kind of filter": Filters(
        queue_ids=frozenset(f"queue-{n}" for n in range(11)),
        agent_ids=frozenset(f"agent-{n}" for n in range(299)),
        media=frozenset({Media.CALL, Media.MESSAGE}),
        code_ids=frozenset(_CODES),
        division_ids=frozenset(f"division-{n}" for n in range(7)),
        note=NoteFilter.WITHOUT,
        text="last1",
        includes_good=True,
    ),
    "search for a name, every row": Filters(text="last123", includes_good=True),
    "search for a name, every issue": Filters(text="last123"),
}


def _plainly(rows: list[dict[str, object]], filters: Filters) -> list[dict[str, object]]:
    kept = [row for row in rows if filters.includes_good or row["has_issue"]]
    if filters.queue_ids:
        kept = [row for row in kept if row["queue_id"] in filters.queue_ids]
    if filters.text:
        names = ("customer", "address", "agent", "queue", "code")
        kept = [row for row in kept if any(filters.text in str(row[name]) for name in names)]
    return sorted(kept, key=lambda row: str(row["ended"]), reverse=True)


if __name__ == "__main__":
    sys.exit(main())
