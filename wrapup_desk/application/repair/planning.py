"""Turns a confirmed preview into a batch of corrections, ready for the ledger."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from wrapup_desk.application.repair.carrier import event_of
from wrapup_desk.domain.repair.audit import AuditEvent
from wrapup_desk.domain.repair.correction import Batch, BatchKind, Correction, Person
from wrapup_desk.domain.repair.preview import Change, Preview

NewId = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person confirmed: who, why, and the note that goes with each code."""

    who: Person
    at: datetime
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch before it is stored."""

    batch: Batch
    corrections: tuple[Correction, ...]
    events: tuple[AuditEvent, ...]


def planned(
    preview: Preview, wish: Wish, new_id: NewId = lambda: str(uuid4())
) -> Generator[None, None, Plan]:
    """Return the batch that does what *preview* says; pauses after each row."""
    batch = Batch(
        id=new_id(),
        kind=BatchKind.UNDO if preview.undoes_batch_id else BatchKind.FIX,
        who=wish.who,
        decided_at=wish.at,
        reason=_storable(wish.reason),
        count=len(preview.changes),
        undoes_id=preview.undoes_batch_id,
    )
    corrections: list[Correction] = []
    events: list[AuditEvent] = []
    for change in preview.changes:
        corrections.append(_correction(new_id(), batch, change, wish))
        events.append(event_of(corrections[-1]))
        yield
    return Plan(batch, tuple(corrections), tuple(events))


def _correction(correction_id: str, batch: Batch, change: Change, wish: Wish) -> Correction:
    return Correction(
        id=correction_id,
        batch_id=batch.id,
        key=change.key,
        media=change.media,
        agent_id=change.agent_id,
        from_code_id=change.from_code_id,
        to_code=change.to_code,
        who=wish.who,
        decided_at=wish.at,
        changed_at=wish.at,
        reason=batch.reason,
        note=_storable(wish.note),
        queue_id=change.queue_id,
        seen_count=change.seen_count,
        undoes_id=change.undoes_id,
    )


def _storable(text: str) -> str:
    # PostgreSQL's text has no place for NUL.
    return text.replace("\0", "").strip()
