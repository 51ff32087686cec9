"""Runs `wrapup-desk doctor`: every check in order, a line each, and what else was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication

from wrapup_desk.adapters.base import daemon_threads
from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.proxy_settings import read_proxy_settings
from wrapup_desk.adapters.files.capabilities_file import CapabilitiesFile
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.adapters.genesys.doctor.account_probe import GenesysAccountProbe
from wrapup_desk.adapters.genesys.http.network import Network, tls_context
from wrapup_desk.adapters.genesys.http.oauth import GenesysAuthenticator, SignInRequest
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets, MemorySecrets
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import SecretStore, SignInFailed
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.doctor.findings import CheckOutcome, Finding, worst_of
from wrapup_desk.application.doctor.needs import DoctorJob
from wrapup_desk.application.doctor.report import as_json, as_report, line_of, summary_of
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.doctor.assembly import (
    DoctorParts,
    LookOnlySecrets,
    diagnosis_of,
    place_of,
    program_facts,
)
from wrapup_desk.main.doctor.computer import Computer
from wrapup_desk.main.doctor.probing import ProbeOptions, probe
from wrapup_desk.main.system.browser import SystemBrowser, approve_at_once
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.simulator_process import SimulatorProcess
from wrapup_desk.main.system.window_system import (
    leave_out_a_silent_bus,
    one_line_without_a_screen,
)

WELL, SOMETHING_WRONG = 0, 1


@dataclass(frozen=True, slots=True)
class DoctorOptions:
    """What the command line asked for."""

    settings: Settings
    profile: Profile
    jobs: tuple[DoctorJob, ...] = (DoctorJob.AGENT,)
    signs_in: bool = False
    tells_json: bool = False
    report: Path | None = None
    is_demo: bool = False
    login_hint: str = ""
    probe: ProbeOptions | None = None


def run_doctor(options: DoctorOptions, has_display: Callable[[], bool]) -> int:
    """Check everything once; 0 when nothing is wrong."""
    app = _start_qt() if has_display() else None
    with ExitStack() as closing:
        if options.is_demo:
            simulator = closing.enter_context(SimulatorProcess(["--idle"]))
            settings = simulator.connected(Settings())
            hint = simulator.agents[0].email
            options = replace(options, settings=settings, signs_in=True, login_hint=hint)
        findings = daemon_threads.run(_check(options))
    del app  # it had to live as long as Qt was asked
    if options.report is not None:
        atomic_write(options.report, [as_report(findings, program_facts()).encode()])
    if options.tells_json:
        sys.stdout.write(as_json(findings) + "\n")
    else:
        sys.stdout.write(summary_of(findings) + "\n")
    return SOMETHING_WRONG if worst_of(findings) is CheckOutcome.WRONG else WELL


def _start_qt() -> QApplication:
    leave_out_a_silent_bus()
    with one_line_without_a_screen():
        return QApplication(sys.argv[:1])


async def _check(options: DoctorOptions) -> tuple[Finding, ...]:
    if options.report is not None:
        await ChosenFile().try_place(options.report)
    async with signed_in_parts(options) as (parts, rest):
        findings = await diagnosis_of(parts, options.jobs).run(
            lambda finding: None if options.tells_json else _tell(finding)
        )
        if options.probe is not None:
            file = CapabilitiesFile(
                options.profile.capabilities_path, place_of(options.settings)[0].api
            )
            await probe(options.probe, rest, file, parts.clock)
        return findings


def _tell(finding: Finding) -> None:
    sys.stdout.write(line_of(finding) + "\n")
    sys.stdout.flush()


@asynccontextmanager
async def signed_in_parts(
    options: DoctorOptions,
) -> AsyncIterator[tuple[DoctorParts, RestClient]]:
    """Yield what the checks need; a sign-in made for them is ended with them."""
    clock, token = SystemClock(), AccessToken()
    address, _ = place_of(options.settings)
    # Not `open_network`, which refuses what the first check reports.
    network = Network(tls_context(), read_proxy_settings(os.environ))
    secrets: SecretStore = MemorySecrets() if options.is_demo else KeyringSecrets()
    async with network.http_client(address) as http:
        request = SignInRequest(address, options.settings.client_id, options.login_hint)
        authenticator = GenesysAuthenticator(request, token, http, LookOnlySecrets(secrets), clock)
        is_own = False

        async def take_token() -> None:
            nonlocal is_own
            if await authenticator.restore():
                return
            if not options.signs_in:
                raise SignInFailed(
                    tr("Nobody is signed in here. Sign in in the window first, or add --sign-in.")
                )
            is_own = True
            await authenticator.sign_in(approve_at_once if options.is_demo else SystemBrowser())

        rest = RestClient(address, token, http, clock, Random())
        computer = Computer(options.profile, secrets)
        account = GenesysAccountProbe(rest, take_token)
        try:
            yield (
                DoctorParts(options.settings, network, account, computer, clock, dict(os.environ)),
                rest,
            )
        finally:
            if is_own:
                await authenticator.sign_out()
