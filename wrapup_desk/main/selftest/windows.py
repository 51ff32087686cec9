"""Does, for the self-test, an agent's and a supervisor's whole job, and paints their windows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication, QWidget

from wrapup_desk.adapters.files.settings_file import SettingsFile
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.repair.state import FindPhase
from wrapup_desk.application.services.headless_agent import Choice, HeadlessAgent
from wrapup_desk.main.apps.desk_app import DeskApp, open_desk_app
from wrapup_desk.main.apps.desk_window import begin, show_window
from wrapup_desk.main.apps.repair_app import (
    RepairApp,
    open_repair_app,
    show_repair_window,
    sign_in,
)
from wrapup_desk.main.settings_writer import SettingsWriter
from wrapup_desk.main.system.browser import approve_at_once
from wrapup_desk.main.system.first_paint import FirstPaint
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.shutdown_request import ShutdownRequest
from wrapup_desk.main.system.simulator_process import SimulatorProcess
from wrapup_desk.main.window_memory import window_memory
from wrapup_desk.ui.repair.window import RepairWindow

# The contact centre of the test: fast calls, and a month of past ones for the supervisor.
SIMULATOR = ("--speed", "10", "--history", "300", "--set", "supervisor_write=202")
_LOOK_S = 0.05


class Attempts(Protocol):
    """Where what was tried is noted; the self-test's report."""

    def attempt(self, name: str, work: Callable[[], str | None]) -> None: ...

    async def attempt_async(
        self, name: str, work: Callable[[], Awaitable[str | None]]
    ) -> None: ...

    def note_failure(self, failure: BaseException) -> None: ...


async def do_the_agents_job(report: Attempts, simulator: SimulatorProcess, folder: Path) -> None:
    """Sign in, take a call, suggest, submit, confirm; paint the window and its settings."""
    profile = Profile.at(folder / "agent")
    keeper = SettingsWriter(SettingsFile(profile.settings_path, folder / "no-policy.toml"))
    agent_name = simulator.agents[0].email
    async with open_desk_app(
        simulator.connected(Settings()),
        profile,
        MemorySecrets(),
        approve_at_once,
        agent_name,
        report.note_failure,
    ) as core:
        window = show_window(core, keeper, ShutdownRequest())
        agent = HeadlessAgent(
            core.desk, core.clock, core.background, lambda _change: None, Choice.FIRST
        )
        core.desk.listen(agent.on_state)
        core.background.start(begin(core, FirstPaint(window), is_configured=True), "begin")
        await report.attempt_async("sign in and follow the stream", lambda: _live(core))
        await report.attempt_async("suggest, submit, confirm", lambda: _coded(core))
        report.attempt("paint the window", lambda: _painted(window))
        window.open_settings()
        report.attempt("paint the settings", lambda: _painted(_newest_beside(window)))
        window.hide()
        window.deleteLater()


async def do_the_supervisors_job(
    report: Attempts, simulator: SimulatorProcess, folder: Path
) -> None:
    """Sign in to the repair desk, find a month of legs, read the reports; paint both."""
    profile = Profile.at(folder / "supervisor")
    settings, email = simulator.connected(Settings()), simulator.supervisor.email
    async with open_repair_app(settings, profile, MemorySecrets(), email) as core:
        views = window_memory(profile)
        window = show_repair_window(core, settings, views, approve_at_once)
        await report.attempt_async("find codes to repair", lambda: _found(core, window))
        report.attempt("paint the repair window", lambda: _painted(window))
        await report.attempt_async("read the reports", lambda: _reported(core))
        report.attempt("paint the reports", lambda: _painted(window.reports))
        window.close()
        window.deleteLater()


async def _live(core: DeskApp) -> str:
    while core.desk.state.connection.value != "live":
        await core.clock.sleep(_LOOK_S)
    return core.address.label


async def _coded(core: DeskApp) -> str:
    while core.desk.state.tally.coded == 0:
        await core.clock.sleep(_LOOK_S)
    return f"{core.desk.state.tally.coded} coded"


async def _found(core: RepairApp, window: RepairWindow) -> str:
    from wrapup_desk.ui.repair.table.filter_row import TimeRange

    window.filters.use_range(TimeRange.MONTH)
    await sign_in(core, window, approve_at_once)
    while core.desk.state.find.phase is not FindPhase.DONE or not core.desk.state.rows:
        if core.desk.state.find.phase is FindPhase.FAILED:
            raise RuntimeError("the search failed")
        await core.clock.sleep(_LOOK_S)
    return f"{len(core.desk.state.rows)} of {core.desk.state.totals.interactions}"


async def _reported(core: RepairApp) -> None:
    core.desk.read_reports()
    core.desk.check_audit()
    while core.desk.state.reports is None or core.desk.state.audit is None:
        await core.clock.sleep(_LOOK_S)


def _newest_beside(window: QWidget) -> QWidget:
    """Return the window that opened beside *window*."""
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    others = [each for each in shown if each is not window]
    if not others:
        raise RuntimeError("the settings do not open")
    return others[-1]


def _painted(widget: QWidget) -> str:
    if widget.grab().toImage().allGray():
        raise RuntimeError("there is nothing in it")
    return "in colour"
