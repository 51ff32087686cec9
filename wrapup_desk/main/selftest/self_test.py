"""Tries every part of the program once, as installed, and says in JSON what worked.

It never shows a dialog, and whatever happens it writes the report and returns 0 or 1: an
installer's acceptance and an administrator's script have nobody who could click.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import threading
import traceback
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.main.selftest import parts

LONGEST_S = 180.0


@dataclass(slots=True)
class SelfTestReport:
    """What was tried and what came of it; without names, words or paths of a customer."""

    passed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def attempt(self, name: str, work: Callable[[], str | None]) -> None:
        """Do *work*, and note whether it raised."""
        try:
            fact = work()
        except Exception as error:  # noqa: BLE001 -- the report is where every failure belongs
            self.failed[name] = _one_line(error)
        else:
            self.passed.append(name)
            if fact:
                self.facts[name] = fact

    async def attempt_async(self, name: str, work: Callable[[], Awaitable[str | None]]) -> None:
        """Do *work* within the time there is, and note whether it raised."""
        try:
            async with asyncio.timeout(LONGEST_S / 3):
                fact = await work()
        except Exception as error:  # noqa: BLE001 -- the report is where every failure belongs
            self.failed[name] = _one_line(error)
        else:
            self.passed.append(name)
            if fact:
                self.facts[name] = fact

    def note_failure(self, failure: BaseException) -> None:
        """Note that a task in the background failed."""
        self.failed["background"] = _one_line(failure)

    def as_json(self) -> str:
        content = {
            "ok": not self.failed,
            "passed": self.passed,
            "failed": self.failed,
            "facts": self.facts,
        }
        return json.dumps(content, indent=2)


def run_self_test(options: argparse.Namespace) -> int:
    """Try everything; 0 when all of it worked."""
    os.environ["QT_QPA_PLATFORM"] = options.platform or "offscreen"
    report = SelfTestReport()
    watchdog = threading.Timer(LONGEST_S, _give_up, (report, options.report))
    watchdog.daemon = True
    watchdog.start()
    report.facts["python"] = sys.version.split()[0]
    report.attempt("tls", parts.try_tls)
    report.attempt("keyring", parts.try_keyring)
    report.attempt("proxy", parts.try_proxy)
    report.attempt("updates", parts.try_updates)
    report.attempt("search among codes", parts.try_search)
    report.attempt("team database", parts.try_team_database)
    report.attempt("workbook", parts.try_workbook)
    report.attempt("the main job", lambda: _try_the_main_job(report))
    watchdog.cancel()
    _write(report, options.report)
    return 1 if report.failed else 0


def _give_up(report: SelfTestReport, path: Path | None) -> None:
    """End a test that hangs: whoever started it gets a report and an exit code all the same."""
    report.failed["time"] = f"not finished after {LONGEST_S:g} s"
    _write(report, path)
    os._exit(1)


def _write(report: SelfTestReport, path: Path | None) -> None:
    text = report.as_json() + "\n"
    if path is not None:
        atomic_write(path, [text.encode()], private=False)
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def _try_the_main_job(report: SelfTestReport) -> None:
    """Do what agents and supervisors do, against a simulator of our own."""
    from wrapup_desk.main.apps.desk_window import make_application
    from wrapup_desk.main.qt_loop import qt_runner
    from wrapup_desk.main.selftest import languages, windows
    from wrapup_desk.main.system.simulator_process import SimulatorProcess

    app = make_application()
    report.attempt("languages", languages.try_languages)
    report.attempt("help in each language", languages.try_help)
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="wrapup-desk-")))
        simulator = closing.enter_context(SimulatorProcess(windows.SIMULATOR))
        with qt_runner(app) as runner:
            runner.run(windows.do_the_agents_job(report, simulator, folder))
            runner.run(windows.do_the_supervisors_job(report, simulator, folder))


def _one_line(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
