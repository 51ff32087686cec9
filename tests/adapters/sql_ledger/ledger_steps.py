"""What the tests of the ledger share: a ledger at an address, a batch, its events."""

from datetime import timedelta
from pathlib import Path

from tests.domain.repair.examples import MORNING, ROBIN
from wrapup_desk.adapters.sql_ledger.factory import ledger_for
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.domain.repair.audit import AuditEvent
from wrapup_desk.domain.repair.correction import (
    Batch,
    BatchKind,
    Correction,
    CorrectionState,
)
from wrapup_desk.domain.repair.person import Person

LATER = MORNING + timedelta(hours=6)


def ledger_at(store: str) -> SqlLedger:
    is_file = not store.startswith("postgresql")
    return ledger_for("" if is_file else store, Path(store))


def batch(number: int = 1, who: Person = ROBIN) -> Batch:
    decided_at = MORNING + timedelta(hours=5, minutes=number)
    return Batch(f"batch-{number}", BatchKind.FIX, who, decided_at, "Missing")


def event(one: Correction, action: str = "planned") -> AuditEvent:
    return AuditEvent(
        one.changed_at or one.decided_at, one.who, action, one.key, one.from_code_id,
        one.to_code.id, one.reason, one.answer, one.batch_id, one.id, one.note,
    )  # fmt: skip


async def plan(ledger: SqlLedger, *corrections: Correction, number: int = 1) -> list[Correction]:
    """Plan, and return the corrections that stood in the way."""
    who = corrections[0].who
    events = [event(each) for each in corrections]
    conflicts = await ledger.plan(batch(number, who), corrections, events)
    return [conflict.other for conflict in conflicts]


async def move(ledger: SqlLedger, one: Correction, *states: CorrectionState) -> Correction:
    for state in states:
        one = one.moved(state, LATER)
        await ledger.keep(one, [event(one, state.value)])
    return one
