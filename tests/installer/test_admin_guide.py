"""The guide for administrators has every setting as it is, and nothing that is not one."""

import re
import tomllib
from dataclasses import fields

import pytest

from installer.places import ROOT
from wrapup_desk.application.base.settings import Settings, parse, to_mapping
from wrapup_desk.application.doctor.needs import PERMISSIONS, SCOPES, DoctorJob, Need
from wrapup_desk.domain.modes import QueueRule

GUIDE = (ROOT / "docs/admin.md").read_text(encoding="utf-8")


def documented() -> dict[str, str]:
    """Return each key of the table of settings with what is said to be its default."""
    table = GUIDE.partition("### Every setting")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", table, re.MULTILINE))


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert set(documented()) == {each.name for each in fields(Settings)}


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_the_documented_default_is_the_real_one(name: str) -> None:
    said = documented()[name].strip()
    raw = {} if said in ("empty", "none") else tomllib.loads(f"value = {said.strip('`')}")
    default = Settings()

    if not raw:
        assert getattr(default, name) in ("", (), {})
    else:
        assert getattr(parse({name: raw["value"]}).settings, name) == getattr(default, name)


@pytest.mark.parametrize("need", [*SCOPES, *PERMISSIONS], ids=lambda need: need.names[0])
def test_every_scope_and_permission_is_in_the_guide_with_each_job_that_needs_it(
    need: Need,
) -> None:
    table = GUIDE.partition("## Set up Genesys Cloud")[2].partition("\n## ")[0]
    (row,) = re.findall(rf"^\| `{re.escape(need.names[0])}`.*$", table, re.MULTILINE)
    cells = [cell.strip() for cell in row.strip("|").split("|")][1:4]

    told = {job for job, cell in zip(DoctorJob, cells, strict=True) if cell}
    needed = {job for job, cell in zip(DoctorJob, cells, strict=True) if cell.startswith("needed")}
    assert set(need.jobs) <= told
    assert needed == set(need.required_by)


def test_the_guide_names_how_the_client_is_approved_and_what_transcription_lets_people_hear() -> (
    None
):
    assert "oauth:client:authorize" in GUIDE
    assert "any live transcript" in " ".join(GUIDE.split())


def test_the_example_of_a_policy_is_a_valid_one() -> None:
    example = GUIDE.partition("```toml\n")[2].partition("```")[0]

    loaded = parse({}, tomllib.loads(example))

    assert to_mapping(loaded.settings)["region"] == "eu-central-1"
    assert {"region", "trusts_backend", "mode"} <= loaded.locked


def test_every_setting_of_a_queue_is_named() -> None:
    row = next(line for line in GUIDE.splitlines() if line.startswith("| `queues` |"))

    assert [each.name for each in fields(QueueRule) if f"`{each.name}`" not in row] == []


def test_every_exit_code_of_the_setup_is_documented() -> None:
    script = (ROOT / "installer/setup.nsi").read_text(encoding="utf-8")
    used = set(re.findall(r"SetErrorLevel (\d)", script))

    assert used == {"4", "5", "6", "7"}
    assert [code for code in used if f"| {code} |" not in GUIDE] == []
