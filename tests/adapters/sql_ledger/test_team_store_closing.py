"""Tests that a team store closed at any moment leaves no connection open."""

import asyncio
import threading
from pathlib import Path

import pytest

from wrapup_desk.adapters.sql_ledger.sqlite_database import SqliteDatabase
from wrapup_desk.adapters.sql_ledger.team_store import SqlTeamStore


async def test_a_store_closed_while_it_is_being_opened_is_closed_once_it_is_open(
    tmp_path: Path,
) -> None:
    answers, closed = threading.Event(), threading.Event()

    class SlowToOpen(SqliteDatabase):
        def close(self) -> None:
            super().close()
            closed.set()

    def open_when_it_answers() -> SlowToOpen:
        answers.wait()
        return SlowToOpen(tmp_path / "team.sqlite3")

    store = SqlTeamStore(open_when_it_answers, "database")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await store.latest_model()

    async with asyncio.timeout(10):
        await store.close()  # although it does not answer
    answers.set()

    assert await asyncio.to_thread(closed.wait, 10)
