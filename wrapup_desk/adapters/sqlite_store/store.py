"""Runs the database on a thread of its own, and opens it whatever state it is in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from wrapup_desk.adapters.base.daemon_worker import DaemonWorker
from wrapup_desk.adapters.base.sqlite_file import (
    Cause,
    OtherFormat,
    cause_of,
    reason_of,
)
from wrapup_desk.adapters.sqlite_store.database import (
    SubmissionDatabase,
    readable_model,
    readable_records,
)
from wrapup_desk.adapters.sqlite_store.opening import Recovered, open_database
from wrapup_desk.adapters.sqlite_store.promises import PromiseRecord
from wrapup_desk.adapters.sqlite_store.recovery import whole_rows
from wrapup_desk.adapters.sqlite_store.rows import RowDamaged
from wrapup_desk.application.base.ports import Clock, StoreBroken, StoreError, StoreFull
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import Submission

T = TypeVar("T")

# A file that could not be opened is tried again by a write, but not by each one.
OPEN_AGAIN_AFTER_S = 4.0


class SqliteStore:
    """Implements the `SubmissionStore`, `LegRecordStore` and `ModelStore` ports.

    One thread of its own does all the work: a commit costs some milliseconds and may cost far
    more on a slow disk, and the window must never wait for it.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._worker = DaemonWorker("store")
        self._database: SubmissionDatabase | None = None
        # Why the file could not be opened, and when to try again (monotonic).
        self._trouble: StoreError | None = None
        self._open_again_s = 0.0
        self._rescued: tuple[Submission, ...] | None = None
        self._promises = PromiseRecord.beside(path)
        # What the start had to get back, for the notice.
        self.recovered = Recovered()

    async def open(self) -> None:
        """Open the file, bring it to today's version, and mend what can be mended.

        A damaged file is kept under another name and what is whole of it is carried over.
        Where this fails, the store can be used all the same: what the file has is read as far
        as possible, and each later write tries to open it again.

        Raises:
            StoreBroken: the file is in use, of a later version, or can not be written.
            StoreFull: there is no room on the disk.
        """
        await self._run(self._open)

    async def check(self) -> None:
        await self._run(lambda: self._opened.check())

    async def save(self, submission: Submission) -> None:
        # What is promised is noted before anybody is told; that it survives a power failure, too,
        # is seen to after the answer: no request has to wait for it.
        await self._run(lambda: self._save(submission), self._promises.flush)

    async def unfinished(self) -> tuple[Submission, ...]:
        def read() -> tuple[Submission, ...]:
            if self._trouble is None:
                return self._opened.unfinished()
            return tuple(each for each in self._what_can_be_read() if not each.state.is_final)

        return await self._run(read)

    async def since(self, instant: datetime) -> tuple[Submission, ...]:
        def read() -> tuple[Submission, ...]:
            if self._trouble is None:
                return self._opened.since(instant)
            readable = self._what_can_be_read()
            return tuple(each for each in readable if each.decision.decided_at >= instant)

        return await self._run(read)

    async def newest_at(self) -> datetime | None:
        def read() -> datetime | None:
            if self._trouble is None:
                return self._opened.newest_at()
            decided = (each.decision.decided_at for each in self._what_can_be_read())
            return max(decided, default=None)

        return await self._run(read)

    async def forget_before(self, instant: datetime) -> None:
        """Remove what is final and older than *instant*, for good."""

        def forget() -> None:
            self._opened.forget_before(instant)
            self._promises.begin(self._opened.unfinished())

        await self._run(forget)

    async def save_record(self, record: LegRecord) -> None:
        await self._run(lambda: self._opened.save_record(record))

    async def forget_selection(self, key: LegKey) -> None:
        await self._run(lambda: self._opened.forget_selection(key))

    async def leg_records(self) -> tuple[LegRecord, ...]:
        def read() -> tuple[LegRecord, ...]:
            if self._trouble is None:
                return self._opened.leg_records()
            return readable_records(self._path)

        return await self._run(read)

    async def load_model(self) -> bytes | None:
        def read() -> bytes | None:
            if self._trouble is None:
                return self._opened.load_model()
            return readable_model(self._path)

        return await self._run(read)

    async def save_model(self, model: bytes) -> None:
        await self._run(lambda: self._opened.save_model(model))

    async def close(self) -> None:
        """Close the file; what was saved is safe without it."""
        await self._run(self._close)
        self._worker.end()

    # On the store's own thread

    async def _run(self, work: Callable[[], T], then: Callable[[], None] | None = None) -> T:
        try:
            return await self._worker.run(work, then)
        except (sqlite3.Error, RowDamaged, UnicodeDecodeError, OSError) as error:
            raise as_store_error(self._path, error) from None

    def _save(self, submission: Submission) -> None:
        self._opened.save(submission)
        self._promises.note(submission)

    def _open(self) -> None:
        try:
            self._open_file()
        except (sqlite3.Error, OSError, StoreError) as error:
            told = error if isinstance(error, StoreError) else as_store_error(self._path, error)
            self._trouble = told
            self._open_again_s = self._clock.monotonic() + OPEN_AGAIN_AFTER_S
            raise told from None
        self._trouble = self._rescued = None

    def _open_file(self) -> None:
        stamp = self._clock.now().strftime("%Y%m%d-%H%M%S")
        try:
            self._database, self.recovered = open_database(self._path, self._promises, stamp)
        except OtherFormat as newer:
            why = tr(
                "it was written by a newer version of WrapUp Desk (format {format});"
                " install that one",
                format=newer.found,
            )
            raise StoreBroken(_cannot(self._path, why)) from None

    @property
    def _opened(self) -> SubmissionDatabase:
        if self._trouble is not None:
            if self._clock.monotonic() < self._open_again_s:
                raise self._trouble
            self._open()
        if self._database is None:
            raise sqlite3.ProgrammingError("the store is not open")
        return self._database

    def _what_can_be_read(self) -> tuple[Submission, ...]:
        """Return the whole rows of a file that could not be opened, without changing it."""
        if self._rescued is None:
            self._rescued = tuple(whole_rows(self._path))
        return self._rescued

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
        self._promises.close()


def as_store_error(path: Path, error: Exception) -> StoreError:
    """Return what went wrong with the database at *path* as the program tells it."""
    cause = cause_of(path, error)
    if cause is Cause.NO_ROOM:
        return StoreFull(tr("there is no room left on the disk of {folder}", folder=path.parent))
    if cause is Cause.BUSY:
        return StoreBroken(_cannot(path, tr("another program uses it; close that one")))
    if isinstance(error, RowDamaged | UnicodeDecodeError):
        why = tr("it was damaged while in use; start the program again to mend it")
        return StoreBroken(_cannot(path, why))
    return StoreBroken(_cannot(path, reason_of(error)))


def _cannot(path: Path, why: str) -> str:
    return tr("cannot use the database {path}: {why}", path=path, why=why)
