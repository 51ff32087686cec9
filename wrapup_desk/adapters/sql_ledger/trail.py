"""Writes, reads and checks the audit trail, and holds the ledger's rows against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wrapup_desk.adapters.sql_ledger.database import Cursor, Value, marks
from wrapup_desk.adapters.sql_ledger.rows import (
    AUDIT_COLUMNS,
    BATCH_COLUMNS,
    CORRECTION_COLUMNS,
    RULE_LIST_COLUMNS,
    audit_of,
    audit_row,
    batch_of,
    correction_of,
)
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.repair.audit import (
    Anchor,
    AuditEntry,
    AuditEvent,
    ChainCheck,
    ChainWalk,
    check_since,
    event_of,
    seal,
)
from wrapup_desk.domain.repair.correction import Correction
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.row_seals import RowSeals, SealedTable, covering, row_seal

_PAGE = 2000
_CHUNK = 400
_HEAD = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
_TABLES: dict[SealedTable, tuple[str, str]] = {
    SealedTable.CORRECTIONS: ("corrections", CORRECTION_COLUMNS),
    SealedTable.BATCHES: ("batches", BATCH_COLUMNS),
    SealedTable.RULE_LISTS: ("rule_lists", RULE_LIST_COLUMNS),
}
_NO_LEG = LegKey("", "", "")
_PROGRAM = Person("", "WrapUp Desk")


def append(cursor: Cursor, events: Sequence[AuditEvent]) -> None:
    """Add *events* to the end of the trail, and note where it ends now."""
    head = _head(cursor)
    entries: list[AuditEntry] = []
    for event in events:
        entries.append(seal(event, head))
        head = entries[-1].anchor
    sql = f"INSERT INTO audit ({AUDIT_COLUMNS}) VALUES ({marks(AUDIT_COLUMNS)})"
    cursor.run_many(sql, [audit_row(entry) for entry in entries])
    _note_end(cursor, head)


def sealed(event: AuditEvent, **rows: Sequence[Value]) -> AuditEvent:
    """Return *event* with the hashes of rows it left: *corrections*, *batches*, *rule_lists*."""
    seals = {
        SealedTable[name.upper()]: (str(values[0]), row_seal(values))
        for name, values in rows.items()
    }
    return replace(event, covers=covering(seals))


def entries_after(cursor: Cursor, after: int, limit: int) -> tuple[AuditEntry, ...]:
    """Return entries by number, from the one after *after*."""
    sql = f"SELECT {AUDIT_COLUMNS} FROM audit WHERE number > ? ORDER BY number LIMIT ?"
    return tuple(map(audit_of, cursor.run(sql, [after, limit])))


def events_of(cursor: Cursor, action: str) -> tuple[AuditEvent, ...]:
    """Return the events whose action begins with *action*, oldest first."""
    sql = f"SELECT {AUDIT_COLUMNS} FROM audit WHERE action LIKE ? ORDER BY number"
    return tuple(audit_of(row).event for row in cursor.run(sql, [f"{action}%"]))


class TrailCheck:
    """Checks the whole trail and every row it covers, a part at a time.

    A ledger of years takes seconds: others get their turn between two parts.
    """

    def __init__(self, anchor: Anchor | None) -> None:
        self._walk = ChainWalk(anchor)
        self._seals = RowSeals()

    def read_some(self, cursor: Cursor) -> bool:
        """Read the next part; return whether there may be more."""
        page = entries_after(cursor, self._walk.head.number, _PAGE)
        for entry in page:
            self._walk.add(entry)
            if not self._walk.is_broken:
                self._seals.note(entry.event)
        return len(page) == _PAGE and not self._walk.is_broken

    def finish(self, cursor: Cursor) -> ChainCheck:
        """Read what is left, and hold the rows against it, all in one state of the data."""
        while self.read_some(cursor):
            pass
        check = self._walk.result()
        problem = check.problem or _end_problem(cursor, check.head)
        for table in SealedTable:
            problem = problem or self._seals.problem(table, _all_rows(cursor, table), are_all=True)
        return replace(check, problem=problem)


def check_tail(cursor: Cursor, anchor: Anchor) -> ChainCheck:
    """Check that the trail goes through *anchor*, what came after, and the rows that changed."""
    seals = RowSeals()

    def noted() -> Iterator[AuditEntry]:
        for entry in _all_entries(cursor, anchor.number - 1):
            yield entry
            # Asked for the next, so this one follows from those before.
            seals.note(entry.event)

    check = check_since(noted(), anchor)
    problem = check.problem or _end_problem(cursor, check.head)
    for table in SealedTable:
        rows = _rows_of(cursor, table, seals.ids(table))
        problem = problem or seals.problem(table, rows, are_all=False)
    return replace(check, problem=problem)


def seal_what_there_is(cursor: Cursor) -> None:
    """Bring rows of a program that sealed none, or fewer columns, under the trail as found.

    It stands in the newest migration that changes a sealed table.
    """
    sql = f"SELECT {CORRECTION_COLUMNS} FROM corrections ORDER BY place"
    corrections = [correction_of(row) for row in cursor.run(sql)]
    events = [
        sealed(
            replace(_as_found(one), note=""),
            corrections=_row_by_id(cursor, SealedTable.CORRECTIONS, one.id),
        )
        for one in corrections
    ]
    for row in cursor.run(f"SELECT {BATCH_COLUMNS} FROM batches ORDER BY decided_at, id"):
        at = batch_of(row).decided_at
        event = AuditEvent(at, _PROGRAM, "sealed as found", _NO_LEG, batch_id=str(row[0]))
        events.append(sealed(event, batches=row))
    if events:
        append(cursor, events)
    else:
        _note_end(cursor, _head(cursor))


def _as_found(one: Correction) -> AuditEvent:
    return replace(event_of(one, "sealed as found"), who=_PROGRAM)


def _head(cursor: Cursor) -> Anchor:
    rows = cursor.run(_HEAD)
    return Anchor(int(str(rows[0][0])), str(rows[0][1])) if rows else Anchor()


def _note_end(cursor: Cursor, head: Anchor) -> None:
    values: list[Value] = [head.number, head.hash]
    if not cursor.change("UPDATE trail_end SET number = ?, hash = ?", values):
        cursor.run("INSERT INTO trail_end (number, hash) VALUES (?, ?)", values)


def _end_problem(cursor: Cursor, head: Anchor) -> str:
    """Return whether the trail goes on to where it was last written; "" where it does."""
    rows = cursor.run("SELECT number, hash FROM trail_end")
    ends = [Anchor(int(str(row[0])), str(row[1])) for row in rows]
    if ends == [head]:
        return ""
    last = max((end.number for end in ends), default=0)
    return f"the trail ends at entry {head.number}, but was written up to entry {last}"


def _all_entries(cursor: Cursor, after: int = -1) -> Iterator[AuditEntry]:
    last = after
    while entries := entries_after(cursor, last, _PAGE):
        yield from entries
        last = entries[-1].number


def _all_rows(cursor: Cursor, table: SealedTable) -> Iterator[tuple[str, str]]:
    name, columns = _TABLES[table]
    key = columns.split(",", 1)[0]
    last = ""
    while True:
        sql = f"SELECT {columns} FROM {name} WHERE {key} > ? ORDER BY {key} LIMIT {_PAGE}"
        rows = cursor.run(sql, [last])
        for row in rows:
            yield str(row[0]), row_seal(row)
        if len(rows) < _PAGE:
            return
        last = str(rows[-1][0])


def _rows_of(cursor: Cursor, table: SealedTable, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    name, columns = _TABLES[table]
    key = columns.split(",", 1)[0]
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        listed = ", ".join("?" for _ in some)
        for row in cursor.run(f"SELECT {columns} FROM {name} WHERE {key} IN ({listed})", some):
            yield str(row[0]), row_seal(row)


def _row_by_id(cursor: Cursor, table: SealedTable, row_id: str) -> Sequence[Value]:
    name, columns = _TABLES[table]
    return cursor.run(f"SELECT {columns} FROM {name} WHERE id = ?", [row_id])[0]
