"""Works out the figures, and writes rows and the audit trail for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from wrapup_desk.application.base.cooperative import run_in_slices
from wrapup_desk.application.repair.effects import CountReports, WriteAudit, WriteRows
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.messages import ExportDone, ReportsRead
from wrapup_desk.application.repair.parts import RepairParts
from wrapup_desk.application.repair.ports import CellValue, CorrectionLedger, Sheet
from wrapup_desk.application.repair.proof.sampler import read_reviews
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.quality.quality_figures import quality_of
from wrapup_desk.domain.quality.sample import Review
from wrapup_desk.domain.repair.audit import AuditEntry, AuditEvent
from wrapup_desk.domain.repair.csv_export import csv_lines
from wrapup_desk.domain.repair.repair_reports import reporting_on
from wrapup_desk.domain.repair.table_view import rows_within

_NO_LEG = LegKey("", "", "")
ROW_HEADER = (
    "Ended", "Agent", "Queue", "Customer", "Media", "Code now", "Problem", "Suggested",
    "Probability", "Correction", "Corrected to", "Record changed", "Conversation", "Participant",
    "Communication", "Note", "Tags", "Chosen by", "Agent id", "Queue id", "Code id", "Corrected to id",
    "Conversation began",
    "Copilot predicted", "Copilot's confidence",
)  # fmt: skip
AUDIT_HEADER = (
    "Number", "When", "Who", "Action", "Conversation", "Participant", "Communication", "From",
    "To", "Reason", "Note", "Answer", "Batch", "Correction", "Rule", "Rows covered",
    "Hash before", "Hash",
)  # fmt: skip
_AUDIT_PAGE = 2000
_SHEET_NAME = "Wrap-up codes"


class ReportsAndExport:
    """Makes what can be shown to others; raises `StoreError` where it cannot.

    Args:
        parts: the ledger, files, and the clock to pause by.
        zone: by whose days the figures count; None: this computer's.
        post: takes the figures, and which file is written.
    """

    def __init__(
        self,
        parts: RepairParts,
        zone: tzinfo | None,
        post: Callable[[ReportsRead | ExportDone], None],
    ) -> None:
        self._ledger = parts.ledger
        self._export = parts.export
        self._clock = parts.clock
        self._zone = zone
        self._post = post

    async def count(self, effect: CountReports) -> None:
        """Work out the figures of the legs within the filters."""
        reviews = await read_reviews(self._ledger)
        work = counting(effect, self._zone, reviews)
        self._post(await run_in_slices(work, self._clock))

    async def write_rows(self, effect: WriteRows) -> None:
        """Write rows as a workbook where the name ends so, else as CSV; note in the trail who did.

        The trail has customers' data leave the program only with a name to it.
        """
        rows = tuple(effect.rows)
        if effect.path.suffix.lower() == ".xlsx":
            values = await run_in_slices(row_values(effect.legs, rows), self._clock)
            await self._export.write_sheet(effect.path, Sheet(_SHEET_NAME, ROW_HEADER, values))
        else:
            lines = await run_in_slices(row_lines(effect.legs, rows), self._clock)
            await self._export.write(effect.path, lines)
        answer = f"{len(rows)} rows"
        event = AuditEvent(effect.at, effect.who, "exported", _NO_LEG, answer=answer)
        await self._ledger.note(event)
        self._post(
            ExportDone(
                tr_n(
                    "1 row is in {path}.",
                    "{count} rows are in {path}.",
                    len(rows),
                    path=effect.path,
                )
            )
        )

    async def write_audit(self, effect: WriteAudit) -> None:
        """Write the whole trail as CSV."""
        await self._export.write(effect.path, await audit_lines(self._ledger))
        self._post(ExportDone(tr("The audit trail is in {path}.", path=effect.path)))


def counting(
    effect: CountReports, zone: tzinfo | None, reviews: Mapping[LegKey, Review]
) -> Generator[None, None, ReportsRead]:
    """Return the figures of the legs within the filters; pauses now and then."""
    legs = effect.legs
    suggested, origins = dict(legs.suggested_code_ids), dict(legs.origins)
    rows = yield from rows_within(legs.table, legs.directory, effect.filters)
    table, directory = legs.table, legs.directory
    reports = yield from reporting_on(table, rows, directory, zone, suggested, origins)
    quality = yield from quality_of(table, rows, directory, zone, origins, reviews)
    return ReportsRead(reports, quality)


def row_values(
    legs: LegIndex, rows: Sequence[int]
) -> Generator[None, None, list[tuple[CellValue, ...]]]:
    """Return the rows as cells of a spreadsheet, in their order; pauses after each."""
    found: list[tuple[CellValue, ...]] = []
    for row in rows:
        found.append(_values(legs, row))
        yield
    return found


def row_lines(legs: LegIndex, rows: Sequence[int]) -> Generator[None, None, list[str]]:
    """Return the rows as lines of CSV, in their order; pauses after each."""
    found: list[str] = []
    for line in csv_lines(ROW_HEADER, (_cells(legs, row) for row in rows)):
        found.append(line)
        yield
    return found


async def audit_lines(ledger: CorrectionLedger) -> list[str]:
    """Return the whole trail as lines of CSV; the hashes let anybody check it again."""
    entries: list[AuditEntry] = []
    while page := await ledger.audit(entries[-1].number if entries else 0, _AUDIT_PAGE):
        entries.extend(page)
    return list(csv_lines(AUDIT_HEADER, map(_audit_cells, entries)))


def _cells(legs: LegIndex, row: int) -> Iterator[str]:
    for value in _values(legs, row):
        if isinstance(value, float):
            yield f"{value:.2f}"
        else:
            yield value if isinstance(value, str) else _time(value)


def _values(legs: LegIndex, row: int) -> tuple[CellValue, ...]:
    shown = legs.row(row)
    leg, suggestion, correction = shown.leg, shown.suggestion, shown.correction
    changed = ""
    if correction is not None:
        changed = "yes" if correction.state.changed_the_record else "no"
    return (
        leg.ended_at,
        shown.agent_name,
        shown.queue_name,
        leg.customer_name or leg.customer_address,
        leg.media.value,
        shown.code_name,
        shown.issue.value if shown.issue else "",
        suggestion.code.name if suggestion else "",
        round(suggestion.probability, 2) if suggestion else "",
        correction.state.value if correction else "",
        correction.to_code.name if correction else "",
        changed,
        *leg.key,
        leg.note,
        ", ".join(leg.tags),
        shown.chooser.value,
        leg.agent_id if legs.table.names_agents else "",
        leg.queue_id,
        leg.code_id,
        correction.to_code.id if correction else "",
        leg.started_at,
        shown.predicted[0] if shown.predicted else "",
        round(shown.predicted[1], 2) if shown.predicted else "",
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
        event.rule,
        event.covers,
        entry.previous_hash,
        entry.hash,
    )


def _time(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""
