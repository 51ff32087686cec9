"""The SQLite file itself: its tables, its settings, and what is written to and read from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from wrapup_desk.adapters.base.sqlite_file import (
    BUSY_S,
    OtherFormat,
    check_parts,
    connect,
    format_of,
    migrate,
    parts_of,
)
from wrapup_desk.adapters.sqlite_store import leg_records
from wrapup_desk.adapters.sqlite_store.rows import (
    RowDamaged,
    checksum,
    decode,
    encode,
    sortable,
)
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.privacy.card_data import may_begin_card
from wrapup_desk.domain.privacy.kept_notes import has_card_data_to_send
from wrapup_desk.domain.submission import Submission

# The log is carried over into the file after so many saves, at a moment when no code waits for
# the disk. Left to itself, SQLite does it within a save, which then takes several times as long.
CARRY_OVER_EVERY = 40
_MOST_LOG_PAGES = 8000

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
    leg_records.TABLE,
)


# What reading a damaged file may raise; SQLite's errors are not all of it.
DAMAGE = (sqlite3.Error, RowDamaged, UnicodeDecodeError, OverflowError, MemoryError)


class SubmissionDatabase:
    """An open file of today's format; to be used by one thread."""

    def __init__(self, path: Path) -> None:
        has_log = parts_of(path)[1].exists()
        self._connection = connect(path, BUSY_S)
        self._saves_in_log = 0
        # Of what an earlier run left in the log nobody knows.
        self._log_has_card_data = has_log
        try:
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute(f"PRAGMA wal_autocheckpoint = {_MOST_LOG_PAGES}")
            migrate(self._connection, MIGRATIONS)
        except BaseException:
            self._connection.close()
            raise

    def save(self, submission: Submission) -> None:
        """Insert, or replace what is not a later revision."""
        content = encode(submission)
        self._connection.execute(
            "INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET revision = excluded.revision,"
            " is_final = excluded.is_final, decided_at = excluded.decided_at,"
            " content = excluded.content, checksum = excluded.checksum"
            " WHERE excluded.revision >= revision",
            (*_columns(submission), content, checksum(content)),
        )
        self._saves_in_log += 1
        self._log_has_card_data = self._log_has_card_data or has_card_data_to_send(submission)
        # A final state is what nobody waits for: its code is on record, or will never be.
        if submission.state.is_final and not self._connection.in_transaction:
            self._carry_over()

    def _carry_over(self) -> None:
        """Carry the log over into the file if it is long, or has words that may not be kept."""
        if not self._log_has_card_data and self._saves_in_log < CARRY_OVER_EVERY:
            return
        way = "TRUNCATE" if self._log_has_card_data else "PASSIVE"
        self._saves_in_log, self._log_has_card_data = 0, False
        # What was saved is safe in the log; a disk without room for the file says so later.
        with suppress(sqlite3.OperationalError):
            self._connection.execute(f"PRAGMA wal_checkpoint({way})")

    def take_over(
        self,
        submissions: Iterable[Submission],
        records: Iterable[LegRecord] = (),
        model: bytes | None = None,
    ) -> None:
        """Save what was rescued from another file, all of it or nothing."""
        self._connection.execute("BEGIN")
        try:
            for submission in submissions:
                self.save(submission)
            for record in records:
                self.save_record(record)
            if model is not None:
                self.save_model(model)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def check(self) -> None:
        """Write what is there already, to learn whether anything can be written."""
        version = format_of(self._connection)
        self._connection.execute(f"PRAGMA user_version = {version}")

    def unfinished(self) -> tuple[Submission, ...]:
        return self._select("WHERE is_final = 0 ORDER BY decided_at")

    def since(self, instant: datetime) -> tuple[Submission, ...]:
        return self._select("WHERE decided_at >= ? ORDER BY decided_at", sortable(instant))

    def newest_at(self) -> datetime | None:
        newest = self._select("ORDER BY decided_at DESC LIMIT 1")
        return newest[0].decision.decided_at if newest else None

    def forget_before(self, instant: datetime) -> None:
        """Remove what is final and older, and every trace of it."""
        self._connection.execute(
            "DELETE FROM submissions WHERE is_final = 1 AND decided_at < ?",
            (sortable(instant),),
        )
        leg_records.remove_before(self._connection, instant)
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget(self, keys: Sequence[LegKey]) -> None:
        """Remove the submissions of these legs, and every trace of them."""
        self._connection.executemany(
            "DELETE FROM submissions WHERE conversation_id = ? AND participant_id = ?"
            " AND communication_id = ?",
            keys,
        )
        leg_records.remove(self._connection, keys)
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def save_record(self, record: LegRecord) -> None:
        leg_records.save(self._connection, record)
        self._log_has_card_data = self._log_has_card_data or may_begin_card(record.note)

    def forget_selection(self, key: LegKey) -> None:
        leg_records.remove_selection(self._connection, key)

    def leg_records(self) -> tuple[LegRecord, ...]:
        return tuple(leg_records.read(self._connection))

    def load_model(self) -> bytes | None:
        """Return the learnt model; None if there is none or it is damaged."""
        row = self._connection.execute("SELECT content, checksum FROM models").fetchone()
        if row is None or checksum(row[0]) != row[1]:
            return None
        return bytes(row[0])

    def save_model(self, model: bytes) -> None:
        self._connection.execute(
            "INSERT INTO models VALUES (1, ?, ?) ON CONFLICT DO UPDATE"
            " SET content = excluded.content, checksum = excluded.checksum",
            (model, checksum(model)),
        )

    def close(self) -> None:
        self._connection.close()

    def _select(self, where: str, *values: str) -> tuple[Submission, ...]:
        query = f"SELECT content, checksum FROM submissions {where}"
        return tuple(decode(*row) for row in self._connection.execute(query, values).fetchall())


def examine(path: Path) -> dict[LegKey, int]:
    """Read all of an existing file without changing it; return each leg's revision.

    SQLite's own check lets some damage pass (3 of 200 random ones), so every row is compared
    with its checksum, and its columns with its content.

    Raises:
        OtherFormat: the file is whole, and of a later version of the program.
        DAMAGE: it is damaged, or cannot be read at the moment.
    """
    with closing(_connect_to_read(path)) as connection:
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("database disk image is malformed")
        version = format_of(connection)
        if version > len(MIGRATIONS):
            raise OtherFormat(version, len(MIGRATIONS))
        revisions: dict[LegKey, int] = {}
        if version == 0:
            return revisions
        for *columns, content, stored_checksum in connection.execute("SELECT * FROM submissions"):
            submission = decode(content, stored_checksum)
            if tuple(columns) != _columns(submission):
                raise RowDamaged("columns and content differ")
            revisions[submission.key] = submission.revision
        return revisions


def readable_rows(path: Path) -> Iterator[tuple[object, object]]:
    """Yield content and checksum of what SQLite can still read, from both ends of the table."""
    for order in ("ASC", "DESC"):
        query = f"SELECT content, checksum FROM submissions ORDER BY rowid {order}"
        try:
            with closing(_connect_to_read(path)) as connection:
                yield from connection.execute(query)
        except DAMAGE:
            continue  # the damage was reached; from the other end there may be more


def readable_model(path: Path) -> bytes | None:
    """Return the learnt model of a damaged file, if it is whole."""
    try:
        with closing(_connect_to_read(path)) as connection:
            row = connection.execute("SELECT content, checksum FROM models").fetchone()
    except DAMAGE:
        return None
    if row is None or not isinstance(row[0], bytes) or checksum(row[0]) != row[1]:
        return None
    return row[0]


def readable_records(path: Path) -> tuple[LegRecord, ...]:
    """Return the selections and ended legs of a damaged file, as far as they are whole."""
    try:
        with closing(_connect_to_read(path)) as connection:
            return tuple(leg_records.read(connection))
    except DAMAGE:
        return ()


def _connect_to_read(path: Path) -> sqlite3.Connection:
    check_parts(path)
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)


def _columns(submission: Submission) -> tuple[str, str, str, int, bool, str]:
    return (
        *submission.key,
        submission.revision,
        submission.state.is_final,
        sortable(submission.decision.decided_at),
    )
