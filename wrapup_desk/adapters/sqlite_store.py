"""Keeps submissions and the learnt model in one SQLite file that survives power loss.

One thread of its own does all the work: a commit costs some milliseconds and may cost far more
on a slow disk, and the window must never wait for it. Each row carries a checksum, because a
damaged file can pass SQLite's own check and still hold a wrong row.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from wrapup_desk.application.ports import Clock, StoreBroken, StoreFull
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.submission import Refusal, Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

log = logging.getLogger(__name__)

T = TypeVar("T")

# Each step brings the file from the version of its index to the next.
MIGRATIONS = (
    """
    CREATE TABLE submissions (
        conversation_id TEXT NOT NULL,
        participant_id TEXT NOT NULL,
        communication_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        is_final INTEGER NOT NULL,
        decided_at TEXT NOT NULL,
        content BLOB NOT NULL,
        checksum BLOB NOT NULL,
        PRIMARY KEY (conversation_id, participant_id, communication_id)
    );
    CREATE INDEX submissions_by_time ON submissions (decided_at);
    CREATE TABLE models (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        content BLOB NOT NULL,
        checksum BLOB NOT NULL
    );
    """,
)


class _Row(msgspec.Struct):
    """A submission as it is stored; a new field needs a default, so that old rows still read."""

    conversation_id: str
    participant_id: str
    communication_id: str
    media: str
    agent_id: str
    code_id: str
    code_name: str
    note: str
    decider: str
    decided_at: datetime
    revision: int
    state: str
    refusal: str
    suggested_code_id: str | None = None
    is_provisional: bool = False
    replaces: tuple[str, ...] = ()
    attempts: int = 0
    not_before_at: datetime | None = None
    reason: str = ""
    queue_name: str = ""
    hung_up_at: datetime | None = None
    accepted_at: datetime | None = None
    confirmed_at: datetime | None = None
    other_code_id: str = ""
    is_undone: bool = False


class SqliteStore:
    """Implements the `SubmissionStore` and `ModelStore` ports."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._connection: sqlite3.Connection | None = None
        # Where a damaged file was kept, for the notice; None if all was well.
        self.quarantined: Path | None = None

    async def open(self) -> None:
        """Open the file, bring it to today's version, and mend what can be mended.

        A file that SQLite cannot read is kept under another name and what is readable of it is
        carried over; starting always works.

        Raises:
            StoreBroken: neither the file nor a fresh one can be written.
            StoreFull: there is no room on the disk.
        """
        await self._run(self._open)

    async def save(self, submission: Submission) -> None:
        content = msgspec.json.encode(_row_of(submission))
        await self._run(lambda: self._save(submission, content))

    async def unfinished(self) -> tuple[Submission, ...]:
        return await self._run(lambda: self._select("WHERE is_final = 0 ORDER BY decided_at", ()))

    async def since(self, instant: datetime) -> tuple[Submission, ...]:
        return await self._run(
            lambda: self._select(
                "WHERE decided_at >= ? ORDER BY decided_at", (instant.isoformat(),)
            )
        )

    async def forget_before(self, instant: datetime) -> None:
        """Remove what is final and older than *instant*, for good."""
        await self._run(lambda: self._forget(instant))

    async def load_model(self) -> bytes | None:
        return await self._run(self._load_model)

    async def save_model(self, model: bytes) -> None:
        await self._run(lambda: self._save_model(model))

    async def close(self) -> None:
        await self._run(self._close)
        self._worker.shutdown(wait=True)

    # On the store's own thread

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, work)
        except sqlite3.Error as error:
            raise _store_error(self._path, error) from None
        except OSError as error:
            raise StoreBroken(_cannot(self._path, error.strerror or "unknown error")) from None

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._connection = self._connect()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
                raise
            self._quarantine()

    def _connect(self) -> sqlite3.Connection:
        if not self._path.exists():
            # Created with the right mode, before SQLite would create it with a wider one.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False, timeout=10
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            _check(connection)
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _quarantine(self) -> None:
        """Keep a damaged file aside, and carry over the rows of it that are whole."""
        stamp = self._clock.now().strftime("%Y%m%d-%H%M%S")
        kept = self._path.with_name(f"{self._path.stem}-damaged-{stamp}{self._path.suffix}")
        survivors = _readable_rows(self._path)
        for suffix in ("", "-wal", "-shm"):
            part = self._path.with_name(self._path.name + suffix)
            if part.exists():
                part.replace(kept.with_name(kept.name + suffix))
        self._connection = self._connect()
        for submission in survivors:
            self._save(submission, msgspec.json.encode(_row_of(submission)))
        self.quarantined = kept
        log.warning("database was damaged: kept aside, %d rows carried over", len(survivors))

    @property
    def _open_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.ProgrammingError("the store is not open")
        return self._connection

    def _save(self, submission: Submission, content: bytes) -> None:
        key = submission.key
        self._open_connection.execute(
            "INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET revision = excluded.revision,"
            " is_final = excluded.is_final, decided_at = excluded.decided_at,"
            " content = excluded.content, checksum = excluded.checksum"
            " WHERE excluded.revision >= revision",
            (
                *key,
                submission.revision,
                submission.state.is_final,
                submission.decision.decided_at.isoformat(),
                content,
                _checksum(content),
            ),
        )

    def _select(self, where: str, values: tuple[str, ...]) -> tuple[Submission, ...]:
        query = f"SELECT content, checksum FROM submissions {where}"
        rows = self._open_connection.execute(query, values).fetchall()
        return tuple(
            submission for row in rows if (submission := _whole_submission(*row)) is not None
        )

    def _forget(self, instant: datetime) -> None:
        self._open_connection.execute(
            "DELETE FROM submissions WHERE is_final = 1 AND decided_at < ?",
            (instant.isoformat(),),
        )
        self._open_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _load_model(self) -> bytes | None:
        row = self._open_connection.execute("SELECT content, checksum FROM models").fetchone()
        if row is None or _checksum(row[0]) != row[1]:
            return None
        return bytes(row[0])

    def _save_model(self, model: bytes) -> None:
        self._open_connection.execute(
            "INSERT INTO models VALUES (1, ?, ?) ON CONFLICT DO UPDATE"
            " SET content = excluded.content, checksum = excluded.checksum",
            (model, _checksum(model)),
        )

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _check(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("database disk image is malformed")


def _migrate(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise sqlite3.OperationalError(
            f"written by a newer version of WrapUp Desk (format {version})"
        )
    for step in MIGRATIONS[version:]:
        version += 1
        connection.executescript(f"BEGIN; {step} PRAGMA user_version = {version}; COMMIT;")


def _readable_rows(path: Path) -> list[Submission]:
    """Read what is whole of a damaged file, row by row; damage ends the reading, not the start."""
    survivors: list[Submission] = []
    try:
        connection = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error:
        return survivors
    try:
        for row in connection.execute("SELECT content, checksum FROM submissions"):
            submission = _whole_submission(*row)
            if submission is not None:
                survivors.append(submission)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        log.warning("the damaged database could be read in part only")
    finally:
        connection.close()
    return survivors


def _whole_submission(content: object, checksum: object) -> Submission | None:
    if not isinstance(content, bytes) or _checksum(content) != checksum:
        log.error("a stored submission is damaged and cannot be used")
        return None
    try:
        return _submission_of(msgspec.json.decode(content, type=_Row))
    except (msgspec.MsgspecError, ValueError):
        log.exception("a stored submission cannot be read")
        return None


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def _row_of(submission: Submission) -> _Row:
    decision = submission.decision
    return _Row(
        *submission.key,
        media=submission.media.value,
        agent_id=submission.agent_id,
        code_id=decision.code.id,
        code_name=decision.code.name,
        note=decision.note,
        decider=decision.decider.value,
        decided_at=decision.decided_at,
        revision=submission.revision,
        state=submission.state.value,
        refusal=submission.refusal.value,
        suggested_code_id=decision.suggested_code_id,
        is_provisional=decision.is_provisional,
        replaces=tuple(sorted(submission.replaces)),
        attempts=submission.attempts,
        not_before_at=submission.not_before_at,
        reason=submission.reason,
        queue_name=submission.queue_name,
        hung_up_at=submission.hung_up_at,
        accepted_at=submission.accepted_at,
        confirmed_at=submission.confirmed_at,
        other_code_id=submission.other_code_id,
        is_undone=submission.is_undone,
    )


def _submission_of(row: _Row) -> Submission:
    decision = Decision(
        code=WrapupCode(row.code_id, row.code_name),
        note=row.note,
        decider=Decider(row.decider),
        decided_at=row.decided_at,
        suggested_code_id=row.suggested_code_id,
        is_provisional=row.is_provisional,
    )
    return Submission(
        key=LegKey(row.conversation_id, row.participant_id, row.communication_id),
        media=Media(row.media),
        agent_id=row.agent_id,
        decision=decision,
        revision=row.revision,
        state=SubmissionState(row.state),
        refusal=Refusal(row.refusal),
        replaces=frozenset(row.replaces),
        attempts=row.attempts,
        not_before_at=row.not_before_at,
        reason=row.reason,
        queue_name=row.queue_name,
        hung_up_at=row.hung_up_at,
        accepted_at=row.accepted_at,
        confirmed_at=row.confirmed_at,
        other_code_id=row.other_code_id,
        is_undone=row.is_undone,
    )


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _store_error(path: Path, error: sqlite3.Error) -> StoreFull | StoreBroken:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_FULL:
        return StoreFull(f"there is no room left on the disk of {path.parent}")
    return StoreBroken(_cannot(path, str(error)))


def _cannot(path: Path, why: str) -> str:
    return f"cannot use the database {path}: {why}"
