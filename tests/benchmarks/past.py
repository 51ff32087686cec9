"""Searches a month in every shape Genesys tells of, and counts what is missed or invented.

`python dev.py bench past [--legs N] [--json]`: the simulator plans the month and keeps the truth,
then tells of it out of order, misspelt and on short pages; the repair desk searches it whole and
by single days, the day with 25 hours among them. Nothing may be missed, invented or wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.application.repair.repair_program import Program
from tests.benchmarks.parts.past_truth import Verdict, judged, legs_within
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.local_days import beginning_of
from wrapup_desk.domain.repair.repair_reports import report_on
from wrapup_desk.domain.repair.table_view import Filters

# Summer time ended in Berlin on the 26th of October 2025, within the month.
BERLIN = ZoneInfo("Europe/Berlin")
ENDS_AT = datetime(2025, 11, 9, 12, tzinfo=BERLIN)
DAYS = 30
LONG_DAY = date(2025, 10, 26)
# Somebody who was deleted since.
FORMER = "Noah Byrne"
UNTIDY = {"is_untidy": 1, "page_lacks": 30, "job_ms": 50}


@dataclass(frozen=True)
class Search:
    """One search: what it was, how long it took, how it did."""

    what: str
    took_s: float
    # Of it, processor time of the program: the rest is the simulator's, and waiting for it.
    ours_s: float
    verdict: Verdict
    notices: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return self.verdict.is_right and not self.notices


def main(argv: Sequence[str] | None = None) -> int:
    """Print each search; 1 when one of them was not right."""
    parser = argparse.ArgumentParser(prog="dev.py bench past", description=__doc__)
    parser.add_argument("--legs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    commands = parser.parse_args(argv)
    searches = asyncio.run(searched(commands.legs, commands.seed))
    for each in searches:
        sys.stdout.write(_json(each) if commands.json else _line(each))
    return 0 if all(each.is_right for each in searches) else 1


async def searched(legs: int, seed: int, capabilities: Sequence[str] = ()) -> list[Search]:
    """Search the month whole, and by days of 25, 24 and of a few hours."""
    options = [
        "--idle", "--history-month", str(legs), "--history-days", str(DAYS),
        "--history-seed", str(seed), "--history-ends", ENDS_AT.isoformat(),
        "--set", "requests_per_minute=1000000", "--set", f"deleted_users={FORMER}",
    ]  # fmt: skip
    for each in capabilities:
        options += ["--set", each]
    with (
        SimulatorProcess(*options, start_within_s=120.0) as simulator,
        tempfile.TemporaryDirectory() as folder,
    ):
        simulator.post("/simulator/history/pace", UNTIDY)
        truth = simulator.call("GET", "/simulator/history/truth")["month"]
        token = token_of_user(simulator.ready, simulator.ready["supervisor"]["email"])
        program = Program(simulator.api, token, str(Path(folder) / "corrections.db"))
        await program.ledger.open()
        await program.desk.start()
        program.desk.set_filters(Filters(includes_good=True))
        found = [await _search(program, what, span, truth) for what, span in _spans()]
        await program.close()
    return found


def _spans() -> list[tuple[str, Span]]:
    # Whole days before it, as what began earlier may end in its first hours.
    whole = Span(ENDS_AT - timedelta(days=DAYS + 1), ENDS_AT + timedelta(days=1))
    return [
        ("the whole month", whole),
        ("the day with 25 hours", _days(LONG_DAY, 1)),
        ("one day", _days(date(2025, 11, 4), 1)),
        ("six days", _days(date(2025, 10, 22), 6)),
    ]


def _days(first: date, count: int) -> Span:
    after = first + timedelta(days=count)
    return Span(beginning_of(first, BERLIN), beginning_of(after, BERLIN))


async def _search(program: Program, what: str, span: Span, truth: list[dict[str, Any]]) -> Search:
    begun_s, begun_cpu_s = time.perf_counter(), time.process_time()
    state = await program.find_span(span)
    took_s, ours_s = time.perf_counter() - begun_s, time.process_time() - begun_cpu_s
    notices = tuple(each.text for each in state.notices if each.key == "find")
    true_legs = legs_within(truth, span)
    verdict = judged(true_legs, state.legs, FORMER)
    _judge_days(verdict, true_legs, state.legs)
    return Search(what, took_s, ours_s, verdict, notices)


def _judge_days(verdict: Verdict, truth: Sequence[Mapping[str, Any]], legs: LegIndex) -> None:
    """Count days of the report whose legs are not those that ended on the day in Berlin."""
    true_days = Counter(
        datetime.fromisoformat(leg["ended_at"]).astimezone(BERLIN).date()
        for leg in truth
        if leg["is_shown"]
    )
    report = report_on(legs.table, range(len(legs)), legs.directory, BERLIN, {}, legs.origins)
    seen = {day: share.of for day, share in report.missing_by_day}
    for day in {*true_days, *seen}:
        if true_days[day] != seen.get(day, 0):
            verdict.wrong["day of a report"] += 1
            verdict.note(f"{day}: {seen.get(day, 0)}, not {true_days[day]}")


def _line(one: Search) -> str:
    verdict = one.verdict
    lines = [
        f"{one.what}: {verdict.found:,} of {verdict.legs:,} legs in {one.took_s:.1f} s ({one.ours_s:.1f} s of ours);"
        f" {sum(verdict.missed.values())} missed, {verdict.invented} invented,"
        f" {sum(verdict.wrong.values())} wrong"
    ]
    lines += [f"  {name}: {count}" for name, count in (verdict.missed + verdict.wrong).items()]
    lines += [f"  {text}" for text in (*verdict.examples, *one.notices)]
    return "\n".join(lines) + "\n"


def _json(one: Search) -> str:
    verdict = one.verdict
    found = {
        "search": one.what,
        "took_s": round(one.took_s, 2),
        "ours_s": round(one.ours_s, 2),
        "legs": verdict.legs,
        "found": verdict.found,
        "missed": dict(verdict.missed),
        "invented": verdict.invented,
        "wrong": dict(verdict.wrong),
        "notices": one.notices,
        "ok": one.is_right,
    }
    return json.dumps(found) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
