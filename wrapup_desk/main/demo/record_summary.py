"""Tells, by the simulator's own record, what a demo that ran by itself has shown."""

from __future__ import annotations

import sys

from wrapup_desk.main.demo.demo_driver import DemoDriver
from wrapup_desk.main.system.simulator_process import read_record


def record_summary(api_url: str, hand: DemoDriver, wanted: int) -> int:
    """Print what the server has on record; 0 when enough codes arrived in time."""
    legs = read_record(api_url)["legs"]
    on_record = {leg["communication_id"]: leg for leg in legs}
    good = [
        key
        for key in hand.coded
        if key in on_record
        and on_record[key]["codes"]
        and not on_record[key]["codes"][-1]["provisional"]
    ]
    first = min(hand.coded.values(), default=0.0)
    sys.stdout.write(
        f"\nThe simulator's own record has a code for {len(good)} of the {len(hand.coded)}"
        f" interactions coded here; the first was confirmed after {first:.0f} s.\n"
    )
    return 0 if len(good) == len(hand.coded) >= wanted else 1
