"""The program that dev.py starts does not outlive it."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from installer.acceptance_bench import until

ROOT = Path(__file__).resolve().parents[2]
# dev.py as it is, but for the environment, which is the one at hand.
STARTING = """
import sys
from pathlib import Path
import dev
dev.set_up = lambda lock: Path(sys.executable)
sys.exit(dev.main(["start", *sys.argv[1:]]))
"""
LIMIT_S = 30.0


def answers(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/simulator/record", timeout=LIMIT_S):
            return True
    except urllib.error.URLError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="no process takes another's place on Windows")
def test_whoever_ends_it_by_force_ends_the_program() -> None:
    command = [sys.executable, "-c", STARTING, "simulate", "--idle", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["api"]
        assert answers(address)
        process.kill()

    assert until(lambda: not answers(address), LIMIT_S)


def test_its_exit_code_is_that_of_the_program() -> None:
    command = [sys.executable, "-c", STARTING, "--no-such-option"]

    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)

    assert result.returncode == 2
    assert "--no-such-option" in result.stderr
