"""Works out the figures, and writes rows and the audit trail to files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from wrapup_desk.application.repair.board import RepairBoard
from wrapup_desk.application.repair.exporting import audit_lines, row_lines
from wrapup_desk.application.repair.repair_parts import RepairParts
from wrapup_desk.application.repair.slices import in_slices
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.repair.audit import AuditEvent
from wrapup_desk.domain.repair.correction import Person
from wrapup_desk.domain.repair.reports import Reports, reporting_on

_NO_LEG = LegKey("", "", "")


class Proving:
    """Says what can be shown to others; raises `StoreError` where it cannot."""

    def __init__(self, parts: RepairParts, zone: tzinfo) -> None:
        self._ledger = parts.ledger
        self._export = parts.export
        self._clock = parts.clock
        self._zone = zone

    async def reports(self, board: RepairBoard) -> Reports:
        """Return the figures of everything on *board*."""
        suggested = dict(board.suggested_code_ids)
        rows = range(len(board))
        work = reporting_on(board.table, rows, board.directory, self._zone, suggested)
        return await in_slices(work, self._clock)

    async def export_rows(
        self, path: Path, board: RepairBoard, rows: Sequence[int], who: Person, at: datetime
    ) -> str:
        """Write *rows* as CSV, note in the trail who did, and say where they are.

        The trail has customers' data leave the program only with a name to it.
        """
        lines = await in_slices(row_lines(board, rows), self._clock)
        await self._export.write(path, lines)
        event = AuditEvent(at, who, "exported", _NO_LEG, answer=f"{len(rows)} rows")
        await self._ledger.note(event)
        return f"{len(rows):,} rows are in {path}."

    async def export_audit(self, path: Path) -> str:
        """Write the whole trail as CSV, and say where it is."""
        await self._export.write(path, await audit_lines(self._ledger))
        return f"The audit trail is in {path}."
