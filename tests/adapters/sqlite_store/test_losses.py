"""Whatever happens to the database or its log, each waiting code is found, or told to be short."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.sqlite_store.damages import (
    FRAME_BYTES,
    NAME,
    WAITING,
    Scene,
    after,
    all_damages,
    flips,
    log_of,
    make_scene,
    record_of,
)
from tests.adapters.sqlite_store.store_files import opened
from tests.conftest import ExpectLog
from tests.fakes import a_decision, a_key, a_submission
from wrapup_desk.adapters.sqlite_store.database import SubmissionDatabase
from wrapup_desk.adapters.sqlite_store.health import trouble_of
from wrapup_desk.adapters.sqlite_store.opening import Recovered
from wrapup_desk.adapters.sqlite_store.promises import PromiseRecord
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.main.apps.recovery_notice import database_mended

# Opens the store, and ends without a trace before the n-th time a file is renamed or removed.
STOPPED = """
import asyncio, os, sys
from pathlib import Path
from tests.fakes import FakeClock
from wrapup_desk.adapters.sqlite_store import SqliteStore

left = [int(sys.argv[2])]

def on_event(name, arguments):
    if name in ("os.rename", "os.remove"):
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)

sys.addaudithook(on_event)
asyncio.run(SqliteStore(Path(sys.argv[1]), FakeClock()).open())
"""


@pytest.fixture(params=[0, 12], ids=["all in the log", "half carried over"])
async def scene(tmp_path: Path, request: pytest.FixtureRequest) -> Scene:
    return await make_scene(tmp_path / "scene", request.param)


async def test_no_damage_loses_a_waiting_code_without_a_word(
    scene: Scene, tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    damages = all_damages(scene)
    assert len(damages) >= 100

    silent = {}
    for number, (name, damage) in enumerate(damages.items()):
        outcome = await after(scene, damage, tmp_path / f"damaged-{number}")
        if outcome.silent:
            silent[name] = outcome.silent

    assert silent == {}


async def test_a_flipped_bit_of_the_log_costs_no_code_and_at_most_its_own_note(
    scene: Scene, tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    for number, (name, damage) in enumerate(flips(scene, 30).items()):
        outcome = await after(scene, damage, tmp_path / f"flipped-{number}")

        assert (name, outcome.silent) == (name, ())
        assert outcome.whole >= WAITING - 1, name


async def test_sqlite_alone_would_lose_codes_without_a_word(scene: Scene, tmp_path: Path) -> None:
    """The control: these damages are none that SQLite notices."""
    unnoticed = 0
    for number, damage in enumerate(flips(scene, 20).values()):
        place = tmp_path / f"control-{number}"
        shutil.copytree(scene.folder, place)
        damage(place / NAME)
        database = SubmissionDatabase(place / NAME)
        unnoticed += len(database.unfinished()) < WAITING
        database.close()

    assert unnoticed > 10


@pytest.mark.parametrize("step", range(6, 12))
async def test_a_recovery_that_is_killed_at_any_step_loses_nothing(
    scene: Scene, tmp_path: Path, step: int, expect_log: ExpectLog
) -> None:
    def kill_the_recovery(path: Path) -> None:
        log_of(path).write_bytes(b"ruined" + log_of(path).read_bytes()[6:])
        command = [sys.executable, "-c", STOPPED, str(path), str(step)]
        statuses.append(subprocess.run(command, check=False, capture_output=True).returncode)

    statuses: list[int] = []
    expect_log("database was damaged")
    outcome = await after(scene, kill_the_recovery, tmp_path / "killed")

    assert statuses in ([9], [0])
    assert outcome.silent == ()
    assert outcome.whole == WAITING


async def test_a_file_that_was_emptied_gives_back_what_its_log_has(
    tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    scene = await make_scene(tmp_path / "scene")
    outcome = await after(scene, all_damages(scene)["file emptied"], tmp_path / "empty")

    assert (outcome.whole, outcome.told) == (WAITING, 0)


async def test_what_went_missing_is_named_with_its_conversation(
    tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("from the record, without notes: conversation-7 rev 1")
    path = tmp_path / NAME
    async with opened(path) as store:
        await store.save(a_submission(7))
        shutil.copy(record_of(path), tmp_path / "kept")
    path.unlink()
    (tmp_path / "kept").replace(record_of(path))

    async with opened(path) as store:
        assert [each.key for each in await store.unfinished()] == [a_key(7)]
        notice = database_mended(store.recovered)

    assert "1 waiting code was put back and will be sent: " in notice.text
    assert "(conversation conversation-7)" in notice.text


async def test_what_was_finished_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / NAME
    async with opened(path) as store:
        for number in range(600):
            await store.save(a_submission(number))
            await store.save(replace(a_submission(number), state=SubmissionState.CONFIRMED))
        assert record_of(path).stat().st_size < 300_000
    path.unlink()

    async with opened(path) as store:
        assert store.recovered == Recovered()
        assert await store.unfinished() == ()


async def test_a_code_that_is_put_back_has_its_further_topics(
    tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")
    path = tmp_path / NAME
    decision = a_decision(note="Mrs Canary called", tags=("Refund", "Technical help"))
    async with opened(path) as store:
        await store.save(replace(a_submission(1), decision=decision, old_tags=()))
    path.unlink()

    async with opened(path) as store:
        (submission,) = await store.unfinished()

    assert submission.decision == replace(decision, note="")
    assert submission.old_tags == ()


async def test_the_record_has_no_words_of_people_and_is_for_its_owner_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / NAME
    said = a_decision(note="Mrs Canary called")
    async with opened(path) as store:
        submission = replace(
            a_submission(1),
            decision=said,
            old_note="canary",
            old_tags=("canary",),
            reason="canary",
        )
        await store.save(submission)
        await store.save(submission.revised(said))

        content = record_of(path).read_bytes()
        assert b"conversation-1" in content
        assert b"canary" not in content.lower()
        # Windows has access lists instead.
        assert sys.platform == "win32" or record_of(path).stat().st_mode & 0o077 == 0


async def test_tags_that_stood_in_genesys_are_not_in_the_record_of_a_code_without_words(
    tmp_path: Path,
) -> None:
    path = tmp_path / NAME
    async with opened(path) as store:
        await store.save(replace(a_submission(1), decision=a_decision(), old_tags=("canary",)))

        assert b"canary" not in record_of(path).read_bytes().lower()


async def test_a_commit_that_a_kill_cut_short_is_carried_over_quietly(
    tmp_path: Path,
) -> None:
    """Its row is in the log without the end of its transaction; nobody was told it is saved."""
    scene = await make_scene(tmp_path / "scene")
    path = scene.folder / NAME
    record = PromiseRecord(record_of(path))
    promised = record.read()
    assert promised is not None
    newest = scene.waiting[a_key(WAITING - 1)]
    record.begin(each.submission for key, each in promised.open.items() if key != newest.key)
    record.close()
    content = log_of(path).read_bytes()
    end = len(content) - FRAME_BYTES + 4  # the mark that ends a transaction
    log_of(path).write_bytes(content[:end] + bytes(4) + content[end + 4 :])

    async with opened(path) as store:
        assert store.recovered.kept is None
        assert set(await store.unfinished()) == set(scene.waiting.values())


async def test_a_kill_while_the_file_is_made_is_no_damage(tmp_path: Path) -> None:
    """Until it has its write-ahead log SQLite keeps a journal, which only a writer can undo."""
    live, path = tmp_path / "live.sqlite3", tmp_path / "killed" / NAME
    path.parent.mkdir()
    with closing(sqlite3.connect(live, isolation_level=None)) as connection:
        for statement in ("PRAGMA synchronous = OFF", "PRAGMA cache_size = 1",
                          "CREATE TABLE first (x)", "BEGIN", "CREATE TABLE second (x)"):  # fmt: skip
            connection.execute(statement)
        connection.executemany("INSERT INTO first VALUES (?)", [(bytes(3000),)] * 50)
        shutil.copy(live, path)
        shutil.copy(tmp_path / "live.sqlite3-journal", path.with_name(f"{NAME}-journal"))

    async with opened(path) as store:
        assert store.recovered == Recovered()
        await store.save(a_submission(1))


async def test_a_check_of_an_emptied_file_leaves_its_log_for_the_next_start(
    tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("database was damaged")

    def empty_and_check(path: Path) -> None:
        path.write_bytes(b"")
        assert trouble_of(path) == "it is empty, but its log is not"

    scene = await make_scene(tmp_path / "scene")
    outcome = await after(scene, empty_and_check, tmp_path / "checked")

    assert (outcome.whole, outcome.told) == (WAITING, 0)
