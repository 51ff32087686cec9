"""Keeps an unfinished learning run: ids of legs, what was learnt, and the model, in SQLite.

No words, no names, no addresses; of attributes only those the settings allow. What a leg was
taught and the model that knows it are written in one transaction, so that after a crash no leg is
learnt twice and none is forgotten.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from wrapup_desk.adapters.base.sqlite_file import (
    OtherFormat,
    clear_errors,
    open_with_tables,
    parts_of,
)
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.learning.ports import (
    LearnJob,
    LessonOutcome,
    TrainedRow,
    TrainingLeg,
    UnfitReason,
)
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.recommender.trust.suggestion_report import OutcomeRecord

T = TypeVar("T")

_VERSION = 2
_TABLES = """
    CREATE TABLE undertaking (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        content BLOB NOT NULL, found_until TEXT NOT NULL, is_drawn INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE lessons (
        leg BLOB PRIMARY KEY, started_at TEXT NOT NULL, content BLOB NOT NULL,
        fate INTEGER NOT NULL DEFAULT 0, taught INTEGER,
        queue_id TEXT NOT NULL, code_id TEXT NOT NULL, suggested_code_id TEXT, probability REAL,
        would_have_acted INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX lessons_by_fate ON lessons (fate, started_at, leg);
    CREATE TABLE unfit (leg BLOB PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE model (id INTEGER PRIMARY KEY CHECK (id = 1), content BLOB NOT NULL);
"""


class LearningFile:
    """Implements `WorkFile` beside the model that will be built."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def open(self, wanted: LearnJob) -> LearnJob:
        def work() -> LearnJob:
            try:
                self._connection = open_with_tables(self._path, _TABLES, _VERSION)
            except OtherFormat as other:
                why = tr("{other}; give --restart to begin again", other=other)
                raise sqlite3.OperationalError(why) from None
            row = self._db.execute("SELECT content FROM undertaking").fetchone()
            if row is None:
                row = (msgspec.json.encode(wanted),)
                self._db.execute(
                    "INSERT INTO undertaking (id, content, found_until) VALUES (1, ?, ?)",
                    (row[0], _text(wanted.span.start_at)),
                )
            return msgspec.json.decode(row[0], type=LearnJob)

        found = self._do(work)
        if replace(found, span=wanted.span) != wanted:
            used = ", ".join(found.attributes) or "none"
            raise StoreBroken(
                tr(
                    "{path} holds an unfinished run of {place} over {days} days (at most"
                    " {most} legs; attributes: {used}). Start it with the same options to"
                    " go on, or give --restart to begin again.",
                    path=self._path,
                    place=found.place,
                    days=found.days,
                    most=found.most,
                    used=used,
                )
            )
        return found

    @property
    def found_until(self) -> datetime:
        row = self._do(lambda: self._db.execute("SELECT found_until FROM undertaking").fetchone())
        return datetime.fromisoformat(row[0])

    @property
    def is_drawn(self) -> bool:
        row = self._do(lambda: self._db.execute("SELECT is_drawn FROM undertaking").fetchone())
        return bool(row[0])

    def add(self, judged: Sequence[tuple[LegKey, TrainingLeg | UnfitReason]]) -> None:
        training_legs = [each for _, each in judged if isinstance(each, TrainingLeg)]
        unfit = [
            (_hashed(key), each.name) for key, each in judged if isinstance(each, UnfitReason)
        ]

        def work() -> None:
            with self._db:
                self._db.execute("BEGIN")
                rows = [_row(self._with_attributes(each)) for each in training_legs]
                legs = [(_hashed(key),) for key, _ in judged]
                self._db.executemany("DELETE FROM lessons WHERE leg = ?", legs)
                self._db.executemany("DELETE FROM unfit WHERE leg = ?", legs)
                self._db.executemany(
                    "INSERT OR REPLACE INTO lessons"
                    " (leg, started_at, content, queue_id, code_id) VALUES (?, ?, ?, ?, ?)",
                    rows,
                )
                self._db.executemany("INSERT OR REPLACE INTO unfit VALUES (?, ?)", unfit)

        self._do(work)

    def note_found(self, until: datetime) -> None:
        query = "UPDATE undertaking SET found_until = ?"
        self._do(lambda: self._db.execute(query, (_text(until),)))

    def draw(self, most: int) -> None:
        def work() -> None:
            with self._db:
                self._db.execute("BEGIN")
                # The key is a hash: its order is chance, and the same at each try.
                self._db.execute(
                    "UPDATE lessons SET fate = ? WHERE leg NOT IN"
                    " (SELECT leg FROM lessons ORDER BY leg LIMIT ?)",
                    (LessonOutcome.NOT_DRAWN, most),
                )
                self._db.execute("UPDATE undertaking SET is_drawn = 1")

        self._do(work)

    def waiting(self, limit: int) -> tuple[TrainingLeg, ...]:
        query = "SELECT content FROM lessons WHERE fate = ? ORDER BY started_at, leg LIMIT ?"

        def work() -> tuple[TrainingLeg, ...]:
            rows = self._db.execute(query, (LessonOutcome.WAITING, limit))
            return tuple(msgspec.json.decode(row[0], type=TrainingLeg) for row in rows)

        return self._do(work)

    def keep(self, model: bytes, taught: Sequence[TrainedRow]) -> None:
        def work() -> None:
            with self._db:
                self._db.execute("BEGIN")
                before = self._db.execute("SELECT coalesce(max(taught), 0) FROM lessons")
                number = before.fetchone()[0]
                self._db.executemany(
                    "UPDATE lessons SET fate = ?, taught = ?, suggested_code_id = ?,"
                    " probability = ?, would_have_acted = ? WHERE leg = ?",
                    [
                        (each.fate, number + at, each.suggested_code_id, each.probability,
                         each.would_have_acted, _hashed(each.key))
                        for at, each in enumerate(taught, 1)
                    ],
                )  # fmt: skip
                self._db.execute(
                    "INSERT INTO model VALUES (1, ?)"
                    " ON CONFLICT DO UPDATE SET content = excluded.content",
                    (model,),
                )

        self._do(work)

    def model(self) -> bytes | None:
        row = self._do(lambda: self._db.execute("SELECT content FROM model").fetchone())
        return None if row is None else bytes(row[0])

    def counts(self) -> Mapping[LessonOutcome, int]:
        query = "SELECT fate, count(*) FROM lessons GROUP BY fate"
        return {
            LessonOutcome(fate): count
            for fate, count in self._do(lambda: self._db.execute(query).fetchall())
        }

    def unfit(self) -> Mapping[UnfitReason, int]:
        query = "SELECT reason, count(*) FROM unfit GROUP BY reason"
        rows = self._do(lambda: self._db.execute(query).fetchall())
        return {UnfitReason[reason]: legs for reason, legs in rows}

    def outcomes(self, last: int) -> tuple[OutcomeRecord, ...]:
        query = (
            "SELECT queue_id, code_id, suggested_code_id, probability, would_have_acted FROM lessons"
            " WHERE fate = ? ORDER BY taught DESC LIMIT ?"
        )
        rows = self._do(lambda: self._db.execute(query, (LessonOutcome.LEARNT, last)).fetchall())
        return tuple(
            OutcomeRecord(queue_id, code_id, suggested, probability or 0.0, bool(acted))
            for queue_id, code_id, suggested, probability, acted in rows
        )

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def remove(self) -> None:
        self.close()
        for part in parts_of(self._path):
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _with_attributes(self, training_leg: TrainingLeg) -> TrainingLeg:
        """Keep the attributes an earlier telling of the leg had: only jobs tell any."""
        if training_leg.attributes:
            return training_leg
        query = "SELECT content FROM lessons WHERE leg = ?"
        row = self._db.execute(query, (_hashed(training_leg.key),)).fetchone()
        if row is None:
            return training_leg
        return replace(
            training_leg, attributes=msgspec.json.decode(row[0], type=TrainingLeg).attributes
        )

    @property
    def _db(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.ProgrammingError("the file is not open")
        return self._connection

    def _do(self, work: Callable[[], T]) -> T:
        with clear_errors(self._path):
            try:
                return work()
            except msgspec.MsgspecError as damage:
                raise sqlite3.DatabaseError(str(damage)) from None


def _row(training_leg: TrainingLeg) -> tuple[object, ...]:
    return (
        _hashed(training_leg.key),
        _text(training_leg.started_at),
        msgspec.json.encode(training_leg),
        training_leg.queue_id,
        training_leg.code_id,
    )


def _hashed(key: LegKey) -> bytes:
    return hashlib.sha256("/".join(key).encode()).digest()[:16]


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
