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
    begin,
    choose_demo_display,
    make_application,
    place_window,
    run_window,
    show_window,
)
from wrapup_desk.main.apps.qt_language import use_language_in_qt
from wrapup_desk.main.demo.demo_driver import HINT_KEY, DemoDriver, DemoOptions, hands_off
from wrapup_desk.main.demo.record_summary import record_summary
from wrapup_desk.main.language import use_language
from wrapup_desk.main.qt_loop import qt_runner
from wrapup_desk.main.settings_writer import SettingsWriter
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
        demo = _Demo(simulator, Profile.at(Path(folder)), pictures, interactions)
        with qt_runner(app) as runner:
            code = runner.run(demo.play(app))
            while demo.keeper.was_language_chosen:
                demo.keeper.was_language_chosen = False
                use_language_in_qt(app, use_language(demo.keeper.settings.language).language)
                code = runner.run(demo.play(app, comes_from_settings=True))
            return code


class _Demo:
    """One demo, whose desk starts again where its language is changed."""

    def __init__(
        self,
        simulator: SimulatorProcess,
        profile: Profile,
        pictures: Path | None,
        interactions: int,
    ) -> None:
        self._simulator = simulator
        self._profile = profile
        self._pictures = pictures
        self._interactions = interactions
        self._secrets = MemorySecrets()
        file = SettingsFile(profile.settings_path, profile.root / "no-policy.toml")
        self.keeper = SettingsWriter(file)
        self.keeper.keep(simulator.connected(Settings()))

    async def play(self, app: QApplication, *, comes_from_settings: bool = False) -> int | None:
        """Show the desk until it ends; return the exit code, or None if it was left to sign in."""
        ending = ShutdownRequest()
        with GracefulShutdown(app, ending):
            hand = await self._show(ending, comes_from_settings=comes_from_settings)
        if self._pictures is None:
            return None if ending.starts_again else 0
        count = self._interactions
        return await asyncio.to_thread(record_summary, self._simulator.api_url, hand, count)

    async def _show(self, ending: ShutdownRequest, *, comes_from_settings: bool) -> DemoDriver:
        keeper, email = self.keeper, self._simulator.agents[0].email
        settings, before = keeper.settings, keeper.take_left()
        async with open_desk_app(
            settings, self._profile, self._secrets, approve_at_once, email
        ) as core:
            window = show_window(core, keeper, ending)
            place = place_window(window, self._profile)
            hand = _hand(core, window, self._pictures, self._interactions, ending)
            core.desk.listen(hand.on_state)
            beginning = begin(core, FirstPaint(window), is_configured=True, before=before)
            core.background.start(beginning, "begin")
            if comes_from_settings:
                window.open_settings(at_language=True)
            await _until(ending, LONGEST_ALONE_S if self._pictures else None)
            place.keep()
            keeper.leave(settings, core.desk.state)
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
