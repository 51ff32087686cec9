"""Opens a small SQLite file for its owner alone, and says clearly what is wrong with it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wrapup_desk.application.ports import StoreBroken, StoreFull


class NewerFile(sqlite3.OperationalError):
    """The file was written by a newer version of the program; nothing is wrong with it."""


def open_sqlite(path: Path, tables: str, version: int) -> sqlite3.Connection:
    """Open the file at *path*, or create it by the script *tables*, of format *version*.

    One thread at a time may use what is returned.

    Raises:
        NewerFile: its format is another one.
        sqlite3.Error: it is damaged, locked, or there is no room.
        OSError: it cannot be created or written.
    """
    # Created with the right mode, before SQLite would create it with a wider one.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _give_tables(connection, tables, version)
    except BaseException:
        connection.close()
        raise
    return connection


def _give_tables(connection: sqlite3.Connection, tables: str, version: int) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == 0:
        connection.executescript(f"BEGIN; {tables} PRAGMA user_version = {version}; COMMIT;")
    elif found != version:
        other = "a newer" if found > version else "an older"
        raise NewerFile(f"it was written by {other} version of the program")


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Tell what goes wrong in the block with the file at *path* as the program tells it.

    Raises:
        StoreFull: there is no room for it.
        StoreBroken: anything else.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if _has_no_room(error):
            raise StoreFull(f"there is no room left for {path}") from None
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreBroken(f"cannot use {path}: {why}") from None


def _has_no_room(error: sqlite3.Error | OSError) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_FULL
