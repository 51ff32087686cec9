"""Whoever makes a profile first, makes it for its owner alone."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from wrapup_desk.adapters.base.sqlite_file import create_private_with_folder
from wrapup_desk.adapters.files.capabilities_file import CapabilitiesFile
from wrapup_desk.adapters.files.settings_file import SettingsFile
from wrapup_desk.adapters.genesys.recording.recorder import Recorder
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.doctor.capabilities import OrganisationCapabilities
from wrapup_desk.main.apps.repair_app import open_repair_app
from wrapup_desk.main.system.profile import Profile, ProfileLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    former = os.umask(0)
    yield Profile.at(tmp_path / "deep" / "profile")
    os.umask(former)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def all_modes(profile: Profile) -> set[int]:
    """Return the folder's mode, and the files'."""
    return {mode_of(profile.root), *map(mode_of, profile.root.iterdir())}


def test_the_start_makes_it_private(profile: Profile) -> None:
    with ProfileLock(profile):
        assert mode_of(profile.root) == 0o700


def test_the_salt_makes_it_private_and_is_in_no_model(profile: Profile) -> None:
    salt = profile.installation_salt()

    assert all_modes(profile) == {0o700, 0o600}
    assert salt != profile.model_salt()


def test_settings_make_it_private(profile: Profile, tmp_path: Path) -> None:
    file = SettingsFile(profile.settings_path, tmp_path / "policy.toml")
    file.save(Settings(theme=ThemeChoice.DARK))

    assert all_modes(profile) == {0o700, 0o600}


def test_what_a_probe_found_out_makes_it_private(profile: Profile) -> None:
    CapabilitiesFile(profile.capabilities_path, "here").save(OrganisationCapabilities())

    assert all_modes(profile) == {0o700, 0o600}


def test_a_recording_is_private(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    path.write_text("an older one, open to everybody")
    path.chmod(0o666)

    Recorder(path, FakeClock()).close()

    assert mode_of(path) == 0o600


def test_a_database_copied_from_elsewhere_becomes_private_with_its_log(profile: Profile) -> None:
    profile.root.mkdir(parents=True)
    copied = [profile.root / f"desk.sqlite3{part}" for part in ("", "-wal", "-shm")]
    for each in copied:
        each.touch(0o666)

    create_private_with_folder(copied[0])

    assert [mode_of(each) for each in copied] == [0o600] * 3


def test_a_salt_copied_from_elsewhere_becomes_private_and_stays_the_same(profile: Profile) -> None:
    salt = profile.installation_salt()
    (profile.root / "installation").chmod(0o644)

    assert profile.installation_salt() == salt
    assert mode_of(profile.root / "installation") == 0o600


async def test_the_repair_desk_makes_it_private(profile: Profile) -> None:
    async with open_repair_app(Settings(), profile, MemorySecrets()):
        assert mode_of(profile.root) == 0o700
