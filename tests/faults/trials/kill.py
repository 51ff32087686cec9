"""Kills the program: at random moments, and at every single step it takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.faults.killable_process import KillableProcesses
from tests.faults.ledger import Ledger, Verdict
from tests.faults.life import Life, Order
from tests.faults.report import Report
from tests.faults.simulator_harness import SimulatorHarness

# A life needs about this long from the fork to the confirmed code, and from the decision on.
_LIFE_S = 0.1
_FROM_DECISION_S = 0.05
# Within this the code has been decided and has not left yet.
_NOT_SENT_S = 0.012
_KILLS_PER_PROFILE = 25
# What befalls a leg between two lives, as shares.
_IS_KILLED_AT_WORK = 0.7
_IS_CODED_BY_HAND = 0.06
_IS_COMPLETED = 0.10
_IS_CHOSEN_AGAIN = 0.25
_IS_STILL_CONNECTED = 0.20
# Time for a request that was on its way at a kill to reach the server before anybody else's.
_GRACE_S = 0.02


class KillTrials:
    """Trials that end a process in the middle of its work and see what the next one makes of it."""

    def __init__(self, stage: SimulatorHarness, mortals: KillableProcesses) -> None:
        self._stage = stage
        self._mortals = mortals
        self._random = stage.random

    def at_random(self, kills: int, variant: str = "outbox") -> Report:
        """Kill *kills* lives at random moments; every so many, let one live to settle all."""
        report = Report(f"kill -9 at random moments, {variant}")
        begun_s = time.monotonic()
        while report.trials < kills:
            number = min(_KILLS_PER_PROFILE, kills - report.trials)
            report.trials += number
            report.verdict.add(self._profile(number, variant))
        report.seconds = time.monotonic() - begun_s
        return report

    def at_every_step(self, scenarios: int = 2, each: int = 1) -> Report:
        """Stop the program at each *each*-th of its steps, in the first *scenarios* scenarios."""
        report = Report("stopped before and after every SQL statement and HTTP stage")
        begun_s = time.monotonic()
        for with_survivor, is_over in ((False, True), (True, True), (False, False))[:scenarios]:
            steps = self._steps_of(with_survivor=with_survivor, is_over=is_over)
            for step in range(1, len(steps) + 1, each):
                report.trials += 1
                verdict = self._stopped(step, with_survivor=with_survivor, is_over=is_over)
                report.verdict.add(verdict)
        report.seconds = time.monotonic() - begun_s
        return report

    # At random

    def _profile(self, kills: int, variant: str) -> Verdict:
        ledger = Ledger()
        life = self._life(self._database(), variant)
        rows: dict[str, dict[str, Any]] = {}
        by_hand: set[str] = set()
        for _ in range(kills):
            orders = tuple(self._orders(rows))
            life_now = replace(life, orders=orders)
            # Most kills fall while a code is on its way, some while the program starts.
            from_decision = self._random.random() < _IS_KILLED_AT_WORK
            at_work_s = self._random.choice((_NOT_SENT_S, _FROM_DECISION_S))
            span_s = at_work_s if from_decision else _LIFE_S
            kill_after_s = self._random.uniform(0.0, span_s)
            fate = self._mortals.live(life_now, kill_after_s, from_decision=from_decision)
            ledger.enter(fate)
            time.sleep(_GRACE_S)
            self._meddle(ledger, rows, by_hand)
        self._settle(ledger, life)
        return self._judged(ledger)

    def _orders(self, rows: dict[str, dict[str, Any]]) -> Iterator[Order]:
        for _ in range(self._random.choice((1, 1, 2, 3))):
            row = self._stage.new_leg(is_over=self._random.random() > _IS_STILL_CONNECTED)
            rows[row["communication_id"]] = row
            first, second = self._random.sample(self._stage.codes[:-1], 2)
            choices = [(first, self._random.uniform(0.0, 0.01))]
            if self._random.random() < _IS_CHOSEN_AGAIN:
                choices.append((second, self._random.uniform(0.01, 0.06)))
            yield Order(row, tuple(choices))

    def _meddle(self, ledger: Ledger, rows: dict[str, dict[str, Any]], by_hand: set[str]) -> None:
        """Let the agent work in Genesys' own window, too: another code, or just Complete."""
        for leg_id in ledger.open_legs:
            dice = self._random.random()
            if leg_id not in by_hand and dice < _IS_CODED_BY_HAND:
                code_id = self._stage.codes[-1]
                self._stage.choose_in_genesys(rows[leg_id], code_id)
                ledger.enter_human(leg_id, code_id)
                by_hand.add(leg_id)
            elif dice > 1 - _IS_COMPLETED:
                self._complete(leg_id)

    def _complete(self, leg_id: str) -> None:
        state = next(
            row["state"] for row in self._stage.record() if row["communication_id"] == leg_id
        )
        if state == "connected":
            self._stage.act(leg_id, "hangup")
        if state == "acw":
            self._stage.complete(leg_id)

    # At every step

    def _steps_of(self, *, with_survivor: bool, is_over: bool) -> list[str]:
        ledger = Ledger()
        life = self._with_one_leg(ledger, with_survivor=with_survivor, is_over=is_over)
        fate = self._mortals.live(replace(life, counts_steps=True))
        return [each["name"] for each in fate.of("step")]

    def _stopped(self, step: int, *, with_survivor: bool, is_over: bool) -> Verdict:
        ledger = Ledger()
        life = self._with_one_leg(ledger, with_survivor=with_survivor, is_over=is_over)
        ledger.enter(self._mortals.live(replace(life, stop_at_step=step)))
        self._settle(ledger, life)
        return self._judged(ledger)

    def _with_one_leg(self, ledger: Ledger, *, with_survivor: bool, is_over: bool) -> Life:
        """Return a life that codes one leg, or finds it coded but unsent by a life before."""
        row = self._stage.new_leg(is_over=is_over)
        first, second = self._random.sample(self._stage.codes, 2)
        life = self._life(self._database(), "outbox")
        choices = ((first, 0.0), (second, 0.0))
        if not with_survivor:
            return replace(life, orders=(Order(row, choices),), is_one_by_one=True)
        with_first = replace(life, orders=(Order(row, choices[:1]),))
        ledger.enter(self._mortals.live(replace(with_first, stop_after_keeping=1)))
        return life

    # Both

    def _settle(self, ledger: Ledger, life: Life) -> None:
        life_now = replace(life, orders=(), stop_at_step=0, stop_after_keeping=0, tells_rows=True)
        ledger.enter(self._mortals.live(life_now))
        # Nothing may come after the end: let what is still on its way at the server arrive.
        time.sleep(_GRACE_S)

    def _judged(self, ledger: Ledger) -> Verdict:
        return ledger.verdict(self._stage.record())

    def _database(self) -> Path:
        return self._stage.fresh_database("killed")

    def _life(self, database: Path, variant: str) -> Life:
        stage = self._stage
        return Life(stage.api, stage.token, stage.agent["id"], database, variant=variant)
