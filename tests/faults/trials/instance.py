"""Starts the program again while it runs, and right after it was killed, on the same profile."""

from __future__ import annotations

import time
from dataclasses import replace

from tests.faults.killable_process import Fate, KillableProcesses, Sleep
from tests.faults.ledger import Ledger
from tests.faults.life import Life, Order
from tests.faults.report import Report
from tests.faults.simulator_harness import SimulatorHarness

_LEGS = 3
_STARTS_WITHIN_S = 5.0
_KILLED_WITHIN_S = 0.1


class InstanceTrials:
    """Each trial is a program, a second one that has to keep off, and one after the first's end."""

    def __init__(self, stage: SimulatorHarness, mortals: KillableProcesses) -> None:
        self._stage = stage
        self._mortals = mortals

    def run(self, trials: int) -> Report:
        report = Report("started twice on one profile, and again after a kill", trials)
        begun_s = time.monotonic()
        for number in range(trials):
            self._trial(number, report)
        report.seconds = time.monotonic() - begun_s
        return report

    def _trial(self, number: int, report: Report) -> None:
        stage, ledger = self._stage, Ledger()
        orders = tuple(
            Order(stage.new_leg(), ((stage.random.choice(stage.codes), 0.01 * index),))
            for index in range(_LEGS)
        )
        life = Life(
            stage.api,
            stage.token,
            stage.agent["id"],
            stage.fresh_database(f"instance-{number}"),
            orders,
            holds_profile=True,
        )
        again = replace(life, orders=(), tells_rows=True)
        others: list[Fate] = []

        def start_another() -> None:
            others.append(self._mortals.live(again))

        # The first is stopped, not gone: it holds the profile, and its codes are half done.
        sleep = Sleep(_STARTS_WITHIN_S, 0.0, start_another, after_word=b'"ready"')
        kill_after_s = stage.random.uniform(0.0, _KILLED_WITHIN_S) if number % 2 else None
        ledger.enter(self._mortals.live(life, kill_after_s, sleep=sleep))
        if not others[0].of("in use"):
            report.verdict.failed_starts.append("a second program worked on the same profile")
        ledger.enter(self._mortals.live(again))
        report.verdict.add(ledger.verdict(stage.record()))
