"""Damaged database files always open, with every row that is whole."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.sqlite_store.store_contract import LONG_AGO
from tests.adapters.sqlite_store.store_files import fill, opened, read_all
from tests.conftest import ExpectLog
from tests.fakes import REFUND, a_key, a_submission
from wrapup_desk.application.base.ports import StoreBroken

DAMAGED_FILES = 200


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "wrapup-desk.db"


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
        if store.recovered.kept is not None:
            quarantined += 1
            assert store.recovered.kept.read_bytes() == damaged

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

    assert store.recovered.kept is not None
    assert store.recovered.kept.read_bytes() == content


async def test_a_second_damage_in_the_same_second_keeps_both_files(
    path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    path.parent.mkdir()
    kept = []
    for content in (b"first" * 500, b"second" * 500):
        path.write_bytes(content)
        async with opened(path) as store:
            assert store.recovered.kept is not None
            kept.append(store.recovered.kept.read_bytes())

    assert kept == [b"first" * 500, b"second" * 500]


async def test_a_truncated_file_gives_back_the_rows_it_still_has(
    path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    written = await fill(path, 60)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])

    found = await read_all(path)

    # What was cut away and had to be sent is put back without its note.
    assert found
    assert {replace(each, decision=replace(each.decision, note="")) for each in found} <= {
        replace(each, decision=replace(each.decision, note="")) for each in written
    }


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

    assert store.recovered.kept is not None


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
