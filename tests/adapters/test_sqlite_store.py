"""The real database file under everything that happens to files."""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.store_contract import LONG_AGO, Store, StoreContract, decided_at
from tests.conftest import ExpectLog
from tests.fakes import NOON, REFUND, FakeClock, InMemoryStore, a_decision, a_key, a_submission
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.application.ports import StoreBroken, StoreFull
from wrapup_desk.domain.submission import Submission, SubmissionState

DAMAGED_FILES = 200
PAGE_BYTES = 4096


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(path, FakeClock())
    try:
        await store.open()
        yield store
    finally:
        await store.close()


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


async def fill(path: Path, count: int) -> list[Submission]:
    """Write a day's work and return it: finished and unfinished, one with a long note."""
    written = []
    async with opened(path) as store:
        for number in range(count):
            state = SubmissionState.WAITING if number % 3 == 0 else SubmissionState.CONFIRMED
            note = f"note {number} " * (number % 7)
            submission = replace(
                a_submission(number, state=state), decision=a_decision(note=note.strip())
            )
            await store.save(submission)
            written.append(submission)
        await store.save_model(b"model" * 1000)
    return written


async def read_all(path: Path) -> list[Submission]:
    async with opened(path) as store:
        return list(await store.since(LONG_AGO))


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


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("lines", [1, 7, 40])
async def test_what_was_saved_before_a_kill_is_there_after_it(path: Path, lines: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CRASHING_WRITER, str(path), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    last_told = 0
    for _ in range(lines):
        last_told = int(await asyncio.wait_for(process.stdout.readline(), 30))
    process.send_signal(signal.SIGKILL)
    rest = await process.stdout.read()
    await process.wait()
    told = [last_told, *map(int, re.findall(rb"(\d+)\n", rest))]

    found = {each.key for each in await read_all(path)}

    assert found >= {a_key(number) for number in range(1, max(told) + 1)}


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


# Damage


@pytest.mark.slow
async def test_two_hundred_damaged_files_all_open_with_what_is_whole_of_them(
    tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    sound = tmp_path / "sound.db"
    written = await fill(sound, 60)
    by_key = {each.key: each for each in written}
    content = sound.read_bytes()
    chance = random.Random(20)
    quarantined = rows_lost = 0
    for number in range(DAMAGED_FILES):
        path = tmp_path / f"damaged-{number}" / "wrapup-desk.db"
        path.parent.mkdir()
        damaged = bytearray(content)
        places = [chance.randrange(len(damaged)) for _ in range(chance.randint(1, 20))]
        for place in places:
            damaged[place] = chance.randrange(256)
        path.write_bytes(damaged)

        async with opened(path) as store:
            found = await store.since(LONG_AGO)
            assert set(await store.unfinished()) == {
                each for each in found if not each.state.is_final
            }
            model = await store.load_model()
            await store.save(a_submission(999))
        # What is found is what was written; each damaged byte spoils one row at most.
        assert all(each == by_key[each.key] for each in found)
        assert len(written) - len(found) <= len(places)
        assert model in (None, b"model" * 1000)
        rows_lost += len(written) - len(found)
        if store.quarantined is not None:
            quarantined += 1
            assert store.quarantined.read_bytes() == damaged

    assert quarantined > DAMAGED_FILES // 2
    assert rows_lost < DAMAGED_FILES * 10


@pytest.mark.parametrize(
    "content",
    [b"not a database at all" * 300, b"SQLite format 3\0" + b"\xff" * 4096, b"\0" * 9000],
    ids=["text", "only a header", "zeros"],
)
async def test_a_file_that_is_no_database_is_kept_aside(
    path: Path, content: bytes, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    path.parent.mkdir()
    path.write_bytes(content)

    async with opened(path) as store:
        assert await store.since(LONG_AGO) == ()

    assert store.quarantined is not None
    assert store.quarantined.read_bytes() == content


async def test_a_second_damage_in_the_same_second_keeps_both_files(
    path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    path.parent.mkdir()
    kept = []
    for content in (b"first" * 500, b"second" * 500):
        path.write_bytes(content)
        async with opened(path) as store:
            assert store.quarantined is not None
            kept.append(store.quarantined.read_bytes())

    assert kept == [b"first" * 500, b"second" * 500]


async def test_a_truncated_file_gives_back_the_rows_it_still_has(
    path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    written = await fill(path, 60)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])

    found = await read_all(path)

    assert found
    assert set(found) <= set(written)


async def test_rows_in_the_log_of_a_killed_program_are_saved_when_the_file_is_damaged(
    path: Path, expect_log: ExpectLog, tmp_path: Path
) -> None:
    expect_log("database was damaged")
    copy = tmp_path / "copy" / path.name
    copy.parent.mkdir()
    async with opened(path) as store:
        await store.save(a_submission(1))
        await store.save(a_submission(2, REFUND))
        for part in path.parent.iterdir():
            shutil.copy(part, copy.parent)
    log = copy.parent / f"{path.name}-wal"
    log.write_bytes(b"ruined!!" + log.read_bytes()[8:])
    copy.write_bytes(b"ruined" * 2000)

    assert {each.key for each in await read_all(copy)} == {a_key(1), a_key(2)}


async def test_of_two_traces_of_one_leg_the_later_revision_is_saved(
    path: Path, expect_log: ExpectLog, tmp_path: Path
) -> None:
    expect_log("database was damaged")
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    async with opened(first) as store:
        await store.save(a_submission(1))
    async with opened(second) as store:
        await store.save(a_submission(1, REFUND, revision=2))
    path.parent.mkdir()
    path.write_bytes(b"ruined" + first.read_bytes() + second.read_bytes() + first.read_bytes())

    assert await read_all(path) == [a_submission(1, REFUND, revision=2)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE submissions SET is_final = 1",
        "UPDATE submissions SET revision = 0",
        "UPDATE submissions SET content = CAST('{}' AS BLOB)",
        "UPDATE submissions SET checksum = x'00'",
        "UPDATE submissions SET content = 'text'",
        "DROP TABLE submissions",
    ],
)
async def test_a_wrong_row_that_sqlite_itself_finds_sound_is_found(
    path: Path, damage: str, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    await fill(path, 3)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(damage)

    async with opened(path) as store:
        await store.save(a_submission(7))
        assert a_key(7) in {each.key for each in await store.unfinished()}

    assert store.quarantined is not None


async def test_damage_while_the_program_runs_is_one_clear_message(path: Path) -> None:
    async with opened(path) as store:
        await store.save(a_submission())
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE submissions SET checksum = x'00'")

        with pytest.raises(StoreBroken, match="start the program again to mend it"):
            await store.unfinished()


async def test_a_damaged_model_is_no_model(path: Path) -> None:
    async with opened(path) as store:
        await store.save_model(b"model")
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE models SET content = x'00'")

        assert await store.load_model() is None


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
    monkeypatch.setattr("wrapup_desk.adapters.sqlite_store.database._BUSY_S", 0.05)
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
