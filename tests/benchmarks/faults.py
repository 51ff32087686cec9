"""Counts lost codes under faults: kills, a broken line, a full or damaged disk, a whole shift.

Real processes, real SQLite, real sockets, judged by the simulator's own record. The two wrong
ways of carrying a code run through the same harness and have to be caught losing codes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence

from tests.faults.killable_process import KillableProcesses
from tests.faults.report import HEADING, Report
from tests.faults.simulator_harness import SimulatorHarness
from tests.faults.trials.changed_mind import ChangedMindTrials
from tests.faults.trials.clock import ClockTrials
from tests.faults.trials.desk import DeskTrials
from tests.faults.trials.instance import InstanceTrials
from tests.faults.trials.kill import KillTrials
from tests.faults.trials.line import HTTP_FAULTS, LineTrials
from tests.faults.trials.shift import ShiftTrial
from tests.faults.trials.store import StoreTrials

CONTROLS = ("without outbox", "marked sent first")
# The shares of --trials: what the other kinds of trials run for each random kill.
_CONTROL_SHARE = 5
_OTHER_SHARE = 5
_FEWEST_CONTROLS = 40
_AGENTS = 12


def main(argv: Sequence[str] | None = None) -> int:
    """Run the trials and print what they came to; 0 if nothing was lost and controls were."""
    options = _parser().parse_args(argv)
    reports: list[Report] = []
    if not options.json:
        print(HEADING)
    for report in _Kinds(options).run():
        reports.append(report)
        if not options.json:
            print(report, flush=True)
    if options.json:
        print(json.dumps([report.as_json() for report in reports]))
    failed = [report for report in reports if not is_as_it_should_be(report)]
    for report in failed:
        print(f"FAILED: {report.name}: {report.as_json()['examples']}", file=sys.stderr)
    return 1 if failed else 0


def is_as_it_should_be(report: Report) -> bool:
    """Whether every invariant held; of a negative control, that it was caught losing codes."""
    if report.is_control:
        return report.lost > 0
    return not report.verdict.broken


class _Kinds:
    """Every kind of trial, each as often as the options say."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._is_long = not options.short
        self._many = options.trials
        self._few = max(1, options.trials // _OTHER_SHARE)
        self._mortals = KillableProcesses()

    def run(self) -> Iterator[Report]:
        """Run what is selected, each kind with a simulator of its own."""
        on_stage = {
            "kills": self._kills,
            "minds": self._minds,
            "controls": self._controls,
            "steps": self._steps,
            "line": self._line,
            "store": self._store,
            "desks": self._desks,
            "clocks": self._clocks,
            "instances": self._instances,
        }
        for name, kind in on_stage.items():
            if self._is_selected(name):
                with SimulatorHarness(self._options.seed, "--agents", str(_AGENTS)) as stage:
                    yield from kind(stage)
        if self._is_selected("shift") and self._is_long:
            yield ShiftTrial(self._options.hours).run()

    def _is_selected(self, name: str) -> bool:
        return not self._options.only or name in self._options.only

    def _kills(self, stage: SimulatorHarness) -> Iterator[Report]:
        yield KillTrials(stage, self._mortals).at_random(self._many)

    def _minds(self, stage: SimulatorHarness) -> Iterator[Report]:
        trials = ChangedMindTrials(stage, self._mortals)
        yield trials.at_random(self._many)
        yield trials.at_random(self._few, in_order=False)

    def _controls(self, stage: SimulatorHarness) -> Iterator[Report]:
        for variant in CONTROLS:
            kills = max(_FEWEST_CONTROLS, self._many // _CONTROL_SHARE)
            report = KillTrials(stage, self._mortals).at_random(kills, variant)
            report.is_control = True
            yield report

    def _steps(self, stage: SimulatorHarness) -> Iterator[Report]:
        each = 1 if self._is_long else 4
        yield KillTrials(stage, self._mortals).at_every_step(3, each)

    def _line(self, stage: SimulatorHarness) -> Iterator[Report]:
        trials = LineTrials(stage, self._mortals)
        yield trials.no_faults(self._few)
        yield trials.http(max(self._few, 2 * len(HTTP_FAULTS)))
        yield trials.rate_limit(6 if self._is_long else 3)

    def _store(self, stage: SimulatorHarness) -> Iterator[Report]:
        trials = StoreTrials(stage, self._mortals)
        yield trials.disk_full(24 if self._is_long else 8)
        yield trials.damage(self._few)

    def _desks(self, stage: SimulatorHarness) -> Iterator[Report]:
        trials = DeskTrials(stage)
        each = self._options.sockets if self._is_long else 4
        yield from trials.sockets(each, half_open=each if self._is_long else 0)
        yield trials.events(self._few)
        yield trials.tokens(10 if self._is_long else 2)

    def _clocks(self, stage: SimulatorHarness) -> Iterator[Report]:
        trials = ClockTrials(stage, self._mortals)
        yield trials.settings(24 if self._is_long else 2)
        yield trials.sleeps(24 if self._is_long else 2)

    def _instances(self, stage: SimulatorHarness) -> Iterator[Report]:
        yield InstanceTrials(stage, self._mortals).run(self._few if self._is_long else 6)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py bench faults", description=__doc__)
    parser.add_argument("--trials", type=int, default=1000, help="random kills; the rest follows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sockets", type=int, default=50, help="broken in each of six ways")
    parser.add_argument("--hours", type=float, default=8.0, help="length of the shift, at 60x")
    parser.add_argument("--short", action="store_true", help="what every test run runs")
    parser.add_argument("--only", action="append", help="only this kind of trial; repeatable")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
