"""Keeps what was chosen beside what was suggested, in a small SQLite file of its own.

Apart from the outbox: figures must never hold up a code. A damaged file is put aside and begun
again, because what is lost are figures.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from wrapup_desk.adapters.base.daemon_worker import DaemonWorker
from wrapup_desk.adapters.base.sqlite_file import clear_errors, open_with_tables
from wrapup_desk.application.learning.outcomes import Outcome, Seen, StoredOutcomes
from wrapup_desk.domain.wrapup import WrapupCode

T = TypeVar("T")

KEPT_FOR = timedelta(days=180)
_VERSION = 1
_TABLES = """
    CREATE TABLE outcomes (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, queue_id TEXT NOT NULL,
        chosen_code_id TEXT NOT NULL, suggested_code_id TEXT, probability REAL NOT NULL,
        would_have_acted INTEGER NOT NULL, seen TEXT NOT NULL
    );
    CREATE INDEX outcomes_by_time ON outcomes (at);
    CREATE TABLE queues (id TEXT PRIMARY KEY, name TEXT NOT NULL, codes TEXT NOT NULL);
"""
# Ids of outcomes whose suggestion was shown instead of sent. A table of its own: files of former
# versions have none, and former versions can read files that have it.
_HELD_BACK = "CREATE TABLE IF NOT EXISTS held_back (id TEXT PRIMARY KEY)"


class SqliteOutcomes:
    """Implements `OutcomeStore`; opened at its first use, on a thread of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._worker = DaemonWorker("outcomes")
        self._connection: sqlite3.Connection | None = None

    async def add(self, outcomes: Sequence[Outcome]) -> None:
        await self._run(lambda database: _add(database, outcomes))

    async def since(self, instant: datetime) -> StoredOutcomes:
        return await self._run(lambda database: outcomes_since(database, instant))

    async def close(self) -> None:
        await self._worker.run(self._close)
        self._worker.end()

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._worker.run(lambda: self._do(work))

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with clear_errors(self._path):
            return work(self._opened())

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                self._connection = open_with_tables(self._path, _TABLES, _VERSION)
            except sqlite3.OperationalError:
                raise  # busy, full, read-only or newer: nothing is wrong with the file
            except sqlite3.DatabaseError:
                self._path.replace(self._path.with_name(f"{self._path.name}.damaged"))
                self._connection = open_with_tables(self._path, _TABLES, _VERSION)
            self._connection.execute(_HELD_BACK)
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _add(database: sqlite3.Connection, outcomes: Sequence[Outcome]) -> None:
    with database:
        database.execute("BEGIN")
        database.executemany(
            "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (each.id, _text(each.at), each.queue_id, each.chosen_code_id,
                 each.suggested_code_id, each.probability, each.would_have_acted,
                 each.seen.value)
                for each in outcomes
            ],
        )  # fmt: skip
        database.executemany("DELETE FROM held_back WHERE id = ?", [(o.id,) for o in outcomes])
        database.executemany(
            "INSERT INTO held_back VALUES (?)", [(o.id,) for o in outcomes if o.is_held_back]
        )
        for queue in {each.queue_id: each for each in outcomes}.values():
            codes = json.dumps([[code.id, code.name] for code in queue.codes])
            database.execute(
                "INSERT OR REPLACE INTO queues VALUES (?, ?, ?)",
                (queue.queue_id, queue.queue_name, codes),
            )
        oldest = max((each.at for each in outcomes), default=None)
        if oldest is not None:
            database.execute("DELETE FROM outcomes WHERE at < ?", (_text(oldest - KEPT_FOR),))
            database.execute("DELETE FROM held_back WHERE id NOT IN (SELECT id FROM outcomes)")


def outcomes_since(database: sqlite3.Connection, instant: datetime) -> StoredOutcomes:
    """Return what an open file has since *instant*."""
    queues = database.execute("SELECT id, name, codes FROM queues").fetchall()
    rows = database.execute("SELECT * FROM outcomes WHERE at >= ? ORDER BY at", (_text(instant),))
    held_back = _held_back(database)
    return StoredOutcomes(
        outcomes=tuple(_outcome(row, is_held_back=row[0] in held_back) for row in rows),
        queue_names={id_: name for id_, name, _ in queues},
        codes_by_queue={
            id_: tuple(WrapupCode(*code) for code in json.loads(codes)) for id_, _, codes in queues
        },
    )


def _held_back(database: sqlite3.Connection) -> set[str]:
    tables = database.execute("SELECT name FROM sqlite_master WHERE name = 'held_back'")
    if tables.fetchone() is None:
        return set()
    return {id_ for (id_,) in database.execute("SELECT id FROM held_back")}


def _outcome(
    row: tuple[str, str, str, str, str | None, float, int, str], *, is_held_back: bool
) -> Outcome:
    id_, at, queue_id, chosen, suggested, probability, acted, seen = row
    return Outcome(
        id=id_,
        at=datetime.fromisoformat(at),
        queue_id=queue_id,
        queue_name="",
        chosen_code_id=chosen,
        suggested_code_id=suggested,
        probability=probability,
        would_have_acted=bool(acted),
        seen=Seen(seen),
        is_held_back=is_held_back,
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds")
