"""Keeps corrections and the audit trail in a SQL database, so that two supervisors can share it.

Whatever changes a correction writes its audit entry in the same transaction. A thread of its
own does the work: a commit may wait for a disk or a network, the window never does.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from wrapup_desk.adapters.base.daemon_worker import DaemonWorker
from wrapup_desk.adapters.sql_ledger.database import (
    Cursor,
    LedgerDatabase,
    Value,
    marks,
    stored_time,
)
from wrapup_desk.adapters.sql_ledger.migrations import bring_up_to_date
from wrapup_desk.adapters.sql_ledger.rows import (
    BATCH_COLUMNS,
    CORRECTION_COLUMNS,
    RULE_LIST_COLUMNS,
    batch_of,
    batch_row,
    correction_of,
    correction_row,
    rule_list_of,
    rule_list_row,
)
from wrapup_desk.adapters.sql_ledger.trail import (
    TrailCheck,
    append,
    check_tail,
    entries_after,
    events_of,
    sealed,
)
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.repair.ports import Conflict, StaleCorrection
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.audit import (
    REVIEWED,
    Anchor,
    AuditEntry,
    AuditEvent,
    ChainCheck,
)
from wrapup_desk.domain.repair.correction import Batch, Correction, CorrectionState
from wrapup_desk.domain.repair.row_seals import SealedTable, covering
from wrapup_desk.domain.repair.rules import RuleList

log = logging.getLogger(__name__)

T = TypeVar("T")

# A correction that has not moved for so long belongs to a program that is gone; who needs the
# leg takes it over.
ABANDONED_AFTER = timedelta(hours=1)
_CHUNK = 400
_ACTIVE = tuple(state.value for state in CorrectionState if state.is_active)


class SqlLedger:
    """Implements `CorrectionLedger` on a `LedgerDatabase`."""

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database
        self._worker = DaemonWorker("ledger")

    @property
    def label(self) -> str:
        return self._database.label

    async def open(self) -> None:
        """Bring the tables to today's version.

        Raises:
            StoreBroken: it cannot be reached, or was written by a newer program.
        """
        await self._run(lambda: bring_up_to_date(self._database))

    async def close(self) -> None:
        await self._run(self._database.close)
        self._worker.end()

    async def plan(
        self, batch: Batch, corrections: Sequence[Correction], events: Sequence[AuditEvent]
    ) -> tuple[Conflict, ...]:
        return await self._write(lambda cursor: _plan(cursor, batch, corrections, events))

    async def keep(self, correction: Correction, events: Sequence[AuditEvent]) -> None:
        await self._write(lambda cursor: _keep(cursor, correction, events))

    async def latest(self, since: datetime | None = None) -> tuple[Correction, ...]:
        where, values = "", []
        if since is not None:
            where, values = "WHERE one.changed_at >= ?", [stored_time(since)]
        columns = ", ".join(f"one.{name.strip()}" for name in CORRECTION_COLUMNS.split(","))
        sql = (
            f"SELECT {columns} FROM corrections AS one JOIN (SELECT MAX(place) AS place"
            " FROM corrections GROUP BY conversation_id, participant_id, communication_id)"
            f" AS newest ON newest.place = one.place {where} ORDER BY one.place"
        )
        return await self._corrections(sql, values)

    async def history_of(self, key: LegKey) -> tuple[Correction, ...]:
        where = "conversation_id = ? AND participant_id = ? AND communication_id = ?"
        return await self._corrections(_select(f"WHERE {where} ORDER BY place"), [*key])

    async def counts(self, since: datetime | None = None) -> Mapping[LegKey, int]:
        where, values = "", []
        if since is not None:
            where, values = "WHERE changed_at >= ?", [stored_time(since)]
        key = "conversation_id, participant_id, communication_id"
        sql = f"SELECT {key}, COUNT(*) FROM corrections {where} GROUP BY {key}"
        rows = await self._read(lambda cursor: cursor.run(sql, values))
        return {LegKey(*map(str, row[:3])): int(str(row[3])) for row in rows}

    async def unfinished(self, who_id: str) -> tuple[Correction, ...]:
        active = ", ".join("?" for _ in _ACTIVE)
        sql = _select(f"WHERE who_id = ? AND state IN ({active}) ORDER BY place")
        return await self._corrections(sql, [who_id, *_ACTIVE])

    async def of_batch(self, batch_id: str) -> tuple[Correction, ...]:
        return await self._corrections(_select("WHERE batch_id = ? ORDER BY place"), [batch_id])

    async def batches(self, limit: int = 50) -> tuple[Batch, ...]:
        sql = f"SELECT {BATCH_COLUMNS} FROM batches ORDER BY decided_at DESC, id LIMIT ?"
        return await self._read(lambda cursor: tuple(map(batch_of, cursor.run(sql, [limit]))))

    async def note(self, event: AuditEvent) -> None:
        await self._write(lambda cursor: append(cursor, [event]))

    async def reviews(self) -> tuple[AuditEvent, ...]:
        return await self._read(lambda cursor: events_of(cursor, REVIEWED))

    async def audit(self, after: int = 0, limit: int = 1000) -> tuple[AuditEntry, ...]:
        return await self._read(lambda cursor: entries_after(cursor, after, limit))

    async def check(self, anchor: Anchor | None = None) -> ChainCheck:
        check = TrailCheck(anchor)
        while await self._read(check.read_some):
            pass
        return await self._read(check.finish)

    async def check_since(self, anchor: Anchor) -> ChainCheck:
        return await self._read(lambda cursor: check_tail(cursor, anchor))

    async def rule_lists(self) -> tuple[RuleList, ...]:
        sql = f"SELECT {RULE_LIST_COLUMNS} FROM rule_lists ORDER BY name"
        return await self._read(lambda cursor: tuple(map(rule_list_of, cursor.run(sql))))

    async def keep_rules(self, rules: RuleList, event: AuditEvent) -> None:
        await self._write(lambda cursor: _keep_rules(cursor, rules, event))

    async def remove_rules(self, name: str, event: AuditEvent) -> None:
        await self._write(lambda cursor: _remove_rules(cursor, name, event))

    # On the ledger's own thread

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await self._worker.run(work)
        except ValueError:
            # A text that no version of the program writes there; it may hold anybody's words.
            raise StoreBroken(
                tr(
                    "The corrections ({store}) hold a row that cannot be read: it was"
                    " changed outside WrapUp Desk, or is damaged.",
                    store=self.label,
                )
            ) from None

    async def _write(self, work: Callable[[Cursor], T]) -> T:
        return await self._run(lambda: self._database.write(work))

    async def _read(self, work: Callable[[Cursor], T]) -> T:
        return await self._run(lambda: self._database.read(work))

    async def _corrections(self, sql: str, values: Sequence[Value]) -> tuple[Correction, ...]:
        return await self._read(lambda cursor: tuple(map(correction_of, cursor.run(sql, values))))


def _plan(
    cursor: Cursor, batch: Batch, corrections: Sequence[Correction], events: Sequence[AuditEvent]
) -> tuple[Conflict, ...]:
    known = _known(cursor, [one.key for one in corrections])
    conflicts: list[Conflict] = []
    planned: list[Correction] = []
    entries: list[AuditEvent] = []
    for one, event in zip(corrections, events, strict=True):
        before = known[one.key]
        last = before[-1] if before else None
        if last is not None and last.state.is_active and _is_abandoned(last, batch.decided_at):
            entries.append(_take_over(cursor, last, batch))
        elif last is not None and (last.state.is_active or len(before) > one.seen_count):
            conflicts.append(Conflict(one.key, last))
            continue
        planned.append(one)
        entries.append(sealed(event, corrections=correction_row(one)))
    if planned:
        places = _next_place(cursor)
        rows = [[next(places), *correction_row(one)] for one in planned]
        columns = f"place, {CORRECTION_COLUMNS}"
        cursor.run_many(f"INSERT INTO corrections ({columns}) VALUES ({marks(columns)})", rows)
        stored = replace(batch, count=len(planned))
        row, values = batch_row(stored), marks(BATCH_COLUMNS)
        cursor.run(f"INSERT INTO batches ({BATCH_COLUMNS}) VALUES ({values})", row)
        # The last of the batch's own entries covers the batch, too.
        last_row = correction_row(planned[-1])
        entries[-1] = sealed(entries[-1], corrections=last_row, batches=row)
        append(cursor, entries)
    return tuple(conflicts)


def _keep(cursor: Cursor, correction: Correction, events: Sequence[AuditEvent]) -> None:
    names = [name.strip() for name in CORRECTION_COLUMNS.split(",")]
    assignments = ", ".join(f"{name} = ?" for name in names)
    changed = cursor.change(
        f"UPDATE corrections SET {assignments} WHERE id = ? AND version = ?",
        [*correction_row(correction), correction.id, correction.version - 1],
    )
    if changed != 1:
        raise StaleCorrection(tr("Another program has changed this correction in the meantime."))
    row = correction_row(correction)
    append(cursor, [sealed(event, corrections=row) for event in events])


def _keep_rules(cursor: Cursor, rules: RuleList, event: AuditEvent) -> None:
    row = rule_list_row(rules)
    cursor.run("DELETE FROM rule_lists WHERE name = ?", [rules.name])
    sql = f"INSERT INTO rule_lists ({RULE_LIST_COLUMNS}) VALUES ({marks(RULE_LIST_COLUMNS)})"
    cursor.run(sql, row)
    append(cursor, [sealed(replace(event, rule=rules.name), rule_lists=row)])


def _remove_rules(cursor: Cursor, name: str, event: AuditEvent) -> None:
    cursor.run("DELETE FROM rule_lists WHERE name = ?", [name])
    covers = covering({SealedTable.RULE_LISTS: (name, "")})
    append(cursor, [replace(event, rule=name, covers=covers)])


def _known(cursor: Cursor, keys: Sequence[LegKey]) -> Mapping[LegKey, list[Correction]]:
    found: dict[LegKey, list[Correction]] = defaultdict(list)
    for start in range(0, len(keys), _CHUNK):
        ids = [key.communication_id for key in keys[start : start + _CHUNK]]
        listed = ", ".join("?" for _ in ids)
        sql = _select(f"WHERE communication_id IN ({listed}) ORDER BY place")
        for one in map(correction_of, cursor.run(sql, ids)):
            found[one.key].append(one)
    return found


def _is_abandoned(correction: Correction, now: datetime) -> bool:
    return now - (correction.changed_at or correction.decided_at) > ABANDONED_AFTER


def _take_over(cursor: Cursor, old: Correction, batch: Batch) -> AuditEvent:
    """End a correction of a program that is gone, and say so in the trail."""
    answer = tr(
        "Taken over by {who}: it had made no progress for an hour.",
        who=batch.who.name or batch.who.id,
    )
    state = CorrectionState.CANCELLED.value
    cursor.change(
        "UPDATE corrections SET state = ?, answer = ?, changed_at = ?, version = version + 1"
        " WHERE id = ?",
        [state, answer, stored_time(batch.decided_at), old.id],
    )
    event = AuditEvent(
        at=batch.decided_at,
        who=batch.who,
        action="taken over",
        key=old.key,
        from_code=old.from_code_id,
        to_code=old.to_code.id,
        answer=answer,
        batch_id=old.batch_id,
        correction_id=old.id,
    )
    rows = cursor.run(f"SELECT {CORRECTION_COLUMNS} FROM corrections WHERE id = ?", [old.id])
    return sealed(event, corrections=rows[0])


def _next_place(cursor: Cursor) -> Iterator[int]:
    rows = cursor.run("SELECT MAX(place) FROM corrections")
    place = int(str(rows[0][0] or 0))
    while True:
        place += 1
        yield place


def _select(rest: str) -> str:
    return f"SELECT {CORRECTION_COLUMNS} FROM corrections {rest}"
