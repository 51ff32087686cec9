"""Runs the database on a thread of its own, and opens it whatever state it is in."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from wrapup_desk.adapters.sqlite_store.database import DAMAGE, Database, NewerFormat, examine
from wrapup_desk.adapters.sqlite_store.rows import RowDamaged
from wrapup_desk.adapters.sqlite_store.salvage import mend
from wrapup_desk.application.ports import Clock, StoreBroken, StoreFull
from wrapup_desk.domain.submission import Submission

T = TypeVar("T")

# Troubles of the moment; any other error while a file is examined is damage to it.
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)


class SqliteStore:
    """Implements the `SubmissionStore` and `ModelStore` ports.

    One thread of its own does all the work: a commit costs some milliseconds and may cost far
    more on a slow disk, and the window must never wait for it.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._database: Database | None = None
        # Where a damaged file was kept, for the notice; None if all was well.
        self.quarantined: Path | None = None

    async def open(self) -> None:
        """Open the file, bring it to today's version, and mend what can be mended.

        A damaged file is kept under another name and what is whole of it is carried over;
        starting always works.

        Raises:
            StoreBroken: the file is in use, of a later version, or can not be written.
            StoreFull: there is no room on the disk.
        """
        await self._run(self._open)

    async def save(self, submission: Submission) -> None:
        await self._run(lambda: self._opened.save(submission))

    async def unfinished(self) -> tuple[Submission, ...]:
        return await self._run(lambda: self._opened.unfinished())

    async def since(self, instant: datetime) -> tuple[Submission, ...]:
        return await self._run(lambda: self._opened.since(instant))

    async def forget_before(self, instant: datetime) -> None:
        """Remove what is final and older than *instant*, for good."""
        await self._run(lambda: self._opened.forget_before(instant))

    async def load_model(self) -> bytes | None:
        return await self._run(lambda: self._opened.load_model())

    async def save_model(self, model: bytes) -> None:
        await self._run(lambda: self._opened.save_model(model))

    async def close(self) -> None:
        """Close the file; what was saved is safe without it."""
        await self._run(self._close)
        self._worker.shutdown(wait=True)

    # On the store's own thread

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, work)
        except sqlite3.Error as error:
            raise _store_error(self._path, error) from None
        except (RowDamaged, UnicodeDecodeError):
            why = "it was damaged while in use; start the program again to mend it"
            raise StoreBroken(_cannot(self._path, why)) from None
        except OSError as error:
            raise StoreBroken(_cannot(self._path, error.strerror or "unknown error")) from None

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Created with the right mode, before SQLite would create it with a wider one; and a
        # file that cannot be opened for writing is told from a damaged one.
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        self._path.chmod(0o600)
        try:
            examine(self._path)
            self._database = Database(self._path)
        except NewerFormat as newer:
            why = f"it was written by a newer version of WrapUp Desk ({newer}); install that one"
            raise StoreBroken(_cannot(self._path, why)) from None
        except DAMAGE as error:
            if isinstance(error, sqlite3.Error) and _code(error) in _PASSING:
                raise
            stamp = self._clock.now().strftime("%Y%m%d-%H%M%S")
            self.quarantined = mend(self._path, stamp)
            self._database = Database(self._path)

    @property
    def _opened(self) -> Database:
        if self._database is None:
            raise sqlite3.ProgrammingError("the store is not open")
        return self._database

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _code(error: sqlite3.Error) -> int | None:
    """Return SQLite's primary result code."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _store_error(path: Path, error: sqlite3.Error) -> StoreFull | StoreBroken:
    match _code(error):
        case sqlite3.SQLITE_FULL:
            return StoreFull(f"there is no room left on the disk of {path.parent}")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBroken(_cannot(path, "another program uses it; close that one"))
        case _:
            return StoreBroken(_cannot(path, str(error)))


def _cannot(path: Path, why: str) -> str:
    return f"cannot use the database {path}: {why}"
