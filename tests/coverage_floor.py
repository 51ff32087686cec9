"""A pytest plugin that reports coverage before pytest's closing line; below the floor the run fails.

`dev.py test` runs all tests under `coverage run` with this plugin. The floor is `fail_under` in
`pyproject.toml`: what was measured when it was set, for the whole package, branches included.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from coverage import Coverage

_REPORT = Path("build/coverage/report.json")


def pytest_configure(config: pytest.Config) -> None:
    """Report at the end, if this run is measured at all."""
    coverage = Coverage.current()
    if coverage is not None:
        config.pluginmanager.register(CoverageFloor(coverage), "coverage floor")


class CoverageFloor:
    """What the run covered, told once its last test is done."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._lines: list[str] = []

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        floor = float(str(self._coverage.get_option("report:fail_under") or 0))
        with warnings.catch_warnings():
            warnings.simplefilter("default")  # a remark about measuring must not end the run
            percents = _measure(self._coverage)
        total = percents.pop("")
        self._lines = report_lines(total, percents, floor)
        if total < floor and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("coverage", sep="-")
        for line in self._lines:
            terminalreporter.write_line(line)


def report_lines(total: float, percents: dict[str, float], floor: float) -> list[str]:
    """Return what is printed: the files below the floor, worst first, and the whole."""
    low = sorted((percent, name) for name, percent in percents.items() if percent < floor)
    return [
        *(f"{percent:6.2f} %  {name}" for percent, name in low),
        f"{total:6.2f} %  of all lines and branches; the floor is {floor:g} %"
        + (", SO THIS RUN FAILS" if total < floor else ""),
    ]


def _measure(coverage: Coverage) -> dict[str, float]:
    """Return the percentage of each file, and of all of them under the empty name."""
    coverage.stop()
    coverage.save()
    coverage.combine()  # with what the programs that the tests started have left
    coverage.json_report(outfile=str(_REPORT))
    report = json.loads(_REPORT.read_text(encoding="utf-8"))
    files = {name: each["summary"]["percent_covered"] for name, each in report["files"].items()}
    return {"": report["totals"]["percent_covered"], **files}
