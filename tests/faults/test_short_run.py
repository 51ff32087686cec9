"""Runs a short share of every kind of fault trial; `dev.py bench faults` runs the long one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[2]
_TRIALS = 60
_LIMIT_S = 170

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="lives of the program are forks"),
]


def reports_of(kind: str) -> list[dict[str, Any]]:
    """Run one kind of trial in a process of its own: it forks, which pytest's must not."""
    command = [sys.executable, "-m", "tests.benchmarks.faults", "--short", "--json"]
    command += ["--trials", str(_TRIALS), "--only", kind]
    done = subprocess.run(
        command, cwd=_ROOT, capture_output=True, text=True, timeout=_LIMIT_S, check=False
    )
    assert done.stdout, done.stderr[-3000:]
    reports: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return reports


@pytest.mark.parametrize(
    "kind", ["kills", "minds", "steps", "line", "store", "desks", "clocks", "instances"]
)
def test_no_accepted_code_is_lost_and_no_wrong_one_written_under(kind: str) -> None:
    reports = reports_of(kind)

    assert reports
    for report in reports:
        assert report["accepted"] > 0, report
        assert report["broken"] == {}, report


def test_the_harness_catches_the_two_ways_that_are_known_to_lose_codes() -> None:
    reports = reports_of("controls")

    assert [report["name"].rpartition(", ")[2] for report in reports] == [
        "without outbox",
        "marked sent first",
    ]
    for report in reports:
        assert report["lost"] > 0, report
