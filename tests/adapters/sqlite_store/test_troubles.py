"""A store that could not be opened: what can be read is, and it is opened once that works."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.adapters.sqlite_store.store_contract import LONG_AGO
from tests.adapters.sqlite_store.store_files import fill, read_all
from tests.fakes import FakeClock, a_submission
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.adapters.sqlite_store.store import OPEN_AGAIN_AFTER_S, as_store_error
from wrapup_desk.application.base.ports import StoreBroken, StoreFull


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "wrapup-desk.db"


@pytest.fixture
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that has the file for itself, until it is closed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        yield holder


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wrapup_desk.adapters.sqlite_store.database.BUSY_S", 0.05)


def hold(holder: sqlite3.Connection) -> None:
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")


async def test_what_was_saved_before_can_be_read_although_the_file_cannot_be_opened(
    path: Path, held: sqlite3.Connection
) -> None:
    written = await fill(path, 20)
    hold(held)
    store = SqliteStore(path, FakeClock())

    with pytest.raises(StoreBroken):
        await store.open()

    assert sorted(await store.since(LONG_AGO), key=str) == sorted(written, key=str)
    assert await store.newest_at() == max(each.decision.decided_at for each in written)
    assert {each.key for each in await store.unfinished()} == {
        each.key for each in written if not each.state.is_final
    }
    await store.close()


async def test_a_file_that_could_not_be_opened_is_opened_by_a_later_write(
    path: Path, held: sqlite3.Connection
) -> None:
    await fill(path, 3)
    clock = FakeClock()
    store = SqliteStore(path, clock)
    hold(held)
    with pytest.raises(StoreBroken):
        await store.open()
    with pytest.raises(StoreBroken, match="another program uses it"):
        await store.save(a_submission(50))
    held.close()

    await clock.advance(OPEN_AGAIN_AFTER_S)
    await store.save(a_submission(50))
    await store.close()

    assert len(await read_all(path)) == 4


async def test_between_two_tries_to_open_it_a_write_fails_at_once(
    path: Path, held: sqlite3.Connection
) -> None:
    await fill(path, 3)
    store = SqliteStore(path, FakeClock())
    hold(held)
    with pytest.raises(StoreBroken):
        await store.open()
    held.close()

    # It would work by now; but a code must not wait for a try that may last.
    with pytest.raises(StoreBroken, match="another program uses it"):
        await store.save(a_submission(50))
    await store.close()


async def test_a_check_tells_whether_anything_can_be_written(path: Path) -> None:
    store = SqliteStore(path, FakeClock())
    await store.open()

    await store.check()
    await store._run(lambda: store._opened._connection.execute("PRAGMA query_only = ON"))
    with pytest.raises(StoreBroken, match="cannot use the database"):
        await store.check()

    await store.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_system_that_has_no_room_for_a_file_says_so(path: Path, number: int) -> None:
    assert isinstance(as_store_error(path, OSError(number, os.strerror(number))), StoreFull)


REAL_FULL_DISK = """
import asyncio, os, sys
from pathlib import Path
from tests.fakes import FakeClock, a_submission
from tests.adapters.sqlite_store.store_contract import LONG_AGO
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.application.base.ports import StoreFull

folder = Path(sys.argv[1])
path = folder / "data" / "desk.sqlite3"

async def main():
    store = SqliteStore(path, FakeClock())
    await store.open()
    await store.save(a_submission(1))
    await store._run(lambda: None)
    # A kill, not an end: the log stays, as after a crash, and has the only copy.
    os._exit(0) if os.fork() == 0 else os.wait()
    copy = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    await store.close()
    for name, content in copy.items():
        (path.parent / name).write_bytes(content)
    (path.parent / "desk.sqlite3-shm").unlink()
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"0" * 512):
                pass
        except OSError:
            pass
    clock = FakeClock()
    store = SqliteStore(path, clock)
    try:
        await store.open()
        await store.check()
    except StoreFull as full:
        print("full:", full)
    print("unfinished:", len(await store.unfinished()))
    filler.unlink()
    await clock.advance(60)
    await store.check()
    await store.save(a_submission(2))
    print("rows:", len(await store.since(LONG_AGO)))
    await store.close()

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a tmpfs of its own")
def test_on_a_disk_that_is_really_full_the_last_codes_are_read_and_kept_later(
    tmp_path: Path,
) -> None:
    mount = f"mount -t tmpfs -o size=256k none {tmp_path} && exec {sys.executable} -c "
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", mount + '"$1" "$2"', "sh"]
    try:
        done = subprocess.run(
            [*command, REAL_FULL_DISK, str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        )
    except FileNotFoundError:
        pytest.skip("there is no unshare here")
    if "unshare:" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no tmpfs can be mounted here: {done.stderr.strip()}")

    lines = done.stdout.splitlines()
    assert lines == [
        f"full: there is no room left on the disk of {tmp_path / 'data'}",
        "unfinished: 1",
        "rows: 2",
    ], done.stderr
