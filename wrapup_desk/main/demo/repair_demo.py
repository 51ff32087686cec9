"""Shows the repair desk on the embedded simulator; alone, it works it by real keys and clicks."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtWidgets import QApplication

from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.apps.desk_window import choose_demo_display, make_application
from wrapup_desk.main.apps.repair_app import (
    RepairApp,
    begin_repair,
    open_repair_app,
    show_repair_window,
    sign_in,
)
from wrapup_desk.main.demo.repair_demo_driver import RepairDemoDriver
from wrapup_desk.main.qt_loop import qt_runner
from wrapup_desk.main.system.browser import approve_at_once
from wrapup_desk.main.system.graceful_shutdown import GracefulShutdown
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.shutdown_request import ShutdownRequest
from wrapup_desk.main.system.simulator_process import SimulatorProcess
from wrapup_desk.main.window_memory import window_memory
from wrapup_desk.ui.repair.table.filter_row import TimeRange
from wrapup_desk.ui.repair.window import RepairWindow

LONGEST_ALONE_S = 180.0
# A supervisor's writes on other people's legs: documented for nobody, so the demo grants them.
_GRANTED = ("--set", "supervisor_write=202")


def run_repair_demo(options: argparse.Namespace) -> int:
    """Run the demo with a person watching, or alone where there is no display."""
    is_alone = choose_demo_display(options.platform)
    app = make_application()
    history = ["--history", str(options.history), *_GRANTED]
    with ExitStack() as closing:
        simulator = closing.enter_context(SimulatorProcess(history))
        folder = closing.enter_context(tempfile.TemporaryDirectory(prefix="wrapup-desk-repair-"))
        profile = Profile.at(Path(folder))
        with qt_runner(app) as runner:
            pictures = options.pictures if is_alone else None
            return runner.run(_until_ended(app, simulator, profile, pictures))


async def _until_ended(
    app: QApplication, simulator: SimulatorProcess, profile: Profile, pictures: Path | None
) -> int:
    ending = ShutdownRequest()
    if pictures is None:
        app.lastWindowClosed.connect(ending.quit)
    with GracefulShutdown(app, ending):
        return await _demo(simulator, profile, pictures, ending)


async def _demo(
    simulator: SimulatorProcess, profile: Profile, pictures: Path | None, ending: ShutdownRequest
) -> int:
    settings = simulator.connected(Settings())
    email = simulator.supervisor.email
    async with open_repair_app(settings, profile, MemorySecrets(), email) as core:
        views = window_memory(profile)
        window = show_repair_window(core, settings, views, approve_at_once)
        if pictures is not None:
            window.resize(window.sizeHint())
        # What is wrong is spread over a month: today alone may be all good.
        window.filters.use_range(TimeRange.MONTH)
        core.background.start(_begin(core, window), "repair demo: begin")
        if pictures is None:
            await ending.happened.wait()
            result = 0
        else:
            result = await _work_alone(window, core, pictures, ending)
        window.close()
        window.deleteLater()
    return result


async def _begin(core: RepairApp, window: RepairWindow) -> None:
    await begin_repair(core, window)
    await sign_in(core, window, approve_at_once)


async def _work_alone(
    window: RepairWindow, core: RepairApp, pictures: Path, ending: ShutdownRequest
) -> int:
    sys.stdout.write(
        tr(
            "There is no display: the demo plays on its own and saves pictures in {pictures}\n",
            pictures=pictures,
        )
    )
    hand = RepairDemoDriver(window, core.desk, pictures)
    patience = asyncio.timeout(LONGEST_ALONE_S)
    try:
        async with patience:
            core.background.start(_no_longer_than(ending, patience), "repair demo: end")
            return await hand.work()
    except TimeoutError:
        took_too_long = tr("The demo took too long and was stopped.\n")
        stopped = tr("The demo was stopped before its end.\n")
        sys.stdout.write(stopped if ending.happened.is_set() else took_too_long)
        return 1


async def _no_longer_than(ending: ShutdownRequest, patience: asyncio.Timeout) -> None:
    """Let *patience* be over as soon as the program is asked to end."""
    await ending.happened.wait()
    patience.reschedule(asyncio.get_running_loop().time())
