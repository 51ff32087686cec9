"""Tests what a ledger does when its file, its server or its address is not as it should be."""

import asyncio
import multiprocessing
import stat
from pathlib import Path

import psycopg
import pytest

from tests.adapters.sql_ledger.ledger_steps import ledger_at, move, plan
from tests.adapters.sql_ledger.postgres_server import PostgresServer
from tests.domain.repair.examples import correction
from wrapup_desk.adapters.sql_ledger.factory import ledger_for
from wrapup_desk.adapters.sql_ledger.postgres_database import PostgresDatabase
from wrapup_desk.application.base.ports import StoreBroken, StoreError
from wrapup_desk.domain.repair.correction import (
    CorrectionState,
)


def write_until_killed(path: str, ready: "multiprocessing.synchronize.Event") -> None:
    async def work() -> None:
        ledger = ledger_at(path)
        await ledger.open()
        for number in range(100_000):
            one = correction(number)
            await plan(ledger, one, number=number)
            await move(ledger, one, CorrectionState.SENT)
            if number == 5:
                ready.set()

    asyncio.run(work())


def test_a_kill_in_the_middle_leaves_a_whole_ledger(tmp_path: Path) -> None:
    path = str(tmp_path / "corrections.db")
    context = multiprocessing.get_context("spawn")
    for _ in range(3):
        ready = context.Event()
        process = context.Process(target=write_until_killed, args=(path, ready))
        process.start()
        assert ready.wait(60)
        process.kill()
        process.join(30)
        asyncio.run(assert_whole(path))
        Path(path).unlink()


async def assert_whole(path: str) -> None:
    ledger = ledger_at(path)
    await ledger.open()
    check = await ledger.check()
    states = [one.state for one in await ledger.latest()]
    assert check.is_whole
    # one entry for each plan and each move: nothing without its proof
    assert check.count == len(states) + states.count(CorrectionState.SENT)
    await ledger.close()


async def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "corrections.db"
    ledger = ledger_for("", path)

    await ledger.open()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ledger.label == "this computer"
    await ledger.close()


async def test_a_damaged_file_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "corrections.db"
    path.write_bytes(b"no database at all" * 100)
    ledger = ledger_for("", path)

    with pytest.raises(StoreBroken, match="it is damaged"):
        await ledger.open()

    assert path.read_bytes().startswith(b"no database")
    await ledger.close()


async def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ledger = ledger_for("", tmp_path / "file" / "corrections.db")

    with pytest.raises(StoreBroken, match="cannot be used"):
        await ledger.open()

    await ledger.close()


# The team's server


@pytest.mark.parametrize("store", ["mysql://db/x", "db.example", "postgresql:/x"], ids=str)
def test_an_address_that_is_none_is_refused_without_repeating_it(
    store: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreBroken, match="postgresql://") as caught:
        ledger_for(store, tmp_path / "unused")

    assert store not in str(caught.value)


def test_a_malformed_address_is_refused_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreBroken) as caught:
        ledger_for("postgresql://robin:hunter2@[db/x", tmp_path / "unused")

    assert "hunter2" not in str(caught.value)


async def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    ledger = ledger_for("postgresql://robin:hunter2@127.0.0.1:1/x", tmp_path / "unused")

    with pytest.raises(StoreBroken, match="cannot be reached") as caught:
        await ledger.open()

    assert "hunter2" not in str(caught.value)
    await ledger.close()


def test_a_remote_server_has_to_show_its_certificate_unless_told_otherwise() -> None:
    remote = PostgresDatabase("postgresql://robin@db.example.com/desk")
    lax = PostgresDatabase("postgresql://robin@db.example.com/desk?sslmode=require")
    here = PostgresDatabase("postgresql://robin@localhost/desk")

    assert remote._settings["sslmode"] == "verify-full"
    assert remote._settings["sslrootcert"] == "system"
    assert lax._settings["sslmode"] == "require"
    assert "sslrootcert" not in lax._settings
    assert "sslmode" not in here._settings
    assert remote.label == "team store on db.example.com"
    assert here.label == "team store on this computer"


async def test_a_broken_connection_is_opened_again(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        ledger = ledger_for(url, Path("unused"))
        await ledger.open()
        name = url.split("/")[3].split("?")[0]
        with psycopg.connect(url.replace(name, "postgres"), autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

        with pytest.raises(StoreError):
            await plan(ledger, correction(1))

        assert await plan(ledger, correction(1)) == []
        await ledger.close()
