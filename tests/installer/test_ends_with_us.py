"""What the acceptance starts under Wine does not outlive it, not even when it is killed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.acceptance_bench import until
from installer.computer import ending_with_us

ROOT = Path(__file__).resolve().parents[2]
# The prefix as it is, with a program that does nothing in the place of Wine.
STARTING = """
import sys, time
from pathlib import Path
from installer.wine import prefix
prefix.WINE = Path("/bin/sleep")
running = prefix.WinePrefix(Path(sys.argv[1])).start(["600"])
print(running.process.pid, flush=True)
time.sleep(600)
"""
LIMIT_S = 30.0


def is_alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="what Debian has is not there")
def test_a_windows_program_ends_with_whoever_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTING, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as parent:
        assert parent.stdout is not None
        program = int(parent.stdout.readline())
        assert is_alive(program)

        parent.kill()

    assert until(lambda: not is_alive(program), LIMIT_S)


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="what Debian has is not there")
def test_a_program_does_not_begin_for_somebody_who_is_gone_already(tmp_path: Path) -> None:
    made = tmp_path / "made"
    command = ending_with_us(["touch", str(made)])

    # Another process between: whoever starts it is not the one it was made for.
    subprocess.run(["sh", "-c", '"$@"; exit 0', "sh", *command], check=True)
    assert not made.exists()

    subprocess.run(command, check=True)
    assert made.exists()
