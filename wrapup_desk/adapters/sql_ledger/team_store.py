"""Keeps a team's models, and the codes agents' desks could not deliver, beside the ledger.

A connection and a thread of its own: neither the ledger nor a code on its way waits for it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar

from wrapup_desk.adapters.base.daemon_worker import DaemonWorker
from wrapup_desk.adapters.sql_ledger.database import (
    Cursor,
    LedgerDatabase,
    Row,
    Value,
    marks,
    stored_time,
)
from wrapup_desk.adapters.sql_ledger.migrations import bring_up_to_date
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.base.team_ports import PublishedModel
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

T = TypeVar("T")

# Older models stay for a while, so that a bad one can be answered by publishing the last again.
KEPT_MODELS = 5
_CLOSE_S = 2.0

_KEY = "conversation_id, participant_id, communication_id"
_FACTS = (
    "media", "agent_id", "queue_name", "code_id", "code_name", "decider", "decided_at",
    "hung_up_at", "revision", "state", "reason",
)  # fmt: skip
_COLUMNS = f"{_KEY}, {', '.join(_FACTS)}"
_MODEL_COLUMNS = "version, sha256, size_bytes, published_at, who_id, who_name"


class SqlTeamStore:
    """Implements `TeamModels` and `UndeliveredCodes`; opened by `open`, or by its first use."""

    def __init__(self, database: Callable[[], LedgerDatabase], label: str) -> None:
        """Take how to get the database: its driver takes time to load, on the worker's thread."""
        self._make_database = database
        self._label = label
        self._database: LedgerDatabase | None = None
        self._worker = DaemonWorker("team store")

    @property
    def label(self) -> str:
        return self._label

    async def open(self) -> None:
        """Bring the tables to today's version; every use does so by itself, too.

        Raises:
            StoreError: it cannot be reached, or was written by a newer program.
        """
        await self._worker.run(self._opened)

    async def close(self) -> None:
        """Close the connection; one that is busy with a server that hangs is left to itself.

        One that is only being opened is not waited for, and closed once it is open.
        """
        wait_s = _CLOSE_S if self._database is not None else 0.0
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._worker.run(self._close)
        self._worker.end()

    async def publish_model(self, content: bytes, who: Person, at: datetime) -> PublishedModel:
        return await self._write(lambda cursor: _publish(cursor, content, who, at))

    async def latest_model(self) -> PublishedModel | None:
        return await self._read(_latest)

    async def model_content(self, model: PublishedModel) -> bytes:
        sql = "SELECT content FROM models WHERE version = ?"
        rows = await self._read(lambda cursor: cursor.run(sql, [model.version]))
        content = rows[0][0] if rows else None
        if not isinstance(content, bytes):
            raise StoreBroken(
                tr(
                    "The model {version} is no longer in the {store}.",
                    version=model.version,
                    store=self.label,
                )
            )
        if not hmac.compare_digest(_checksum(content), model.sha256):
            raise StoreBroken(
                tr(
                    "The model {version} in the {store} does not match its checksum.",
                    version=model.version,
                    store=self.label,
                )
            )
        return content

    async def report(self, submissions: Sequence[Submission]) -> None:
        final = [one for one in submissions if one.state.is_final]
        if final:
            await self._write(lambda cursor: _report(cursor, final))

    async def reported(self, since: datetime) -> tuple[Submission, ...]:
        states = [state.value for state in SubmissionState if state.has_failed]
        sql = (
            f"SELECT {_COLUMNS} FROM undelivered WHERE decided_at >= ?"
            f" AND state IN ({', '.join('?' * len(states))})"
            " ORDER BY decided_at, communication_id"
        )
        rows = await self._read(lambda cursor: cursor.run(sql, [stored_time(since), *states]))
        return tuple(map(_submission_of, rows))

    # On its own thread

    async def _write(self, work: Callable[[Cursor], T]) -> T:
        return await self._worker.run(lambda: self._opened().write(work))

    async def _read(self, work: Callable[[Cursor], T]) -> T:
        return await self._worker.run(lambda: self._opened().read(work))

    def _opened(self) -> LedgerDatabase:
        if self._database is None:
            database = self._make_database()
            try:
                bring_up_to_date(database)
            except BaseException:
                database.close()
                raise
            self._database = database
        return self._database

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()


def _publish(cursor: Cursor, content: bytes, who: Person, at: datetime) -> PublishedModel:
    newest = _latest(cursor)
    checksum = _checksum(content)
    if newest is not None and newest.sha256 == checksum:
        return newest
    version = newest.version + 1 if newest else 1
    model = PublishedModel(version, checksum, len(content), at, who)
    columns = f"{_MODEL_COLUMNS}, content"
    values: list[Value] = [
        version, checksum, len(content), stored_time(at), who.id, who.name, content,
    ]  # fmt: skip
    cursor.run(f"INSERT INTO models ({columns}) VALUES ({marks(columns)})", values)
    cursor.run("DELETE FROM models WHERE version <= ?", [version - KEPT_MODELS])
    return model


def _latest(cursor: Cursor) -> PublishedModel | None:
    rows = cursor.run(f"SELECT {_MODEL_COLUMNS} FROM models ORDER BY version DESC LIMIT 1")
    if not rows:
        return None
    text = [str(value) for value in rows[0]]
    return PublishedModel(
        version=int(text[0]),
        sha256=text[1],
        size_bytes=int(text[2]),
        published_at=datetime.fromisoformat(text[3]),
        who=Person(text[4], text[5]),
    )


def _report(cursor: Cursor, submissions: Sequence[Submission]) -> None:
    for one in submissions:
        row = _row_of(one)
        if one.state.has_failed:
            facts = ", ".join(f"{name} = excluded.{name}" for name in _FACTS)
            cursor.run(
                f"INSERT INTO undelivered ({_COLUMNS}) VALUES ({marks(_COLUMNS)})"
                f" ON CONFLICT ({_KEY}) DO UPDATE SET {facts}"
                " WHERE undelivered.revision <= excluded.revision",
                row,
            )
        else:
            cursor.run(
                "UPDATE undelivered SET state = ?, revision = ? WHERE conversation_id = ?"
                " AND participant_id = ? AND communication_id = ? AND revision <= ?",
                [one.state.value, one.revision, *one.key, one.revision],
            )


def _row_of(one: Submission) -> list[Value]:
    decision = one.decision
    hung_up_at = stored_time(one.hung_up_at) if one.hung_up_at else ""
    return [
        *one.key, one.media.value, one.agent_id, one.queue_name, decision.code.id,
        decision.code.name, decision.decider.value, stored_time(decision.decided_at), hung_up_at,
        one.revision, one.state.value, one.reason,
    ]  # fmt: skip


def _submission_of(row: Row) -> Submission:
    text = [str(value) for value in row]
    decided_at = datetime.fromisoformat(text[9]).astimezone(UTC)
    decision = Decision(WrapupCode(text[6], text[7]), "", Decider(text[8]), decided_at)
    return Submission(
        key=LegKey(*text[:3]),
        media=Media(text[3]),
        agent_id=text[4],
        queue_name=text[5],
        decision=decision,
        hung_up_at=datetime.fromisoformat(text[10]) if text[10] else None,
        revision=int(text[11]),
        state=SubmissionState(text[12]),
        reason=text[13],
    )


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
