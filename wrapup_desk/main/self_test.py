"""Tries every part of the program once, as installed, and says in JSON what worked.

It never shows a dialog, and whatever happens it writes the report and returns 0 or 1: an
installer's acceptance and an administrator's script have nobody who could click.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import ssl
import sys
import tempfile
import threading
import traceback
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wrapup_desk.main.running_desk import RunningDesk

LONGEST_S = 90.0


@dataclass(slots=True)
class Report:
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
        """Take in that a task in the background failed."""
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
    report = Report()
    watchdog = threading.Timer(LONGEST_S, _give_up, (report, options.report))
    watchdog.daemon = True
    watchdog.start()
    report.facts["python"] = sys.version.split()[0]
    report.attempt("tls", _try_tls)
    report.attempt("keyring", _try_keyring)
    report.attempt("proxy", _try_proxy)
    report.attempt("update signatures", _try_signatures)
    report.attempt("team database driver", _try_team_database)
    report.attempt("the main job", lambda: _try_the_main_job(report))
    watchdog.cancel()
    _write(report, options.report)
    return 1 if report.failed else 0


def _give_up(report: Report, path: Path | None) -> None:
    """End a test that hangs: whoever started it gets a report and an exit code all the same."""
    report.failed["time"] = f"not done after {LONGEST_S:g} s"
    _write(report, path)
    os._exit(1)


def _write(report: Report, path: Path | None) -> None:
    text = report.as_json() + "\n"
    if path is not None:
        path.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def _try_tls() -> str:
    from wrapup_desk.adapters.genesys.network import tls_context

    context = tls_context()
    if context.verify_mode is not ssl.CERT_REQUIRED:
        raise RuntimeError("certificates are not checked")
    return ssl.OPENSSL_VERSION


def _try_keyring() -> str:
    from wrapup_desk.adapters.keyring_secrets import KeyringSecrets

    secrets = KeyringSecrets(service="WrapUp Desk self-test")
    secrets.write("probe", "value")
    try:
        if secrets.read("probe") != "value":
            raise RuntimeError("the keyring does not give back what it was given")
    finally:
        secrets.delete("probe")
    return "durable" if secrets.is_durable else "memory only"


def _try_proxy() -> str:
    from PySide6.QtCore import QUrl
    from PySide6.QtNetwork import QNetworkProxyFactory, QNetworkProxyQuery

    QNetworkProxyFactory.systemProxyForQuery(
        QNetworkProxyQuery(QUrl("https://login.mypurecloud.com"))
    )
    return "system proxy asked"


def _try_signatures() -> str:
    import nacl

    from wrapup_desk.adapters.update_manifest import believe, verify_key
    from wrapup_desk.application.updates import ManifestRefused

    unsigned = b'{"manifest": "{}", "signature": "' + b"A" * 86 + b'=="}'
    try:
        believe(unsigned, verify_key("A" * 43 + "="))
    except ManifestRefused:
        return f"PyNaCl {nacl.__version__}"
    raise RuntimeError("an unsigned manifest was believed")


def _try_team_database() -> str:
    from psycopg import pq

    return f"psycopg {pq.__impl__}, libpq {pq.version()}"


def _try_the_main_job(report: Report) -> None:
    """Sign in at the simulator, take a call, suggest, submit, confirm, and paint the window."""
    import qasync

    from wrapup_desk.main.simulator_process import SimulatorProcess
    from wrapup_desk.main.window import make_application

    app = make_application()
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="wrapup-desk-")))
        simulator = closing.enter_context(SimulatorProcess(["--speed", "10"]))
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            runner.run(_main_job(report, simulator, folder))


async def _main_job(report: Report, simulator: object, folder: Path) -> None:
    from wrapup_desk.adapters.keyring_secrets import MemorySecrets
    from wrapup_desk.adapters.settings_file import SettingsFile
    from wrapup_desk.application.headless import Choice, HeadlessAgent
    from wrapup_desk.application.settings import Settings
    from wrapup_desk.main.demo_browser import approve_at_once
    from wrapup_desk.main.ending import Ending
    from wrapup_desk.main.profile import Profile
    from wrapup_desk.main.running_desk import running_desk
    from wrapup_desk.main.simulator_process import SimulatorProcess
    from wrapup_desk.main.window import SettingsKeeper, begin, show_window

    if not isinstance(simulator, SimulatorProcess):
        raise TypeError("the simulator is not running")
    settings = replace(
        Settings(),
        api_url=simulator.api_url,
        login_url=simulator.login_url,
        client_id=simulator.client_id,
    )
    profile = Profile.at(folder)
    keeper = SettingsKeeper(SettingsFile(profile.settings_path, folder / "no-policy.toml"))
    agent_name = simulator.agents[0].email
    async with running_desk(
        settings, profile, MemorySecrets(), approve_at_once, agent_name, report.note_failure
    ) as core:
        window = show_window(core, keeper, Ending())
        agent = HeadlessAgent(
            core.desk, core.clock, core.background, lambda _change: None, Choice.FIRST
        )
        core.desk.listen(agent.on_state)
        core.background.start(begin(core, is_configured=True), "begin")
        await report.attempt_async("sign in and follow the stream", lambda: _live(core))
        await report.attempt_async("suggest, submit, confirm", lambda: _coded(core))
        report.attempt("paint the window", lambda: _painted(window.grab().toImage().allGray()))
        window.hide()
        window.deleteLater()


async def _live(core: RunningDesk) -> str:
    while core.desk.state.connection.value != "live":
        await core.clock.sleep(0.05)
    return core.address.label


async def _coded(core: RunningDesk) -> str:
    while core.desk.state.tally.coded == 0:
        await core.clock.sleep(0.05)
    return f"{core.desk.state.tally.coded} coded"


def _painted(is_grey: object) -> str:
    if is_grey:
        raise RuntimeError("the window is empty")
    return "in colour"


def _one_line(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
