"""Checks this installation for the agent's window, with the sign-in it has, or why it has none."""

from __future__ import annotations

import os

from wrapup_desk.adapters.genesys.doctor.account_probe import GenesysAccountProbe
from wrapup_desk.adapters.genesys.http.network import Network
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets
from wrapup_desk.application.base.ports import Clock, SignInFailed
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.doctor.sign_in_cause import sign_in_cause
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.doctor.assembly import DoctorParts, diagnosis_of, evidence_of
from wrapup_desk.main.doctor.computer import Computer
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.ui.doctor.installation_check import InstallationCheck


async def check_in_window(
    rest: RestClient,
    network: Network,
    profile: Profile,
    clock: Clock,
    settings: Settings,
    dialog: InstallationCheck,
) -> None:
    """Check once, by the program's own *network*, and show each line as it is known."""
    dialog.begin()
    await diagnosis_of(_parts(rest, network, profile, clock, settings)).run(dialog.show_finding)
    dialog.finish()


async def why_nobody_signs_in(
    rest: RestClient, network: Network, profile: Profile, clock: Clock, settings: Settings
) -> str:
    """Return what is wrong and the one thing to do; empty when nothing was found."""
    return await sign_in_cause(evidence_of(_parts(rest, network, profile, clock, settings)))


def _parts(
    rest: RestClient, network: Network, profile: Profile, clock: Clock, settings: Settings
) -> DoctorParts:
    async def take_token() -> None:
        if rest.token.current is None:
            raise SignInFailed(tr("You are signed out. Sign in, then check again."))

    return DoctorParts(
        settings,
        network,
        GenesysAccountProbe(rest, take_token),
        Computer(profile, KeyringSecrets()),
        clock,
        dict(os.environ),
    )
