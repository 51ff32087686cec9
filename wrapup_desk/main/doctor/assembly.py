"""Puts the checks of an installation together from its settings and the program's own parts."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wrapup_desk.adapters.genesys.doctor.network_probe import (
    GenesysNetworkProbe,
    hosts_of,
    system_proxy_script,
)
from wrapup_desk.adapters.genesys.http.network import Network
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress, UntrustedAddress
from wrapup_desk.application.base.ports import Clock, SecretStore
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.doctor.computer_checks import ALL_CHECKS
from wrapup_desk.application.doctor.diagnosis import CheckEvidence, Diagnosis
from wrapup_desk.application.doctor.needs import DoctorJob
from wrapup_desk.application.doctor.ports import AccountProbe, Installation
from wrapup_desk.application.services.program_version import program_version
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.doctor.computer import Computer
from wrapup_desk.main.system.chosen_address import address_in


@dataclass(frozen=True, slots=True)
class DoctorParts:
    """What a check is made with."""

    settings: Settings
    network: Network
    account: AccountProbe
    computer: Computer
    clock: Clock
    environment: Mapping[str, str]


class LookOnlySecrets:
    """Reads another store's secrets and changes none (`SecretStore`)."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store

    def read(self, name: str) -> str | None:
        return self._store.read(name)

    def write(self, name: str, secret: str) -> None:
        """Keep nothing: a check leaves everything as it was."""

    def delete(self, name: str) -> None:
        """Leave it: a sign-in that is over is the program's to forget."""

    @property
    def is_durable(self) -> bool:
        return self._store.is_durable


def diagnosis_of(parts: DoctorParts, jobs: Iterable[DoctorJob] = (DoctorJob.AGENT,)) -> Diagnosis:
    """Return a check of the installation that *parts* belong to."""
    return Diagnosis(ALL_CHECKS, evidence_of(parts, jobs))


def evidence_of(
    parts: DoctorParts, jobs: Iterable[DoctorJob] = (DoctorJob.AGENT,)
) -> CheckEvidence:
    """Return the probes of the installation that *parts* belong to."""
    address, problem = place_of(parts.settings)
    installation = Installation(
        region=tr("the simulator on this computer") if address.is_demo else address.label,
        client_id=parts.settings.client_id.strip(),
        hosts=() if problem else hosts_of(address),
        region_problem=problem,
        is_demo=address.is_demo,
        jobs=frozenset(jobs),
    )
    network = GenesysNetworkProbe(
        address, parts.network, parts.clock, parts.environment, system_proxy_script
    )
    return CheckEvidence(installation, network, parts.account, parts.computer)


def place_of(settings: Settings) -> tuple[ServiceAddress, str]:
    """Return where the settings lead, and what is wrong with that; then it leads nowhere real."""
    try:
        address = address_in(settings)
    except UntrustedAddress as error:
        return address_in(Settings()), str(error)
    if not settings.region and not settings.api_url:
        return address, tr("no region is chosen")
    return address, ""


def program_facts() -> dict[str, str]:
    """Return versions for the report file; nothing of a person's."""
    program = program_version() or tr("from source")
    return {
        "Program": program + (" (installed)" if getattr(sys, "frozen", False) else ""),
        "System": f"{platform.system()} {platform.release()} {platform.machine()}",
        "Python": platform.python_version(),
        "Proxy variables": ", ".join(
            name for name in ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY") if _is_set(name)
        )
        or "none",
    }


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(name.lower()))
