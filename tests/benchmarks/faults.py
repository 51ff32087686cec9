"""Counts lost codes under faults: kills, a broken line, a full or damaged disk, a whole shift.

Real processes, real SQLite, real sockets, judged by the simulator's own record. The two wrong
ways of carrying a code run through the same harness and have to be caught losing codes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from tests.faults.desk_trials import DeskTrials
from tests.faults.kill_trials import KillTrials
from tests.faults.line_trials import HTTP_FAULTS, LineTrials
from tests.faults.mortal import Mortals
from tests.faults.report import HEADING, Report
from tests.faults.shift_trial import ShiftTrial
from tests.faults.stage import Stage
from tests.faults.store_trials import StoreTrials

CONTROLS = ("without outbox", "marked sent first")
# The shares of --trials: what the other kinds of trials run for each random kill.
_CONTROL_SHARE = 5
_OTHER_SHARE = 5


def main(argv: Sequence[str] | None = None) -> int:
    """Run the trials and print what they came to; 0 if nothing was lost and controls were."""
    wishes = _parser().parse_args(argv)
    reports: list[Report] = []
    if not wishes.json:
        print(HEADING)
    for name, run in _kinds(wishes).items():
        if wishes.only and name not in wishes.only:
            continue
        for report in run():
            reports.append(report)
            if not wishes.json:
                print(report, flush=True)
    if wishes.json:
        print(json.dumps([report.as_json() for report in reports]))
    else:
        for report in reports:
            if not is_as_it_should_be(report):
                print(f"FAILED: {report.name}: {report.as_json()['examples']}")
    return 0 if all(map(is_as_it_should_be, reports)) else 1


def is_as_it_should_be(report: Report) -> bool:
    """Whether every invariant held; of a negative control, that it was caught losing codes."""
    if report.is_control:
        return report.lost > 0
    return not report.verdict.broken


def _kinds(wishes: argparse.Namespace) -> dict[str, Callable[[], list[Report]]]:
    """Return the kinds of trials by name, in the order they run."""
    many, few = wishes.trials, max(1, wishes.trials // _OTHER_SHARE)
    mortals = Mortals()
    seed = wishes.seed
    is_long = not wishes.short

    def staged(run: Callable[[Stage], list[Report]], *options: str) -> Callable[[], list[Report]]:
        def on_stage() -> list[Report]:
            with Stage(seed, *options) as stage:
                return run(stage)

        return on_stage

    def kills(stage: Stage) -> list[Report]:
        return [KillTrials(stage, mortals).at_random(many)]

    def controls(stage: Stage) -> list[Report]:
        trials = KillTrials(stage, mortals)
        wrong = [trials.at_random(max(20, many // _CONTROL_SHARE), each) for each in CONTROLS]
        for report in wrong:
            report.is_control = True
        return wrong

    def steps(stage: Stage) -> list[Report]:
        return [KillTrials(stage, mortals).at_every_step(3, 1 if is_long else 4)]

    def line(stage: Stage) -> list[Report]:
        trials = LineTrials(stage, mortals)
        broken = max(few, 2 * len(HTTP_FAULTS))
        return [trials.no_faults(few), trials.http(broken), trials.rate_limit(6 if is_long else 3)]

    def store(stage: Stage) -> list[Report]:
        trials = StoreTrials(stage, mortals)
        return [trials.disk_full(24 if is_long else 8), trials.damage(few)]

    def desks(stage: Stage) -> list[Report]:
        trials = DeskTrials(stage)
        sockets = trials.sockets(max(2, few // 20), with_half_open=is_long)
        return [*sockets, trials.events(few), trials.tokens(5 if is_long else 1)]

    kinds = {
        "kills": staged(kills),
        "controls": staged(controls),
        "steps": staged(steps),
        "line": staged(line),
        "store": staged(store),
        "desks": staged(desks, "--agents", "12"),
    }
    if is_long:
        kinds["shift"] = lambda: [ShiftTrial(wishes.hours).run()]
    return kinds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py bench faults", description=__doc__)
    parser.add_argument("--trials", type=int, default=1000, help="random kills; the rest follows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hours", type=float, default=8.0, help="length of the shift, at 60x")
    parser.add_argument("--short", action="store_true", help="what every test run runs")
    parser.add_argument("--only", action="append", help="only this kind of trial; repeatable")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
