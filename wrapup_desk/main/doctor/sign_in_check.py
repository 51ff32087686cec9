"""Finds out why a sign-in fails, with the program's own parts and without an account."""

from __future__ import annotations

import os

from wrapup_desk.adapters.genesys.doctor.account_probe import GenesysAccountProbe
from wrapup_desk.adapters.genesys.http.network import Network
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.ports import Clock, SignInFailed
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.doctor.sign_in_cause import sign_in_cause
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.doctor.assembly import DoctorParts, evidence_of
from wrapup_desk.main.doctor.computer import Computer
from wrapup_desk.main.system.profile import Profile


async def why_nobody_signs_in(
    settings: Settings, rest: RestClient, network: Network, profile: Profile, clock: Clock
) -> str:
    """Return what is wrong and the one thing to do; empty when nothing was found."""

    async def take_token() -> None:
        raise SignInFailed(tr("You are signed out. Sign in, then check again."))

    parts = DoctorParts(
        settings,
        network,
        GenesysAccountProbe(rest, take_token),
        Computer(profile, MemorySecrets()),
        clock,
        dict(os.environ),
    )
    return await sign_in_cause(evidence_of(parts))
