"""Shows the repair desk in its window, from the sign-in to an orderly end."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial

from PySide6.QtWidgets import QApplication

from wrapup_desk.adapters.files.settings_file import SettingsFile, policy_path
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets
from wrapup_desk.adapters.log_files import stop_logs, write_logs
from wrapup_desk.application.base.ports import ContactCentreError, StoreError
from wrapup_desk.application.base.settings import Settings, SettingsError
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.apps.desk_window import has_display, make_application
from wrapup_desk.main.apps.repair_app import begin_repair, open_repair_app, show_repair_window
from wrapup_desk.main.qt_loop import qt_runner
from wrapup_desk.main.system.browser import SystemBrowser
from wrapup_desk.main.system.error_text import error_text
from wrapup_desk.main.system.graceful_shutdown import GracefulShutdown, left_out_of
from wrapup_desk.main.system.profile import Profile, ProfileInUse
from wrapup_desk.main.system.second_start import NotEnded, run_alone
from wrapup_desk.main.system.shutdown_request import ShutdownRequest
from wrapup_desk.main.system.single_instance import SingleInstanceServer
from wrapup_desk.main.system.startup_error import may_end_running, show_startup_error
from wrapup_desk.main.window_memory import window_memory

_PLACE_KEY = "repair/geometry"


def run_repair(options: argparse.Namespace) -> int:
    """Run the repair window the command line asks for."""
    if options.demo:
        from wrapup_desk.main.demo.repair_demo import run_repair_demo

        return run_repair_demo(options)
    if options.platform:
        os.environ["QT_QPA_PLATFORM"] = options.platform
    elif not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        sys.stderr.write(tr("wrapup-desk: there is no display; use wrapup-desk repair --demo\n"))
        return 1
    profile = Profile.chosen(options.profile)
    app = make_application()
    try:
        settings = SettingsFile(profile.settings_path, policy_path()).load().settings
        run_alone(
            _door_of(profile),
            lambda: _run_session(app, settings, profile),
            partial(may_end_running, app),
        )
    except (
        SettingsError,
        ProfileInUse,
        NotEnded,
        StoreError,
        ContactCentreError,
        OSError,
    ) as error:
        # Started from a menu there is nobody who would read what a command says.
        show_startup_error(app, error_text(error))
        return 1
    return 0


def _run_session(app: QApplication, settings: Settings, profile: Profile) -> None:
    handler = write_logs(profile.log_folder, settings.log_level)
    try:
        with qt_runner(app) as runner:
            runner.run(_session(app, settings, profile))
    finally:
        stop_logs(handler)


def _door_of(profile: Profile) -> Profile:
    """Return what the repair window's own door is named after: the agent's window has another."""
    return Profile.at(profile.root / "repair")


async def _session(app: QApplication, settings: Settings, profile: Profile) -> None:
    ending = ShutdownRequest()
    with GracefulShutdown(app, ending):
        await _work(app, settings, profile, ending)


async def _work(
    app: QApplication, settings: Settings, profile: Profile, ending: ShutdownRequest
) -> None:
    async with open_repair_app(settings, profile, KeyringSecrets()) as core:
        file = window_memory(profile)
        window = show_repair_window(core, settings, file, SystemBrowser())
        for missing in left_out_of(app):
            core.desk.notify(missing)
        place = file.value(_PLACE_KEY)
        if place is not None:
            window.restoreGeometry(place)
        app.lastWindowClosed.connect(ending.quit)
        if settings.is_connected_to_an_org:
            core.background.start(begin_repair(core, window), "repair: begin")
        else:
            window.sign_in.show_problem(
                tr("Choose your region and client ID in the agent's window first: wrapup-desk")
            )
        with SingleInstanceServer(_door_of(profile)) as door:
            door.knocked.connect(window.come_forward)
            await ending.happened.wait()
        file.setValue(_PLACE_KEY, window.saveGeometry())
        file.sync()
        window.hide()
        window.deleteLater()
