"""Finds out where a PostgreSQL address really leads, as libpq does: address, service, environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from configparser import ConfigParser, Error
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.domain.language.texts import tr

_VARIABLES = {"host": "PGHOST", "hostaddr": "PGHOSTADDR", "service": "PGSERVICE"}


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """Where the server is, and how its certificate is checked.

    *tls* is what has to be added to the settings; empty for this computer, and where the address
    or its service says itself how far the server is to be trusted.
    """

    label: str
    tls: Mapping[str, str]


def postgres_address(
    settings: Mapping[str, Any], environment: Mapping[str, str], home: Path
) -> PostgresAddress:
    """Return where *settings* lead.

    Raises:
        StoreBroken: they lead to another computer by its number alone, so that no certificate
            can be checked.
    """
    service = str(settings.get("service") or environment.get(_VARIABLES["service"], ""))
    of_service = _service(service, environment, home) if service else {}
    stated = {**(of_service or {}), **{key: value for key, value in settings.items() if value}}

    def listed(key: str) -> list[str]:
        found = str(stated.get(key) or environment.get(_VARIABLES[key], ""))
        return [each.strip() for each in found.split(",")] if found else []

    names, numbers = listed("host"), listed("hostaddr")
    # The number is where the connection goes; the name beside it is only what is checked.
    reached = [
        (numbers[at] if at < len(numbers) else "") or (names[at] if at < len(names) else "")
        for at in range(max(len(names), len(numbers)))
    ]
    is_unknown = of_service is None and not reached
    if not is_unknown and all(map(_is_here, reached)):
        return PostgresAddress(tr("this computer"), {})
    far = [name for name in (names or numbers) if not _is_here(name)]
    label = ", ".join(far or reached) or tr("the service {service}", service=service)
    if "sslmode" in stated:
        return PostgresAddress(label, {})
    if numbers and not all(names[: len(numbers)] + [""] * (len(numbers) - len(names))):
        raise StoreBroken(
            tr(
                "The team store's address has a number (hostaddr) without a name (host), so the"
                " server's certificate cannot be checked. Add host=NAME, or say sslmode= yourself."
            )
        )
    return PostgresAddress(label, {"sslmode": "verify-full", "sslrootcert": "system"})


def _is_here(host: str) -> bool:
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _service(name: str, environment: Mapping[str, str], home: Path) -> Mapping[str, str] | None:
    """Return what libpq's service file says of *name*; None where nothing can be read."""
    files = [Path(environment.get("PGSERVICEFILE") or home / ".pg_service.conf")]
    if folder := environment.get("PGSYSCONFDIR"):
        files.append(Path(folder) / "pg_service.conf")
    for path in files:
        reader = ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
        try:
            reader.read_string(read_regular(path).decode("utf-8"))
        except (OSError, UnicodeDecodeError, Error):
            continue
        if reader.has_section(name):
            return dict(reader.items(name))
    return None
