"""The table of selections and ended legs beside the submissions, row by row with a checksum."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

import msgspec

from wrapup_desk.adapters.sqlite_store.rows import RowDamaged, checksum, sortable
from wrapup_desk.domain.history.leg_records import EndedLeg, LegRecord, Selection
from wrapup_desk.domain.interaction import LegKey

TABLE = """
    CREATE TABLE leg_records (
        kind TEXT NOT NULL,
        conversation_id TEXT NOT NULL,
        participant_id TEXT NOT NULL,
        communication_id TEXT NOT NULL,
        noted_at TEXT NOT NULL,
        content BLOB NOT NULL,
        checksum BLOB NOT NULL,
        PRIMARY KEY (kind, conversation_id, participant_id, communication_id)
    );
    """

_SELECTED, _ENDED = "selected", "ended"
_KINDS: dict[str, type[Selection | EndedLeg]] = {_SELECTED: Selection, _ENDED: EndedLeg}


def save(connection: sqlite3.Connection, record: LegRecord) -> None:
    """Insert, or take the place of the record of the same kind."""
    kind = _SELECTED if isinstance(record, Selection) else _ENDED
    content = msgspec.json.encode(record)
    connection.execute(
        "INSERT OR REPLACE INTO leg_records VALUES (?, ?, ?, ?, ?, ?, ?)",
        (kind, *record.key, sortable(_noted_at(record)), content, checksum(content)),
    )


def remove_selection(connection: sqlite3.Connection, key: LegKey) -> None:
    """Remove what was selected for a leg."""
    connection.execute(f"DELETE FROM leg_records WHERE kind = '{_SELECTED}' AND {_OF_LEG}", key)


def remove(connection: sqlite3.Connection, keys: Sequence[LegKey]) -> None:
    """Remove everything of these legs."""
    connection.executemany(f"DELETE FROM leg_records WHERE {_OF_LEG}", keys)


def remove_before(connection: sqlite3.Connection, instant: datetime) -> None:
    """Remove what is older than *instant*."""
    connection.execute("DELETE FROM leg_records WHERE noted_at < ?", (sortable(instant),))


def read(connection: sqlite3.Connection) -> Iterator[LegRecord]:
    """Yield every whole record, oldest first.

    A damaged one is left out: a selection is a help, and no code on its way.
    """
    query = "SELECT kind, content, checksum FROM leg_records ORDER BY noted_at"
    for row in connection.execute(query).fetchall():
        with suppress(RowDamaged):
            yield decode(*row)


def decode(kind: object, content: object, stored_checksum: object) -> LegRecord:
    """Return the record stored as *content*.

    Raises:
        RowDamaged: the checksum or the content is wrong.
    """
    if not isinstance(content, bytes) or checksum(content) != stored_checksum:
        raise RowDamaged("wrong checksum")
    try:
        return msgspec.json.decode(content, type=_KINDS[str(kind)])
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        raise RowDamaged(f"unreadable content: {type(error).__name__}") from None


_OF_LEG = "conversation_id = ? AND participant_id = ? AND communication_id = ?"


def _noted_at(record: LegRecord) -> datetime:
    return record.selected_at if isinstance(record, Selection) else record.ended_at
