"""Is a SQLite file for the ledger of one computer."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from wrapup_desk.adapters.sql_ledger.database import Cursor, Row, Value
from wrapup_desk.adapters.sql_ledger.schema import SQLITE_MIGRATIONS
from wrapup_desk.application.ports import StoreBroken, StoreError, StoreFull

T = TypeVar("T")

_BUSY_TIMEOUT_S = 10.0


class SqliteDatabase:
    """Implements `Database` on one file; opened at its first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    @property
    def label(self) -> str:
        return "this computer"

    @property
    def migrations(self) -> Sequence[Sequence[str]]:
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
        with self._clear_errors():
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
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self._path.exists():
                # Created with the right mode, before SQLite would create it with a wider one.
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False, timeout=_BUSY_TIMEOUT_S
            )
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except StoreError:
            raise
        except sqlite3.Error as error:
            raise self._store_error(error) from None
        except UnicodeDecodeError:
            # What a damaged file may bring instead of an error of SQLite's own.
            raise self._broken("it is damaged") from None
        except OSError as error:
            raise self._broken(error.strerror or "it cannot be written") from None

    def _store_error(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_FULL:
            return StoreFull(f"There is no room left on the disk of {self._path.parent}.")
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            # Not replaced by a fresh one: it holds the audit trail.
            return self._broken("it is damaged. Restore it from a backup, or move it away")
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return self._broken("another program keeps it locked")
        return self._broken(str(error))

    def _broken(self, why: str) -> StoreBroken:
        return StoreBroken(f"The corrections in {self._path} cannot be used: {why}.")


class _SqliteCursor:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()

    def run_many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        self._connection.executemany(sql, rows)

    def change(self, sql: str, values: Sequence[Value] = ()) -> int:
        return self._connection.execute(sql, values).rowcount
