from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from tests.doctor.installations import Installed, of
from tests.simulator_process import token_of_user
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.doctor.findings import CheckId, CheckOutcome
from wrapup_desk.main.apps.desk_app import open_desk_app
from wrapup_desk.main.doctor.window_check import check_in_window
from wrapup_desk.ui.doctor.installation_check import InstallationCheck
from wrapup_desk.ui.theme import apply_theme


async def test_the_window_checks_with_the_sign_in_it_has(
    installed: Installed, qapp: QApplication
) -> None:
    window = QWidget()
    dialog = InstallationCheck(apply_theme(qapp, Settings()), window)
    email = installed.simulator.ready["agents"][0]["email"]
    async with open_desk_app(
        installed.settings, installed.profile, MemorySecrets(), lambda url: None
    ) as core:
        await check_in_window(
            core.rest, core.network, core.profile, core.clock, installed.settings, dialog
        )
        signed_out = of(dialog.findings, CheckId.SIGN_IN)
        core.rest.token.hold(token_of_user(installed.simulator.ready, email))
        await check_in_window(
            core.rest, core.network, core.profile, core.clock, installed.settings, dialog
        )
        signed_in = of(dialog.findings, CheckId.SIGN_IN)
    assert (signed_out.outcome, signed_in.outcome) == (CheckOutcome.WRONG, CheckOutcome.RIGHT)
    assert "You are signed out" in signed_out.text
    assert len(dialog.rows) == len(dialog.findings)
    assert dialog.copy_button.isEnabled()
    window.deleteLater()
