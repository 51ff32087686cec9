"""Offers the check of this installation in the agent's window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.apps.desk_app import DeskApp
from wrapup_desk.ui.desk.window import MainWindow

if TYPE_CHECKING:
    from wrapup_desk.ui.doctor.installation_check import InstallationCheck


def offer_check(core: DeskApp, window: MainWindow, settings: Callable[[], Settings]) -> None:
    """Let the window's menu check the installation; one check at a time."""
    running: list[InstallationCheck] = []

    def start(dialog: InstallationCheck) -> None:
        if not running:
            running.append(dialog)
            core.background.start(work(dialog), "check this installation")

    async def work(dialog: InstallationCheck) -> None:
        # What is seldom asked for is not loaded before the window shows.
        from wrapup_desk.main.doctor.window_check import check_in_window

        try:
            await check_in_window(
                core.rest, core.network, core.profile, core.clock, settings(), dialog
            )
        finally:
            running.clear()

    window.check_requested.connect(start)
