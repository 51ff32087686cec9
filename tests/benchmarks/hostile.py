"""Sends thousands of hostile texts in by every way, and tells the longest turn of the loop."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import time
from random import Random

from tests.adapters.hostile_files import ALL_READINGS
from tests.adapters.hostile_readings import read_or_refuse
from tests.hostile import hostile_texts, random_text
from tests.loop_watchdog import LONGEST_HOLD_MS, LoopWatchdog

_LONGEST = 50_000


async def tried(kind: str, inputs: int, seed: int) -> dict[str, object]:
    """Return how long *inputs* texts of one kind held the loop at most, and which did."""
    random = Random(f"{seed} {kind}")
    known = list(hostile_texts(100_000).items())
    watchdog = LoopWatchdog()
    longest, by, over = 0.0, "", 0
    began = time.perf_counter()
    for number in range(inputs):
        name, text = (
            known[number] if number < len(known) else ("mixture", random_text(random, _LONGEST))
        )
        letting = ALL_READINGS[kind](text)
        async with watchdog.watching(most_ms=float("inf")):
            await read_or_refuse(letting, text)
        over += watchdog.held_ms > LONGEST_HOLD_MS
        if watchdog.held_ms > longest:
            longest, by = watchdog.held_ms, f"{name}, number {number}"
    took_s = time.perf_counter() - began
    return {"kind": kind, "inputs": inputs, "over_50_ms": over, "longest_ms": round(longest, 1),
            "by": by, "seconds": round(took_s, 1)}  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Try every kind; 1 if anything held the loop for more than 50 ms."""
    parser = argparse.ArgumentParser(prog="dev.py bench hostile", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="of each kind")
    parser.add_argument("--kind", choices=sorted(ALL_READINGS), action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    logging.getLogger().addHandler(logging.NullHandler())  # each refusal is logged: thousands here
    over = 0
    for kind in options.kind or ALL_READINGS:
        result = asyncio.run(tried(kind, options.inputs, options.seed))
        over += int(str(result["over_50_ms"]))
        if options.json:
            print(json.dumps(result), flush=True)
        else:
            print("{kind:20} {inputs:6} inputs  longest {longest_ms:5} ms ({by}),"
                  " over 50 ms: {over_50_ms}".format(**result), flush=True)  # fmt: skip
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
