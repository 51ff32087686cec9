"""The SQLite implementation of `Database`, for the ledger of one computer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from wrapup_desk.adapters.base.sqlite_file import (
    Cause,
    clear_errors,
    connect,
    create_private_with_folder,
)
from wrapup_desk.adapters.sql_ledger.database import Cursor, MigrationStep, Row, Value
from wrapup_desk.adapters.sql_ledger.schema import SQLITE_MIGRATIONS
from wrapup_desk.application.base.ports import StoreBroken, StoreError, StoreFull
from wrapup_desk.domain.language.texts import tr

T = TypeVar("T")

_BUSY_S = 10.0


class SqliteDatabase:
    """Implements `Database` on one file; opened at its first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    @property
    def label(self) -> str:
        return tr("this computer")

    @property
    def migrations(self) -> Sequence[Sequence[MigrationStep]]:
        return SQLITE_MIGRATIONS

    def write(self, work: Callable[[Cursor], T]) -> T:
        # Two programs with one file wait for each other here, not in the middle.
        return self._transact("BEGIN IMMEDIATE", work)

    def read(self, work: Callable[[Cursor], T]) -> T:
        return self._transact("BEGIN", work)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _transact(self, begin: str, work: Callable[[Cursor], T]) -> T:
        with clear_errors(self._path, _as_store_error):
            connection = self._open()
            connection.execute(begin)
            try:
                done = work(_SqliteCursor(connection))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return done

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            # One that may only be read can still be looked at.
            if not self._path.exists():
                create_private_with_folder(self._path)
            self._connection = connect(self._path, _BUSY_S)
        return self._connection


def _as_store_error(path: Path, cause: Cause, reason: str) -> StoreError:
    if cause is Cause.NO_ROOM:
        return StoreFull(tr("There is no room left on the disk of {folder}.", folder=path.parent))
    why = {
        # Not replaced by a fresh one: it holds the audit trail.
        Cause.DAMAGED: tr("it is damaged. Restore it from a backup, or move it away"),
        Cause.BUSY: tr("another program keeps it locked"),
    }.get(cause, reason)
    return StoreBroken(tr("The corrections in {path} cannot be used: {why}.", path=path, why=why))


class _SqliteCursor:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()

    def run_many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        self._connection.executemany(sql, rows)

    def change(self, sql: str, values: Sequence[Value] = ()) -> int:
        return self._connection.execute(sql, values).rowcount
