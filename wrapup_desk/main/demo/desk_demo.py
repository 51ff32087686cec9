"""Shows the main job on the embedded simulator, with a person watching or without a display."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtWidgets import QApplication

from wrapup_desk.adapters.files.settings_file import SettingsFile
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.main.apps.desk_app import DeskApp, open_desk_app
from wrapup_desk.main.apps.desk_window import (
    SettingsWriter,
    begin,
    choose_demo_display,
    make_application,
    place_window,
    run_window,
    show_window,
)
from wrapup_desk.main.demo.demo_driver import HINT_KEY, DemoDriver, DemoOptions, hands_off
from wrapup_desk.main.demo.record_summary import record_summary
from wrapup_desk.main.qt_loop import qt_runner
from wrapup_desk.main.system.browser import approve_at_once
from wrapup_desk.main.system.first_paint import FirstPaint
from wrapup_desk.main.system.graceful_shutdown import GracefulShutdown
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.shutdown_request import ShutdownRequest
from wrapup_desk.main.system.simulator_process import SimulatorProcess
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.tokens import PANEL_WIDTH

PATIENCE_ALONE_S = 2.0
LONGEST_ALONE_S = 240.0
_WHAT_TO_DO = mark(
    "Your first simulated call is here in a moment and ends by itself. Then press 1 to choose a code,"
    " and Enter to send it."
)
PICTURE_HEIGHT = 760


def run_demo(options: argparse.Namespace) -> int:
    """Run the demo the command line asks for."""
    is_alone = choose_demo_display(options.platform)
    app = make_application()
    if is_alone:
        return show_demo(app, options.speed, options.pictures, options.interactions) or 0
    code = show_demo(app, options.speed)
    return run_window(options, show_demo) if code is None else code


def show_demo(
    app: QApplication, speed: float = 1.0, pictures: Path | None = None, interactions: int = 0
) -> int | None:
    """Show the demo until the window is closed, or alone until *interactions* are coded.

    Returns:
        The exit code; None if the demo was left in order to sign in.
    """
    with ExitStack() as closing:
        simulator = closing.enter_context(SimulatorProcess(["--speed", f"{speed:g}"]))
        folder = closing.enter_context(tempfile.TemporaryDirectory(prefix="wrapup-desk-demo-"))
        profile = Profile.at(Path(folder))
        with qt_runner(app) as runner:
            return runner.run(_demo(app, simulator, profile, pictures, interactions))


async def _demo(
    app: QApplication,
    simulator: SimulatorProcess,
    profile: Profile,
    pictures: Path | None,
    interactions: int,
) -> int | None:
    ending = ShutdownRequest()
    with GracefulShutdown(app, ending):
        hand = await _play(simulator, profile, pictures, interactions, ending)
    if pictures is None:
        return None if ending.starts_again else 0
    return await asyncio.to_thread(record_summary, simulator.api_url, hand, interactions)


async def _play(
    simulator: SimulatorProcess,
    profile: Profile,
    pictures: Path | None,
    interactions: int,
    ending: ShutdownRequest,
) -> DemoDriver:
    agent = simulator.agents[0]
    settings = simulator.connected(Settings())
    keeper = SettingsWriter(SettingsFile(profile.settings_path, profile.root / "no-policy.toml"))
    keeper.keep(settings)
    async with open_desk_app(
        settings, profile, MemorySecrets(), approve_at_once, agent.email
    ) as core:
        window = show_window(core, keeper, ending)
        place_window(window, profile)
        hand = _hand(core, window, pictures, interactions, ending)
        core.desk.listen(hand.on_state)
        core.background.start(begin(core, FirstPaint(window), is_configured=True), "begin")
        await _until(ending, LONGEST_ALONE_S if pictures else None)
        hand.stop()
        window.hide()
        window.deleteLater()
    return hand


def _hand(
    core: DeskApp,
    window: MainWindow,
    pictures: Path | None,
    interactions: int,
    ending: ShutdownRequest,
) -> DemoDriver:
    if pictures is None:
        # With a person there, the keys are theirs.
        core.desk.notify(Notice(HINT_KEY, NoticeKind.INFO, tr_marked(_WHAT_TO_DO)))
        return DemoDriver(core.desk, window, hands_off(core.desk))
    window.resize(PANEL_WIDTH, PICTURE_HEIGHT)
    sys.stdout.write(
        tr(
            "There is no display: the demo plays on its own and saves pictures in {pictures}\n",
            pictures=pictures,
        )
    )
    plan = DemoOptions(PATIENCE_ALONE_S, 1000, pictures, interactions, ending.quit)
    return DemoDriver(core.desk, window, plan)


async def _until(ending: ShutdownRequest, most_s: float | None) -> None:
    try:
        async with asyncio.timeout(most_s):
            await ending.happened.wait()
    except TimeoutError:
        sys.stdout.write(tr("The demo took too long and was stopped.\n"))
