"""An installation whose contact centre is a simulator process, to be checked and to be broken."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.adapters.genesys.rest_harness import local_network
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.adapters.genesys.doctor.account_probe import GenesysAccountProbe
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.doctor.findings import CheckId, CheckOutcome, Finding
from wrapup_desk.application.doctor.needs import DoctorJob
from wrapup_desk.main.doctor.assembly import DoctorParts, diagnosis_of, place_of
from wrapup_desk.main.doctor.computer import Computer, Desktop
from wrapup_desk.main.system.profile import Profile


class KeyringBackend:
    """A backend that is there; nothing is kept by a check, so it needs no more."""


def a_keyring() -> types.ModuleType:
    module = types.ModuleType("keyring")
    module.get_keyring = KeyringBackend  # type: ignore[attr-defined]  # what a stand-in is for
    return module


@dataclass
class Installed:
    """One installation; a test breaks it by changing a field or a switch of the simulator."""

    simulator: SimulatorProcess
    settings: Settings
    profile: Profile
    ports: tuple[int, ...]
    secrets: KeyringSecrets = field(default_factory=lambda: KeyringSecrets(keyring=a_keyring()))
    desktop: Desktop = field(
        default_factory=lambda: Desktop(is_there=True, has_tray=True, shows_messages=True)
    )
    told: list[Finding] = field(default_factory=list)
    closing: ExitStack = field(default_factory=ExitStack)

    def switch(self, **switches: object) -> None:
        self.simulator.post("/simulator/capabilities", switches)

    def use(self, settings: Settings) -> None:
        self.settings = settings

    async def check(self, jobs: Iterable[DoctorJob] = (DoctorJob.AGENT,)) -> tuple[Finding, ...]:
        """Check it as the program does, signed in as the first agent."""
        token = AccessToken()
        value = await asyncio.to_thread(
            token_of_user, self.simulator.ready, self.simulator.ready["agents"][0]["email"]
        )
        clock, network = SystemClock(), local_network()
        address, _ = place_of(self.settings)
        async with network.http_client(address) as http:

            async def take_token() -> None:
                token.hold(value)

            rest = RestClient(address, token, http, clock, Random(1))
            parts = DoctorParts(
                self.settings,
                network,
                GenesysAccountProbe(rest, take_token),
                Computer(self.profile, self.secrets, lambda: self.desktop, self.ports),
                clock,
                {},
            )
            return await diagnosis_of(parts, jobs).run(self.told.append)


def faults_in(findings: Iterable[Finding]) -> set[tuple[CheckId, str]]:
    """Return check and subject of everything that is wrong or a warning."""
    return {
        (finding.check, finding.subject)
        for finding in findings
        if finding.outcome in (CheckOutcome.WRONG, CheckOutcome.WARNING)
    }


def of(findings: Iterable[Finding], check: CheckId) -> Finding:
    return next(finding for finding in findings if finding.check is check)


def installed_on(
    simulator: SimulatorProcess, folder: Path, free_port: Callable[[], int]
) -> Installed:
    ready = simulator.ready
    settings = Settings(
        api_url=ready["api"], login_url=ready["login"], client_id=ready["client_id"]
    )
    return Installed(simulator, settings, Profile.at(folder), (free_port(), free_port()))
