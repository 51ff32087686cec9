"""Breaks HTTP under the program: before and after the effect, in every way a line can break."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from tests.faults.killable_process import Fate, KillableProcesses
from tests.faults.ledger import Ledger
from tests.faults.life import Life, Order
from tests.faults.report import Report
from tests.faults.simulator_harness import SimulatorHarness

_TIMES_OUT_S = 0.6
_RETRY_AFTER_S = 1
# What is still on its way when the answer 429 arrives may leave.
_GRACE_S = 0.05

# How a request can fail: what the simulator does with it, whether it took effect, for how often.
HTTP_FAULTS: tuple[dict[str, Any], ...] = (
    {"effect": "drop", "when": "before"},
    {"effect": "drop", "when": "after"},
    {"effect": "drop", "when": "after", "times": 2},
    {"effect": "truncate", "when": "before"},
    {"effect": "truncate", "when": "after"},
    {"effect": "garbage", "when": "before"},
    {"effect": "garbage", "when": "after"},
    {"effect": "delay", "delay_ms": 1500},
    {"effect": "drop", "when": "after", "delay_ms": 1500},
    *({"effect": "status", "when": "before", "status": status} for status in (409, 410, 412)),
    *({"effect": "status", "when": "before", "status": status} for status in (500, 502, 503, 504)),
    *({"effect": "status", "when": "after", "status": status} for status in (409, 500, 502, 504)),
    {"effect": "status", "when": "before", "status": 503, "times": 3},
    # Refusals for good: the code cannot get there, so it has to be listed with its reason.
    {"effect": "status", "when": "before", "status": 400, "times": 9},
    {"effect": "status", "when": "before", "status": 403, "times": 9},
    {"effect": "status", "when": "before", "status": 422, "times": 9},
    {"effect": "status", "when": "after", "status": 400},
    {"effect": "status", "when": "before", "status": 404},
)


class LineTrials:
    """Trials whose life is never killed; only what it says and hears is."""

    def __init__(self, stage: SimulatorHarness, mortals: KillableProcesses) -> None:
        self._stage = stage
        self._mortals = mortals

    def http(self, trials: int) -> Report:
        """Give each of *trials* legs one broken request: a write, a read, or both."""
        report = Report("HTTP broken before and after it took effect, refusals, garbage", trials)
        begun_s = time.monotonic()
        ledger = Ledger()
        orders = tuple(islice(self._faulty_orders(ledger), trials))
        fate = self._live("http", orders, ledger)
        _note_crashes(fate, report)
        report.verdict.add(ledger.verdict(self._stage.record()))
        report.seconds = time.monotonic() - begun_s
        return report

    def no_faults(self, trials: int) -> Report:
        """Code *trials* legs on a line that works: nothing may be written twice."""
        report = Report("no faults at all", trials)
        begun_s = time.monotonic()
        ledger = Ledger()
        orders = tuple(islice(self._orders(), trials))
        _note_crashes(self._live("well", orders, ledger), report)
        report.verdict.add(ledger.verdict(self._stage.record()))
        report.seconds = time.monotonic() - begun_s
        return report

    def rate_limit(self, trials: int) -> Report:
        """Answer some writes with 429: until Retry-After has passed, no other may leave."""
        report = Report("429, with and without Retry-After", trials)
        begun_s = time.monotonic()
        for number in range(trials):
            ledger = Ledger()
            has_header = number % 3 != 2
            fault = {"kind": "http", "effect": "status", "status": 429, "match": "^POST .*/wrapup"}
            if has_header:
                fault["retry_after"] = _RETRY_AFTER_S
            self._stage.add_faults(fault)
            orders = tuple(islice(self._orders(within_s=_RETRY_AFTER_S * 1.5), 8))
            for order in orders:
                ledger.enter_fault(order.leg["communication_id"])
            fate = self._live(f"limit-{number}", orders, ledger)
            if has_header:
                report.verdict.too_early += _too_early(fate)
            _note_crashes(fate, report)
            report.verdict.add(ledger.verdict(self._stage.record()))
        report.seconds = time.monotonic() - begun_s
        return report

    def _live(self, name: str, orders: tuple[Order, ...], ledger: Ledger) -> Fate:
        stage = self._stage
        life = Life(
            stage.api,
            stage.token,
            stage.agent["id"],
            stage.fresh_database(name),
            orders,
            times_out_after_s=_TIMES_OUT_S,
            patience_s=40.0,
            tells_rows=True,
        )
        fate = self._mortals.live(life)
        ledger.enter(fate)
        return fate

    def _orders(self, within_s: float = 0.2) -> Iterator[Order]:
        random = self._stage.random
        while True:
            row = self._stage.new_leg(is_over=random.random() < 0.7)
            code_id = random.choice(self._stage.codes)
            yield Order(row, ((code_id, random.uniform(0.0, within_s)),))

    def _faulty_orders(self, ledger: Ledger) -> Iterator[Order]:
        random = self._stage.random
        for fault, order in zip(cycle(HTTP_FAULTS), self._orders(), strict=False):
            leg = order.leg
            write = f"^(POST|PATCH) .*{leg['participant_id']}"
            read = f"^GET .*/conversations/{leg['conversation_id']}$"
            self._stage.add_faults({"kind": "http", "match": write, **fault})
            if random.random() < 0.3:
                twin = random.choice([each for each in HTTP_FAULTS if each.get("times", 1) < 3])
                self._stage.add_faults({"kind": "http", "match": read, **twin})
            ledger.enter_fault(leg["communication_id"], int(fault.get("times", 1)))
            yield order


def _too_early(fate: Fate) -> list[str]:
    """Return the writes that left although the server had asked to wait."""
    refused_at_s = [each["at"] for each in fate.of("answered") if each["status"] == 429]
    return [
        f"{write['at'] - at_s:.3f} s after 429"
        for at_s in refused_at_s
        for write in fate.of("write")
        if _GRACE_S < write["at"] - at_s < _RETRY_AFTER_S
    ]


def _note_crashes(fate: Fate, report: Report) -> None:
    report.verdict.failed_starts += [each["why"] for each in fate.of("failed")]
