"""Opens an SQLite file for its owner alone, safe from power loss, and says what is wrong with it."""

from __future__ import annotations

import enum
import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from wrapup_desk.adapters.base.regular_file import check_regular, open_regular
from wrapup_desk.application.base.ports import StoreBroken, StoreError, StoreFull
from wrapup_desk.domain.language.texts import tr

# How long to wait for another program that holds the file.
BUSY_S = 5.0
# With less room than this, SQLite fails in ways that do not name the reason.
_NO_ROOM_BYTES = 128 * 1024


class OtherFormat(sqlite3.OperationalError):
    """Another version of the program wrote the file; nothing is wrong with it.

    Attributes:
        found: the format of the file.
    """

    def __init__(self, found: int, wanted: int) -> None:
        newer = tr("it was written by a newer version of the program")
        older = tr("it was written by an older version of the program")
        super().__init__(newer if found > wanted else older)
        self.found = found


class Cause(enum.Enum):
    """Why an SQLite file cannot be used."""

    NO_ROOM = enum.auto()
    BUSY = enum.auto()
    DAMAGED = enum.auto()
    OTHER = enum.auto()


def parts_of(path: Path) -> tuple[Path, Path, Path]:
    """Return a database file and what SQLite keeps beside it."""
    return path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def check_parts(path: Path) -> None:
    """See that a database file, and what SQLite keeps beside it, are files or nothing.

    SQLite would wait for a pipe.

    Raises:
        NotAFile: something else stands there.
    """
    for part in (*parts_of(path), _journal_of(path)):
        check_regular(part)


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def create_private(path: Path) -> None:
    """Create the file at *path* for its owner alone; one that was copied here becomes so.

    SQLite would create it with a wider mode. And a file that cannot be opened for writing is
    told from a damaged one.

    Raises:
        OSError: it cannot be created, or not be opened for writing.
    """
    check_parts(path)
    found = [part for part in parts_of(path) if part.exists()]
    os.close(open_regular(path, os.O_CREAT | os.O_RDWR))
    for part in found:
        with suppress(OSError):  # it is not ours to change
            part.chmod(0o600)


def create_private_with_folder(path: Path) -> None:
    """Create the file at *path*, and the folder it is in, for their owner alone.

    Raises:
        OSError: it cannot be created, or not be opened for writing.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    create_private(path)


def roll_back_interrupted(path: Path) -> None:
    """Take back what a kill cut short before the file had its write-ahead log.

    Whoever may only read the file could not do it, and would take it for damaged.
    """
    if not _journal_of(path).exists():
        return
    check_parts(path)
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=BUSY_S)) as connection:
        connection.execute("PRAGMA schema_version")


def connect(path: Path, busy_s: float = BUSY_S) -> sqlite3.Connection:
    """Open the file at *path* so that what is committed survives a power failure.

    One thread at a time may use what is returned.

    Raises:
        sqlite3.Error: it is damaged, locked for longer than *busy_s*, or there is no room.
        NotAFile: something else stands there.
    """
    check_parts(path)
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=busy_s
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def format_of(connection: sqlite3.Connection) -> int:
    """Return the format the file was written in; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
    """Run the scripts that the file has not seen yet, each as a whole or not at all.

    Raises:
        OtherFormat: it has seen more than there are.
        sqlite3.Error: a script fails.
    """
    found = format_of(connection)
    if found > len(migrations):
        raise OtherFormat(found, len(migrations))
    for version in range(found, len(migrations)):
        _run_script(connection, migrations[version], version + 1)


def give_tables(connection: sqlite3.Connection, tables: str, version: int) -> None:
    """Make the tables of an empty file by the script *tables*, of format *version*.

    Raises:
        OtherFormat: the file is not empty, and of another format.
        sqlite3.Error: the script fails.
    """
    found = format_of(connection)
    if found == 0:
        _run_script(connection, tables, version)
    elif found != version:
        raise OtherFormat(found, version)


def open_with_tables(path: Path, tables: str, version: int) -> sqlite3.Connection:
    """Open the file at *path*, or create it by the script *tables*, of format *version*.

    Raises:
        OtherFormat: its format is another one.
        sqlite3.Error: it is damaged, locked, or there is no room.
        OSError: it cannot be created or written.
    """
    create_private(path)
    connection = connect(path)
    try:
        give_tables(connection, tables, version)
    except BaseException:
        connection.close()
        raise
    return connection


def cause_of(path: Path, error: Exception) -> Cause:
    """Return why the file at *path* could not be used, as far as *error* and the disk tell."""
    code = _primary_code(error)
    is_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if is_full or code == sqlite3.SQLITE_FULL or _has_no_room(path):
        return Cause.NO_ROOM
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Cause.BUSY
    # A damaged file may bring an error of decoding instead of one of SQLite's own.
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or isinstance(
        error, UnicodeDecodeError
    ):
        return Cause.DAMAGED
    return Cause.OTHER


def reason_of(error: Exception) -> str:
    """Return the reason in words, without the path that the error of a file begins with."""
    return (error.strerror or tr("unknown error")) if isinstance(error, OSError) else str(error)


def as_store_error(path: Path, cause: Cause, reason: str) -> StoreError:
    """Return what went wrong with the file at *path* as the program tells it."""
    if cause is Cause.NO_ROOM:
        return StoreFull(tr("there is no room left for {path}", path=path))
    return StoreBroken(tr("cannot use {path}: {reason}", path=path, reason=reason))


@contextmanager
def clear_errors(
    path: Path, tell: Callable[[Path, Cause, str], StoreError] = as_store_error
) -> Iterator[None]:
    """Tell what goes wrong in the block with the file at *path* as the program tells it.

    Raises:
        StoreError: what *tell* made of the cause and its reason.
    """
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
        raise tell(path, cause_of(path, error), reason_of(error)) from None


def _run_script(connection: sqlite3.Connection, script: str, version: int) -> None:
    connection.executescript(f"BEGIN; {script} PRAGMA user_version = {version}; COMMIT;")


def _primary_code(error: Exception) -> int | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _has_no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NO_ROOM_BYTES
    except OSError:
        return False
