"""Races agents who click Complete: who has the code on the server before them?

The simulator plays both the customer and the agent's own hands on Genesys' window: it hangs up,
and clicks Complete after 0 to 3000 ms. Its record alone says which legs were coded by then.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.benchmarks.parts.contestants import Contestant, StoryBackend, Times, contestants
from tests.benchmarks.parts.dead_lines import TARGET_S, key_to_record_s
from tests.faults.simulator_harness import SimulatorHarness

DELAYS_MS = (0, 100, 300, 1000, 3000)
ROUND_TRIP_MS = 60.0
_AGENTS = 8
# Interactions begin at this rate whatever the delay, so that each heat is as busy as the others.
_STARTS_PER_S = 10.0
# A short call: rings, the customer speaks, the agent answers, hang-up.
_RINGS_S = 0.1
_STEPS = (
    {"customer": "I was charged twice for my last invoice", "after_s": 0.5},
    {"agent": "I have refunded the second charge", "after_s": 0.4},
)
_TALK_S = _RINGS_S + 0.9
_SETTLE_S = 0.6
# (g) wants `--agents 1`: nobody has the encoders of eight desks in one process.
_USUALLY = "abcdef"
DEAD_LINES = "(f) ours, every open connection dead"
_DEAD_LINE_TRIALS = 5


@dataclass
class Result:
    """What one contestant came to."""

    name: str
    # By the delay of Complete: interactions, and how many were coded before it.
    heats: dict[int, tuple[int, int]] = field(default_factory=dict)
    added_ms: list[float] = field(default_factory=list)
    own_ms: list[float] = field(default_factory=list)
    disk_ms: list[float] = field(default_factory=list)
    # From hang-up to the code on the server's record.
    record_ms: list[float] = field(default_factory=list)
    tried: int = 0
    refused: int = 0

    def share(self, delay_ms: int) -> float:
        number, coded = self.heats[delay_ms]
        return coded / number

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "interactions": sum(number for number, _ in self.heats.values()),
            "coded_before_complete": {delay: self.share(delay) for delay in self.heats},
            "hang_up_to_record_ms_p50": _quantile(self.record_ms, 0.5),
            "hang_up_to_record_ms_p95": _quantile(self.record_ms, 0.95),
            "added_ms_p50": _quantile(self.added_ms, 0.5),
            "added_ms_p99": _quantile(self.added_ms, 0.99),
            "own_ms_p99": _quantile(self.own_ms, 0.99),
            "disk_ms_p99": _quantile(self.disk_ms, 0.99),
            "disk_ms_longest": _quantile(self.disk_ms, 1.0),
            "late_patches": self.tried,
            "conflicts_409": self.refused,
        }


def main(argv: Sequence[str] | None = None) -> int:
    """Run the race and print the table; 0 if ours was as fast as promised."""
    arguments = _parser().parse_args(argv)
    if not arguments.json:
        _print_heading(arguments.delays)
    results = []
    for contestant in contestants():
        if contestant.name[1] in (arguments.only or _USUALLY):
            results.append(_raced(contestant, arguments))
            if not arguments.json:
                _print_row(results[-1], arguments.delays)
    failures = [failure for result in results for failure in _failures(result)]
    spans_s = _with_dead_lines(arguments)
    failures += [
        f"{name}: {max(spans):.1f} s from key to record, {TARGET_S:g} s were promised"
        for name, spans in spans_s.items()
        if max(spans) >= TARGET_S
    ]
    if arguments.json:
        named = [{"name": name, "key_to_record_s": spans} for name, spans in spans_s.items()]
        print(json.dumps([*(result.as_json() for result in results), *named]))
    for failure in failures:
        print(f"MISSED: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _with_dead_lines(arguments: argparse.Namespace) -> dict[str, list[float]]:
    """Return from key to record, in seconds, when every open connection has died before the key."""
    if arguments.only and DEAD_LINES[1] not in arguments.only:
        return {}
    spans_s = {
        DEAD_LINES: asyncio.run(key_to_record_s(_DEAD_LINE_TRIALS)),
        f"{DEAD_LINES}, and noticed": asyncio.run(
            key_to_record_s(_DEAD_LINE_TRIALS, is_told=True)
        ),
    }
    for name, spans in {} if arguments.json else spans_s.items():
        listed = ", ".join(f"{span:.1f}" for span in spans)
        print(f"{name:<50} key to record: {listed} s (promised: below {TARGET_S:g} s)")
    return spans_s


def _raced(contestant: Contestant, arguments: argparse.Namespace) -> Result:
    result, times = Result(contestant.name), Times()
    options = ("--rtt-ms", f"{ROUND_TRIP_MS:g}", "--dialect", "--agents", str(arguments.agents))
    with SimulatorHarness(arguments.seed, *options) as stage:

        async def run() -> None:
            async with contestant.take_part(stage, times):
                for delay_ms in arguments.delays:
                    legs = await _heat(stage, delay_ms, arguments)
                    coded = sum(leg["coded_before_complete"] for leg in legs)
                    result.heats[delay_ms] = (len(legs), coded)
                    result.record_ms += [
                        _hang_up_to_record_ms(leg) for leg in legs if leg["codes"]
                    ]
                    contestant.after_heat(stage, legs)

        asyncio.run(run())
    result.added_ms, result.own_ms, result.disk_ms = times.added_ms, times.own_ms, times.disk_ms
    if isinstance(contestant, StoryBackend):
        result.tried, result.refused = contestant.tried, contestant.refused
    return result


async def _heat(
    stage: SimulatorHarness, delay_ms: int, arguments: argparse.Namespace
) -> list[dict[str, Any]]:
    """Play calls whose agents complete *delay_ms* after hang-up."""
    interactions = arguments.interactions
    title = f"complete after {delay_ms} ms"
    agents = stage.simulator.ready["agents"]
    cycle_s = _TALK_S + delay_ms / 1000 + _SETTLE_S
    lanes = max(1, round(arguments.starts * cycle_s))

    async def lane(number: int) -> None:
        await asyncio.sleep(cycle_s * number / lanes)  # so that not all ring at once
        for _ in range(number, interactions, lanes):
            fields = {
                "mode": "play",
                "queue": stage.queue["name"],
                "agent": agents[number % len(agents)]["id"],
                "title": title,
                "rings_s": _RINGS_S,
                "steps": list(_STEPS),
                "completes_after_s": delay_ms / 1000,
            }
            # By a thread: the desks run in this loop, and must not wait for the race itself.
            await asyncio.get_running_loop().run_in_executor(
                starter, stage.ask, "POST", "/simulator/conversations", fields
            )
            await asyncio.sleep(cycle_s)

    with ThreadPoolExecutor(max_workers=1) as starter:
        async with asyncio.TaskGroup() as group:
            for number in range(lanes):
                group.create_task(lane(number))
    while True:
        record = await asyncio.to_thread(stage.simulator.record)
        legs = [leg for leg in record["legs"] if leg["title"] == title]
        if all(leg["completed_at"] for leg in legs):
            return legs
        await asyncio.sleep(_SETTLE_S)


def _hang_up_to_record_ms(leg: dict[str, Any]) -> float:
    coded_at = datetime.fromisoformat(leg["codes"][0]["at"])
    return (coded_at - datetime.fromisoformat(leg["hung_up_at"])).total_seconds() * 1000


def _failures(result: Result) -> list[str]:
    """Return what was promised and not kept."""
    promised = {"(d)": 100, "(e)": 0}.get(result.name[:3])
    failures = []
    if promised is not None:
        failures += [
            f"{result.name}: {result.share(delay):.1%} at {delay} ms, 100 % were promised"
            for delay in result.heats
            if delay >= promised and result.share(delay) < 1.0
        ]
    if result.added_ms and _quantile(result.added_ms, 0.99) >= 20.0:
        failures.append(
            f"{result.name}: p99 of the added delay is 20 ms or more; without waiting for the"
            f" disk {_quantile(result.own_ms, 0.99):.1f} ms, and a bare write to it took up to"
            f" {_quantile(result.disk_ms, 1.0):.0f} ms"
        )
    return failures


def _print_heading(delays: Sequence[int]) -> None:
    print(f"Share coded before Complete; round trip {ROUND_TRIP_MS:g} ms; by the server's record.")
    print("Ours is the program's own core; for (d) and (e) its recommender may act at once.")
    print("Record: from hang-up to the code on the server's record.")
    print("Added: from the decision to its request leaving; own: without waiting for the disk.")
    print("Disk: one page beside it, written and synced.")
    heads = "".join(f"{f'{delay} ms':>9}" for delay in delays)
    columns = f"{'record p50':>13}{'p95':>10}{'added p50':>12}{'p99':>9}{'own p99':>12}{'disk p99':>12}{'most':>9}"
    print(f"{'Complete clicked after hang-up by':<50}{heads}{columns}", flush=True)


def _print_row(result: Result, delays: Sequence[int]) -> None:
    shares = "".join(f"{result.share(delay):>9.1%}" for delay in delays)
    added = ""
    if result.record_ms:
        p50, p95 = _quantile(result.record_ms, 0.5), _quantile(result.record_ms, 0.95)
        added = f"{p50:>10.0f} ms{p95:>7.0f} ms"
    if result.added_ms:
        p50, p99 = _quantile(result.added_ms, 0.5), _quantile(result.added_ms, 0.99)
        own, disk = _quantile(result.own_ms, 0.99), _quantile(result.disk_ms, 0.99)
        most = _quantile(result.disk_ms, 1.0)
        added += f"{p50:>9.1f} ms{p99:>6.1f} ms{own:>9.1f} ms{disk:>9.1f} ms{most:>6.0f} ms"
    refused = f"  (409 to {result.refused} of {result.tried} PATCHes)" if result.tried else ""
    print(f"{result.name:<50}{shares}{added}{refused}", flush=True)


def _quantile(values: Sequence[float], share: float) -> float:
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py bench race", description=__doc__)
    parser.add_argument("--interactions", type=int, default=500, help="for each delay")
    parser.add_argument("--delays", type=int, nargs="+", default=list(DELAYS_MS))
    parser.add_argument("--only", help="letters of the contestants, such as de")
    parser.add_argument("--agents", type=int, default=_AGENTS, help="how many take calls")
    parser.add_argument(
        "--starts", type=float, default=_STARTS_PER_S, help="calls that begin each second"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
