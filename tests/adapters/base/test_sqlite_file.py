"""A small database is its owner's alone, and every trouble with it is told by its path."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from wrapup_desk.adapters.base.sqlite_file import (
    OtherFormat,
    clear_errors,
    create_private_with_folder,
    open_with_tables,
)
from wrapup_desk.application.base.ports import StoreBroken, StoreFull

TABLES = "CREATE TABLE things (content BLOB);"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "small.sqlite3"


def test_what_was_written_is_there_when_it_is_opened_again(path: Path) -> None:
    with closing(open_with_tables(path, TABLES, 1)) as database:
        database.execute("INSERT INTO things VALUES (x'01')")

    with closing(open_with_tables(path, TABLES, 1)) as database:
        assert database.execute("SELECT content FROM things").fetchall() == [(b"\1",)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
def test_only_its_owner_can_read_it(path: Path) -> None:
    with closing(open_with_tables(path, TABLES, 1)) as database:
        database.execute("INSERT INTO things VALUES (x'01')")

        modes = {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}

    assert modes == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
def test_a_folder_made_for_it_is_its_owners_as_well(tmp_path: Path) -> None:
    create_private_with_folder(tmp_path / "data" / "small.sqlite3")

    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_what_is_committed_is_on_the_disk_whatever_fails_next(path: Path) -> None:
    with closing(open_with_tables(path, TABLES, 1)) as database:
        # 2 is FULL: the log is synced at each commit. No test can cut the power.
        assert database.execute("PRAGMA synchronous").fetchone() == (2,)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_tables_that_cannot_all_be_made_leave_none(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_with_tables(path, f"{TABLES} CREATE TABLE things (again);", 1)

    with closing(open_with_tables(path, TABLES, 1)) as database:
        assert database.execute("SELECT * FROM things").fetchall() == []


def test_a_newer_programs_file_is_left_as_it_is(path: Path) -> None:
    open_with_tables(path, TABLES, 2).close()
    before = path.read_bytes()

    with pytest.raises(OtherFormat, match="newer version"):
        open_with_tables(path, TABLES, 1)

    assert path.read_bytes() == before


def test_a_full_disk_is_told_as_such(path: Path) -> None:
    with closing(open_with_tables(path, TABLES, 1)) as database:
        # No disk can be filled for a test: the file may grow no further.
        database.execute("PRAGMA max_page_count = 1")

        with (
            pytest.raises(StoreFull, match=r"there is no room left for .*small\.sqlite3"),
            clear_errors(path),
        ):
            database.execute("INSERT INTO things VALUES (zeroblob(100000))")


@pytest.mark.parametrize(
    "error", [OSError(13, "Permission denied"), sqlite3.Error("some trouble")]
)
def test_any_other_trouble_names_the_file(path: Path, error: Exception) -> None:
    why = r"(Permission denied|some trouble)"
    with (
        pytest.raises(StoreBroken, match=rf"cannot use .*small\.sqlite3: {why}$"),
        clear_errors(path),
    ):
        raise error


def test_no_room_for_the_file_itself_is_a_full_disk_too(path: Path) -> None:
    with pytest.raises(StoreFull), clear_errors(path):
        raise OSError(28, "No space left on device")
