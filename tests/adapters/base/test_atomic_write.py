"""Whatever goes wrong while a file is written, the old one stays and nothing lies beside it."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.full_disk import full_disk, needs_full_disk
from wrapup_desk.adapters.base.atomic_write import atomic_write

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_pieces_take_the_place_of_the_old_file(path: Path) -> None:
    atomic_write(path, [b"new ", b"and\r\n", b"whole"])

    assert path.read_bytes() == b"new and\r\nwhole"
    assert list(path.parent.iterdir()) == [path]


@on_posix
def test_a_private_file_is_its_owners_from_its_first_byte_on(path: Path) -> None:
    path.chmod(0o644)
    modes: list[int] = []

    def pieces() -> Iterator[bytes]:
        modes.extend(mode_of(each) for each in path.parent.iterdir() if each != path)
        yield b"secret"

    atomic_write(path, pieces())

    assert modes == [0o600]
    assert mode_of(path) == 0o600


@on_posix
def test_a_file_for_others_has_the_rights_that_files_have_here(path: Path) -> None:
    usual = path.with_name("usual")
    usual.touch()

    atomic_write(path, [b"for all"], private=False)

    assert mode_of(path) == mode_of(usual)


@needs_full_disk
def test_without_room_the_old_file_stays(path: Path) -> None:
    with full_disk(), pytest.raises(OSError, match="File too large"):
        atomic_write(path, [b"new"])

    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_pieces_that_end_in_a_failure_leave_the_old_file(path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"ne"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        atomic_write(path, pieces())

    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_replaced_stays(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    (folder / "full").mkdir(parents=True)

    with pytest.raises(OSError, match="file"):
        atomic_write(folder, [b"new"])

    assert list(tmp_path.iterdir()) == [folder]


def test_two_that_write_at_a_time_make_no_mixture(path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"first "
        atomic_write(path, [b"second"])
        assert path.read_bytes() == b"second"
        yield b"and last"

    atomic_write(path, pieces())

    assert path.read_bytes() == b"first and last"
    assert list(path.parent.iterdir()) == [path]
