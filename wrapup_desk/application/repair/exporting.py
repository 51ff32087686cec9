"""Writes the shown rows, or the audit trail, as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import UTC, datetime

from wrapup_desk.application.repair.board import RepairBoard
from wrapup_desk.application.repair.repair_ports import CorrectionLedger
from wrapup_desk.domain.repair.audit import AuditEntry
from wrapup_desk.domain.repair.csv_export import csv_lines

ROW_HEADER = (
    "Ended", "Agent", "Queue", "Customer", "Media", "Code now", "Problem", "Suggested",
    "Probability", "Correction", "Corrected to", "Record changed", "Conversation", "Participant",
    "Communication",
)  # fmt: skip
AUDIT_HEADER = (
    "Number", "When", "Who", "Action", "Conversation", "Participant", "Communication", "From",
    "To", "Reason", "Note", "Answer", "Batch", "Correction", "Hash before", "Hash",
)  # fmt: skip
_AUDIT_PAGE = 2000


def row_lines(board: RepairBoard, rows: Sequence[int]) -> Generator[None, None, list[str]]:
    """Return the rows as lines of CSV, in their order; pauses after each."""
    found: list[str] = []
    for line in csv_lines(ROW_HEADER, (_cells(board, row) for row in rows)):
        found.append(line)
        yield
    return found


async def audit_lines(ledger: CorrectionLedger) -> list[str]:
    """Return the whole trail as lines of CSV; the hashes let anybody check it again."""
    entries: list[AuditEntry] = []
    while page := await ledger.audit(entries[-1].number if entries else 0, _AUDIT_PAGE):
        entries.extend(page)
    return list(csv_lines(AUDIT_HEADER, map(_audit_cells, entries)))


def _cells(board: RepairBoard, row: int) -> tuple[str, ...]:
    shown = board.row(row)
    leg, suggestion, correction = shown.leg, shown.suggestion, shown.correction
    changed = ""
    if correction is not None:
        changed = "yes" if correction.state.changed_the_record else "no"
    return (
        _time(leg.hung_up_at),
        leg.agent_name,
        shown.queue_name,
        leg.customer_name or leg.customer_address,
        leg.media.value,
        shown.code_name,
        shown.flaw.value if shown.flaw else "",
        suggestion.code.name if suggestion else "",
        f"{suggestion.probability:.2f}" if suggestion else "",
        correction.state.value if correction else "",
        correction.to_code.name if correction else "",
        changed,
        *leg.key,
    )


def _audit_cells(entry: AuditEntry) -> tuple[str, ...]:
    event = entry.event
    return (
        str(entry.number),
        _time(event.at),
        event.who.name or event.who.id,
        event.action,
        *event.key,
        event.from_code,
        event.to_code,
        event.reason,
        event.note,
        event.answer,
        event.batch_id,
        event.correction_id,
        entry.previous_hash,
        entry.hash,
    )


def _time(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""
