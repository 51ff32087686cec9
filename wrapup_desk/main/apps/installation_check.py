"""Runs the check of this installation for the agent's window, with the sign-in it has."""

from __future__ import annotations

import os
from collections.abc import Callable

from wrapup_desk.adapters.genesys.doctor.account_probe import GenesysAccountProbe
from wrapup_desk.adapters.genesys.http.network import Network, tls_context
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets
from wrapup_desk.application.base.ports import SignInFailed
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.apps.desk_app import DeskApp
from wrapup_desk.main.doctor.assembly import DoctorParts, diagnosis_of
from wrapup_desk.main.doctor.computer import Computer
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.doctor.installation_check import InstallationCheck


def offer_check(core: DeskApp, window: MainWindow, settings: Callable[[], Settings]) -> None:
    """Let the window's menu check the installation; one check at a time."""
    running: list[InstallationCheck] = []

    def start(dialog: InstallationCheck) -> None:
        if not running:
            running.append(dialog)
            core.background.start(work(dialog), "check this installation")

    async def work(dialog: InstallationCheck) -> None:
        try:
            await check_in_window(core, settings(), dialog)
        finally:
            running.clear()

    window.check_requested.connect(start)


async def check_in_window(core: DeskApp, settings: Settings, dialog: InstallationCheck) -> None:
    """Check once and show each line as it is known."""

    async def take_token() -> None:
        if core.rest.token.current is None:
            raise SignInFailed("You are signed out. Sign in, then check again.")

    parts = DoctorParts(
        settings,
        Network(tls=tls_context()),
        GenesysAccountProbe(core.rest, take_token),
        Computer(core.profile, KeyringSecrets()),
        core.clock,
        dict(os.environ),
    )
    dialog.begin()
    await diagnosis_of(parts).run(dialog.show_finding)
    dialog.finish()
