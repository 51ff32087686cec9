"""Turns a confirmed preview into a batch of corrections, ready for the ledger."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from wrapup_desk.domain.repair.audit import AuditEvent, event_of
from wrapup_desk.domain.repair.correction import Batch, BatchKind, Correction
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.preview import Change, Preview

NewId = Callable[[], str]


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What a person confirmed: who, when, why, and the note that goes with each code."""

    who: Person
    at: datetime
    reason: str = ""
    note: str = ""
    # The rule list it is by, by name; "" where a person chose the rows.
    rule: str = ""


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A batch before it is stored."""

    batch: Batch
    corrections: tuple[Correction, ...]
    events: tuple[AuditEvent, ...]


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """Stored corrections that are to be delivered.

    *undone* holds, for an undo, the corrections taken back; *conflicts* those of others that
    stood against some of the plan; *settled* what an earlier run has finished of the batch.
    """

    batch: Batch
    corrections: tuple[Correction, ...]
    undone: tuple[Correction, ...] = ()
    conflicts: tuple[Correction, ...] = ()
    settled: tuple[Correction, ...] = ()


def planned(
    preview: Preview, request: BatchRequest, new_id: NewId = lambda: str(uuid4())
) -> Generator[None, None, BatchPlan]:
    """Return the batch that does what *preview* says; pauses after each row."""
    batch = Batch(
        id=new_id(),
        kind=BatchKind.UNDO if preview.undoes_batch_id else BatchKind.FIX,
        who=request.who,
        decided_at=request.at,
        reason=_storable(request.reason),
        count=len(preview.changes),
        undoes_id=preview.undoes_batch_id,
        rule=request.rule,
    )
    corrections: list[Correction] = []
    events: list[AuditEvent] = []
    for change in preview.changes:
        corrections.append(_correction(new_id(), batch, change, request))
        events.append(event_of(corrections[-1]))
        yield
    return BatchPlan(batch, tuple(corrections), tuple(events))


def _correction(
    correction_id: str, batch: Batch, change: Change, request: BatchRequest
) -> Correction:
    return Correction(
        id=correction_id,
        batch_id=batch.id,
        key=change.key,
        media=change.media,
        agent_id=change.agent_id,
        from_code_id=change.from_code_id,
        to_code=change.to_code,
        who=request.who,
        decided_at=request.at,
        changed_at=request.at,
        reason=batch.reason,
        note=change.note if change.undoes_id else _storable(request.note),
        queue_id=change.queue_id,
        seen_count=change.seen_count,
        undoes_id=change.undoes_id,
        tags=change.tags,
        from_note=change.from_note,
        from_tags=change.from_tags,
        first_code_id=change.first_code_id,
        rule=request.rule,
    )


def _storable(text: str) -> str:
    # PostgreSQL's text has no place for NUL.
    return text.replace("\0", "").strip()
