"""Plays generated journeys of six interactions at once through the agent's window.

`python dev.py bench journeys [--count 500] [--first 0] [--whole 48] [--workers 4] [--no-controls]`.
Each is seeded: keys alone or the mouse alone; choices, notes, sends with a key that bounces, undo,
changes, lost requests, customers who hang up meanwhile, time-outs, and kill -9, also in the midst
of an act. A model of what the agent means says which code and note the server has to have.

All run in virtual time on a fake contact centre; *whole* more of them in real time, with the whole
program in a process of its own that gets SIGKILL, and the simulator over sockets. At the end faults
are planted in the program, and each has to be noticed. With DISPLAY and QT_QPA_PLATFORM=xcb it runs
on a real window system.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from PySide6.QtWidgets import QApplication

from tests.hand.journey import Journey, Outcome
from tests.hand.planted_faults import FAULTS, planted
from tests.hand.socket_shift import SocketShift, simulator_for
from tests.hand.stage import stage_for

# So many journeys have to be enough to notice a planted fault.
_ENOUGH = 40


def main(argv: Sequence[str] | None = None) -> int:
    """Play the journeys, tell the wrong ones, and return 1 if there is any."""
    parser = argparse.ArgumentParser(prog="dev.py bench journeys", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many in virtual time")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--whole", type=int, default=48, help="how many with real processes")
    parser.add_argument("--workers", type=int, default=4, help="how many at once")
    parser.add_argument("--no-controls", action="store_true", help="plant no faults")
    parser.add_argument("--worker", choices=("window", "whole"), help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    seeds = range(given.first, given.first + given.count)
    if given.worker:
        for outcome in _played(given.worker, seeds):
            _say(json.dumps(vars(outcome)))
        return 0
    whole = range(given.first, given.first + given.whole)
    wrong = _run("window", seeds, given.workers) + _run("whole", whole, given.workers)
    if not given.no_controls:
        wrong += _plant_faults()
    return 1 if wrong else 0


def _played(kind: str, seeds: Sequence[int], fault: str = "") -> Iterator[Outcome]:
    """Play journeys one after the other; with a fault planted each ends where it is noticed."""
    is_planted = bool(fault)
    if kind == "window":
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        for seed in seeds:
            with tempfile.TemporaryDirectory(prefix="hand-") as folder, planted(fault):
                stage = stage_for(app, Path(folder), seed)
                yield asyncio.run(Journey(stage, seed, ends_when_wrong=is_planted).play())
        return
    with simulator_for(seeds[0] if seeds else 0) as simulator:
        for seed in seeds:
            with tempfile.TemporaryDirectory(prefix="hand-") as folder:
                shift = SocketShift(simulator, Path(folder), seed, fault)
                yield asyncio.run(Journey(shift, seed, ends_when_wrong=is_planted).play())


def _run(kind: str, seeds: range, workers: int) -> int:
    """Play the journeys in several processes; tell the wrong ones, and return how many."""
    share = max(1, -(-len(seeds) // workers))
    shares = [
        range(first, min(first + share, seeds.stop))
        for first in range(seeds.start, seeds.stop, share)
    ]
    # Each worker's pipe is read all the time: one that is full would hold it up.
    with ThreadPoolExecutor(max_workers=workers) as readers:
        results = list(readers.map(partial(_played_elsewhere, kind), shares))
    played = sum(each for each, _ in results)
    wrong = sum(each for _, each in results)
    what = "in virtual time" if kind == "window" else "with the whole program and SIGKILL"
    _say(f"{played - wrong} of {len(seeds)} journeys {what} as meant")
    return wrong + len(seeds) - played


def _played_elsewhere(kind: str, seeds: range) -> tuple[int, int]:
    """Play journeys in a process of their own; return how many were played, and how many wrong."""
    worker = ("--worker", kind, "--first", str(seeds.start), "--count", str(len(seeds)))
    played = wrong = 0
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hand", *worker], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            outcome = json.loads(line)
            played += 1
            if outcome["wrong"]:
                wrong += 1
                _say(f"{kind} seed {outcome['seed']}: {outcome['wrong']}\n  {outcome['acts']}")
    return played, wrong


def _plant_faults() -> int:
    """Plant each fault until a journey notices it; return how many were never noticed."""
    unnoticed = 0
    for name, fault in FAULTS.items():
        seeds = range(fault.seed, fault.seed + _ENOUGH)
        noticed = next((each for each in _played("window", seeds, name) if each.wrong), None)
        said = f"noticed by seed {noticed.seed}" if noticed else "NOT NOTICED"
        _say(f"planted: {name}: {said}")
        unnoticed += noticed is None
    return unnoticed


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
