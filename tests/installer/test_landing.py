"""A landing says whether the installer was accepted; that it was not run is never a pass."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from installer.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the landing is a bash script")

# Stands for the task runner: tells each task, and fails the one that $FAILS names.
PYTHON = """#!/bin/bash
echo "$*"
[[ "$2" != "$FAILS" ]]
"""
NOT_RUN = "Installer acceptance: NOT RUN (needs about 25 min; set CI_MINUTES)"


def land(folder: Path, **environment: str) -> tuple[int, list[str]]:
    python = folder / "python3"
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    known = {name: value for name, value in os.environ.items() if name != "CI_MINUTES"}
    path = f"{folder}{os.pathsep}{known['PATH']}"
    done = subprocess.run(
        ["bash", str(ROOT / ".ci/run")],
        env={**known, "FAILS": "", **environment, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize("minutes", ["", "0", "24", "many", "-30", "024"])
def test_without_enough_time_the_landing_says_that_the_installer_was_not_run(
    minutes: str, tmp_path: Path
) -> None:
    assert land(tmp_path, CI_MINUTES=minutes) == (0, [NOT_RUN, "dev.py check", "dev.py test"])


def test_nobody_has_to_know_of_the_time(tmp_path: Path) -> None:
    assert land(tmp_path)[1][0] == NOT_RUN


@pytest.mark.parametrize("minutes", ["25", "90", "025"])
def test_with_enough_time_the_installer_is_accepted_before_the_tests(
    minutes: str, tmp_path: Path
) -> None:
    code, said = land(tmp_path, CI_MINUTES=minutes)

    assert (code, said[1:]) == (0, ["dev.py check", "dev.py installer --test", "dev.py test"])
    assert "NOT RUN" not in said[0]


@pytest.mark.parametrize("task", ["check", "installer", "test"])
def test_whatever_fails_fails_the_landing(task: str, tmp_path: Path) -> None:
    code, said = land(tmp_path, CI_MINUTES="60", FAILS=task)

    assert code == 1
    assert said[-1].startswith(f"dev.py {task}")
