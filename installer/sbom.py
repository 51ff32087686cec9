"""Lists what the installer ships as CycloneDX JSON, from the locks: a software bill of materials."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

from installer.licences import BUILD_ONLY
from installer.places import PROGRAM, PYTHON_LOCK, WINDOWS_LOCK, project_version

SPEC_VERSION = "1.6"
# Its starter is in every program it makes.
_MAKES = "pyinstaller"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NAMESPACE = uuid.UUID("6f2c3a34-1f0d-4c0a-9a53-3f6f6d6a2f11")


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of a lock: its version, and the checksums of all files it may come as."""

    name: str
    version: str
    sha256: tuple[str, ...]


def locked_packages(lock: str) -> list[Locked]:
    """Return the packages of a lock with hashes.

    Raises:
        ValueError: a line pins something without a checksum.
    """
    found: list[Locked] = []
    for entry in re.split(r"\n(?=\S)", lock):
        pinned = _PINNED.match(entry)
        if pinned is None:
            continue
        hashes = tuple(_HASH.findall(entry))
        if not hashes:
            raise ValueError(f"{pinned[1]} is locked without a checksum")
        found.append(Locked(pinned[1].lower(), pinned[2], hashes))
    return found


def bill_of_materials(version: str, packages: list[Locked], python: Locked) -> dict[str, object]:
    """Return the document; the same locks give the same one, byte for byte."""
    components = [_component(each) for each in packages if each.name not in BUILD_ONLY]
    components.append(
        {
            "type": "platform",
            "bom-ref": f"python@{python.version}",
            "name": "CPython",
            "version": python.version,
            "purl": f"pkg:generic/python@{python.version}",
            "properties": [_file(digest) for digest in python.sha256],
        }
    )
    program = f"{PROGRAM}@{version}"
    refs = [str(each["bom-ref"]) for each in components]
    known = json.dumps([version, refs], sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, known)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": program,
                "name": "WrapUp Desk",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": program, "dependsOn": refs}],
    }


def write_bill(folder: Path) -> Path:
    """Write the bill beside the setup, and return where."""
    (python,) = locked_packages(PYTHON_LOCK.read_text(encoding="utf-8"))
    packages = locked_packages(WINDOWS_LOCK.read_text(encoding="utf-8"))
    version = project_version()
    document = bill_of_materials(version, packages, python)
    path = folder / f"{PROGRAM}-{version}.cdx.json"
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return path


def _component(package: Locked) -> dict[str, object]:
    purl = f"pkg:pypi/{package.name.replace('_', '-')}@{package.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
        "scope": "excluded" if package.name == _MAKES else "required",
        # Of each file it may come as; which one a build took is not told by the lock.
        "properties": [_file(digest) for digest in package.sha256],
    }


def _file(digest: str) -> dict[str, str]:
    return {"name": "wrapup-desk:lock:sha256", "value": digest}
