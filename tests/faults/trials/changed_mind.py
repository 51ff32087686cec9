"""Kills, quits and restarts under an agent who changes their mind, on a server that applies late."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.faults.decisions import DecisionLedger
from tests.faults.killable_process import KillableProcesses
from tests.faults.ledger import Verdict
from tests.faults.life import Act, Life, Order
from tests.faults.report import Report
from tests.faults.simulator_harness import SimulatorHarness

_ENDS_PER_PROFILE = 25
_MOST_ACTS = 5
# Between two things an agent in a hurry does, and how long a life lasts at most.
_PAUSE_S = 0.04
_LIFE_S = 0.35
# A write takes effect so long after it was accepted, by chance; in their order or not.
_APPLIES_AFTER_MS = 5
_JITTER_MS = 90
# By then what was on its way at a kill has taken effect.
_GRACE_S = 0.12
_LINGERS_S = 0.3
_IS_QUIT = 0.2
_IS_UNDONE = 0.15
_IS_BACK_AGAIN = 0.3
_IS_NEW_LEG = 0.5
_IS_CODED_BY_HAND = 0.05
_IS_COMPLETED = 0.08


class ChangedMindTrials:
    """Trials of choosing A, then B, then A again, of notes and undo, ended anywhere."""

    def __init__(self, stage: SimulatorHarness, mortals: KillableProcesses) -> None:
        self._stage = stage
        self._mortals = mortals
        self._random = stage.random

    def at_random(self, ends: int, *, in_order: bool = True) -> Report:
        """End *ends* lives at random moments, most by a kill; then let one live to settle all."""
        order = "late" if in_order else "late and out of order"
        report = Report(f"ends under A, B, A, notes and undo, applied {order}")
        self._stage.set(
            apply_delay_ms=_APPLIES_AFTER_MS, apply_jitter_ms=_JITTER_MS, apply_in_order=in_order
        )
        begun_s = time.monotonic()
        while report.trials < ends:
            number = min(_ENDS_PER_PROFILE, ends - report.trials)
            report.trials += number
            report.verdict.add(self._profile(number, report))
        report.seconds = time.monotonic() - begun_s
        return report

    def _profile(self, ends: int, report: Report) -> Verdict:
        ledger = DecisionLedger()
        stage = self._stage
        database = stage.fresh_database("changed")
        life = Life(stage.api, stage.token, stage.agent["id"], database)
        open_legs: list[dict[str, Any]] = []
        every_leg: list[dict[str, Any]] = []
        for _ in range(ends):
            orders = tuple(self._orders(open_legs, every_leg))
            now = replace(life, orders=orders, legs=tuple(every_leg))
            if self._random.random() < _IS_QUIT:
                quitting = replace(now, quits_after_s=self._random.uniform(0.01, _LIFE_S))
                ledger.enter(self._mortals.live(quitting))
                report.count("quit")
            else:
                ledger.enter(self._mortals.live(now, self._random.uniform(0.02, _LIFE_S)))
            time.sleep(_GRACE_S)
            self._meddle(ledger, open_legs)
        ledger.enter(
            self._mortals.live(
                replace(life, legs=tuple(every_leg), lingers_s=_LINGERS_S, tells_rows=True)
            )
        )
        time.sleep(_GRACE_S)
        return ledger.verdict(stage.record())

    def _orders(
        self, open_legs: list[dict[str, Any]], every_leg: list[dict[str, Any]]
    ) -> Iterator[Order]:
        count = self._random.choice((1, 1, 2))
        if not open_legs or self._random.random() < _IS_NEW_LEG:
            row = self._stage.new_leg()
            open_legs.append(row)
            every_leg.append(row)
        for row in self._random.sample(open_legs, min(count, len(open_legs))):
            yield Order(row, acts=tuple(self._acts()))

    def _acts(self) -> Iterator[Act]:
        after_s = self._random.uniform(0.0, _PAUSE_S)
        codes = self._random.sample(self._stage.codes[:-1], 3)
        chosen: list[str] = []
        for _ in range(self._random.randint(1, _MOST_ACTS)):
            note = self._random.choice(("", "", "called back"))
            if chosen and self._random.random() < _IS_UNDONE:
                yield Act(after_s)
            else:
                code = self._random.choice(codes)
                if len(chosen) > 1 and self._random.random() < _IS_BACK_AGAIN:
                    code = chosen[-2]
                chosen.append(code)
                yield Act(after_s, code, note)
            after_s += self._random.choice((0.0, 0.005, 1.0)) * self._random.uniform(0, _PAUSE_S)

    def _meddle(self, ledger: DecisionLedger, open_legs: list[dict[str, Any]]) -> None:
        """Let the agent work in Genesys' own window, too: another code, or just Complete."""
        for row in tuple(open_legs):
            leg_id = row["communication_id"]
            dice = self._random.random()
            if dice < _IS_CODED_BY_HAND:
                self._stage.choose_in_genesys(row, self._stage.codes[-1])
                ledger.enter_human(leg_id, self._stage.codes[-1])
                open_legs.remove(row)
                time.sleep(_GRACE_S)  # until then nobody can see it
            elif dice > 1 - _IS_COMPLETED:
                self._complete(leg_id)
                open_legs.remove(row)

    def _complete(self, leg_id: str) -> None:
        states = {row["communication_id"]: row["state"] for row in self._stage.record()}
        if states[leg_id] == "acw":
            self._stage.complete(leg_id)
