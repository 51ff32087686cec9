"""Outcomes are kept on disk, replaced by corrections, and forgotten in time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import BILLING, CODES, NOON, REFUND
from wrapup_desk.adapters.learning.outcome_store import KEPT_FOR, SqliteOutcomes, outcomes_since
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.learning.outcomes import Outcome, OutcomeWriter, Seen


def an_outcome(id_: str = "1", **changes: Any) -> Outcome:
    values: dict[str, Any] = {
        "id": id_,
        "at": NOON,
        "queue_id": "queue-1",
        "queue_name": "Support",
        "chosen_code_id": BILLING.id,
        "suggested_code_id": REFUND.id,
        "probability": 0.75,
        "would_have_acted": True,
        "seen": Seen.SHADOW,
        "codes": CODES,
    }
    return Outcome(**(values | changes))


async def test_what_was_added_is_there_for_the_next_program(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "learning.sqlite3"
    first = SqliteOutcomes(path)
    await first.add([an_outcome("1"), an_outcome("2", suggested_code_id=None)])
    await first.close()

    second = SqliteOutcomes(path)
    kept = await second.since(NOON)
    await second.close()

    assert [each.record for each in kept.outcomes] == [
        an_outcome().record,
        an_outcome(suggested_code_id=None).record,
    ]
    assert kept.outcomes[0].seen is Seen.SHADOW
    assert kept.queue_names == {"queue-1": "Support"}
    assert [code.name for code in kept.codes_by_queue["queue-1"]] == [code.name for code in CODES]


async def test_a_correction_takes_the_place_of_the_outcome(tmp_path: Path) -> None:
    store = SqliteOutcomes(tmp_path / "learning.sqlite3")
    await store.add([an_outcome()])
    await store.add([an_outcome(chosen_code_id=REFUND.id)])

    kept = await store.since(NOON)
    await store.close()

    assert [each.chosen_code_id for each in kept.outcomes] == [REFUND.id]


async def test_what_is_older_than_half_a_year_is_forgotten(tmp_path: Path) -> None:
    store = SqliteOutcomes(tmp_path / "learning.sqlite3")
    await store.add([an_outcome("old")])
    await store.add([an_outcome("new", at=NOON + KEPT_FOR + timedelta(days=1))])

    kept = await store.since(NOON)
    await store.close()

    assert [each.id for each in kept.outcomes] == ["new"]


async def test_a_damaged_file_is_put_aside_and_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "learning.sqlite3"
    path.write_bytes(b"not a database, but long enough to look at" * 100)
    store = SqliteOutcomes(path)

    await store.add([an_outcome()])
    await store.close()

    assert (tmp_path / "learning.sqlite3.damaged").exists()


async def test_while_the_disk_refuses_outcomes_wait_and_are_written_later(
    tmp_path: Path, expect_log: object
) -> None:
    assert callable(expect_log)
    expect_log("could not be written")
    folder = tmp_path / "profile"
    folder.write_text("a file in the place of the folder")
    store = SqliteOutcomes(folder / "learning.sqlite3")
    keeper = OutcomeWriter(store)
    keeper.note(an_outcome())
    await keeper.flush()
    folder.unlink()

    await keeper.flush()

    kept = await store.since(NOON)
    await store.close()
    assert [each.id for each in kept.outcomes] == ["1"]


async def test_a_newer_programs_file_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "learning.sqlite3"
    store = SqliteOutcomes(path)
    await store.add([an_outcome()])
    await store._run(lambda database: database.execute("PRAGMA user_version = 99"))
    await store.close()

    newer = SqliteOutcomes(path)
    with pytest.raises(StoreBroken, match="newer version"):
        await newer.since(NOON)
    await newer.close()

    assert path.exists()


async def test_what_was_held_back_is_remembered_until_a_correction_or_the_time_takes_it(
    tmp_path: Path,
) -> None:
    store = SqliteOutcomes(tmp_path / "learning.sqlite3")
    await store.add([an_outcome("1", is_held_back=True), an_outcome("2", is_held_back=True)])
    await store.add([an_outcome("2")])

    kept = {each.id: each.is_held_back for each in (await store.since(NOON)).outcomes}
    await store.close()

    assert kept == {"1": True, "2": False}


async def test_a_file_from_before_anything_was_held_back_is_read_and_written_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "learning.sqlite3"
    first = SqliteOutcomes(path)
    await first.add([an_outcome("old")])
    await first.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE held_back")
        assert [each.id for each in outcomes_since(file, NOON).outcomes] == ["old"]

    second = SqliteOutcomes(path)
    await second.add([an_outcome("new", is_held_back=True)])
    kept = {each.id: each.is_held_back for each in (await second.since(NOON)).outcomes}
    await second.close()

    assert kept == {"old": False, "new": True}
