"""Keeps in the profile what a probe found out about its organisation (`CapabilityStore`)."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, fields
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.doctor.capabilities import OrganisationCapabilities
from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

_NAMES = frozenset(each.name for each in fields(OrganisationCapabilities))


class CapabilitiesFile:
    """A small JSON file; what it says of another *place* (API address) is not believed."""

    def __init__(self, path: Path, place: str) -> None:
        self._path = path
        self._place = place

    def load(self) -> OrganisationCapabilities:
        try:
            kept = json.loads(read_regular(self._path))
            if kept["place"] != self._place:
                return OrganisationCapabilities()
            answers = {
                str(name): answer
                for name, answer in kept["answers"].items()
                if name in _NAMES and isinstance(answer, bool)
            }
        except FileNotFoundError:
            return OrganisationCapabilities()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.info("what was found out is not readable (%s)", type(error).__name__)
            return OrganisationCapabilities()
        return OrganisationCapabilities(**answers)

    def save(self, capabilities: OrganisationCapabilities) -> None:
        document = {"place": self._place, "answers": asdict(capabilities)}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic_write(self._path, [json.dumps(document, indent=1).encode()])
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise StoreBroken(tr("What was found out cannot be kept: {why}.", why=why)) from None
