"""Shows the main job on the embedded simulator, with a person watching or without a display."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from wrapup_desk.adapters.files.settings_file import SettingsFile
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.settings import Settings
from wrapup_desk.main.demo_browser import approve_at_once
from wrapup_desk.main.demo_hand import DemoHand, DemoPlan
from wrapup_desk.main.demo_record import told_record
from wrapup_desk.main.ending import Ending
from wrapup_desk.main.orderly_end import OrderlyEnd
from wrapup_desk.main.profile import Profile
from wrapup_desk.main.running_desk import RunningDesk, running_desk
from wrapup_desk.main.simulator_process import SimulatorProcess
from wrapup_desk.main.window import (
    SettingsKeeper,
    begin,
    choose_demo_display,
    make_application,
    show_window,
)
from wrapup_desk.ui.main_window import MainWindow
from wrapup_desk.ui.tokens import PANEL_WIDTH

# With a person there, the demo presses the first key only if nobody does.
PATIENCE_WATCHED_S = 12.0
PATIENCE_ALONE_S = 2.0
LONGEST_ALONE_S = 240.0
PICTURE_HEIGHT = 760


def run_demo(options: argparse.Namespace) -> int:
    """Run the demo the command line asks for."""
    is_alone = choose_demo_display(options.platform)
    app = make_application()
    if is_alone:
        return show_demo(app, options.speed, options.pictures, options.interactions)
    return show_demo(app, options.speed)


def show_demo(
    app: QApplication, speed: float = 1.0, pictures: Path | None = None, interactions: int = 0
) -> int:
    """Show the demo until the window is closed, or alone until *interactions* are coded."""
    with ExitStack() as closing:
        simulator = closing.enter_context(SimulatorProcess(["--speed", f"{speed:g}"]))
        folder = closing.enter_context(tempfile.TemporaryDirectory(prefix="wrapup-desk-demo-"))
        profile = Profile.at(Path(folder))
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            return runner.run(_demo(app, simulator, profile, pictures, interactions))


async def _demo(
    app: QApplication,
    simulator: SimulatorProcess,
    profile: Profile,
    pictures: Path | None,
    interactions: int,
) -> int:
    ending = Ending()
    with OrderlyEnd(app, ending):
        hand = await _play(simulator, profile, pictures, interactions, ending)
    if pictures is None:
        return 0
    return await asyncio.to_thread(told_record, simulator.api_url, hand, interactions)


async def _play(
    simulator: SimulatorProcess,
    profile: Profile,
    pictures: Path | None,
    interactions: int,
    ending: Ending,
) -> DemoHand:
    agent = simulator.agents[0]
    settings = simulator.connected(Settings())
    keeper = SettingsKeeper(SettingsFile(profile.settings_path, profile.root / "no-policy.toml"))
    keeper.keep(settings)
    async with running_desk(
        settings, profile, MemorySecrets(), approve_at_once, agent.email
    ) as core:
        window = show_window(core, keeper, ending)
        hand = _hand(core, window, pictures, interactions, ending)
        core.desk.listen(hand.on_state)
        core.background.start(begin(core, is_configured=True), "begin")
        await _until(ending, LONGEST_ALONE_S if pictures else None)
        hand.stop()
        window.hide()
        window.deleteLater()
    return hand


def _hand(
    core: RunningDesk, window: MainWindow, pictures: Path | None, interactions: int, ending: Ending
) -> DemoHand:
    if pictures is None:
        return DemoHand(core.desk, window, DemoPlan(PATIENCE_WATCHED_S, presses=1))
    window.resize(PANEL_WIDTH, PICTURE_HEIGHT)
    sys.stdout.write(
        f"There is no display: the demo plays on its own and saves pictures in {pictures}\n"
    )
    plan = DemoPlan(PATIENCE_ALONE_S, 1000, pictures, interactions, ending.quit)
    return DemoHand(core.desk, window, plan)


async def _until(ending: Ending, most_s: float | None) -> None:
    try:
        async with asyncio.timeout(most_s):
            await ending.happened.wait()
    except TimeoutError:
        sys.stdout.write("The demo took too long and was stopped.\n")
