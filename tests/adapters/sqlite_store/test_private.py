"""Whatever the system would allow: databases, and the folders they are in, are their owner's."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.learning.test_outcome_store import an_outcome
from tests.adapters.sql_ledger.ledger_steps import ledger_at
from tests.adapters.sqlite_store.store_files import fill, opened
from tests.conftest import ExpectLog
from tests.fakes import NOON, a_decision, a_submission
from wrapup_desk.adapters.learning.outcome_store import SqliteOutcomes
from wrapup_desk.domain.submission import SubmissionState

NOTE = b"asked for a new boiler"
modes_count = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has access lists instead"
)


@pytest.fixture(autouse=True)
def nothing_masked() -> Iterator[None]:
    former = os.umask(0)
    yield
    os.umask(former)


def modes_in(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}


@modes_count
async def test_a_new_database_is_private_and_so_is_its_folder(tmp_path: Path) -> None:
    async with opened(tmp_path / "data" / "desk.sqlite3") as store:
        await store.save(a_submission(1))
        assert modes_in(tmp_path / "data") == {0o700, 0o600}


@modes_count
async def test_a_mended_database_is_private(tmp_path: Path, expect_log: ExpectLog) -> None:
    expect_log("database was damaged")
    path = tmp_path / "data" / "desk.sqlite3"
    await fill(path, 6)
    content = bytearray(path.read_bytes())
    content[100:160] = b"\xff" * 60
    path.write_bytes(content)

    async with opened(path) as store:
        await store.save(a_submission(99))
        assert store.recovered.kept is not None
        assert modes_in(tmp_path / "data") == {0o700, 0o600}


@modes_count
async def test_one_that_was_open_to_everybody_is_private_from_now_on(tmp_path: Path) -> None:
    path = tmp_path / "data" / "desk.sqlite3"
    await fill(path, 1)
    path.chmod(0o666)

    async with opened(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@modes_count
async def test_a_ledger_and_the_figures_are_private(tmp_path: Path) -> None:
    ledger = ledger_at(str(tmp_path / "ledger" / "repair.sqlite3"))
    await ledger.open()
    await ledger.close()
    figures = SqliteOutcomes(tmp_path / "figures" / "learning.sqlite3")
    await figures.add([an_outcome()])
    await figures.close()

    assert modes_in(tmp_path / "ledger") == {0o700, 0o600}
    assert modes_in(tmp_path / "figures") == {0o700, 0o600}


async def test_what_is_forgotten_is_in_no_file_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    old = replace(
        a_submission(1, state=SubmissionState.CONFIRMED), decision=a_decision(note=NOTE.decode())
    )
    async with opened(folder / "desk.sqlite3") as store:
        await store.save(old)
        assert any(NOTE in path.read_bytes() for path in folder.iterdir())

        await store.forget_before(NOON + timedelta(days=365))

        assert not any(NOTE in path.read_bytes() for path in folder.iterdir())
