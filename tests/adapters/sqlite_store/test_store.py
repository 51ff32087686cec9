"""The real database file under everything that happens to files."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.sqlite_store.store_contract import LONG_AGO, Store, StoreContract, decided_at
from tests.adapters.sqlite_store.store_files import fill, opened, read_all
from tests.fakes import NOON, FakeClock, InMemoryStore, a_decision, a_key, a_submission
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.adapters.sqlite_store.database import CARRY_OVER_EVERY
from wrapup_desk.adapters.sqlite_store.rows import checksum, decode, encode
from wrapup_desk.application.base.ports import StoreBroken, StoreFull
from wrapup_desk.domain.submission import SubmissionState

PAGE_BYTES = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "wrapup-desk.db"


class TestInMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        return InMemoryStore()


class TestSqliteStore(StoreContract):
    @pytest.fixture
    async def store(self, path: Path) -> AsyncIterator[Store]:
        async with opened(path) as store:
            yield store


# A file of one's own


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
async def test_only_this_user_can_read_the_file_and_what_is_beside_it(path: Path) -> None:
    async with opened(path) as store:
        await store.save(a_submission())
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}

    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
async def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    await fill(path, 1)
    path.chmod(0o644)

    await read_all(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_what_is_forgotten_leaves_no_trace_in_the_files(path: Path) -> None:
    secret = a_submission(state=SubmissionState.CONFIRMED)
    secret = replace(secret, decision=a_decision(note="NOTE-TO-BE-FORGOTTEN"))

    async with opened(path) as store:
        await store.save(decided_at(2, NOON))
        await store.save(secret)
        await store.save(replace(secret, attempts=2))
        await store.forget_before(NOON.replace(year=2027))

        for part in path.parent.iterdir():
            assert b"NOTE-TO-BE-FORGOTTEN" not in part.read_bytes()


async def test_work_that_was_saved_is_there_after_closing(path: Path) -> None:
    written = await fill(path, 20)

    assert await read_all(path) == written


# Crash and power failure

CRASHING_WRITER = """
import asyncio, sys
from pathlib import Path
from tests.fakes import FakeClock, a_submission
from wrapup_desk.adapters.sqlite_store import SqliteStore

async def main():
    store = SqliteStore(Path(sys.argv[1]), FakeClock())
    await store.open()
    for number in range(1, 100_000):
        await store.save(a_submission(number))
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()

asyncio.run(main())
"""


@pytest.mark.parametrize("lines", [1, 7, 40])
async def test_what_was_saved_before_a_kill_is_there_after_it(path: Path, lines: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CRASHING_WRITER, str(path), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    last_told = 0
    for _ in range(lines):
        last_told = int(await asyncio.wait_for(process.stdout.readline(), 30))
    process.kill()
    rest = await process.stdout.read()
    await process.wait()
    told = [last_told, *map(int, re.findall(rb"(\d+)\n", rest))]

    found = {each.key for each in await read_all(path)}

    assert found >= {a_key(number) for number in range(1, max(told) + 1)}


# The log


async def test_the_log_is_carried_over_when_a_code_is_done_and_never_while_one_waits(
    path: Path,
) -> None:
    async with opened(path) as store:
        before = path.read_bytes()
        for number in range(3 * CARRY_OVER_EVERY):
            await store.save(a_submission(number))
        assert path.read_bytes() == before

        await store.save(a_submission(1, state=SubmissionState.CONFIRMED))

        assert len(path.read_bytes()) > len(before)
        log_bytes = path.with_name(path.name + "-wal").stat().st_size
        for number in range(3 * CARRY_OVER_EVERY):
            await store.save(a_submission(number, state=SubmissionState.CONFIRMED))
        assert path.with_name(path.name + "-wal").stat().st_size == log_bytes


# A full disk


async def test_a_full_disk_is_told_and_loses_nothing_that_was_saved(path: Path) -> None:
    async with opened(path) as store:
        await limit_pages(store, 12)
        saved = []

        async def save_on() -> None:
            for number in range(1000):
                await store.save(a_submission(number))
                saved.append(a_key(number))

        with pytest.raises(StoreFull, match="no room left on the disk"):
            await save_on()
        assert saved
        assert {each.key for each in await store.since(LONG_AGO)} == set(saved)

        await limit_pages(store, 1000)
        await store.save(a_submission(2000))

    assert {each.key for each in await read_all(path)} == {*saved, a_key(2000)}


async def test_a_disk_too_full_to_mend_leaves_the_damaged_file_alone(
    path: Path,
) -> None:
    await fill(path, 20)
    damaged = bytearray(path.read_bytes())
    damaged[2 * PAGE_BYTES : 2 * PAGE_BYTES + 8] = b"\xff" * 8
    path.write_bytes(damaged)
    # A directory in the way of the fresh file stands in for a disk that takes no more.
    (path.parent / "wrapup-desk-mended.db").mkdir()

    with pytest.raises(StoreBroken, match="cannot use the database"):
        await read_all(path)

    assert path.read_bytes() == damaged


async def limit_pages(store: SqliteStore, pages: int) -> None:
    """Let the file grow to so many pages and no more, as a full disk does."""
    database = store._opened
    await store._run(lambda: database._connection.execute(f"PRAGMA max_page_count = {pages}"))


# Other programs and other versions


async def test_a_newer_versions_file_is_told_and_not_touched(path: Path) -> None:
    await fill(path, 3)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()

    with pytest.raises(StoreBroken, match=r"newer version of WrapUp Desk \(format 99\)"):
        await read_all(path)

    assert path.read_bytes() == before


async def test_a_file_another_program_holds_is_told_and_not_touched(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wrapup_desk.adapters.sqlite_store.database.BUSY_S", 0.05)
    await fill(path, 3)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreBroken, match="another program uses it"):
            await read_all(path)

    assert len(await read_all(path)) == 3


async def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")

    with pytest.raises(StoreBroken, match="cannot use the database"):
        await read_all(tmp_path / "file" / "wrapup-desk.db")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
async def test_a_file_that_may_only_be_read_is_told_and_not_mended(path: Path) -> None:
    await fill(path, 3)
    path.chmod(0o400)

    with pytest.raises(StoreBroken, match="Permission denied"):
        await read_all(path)


async def test_a_store_that_was_never_opened_says_so(path: Path) -> None:
    store = SqliteStore(path, FakeClock())

    with pytest.raises(StoreBroken, match="not open"):
        await store.unfinished()

    await store.close()


def test_a_row_of_a_version_without_tags_still_reads() -> None:
    submission = a_submission(decision=a_decision(note="said"))
    content = encode(submission)

    assert b"tags" not in content, "what an older version reads is not changed by a newer one"
    assert decode(content, checksum(content)) == submission
