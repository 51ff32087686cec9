"""Damaged copies are kept as long as the settings say, then they go."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.adapters.genesys.rest_harness import HandClock
from wrapup_desk.adapters.files.set_aside import purge_damaged, set_aside_in
from wrapup_desk.main.system.daily_purge import purge_daily

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEFORE = NOW - timedelta(days=30)


def make(folder: Path, name: str, age: timedelta = timedelta(0)) -> None:
    path = folder / name
    path.write_text("x")
    moment = (NOW - age).timestamp()
    os.utime(path, (moment, moment))


def test_old_damaged_copies_go_with_what_is_beside_them(tmp_path: Path) -> None:
    old = timedelta(days=31)
    for name in ("desk-damaged-20261001-080000.sqlite3", "desk-damaged-20261001-080000.sqlite3-wal",
                 "desk-damaged-20261001-080000-2.sqlite3", "settings.broken.toml",
                 "settings.broken-2.toml", "learning.sqlite3.damaged"):  # fmt: skip
        make(tmp_path, name, old)

    assert purge_damaged(tmp_path, BEFORE) == 6
    assert list(tmp_path.iterdir()) == []


def test_younger_ones_and_all_else_stay(tmp_path: Path) -> None:
    old = timedelta(days=31)
    # Damaged yesterday, but not written to for a long time before that.
    make(tmp_path, "desk-damaged-20261121-080000.sqlite3", old)
    make(tmp_path, "learning.sqlite3.damaged")
    for name in ("desk.sqlite3", "desk.sqlite3-wal", "settings.toml", "installation",
                 "learnt.model.unreadable-2026-01-01"):  # fmt: skip
        make(tmp_path, name, old)

    assert purge_damaged(tmp_path, BEFORE) == 0
    assert len(list(tmp_path.iterdir())) == 7


def test_all_that_was_set_aside_is_found(tmp_path: Path) -> None:
    names = {"learnt.model.unreadable-2026-01-01", "settings.broken.toml",
             "desk-damaged-20261121-080000.sqlite3"}  # fmt: skip
    for name in (*names, "desk.sqlite3"):
        make(tmp_path, name)

    assert {path.name for path in set_aside_in(tmp_path)} == names


async def test_it_is_done_each_day_by_the_settings_of_that_day(tmp_path: Path) -> None:
    clock = HandClock()
    keep = [timedelta(days=30), timedelta(days=1)]
    make(tmp_path, "desk-damaged-20261101-080000.sqlite3")
    purging = asyncio.create_task(  # noqa: TID251 -- the test's own; it ends it below
        purge_daily(tmp_path, clock, lambda: keep.pop(0) if len(keep) > 1 else keep[0])
    )

    async with asyncio.timeout(5):
        while list(tmp_path.iterdir()):  # noqa: ASYNC110 -- a folder has no event
            await asyncio.sleep(0)
    purging.cancel()

    assert keep == [timedelta(days=1)]
    assert clock.slept[0] == 86_400
