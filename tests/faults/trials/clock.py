"""Sets the clock under the program, or lets it sleep: no code early, late, or over another's."""

from __future__ import annotations

import time
from typing import Any

from tests.faults.killable_process import Fate, KillableProcesses, Sleep
from tests.faults.ledger import Ledger
from tests.faults.life import Life, Order
from tests.faults.report import Report
from tests.faults.simulator_harness import SimulatorHarness

_HOUR_S = 3600.0
# (how far the clock is off at first, what it is set to, and when: in the middle of the choices)
_CLOCKS = tuple(
    (first_s, ((0.6, then_s),))
    for first_s, then_s in (
        (-_HOUR_S, -_HOUR_S),
        (_HOUR_S, _HOUR_S),
        (0.0, _HOUR_S),
        (0.0, -_HOUR_S),
        (_HOUR_S, -_HOUR_S),
        (-_HOUR_S, _HOUR_S),
    )
)
_LEGS = 3
_CHOSEN_WITHIN_S = 1.2
# On a dialer leg sending waits for an undo; the server's time is known to within a second.
_UNDO_S = 5.0
_KNOWN_TO_S = 1.1
_LATE_S = 2.5
_SLEEPS_AFTER_S = 0.5
_SLEEPS_FOR_S = 2.0


class ClockTrials:
    """Each trial is one life with a few legs, one of them a dialer's."""

    def __init__(self, stage: SimulatorHarness, mortals: KillableProcesses) -> None:
        self._stage = stage
        self._mortals = mortals

    def settings(self, trials: int) -> Report:
        """Let the wall clock be an hour off, or be set by an hour or two during after-call work."""
        report = Report("clock an hour off, or set by as much in after-call work", trials)
        begun_s = time.monotonic()
        for number in range(trials):
            ledger = Ledger()
            offset_s, settings = _CLOCKS[number % len(_CLOCKS)]
            life = self._life(f"clock-{number}", clock_offset_s=offset_s, clock_settings=settings)
            self._judge(self._mortals.live(life), ledger, life, report, slept_s=0.0)
        report.seconds = time.monotonic() - begun_s
        return report

    def sleeps(self, trials: int) -> Report:
        """Stop the process for a while; in every second trial somebody codes its legs meanwhile."""
        report = Report("asleep while codes wait; another person codes meanwhile", trials)
        begun_s = time.monotonic()
        for number in range(trials):
            ledger = Ledger()
            life = self._life(f"sleep-{number}")
            waiting = life.orders[-1].leg if number % 2 == 0 else None

            def meanwhile(ledger: Ledger = ledger, leg: dict[str, Any] | None = waiting) -> None:
                if leg is not None:
                    code_id = self._stage.random.choice(self._stage.codes)
                    self._stage.choose_in_genesys(leg, code_id)
                    ledger.enter_human_over(leg["communication_id"], code_id)

            for order in life.orders:  # a request that sleeps may time out
                ledger.enter_fault(order.leg["communication_id"])
            sleep = Sleep(_SLEEPS_AFTER_S, _SLEEPS_FOR_S, meanwhile)
            fate = self._mortals.live(life, sleep=sleep)
            self._judge(fate, ledger, life, report, slept_s=_SLEEPS_FOR_S)
        report.seconds = time.monotonic() - begun_s
        return report

    def _life(self, name: str, **clock: Any) -> Life:
        stage = self._stage
        random = stage.random
        orders = [
            Order(
                stage.new_leg(is_over=random.random() < 0.7),
                ((random.choice(stage.codes), random.uniform(0.0, _CHOSEN_WITHIN_S)),),
            )
            for _ in range(_LEGS)
        ]
        orders.append(Order(stage.new_leg(dialer=True), ((random.choice(stage.codes), 0.0),)))
        return Life(
            stage.api,
            stage.token,
            stage.agent["id"],
            stage.fresh_database(name),
            tuple(orders),
            signs_in=True,
            tells_rows=True,
            **clock,
        )

    def _judge(
        self, fate: Fate, ledger: Ledger, life: Life, report: Report, *, slept_s: float
    ) -> None:
        ledger.enter(fate)
        report.verdict.too_early += _at_a_wrong_time(fate, life.orders[-1].leg, slept_s)
        report.verdict.failed_starts += [each["why"] for each in fate.of("failed")]
        report.verdict.add(ledger.verdict(self._stage.record()))


def _at_a_wrong_time(fate: Fate, leg: dict[str, Any], slept_s: float) -> list[str]:
    """Return the writes of a dialer leg before its undo window was over, or long after."""
    chosen_s = [each["at"] for each in fate.of("decided") if each["id"] == leg["communication_id"]]
    return [
        f"{write['at'] - chosen_s[0]:.2f} s after the choice on a dialer leg"
        for write in fate.of("write")
        if leg["participant_id"] in write["path"]
        and not _UNDO_S - _KNOWN_TO_S <= write["at"] - chosen_s[0] <= _UNDO_S + _LATE_S + slept_s
    ]
