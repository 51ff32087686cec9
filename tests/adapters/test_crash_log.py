"""Tests that a crash below Python leaves where it was, and that the next start logs it once."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wrapup_desk.adapters.crash_log import NAME, take_crashes
from wrapup_desk.adapters.log_files import stop_logs, write_logs

CRASHING = """
import faulthandler, sys
from pathlib import Path
from wrapup_desk.adapters.crash_log import keep_crashes

def deliver(customer):
    faulthandler._sigsegv()

keep_crashes(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
deliver("Priya Raman")
"""


def crash(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CRASHING, *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def _logs_end() -> Iterator[None]:
    yield
    for handler in list(logging.getLogger("wrapup_desk").handlers):
        stop_logs(handler)


@pytest.mark.usefixtures("_logs_end")
def test_the_next_start_logs_where_a_crash_was_and_no_value(tmp_path: Path) -> None:
    crash(str(tmp_path))

    write_logs(tmp_path, "INFO")

    (line,) = (tmp_path / "wrapup-desk.log").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert said["level"] == "ERROR"
    assert "in deliver" in said["what"]
    assert "Priya" not in said["what"]


def test_a_crash_is_told_once(tmp_path: Path) -> None:
    crash(str(tmp_path))

    assert take_crashes(tmp_path).count("in deliver") == 1
    assert take_crashes(tmp_path) == ""


def test_a_run_that_ended_well_leaves_nothing_to_tell(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()

    assert take_crashes(tmp_path) == ""
    assert take_crashes(tmp_path / "never there") == ""


@pytest.mark.parametrize("arguments", [(), ("taken/logs",)])
def test_where_no_file_can_be_written_a_crash_goes_to_standard_error(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "taken").touch()

    crashed = crash(*(str(tmp_path / each) for each in arguments))

    assert "in deliver" in crashed.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    crash(str(tmp_path))

    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0
