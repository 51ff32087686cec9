"""A run below the floor of coverage fails, says where, and still ends with pytest's own line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.coverage_floor import report_lines

ROOT = Path(__file__).resolve().parents[2]


def run_measured(folder: Path, floor: int) -> subprocess.CompletedProcess[str]:
    """Run one test that covers half of a module, under coverage as dev.py does."""
    (folder / "half.py").write_text("def used():\n    return 1\n\n\ndef unused():\n    return 2\n")
    (folder / "test_half.py").write_text(
        "import half\n\n\ndef test_used():\n    assert half.used() == 1\n"
    )
    (folder / "pyproject.toml").write_text(
        '[tool.coverage.run]\nsource_pkgs = ["half"]\ndata_file = "data"\nparallel = true\n'
        f"[tool.coverage.report]\nfail_under = {floor}\n"
    )
    # Without what the run around this one hands to the programs it starts.
    clean = {key: text for key, text in os.environ.items() if not key.startswith("COVERAGE_")}
    return subprocess.run(
        [sys.executable, "-m", "coverage", "run", "-m", "pytest", "-p", "tests.coverage_floor",
         "-p", "no:cacheprovider", "-p", "no:asyncio"],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("floor", "code"), [(70, 0), (80, 1)])
def test_a_run_below_the_floor_fails_though_all_its_tests_passed(
    tmp_path: Path, floor: int, code: int
) -> None:
    run = run_measured(tmp_path, floor)

    assert run.returncode == code, run.stdout
    assert "75.00 %" in run.stdout
    assert ("half.py" in run.stdout.split("coverage")[-1]) is bool(code)
    last = run.stdout.splitlines()[-1]
    assert last.startswith("===")
    assert "1 passed" in last


def test_files_below_the_floor_are_listed_worst_first() -> None:
    lines = report_lines(90.0, {"good.py": 97.0, "bad.py": 80.0, "worse.py": 5.5}, 90.0)

    assert lines == [
        "  5.50 %  worse.py",
        " 80.00 %  bad.py",
        " 90.00 %  of all lines and branches; the floor is 90 %",
    ]
