"""A profile is used as far as it can be; one that takes nothing keeps nobody from working."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.adapters.full_disk import full_disk, needs_full_disk
from tests.conftest import ExpectLog
from wrapup_desk.adapters.log_files import stop_logs, write_logs
from wrapup_desk.main.system.profile import Profile, ProfileInUse, ProfileLock


@pytest.fixture
def impossible(tmp_path: Path) -> Profile:
    """A profile whose folder can be neither made nor written, whoever tries."""
    return Profile.at(tmp_path / ("too-long" * 50))


def test_the_salt_of_an_installation_stays_the_same(tmp_path: Path) -> None:
    salt = Profile.at(tmp_path).installation_salt()

    assert len(salt) == 16
    assert Profile.at(tmp_path).installation_salt() == salt


def test_a_salt_that_a_full_disk_left_empty_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "installation").write_bytes(b"")

    salt = Profile.at(tmp_path).installation_salt()

    assert len(salt) == 16
    assert Profile.at(tmp_path).installation_salt() == salt


def test_a_salt_that_cannot_be_kept_is_made_for_this_run(
    impossible: Profile, expect_log: ExpectLog
) -> None:
    expect_log("the installation's salt is not kept: File n")  # "ame too long"; "ot found"

    assert len(impossible.installation_salt()) == 16


def test_a_profile_is_held_by_one_program(tmp_path: Path) -> None:
    with (
        ProfileLock(Profile.at(tmp_path)),
        pytest.raises(ProfileInUse),
        ProfileLock(Profile.at(tmp_path)),
    ):
        pass

    with ProfileLock(Profile.at(tmp_path)):
        pass


def test_a_profile_that_takes_no_file_is_used_without_being_held(
    impossible: Profile, expect_log: ExpectLog
) -> None:
    expect_log("the profile cannot be held")

    with ProfileLock(impossible):
        pass


def test_a_profile_below_a_file_is_a_mistake_and_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OSError, match="file"), ProfileLock(Profile.at(tmp_path / "file" / "x")):
        pass


@needs_full_disk
def test_a_log_that_finds_no_room_is_given_up_quietly_and_goes_on_when_there_is_some(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "wrapup-desk.log"
    handler = write_logs(tmp_path, "INFO")
    log = logging.getLogger("wrapup_desk.test")
    try:
        with full_disk():
            log.info("there is no room for this")
        log.info("but for this")
        handler.flush()
        assert "but for this" in file.read_text(encoding="utf-8")
        with full_disk():
            log.info("and again not for this")
        assert "and again" not in file.read_text(encoding="utf-8")
    finally:
        stop_logs(handler)

    assert capsys.readouterr().err == ""


def test_a_program_without_a_place_for_its_log_starts_all_the_same(impossible: Profile) -> None:
    handler = write_logs(impossible.log_folder, "INFO")
    stop_logs(handler)


def test_a_home_that_no_shell_has_put_in_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))

    # As in --profile=~/desk, or in a desktop entry.
    assert Profile.chosen(Path("~/desk")).root == tmp_path / "desk"
    assert Profile.chosen(Path("~nobody-of-this-name/desk")).root.name == "desk"
