"""The bill of materials names all that is shipped, as the locks have it, in a standard form."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from installer.licences import BUILD_ONLY
from installer.places import WINDOWS_LOCK, project_version
from installer.sbom import Locked, bill_of_materials, locked_packages, write_bill


def test_every_shipped_package_of_the_lock_is_in_it(tmp_path: Path) -> None:
    path = write_bill(tmp_path)

    document = json.loads(path.read_text("utf-8"))
    pinned = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", WINDOWS_LOCK.read_text(), re.MULTILINE))
    shipped = {name.lower(): version for name, version in pinned.items()
               if name.lower() not in BUILD_ONLY}  # fmt: skip
    listed = {each["name"]: each["version"] for each in document["components"]}
    assert shipped.items() <= listed.items()
    assert set(listed) - set(shipped) == {"CPython"}
    assert path.name == f"WrapUpDesk-{project_version()}.cdx.json"


def test_it_has_the_form_of_cyclonedx(tmp_path: Path) -> None:
    document = json.loads(write_bill(tmp_path).read_text("utf-8"))

    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", document["serialNumber"])
    refs = [each["bom-ref"] for each in document["components"]]
    assert len(refs) == len(set(refs))
    assert document["dependencies"][0]["dependsOn"] == refs
    assert all(each["purl"].startswith("pkg:") for each in document["components"])


def test_the_same_locks_give_the_same_bill(tmp_path: Path) -> None:
    assert write_bill(tmp_path).read_bytes() == write_bill(tmp_path).read_bytes()


def test_another_version_of_a_package_gives_another_bill() -> None:
    python = Locked("python", "3.13.1", ("a" * 64,))
    bills = [
        bill_of_materials("1.0", [Locked("one", version, ("b" * 64,))], python)
        for version in ("1.0", "1.1")
    ]

    assert bills[0]["serialNumber"] != bills[1]["serialNumber"]


def test_a_package_without_a_checksum_stops_the_build() -> None:
    with pytest.raises(ValueError, match="one is locked without"):
        locked_packages("one==1.0\n")
