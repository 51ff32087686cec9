"""One stored correction, the real ledger that keeps it, and what delivers it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.application.repair.repair_harness import World
from tests.domain.repair.examples import key
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.application.repair.messages import CorrectionChanged, RateLimitReported
from wrapup_desk.application.repair.tasks.correction_delivery import (
    CorrectionDelivery,
    DeliveryContext,
)
from wrapup_desk.domain.repair.audit import event_of
from wrapup_desk.domain.repair.correction import Batch, BatchKind, Correction, CorrectionState

KEY = key(1)


@dataclass
class Shop:
    """One stored correction, and what delivers it."""

    world: World
    ledger: SqlLedger
    context: DeliveryContext
    correction: Correction
    posted: list[CorrectionChanged | RateLimitReported]

    @property
    def changes(self) -> list[tuple[CorrectionState, str | None]]:
        changed = [one for one in self.posted if isinstance(one, CorrectionChanged)]
        return [(one.correction.state, one.code_seen) for one in changed]

    def delivery(self, one: Correction | None = None) -> CorrectionDelivery:
        return CorrectionDelivery(self.context, one or self.correction)

    async def deliver(self) -> Correction:
        delivery = self.delivery()
        await delivery.deliver()
        stored = await self.ledger.history_of(KEY)
        assert stored == (delivery.correction,), "what is said is what is stored"
        return delivery.correction

    async def store(self, one: Correction) -> None:
        batch = Batch(one.batch_id, BatchKind.FIX, one.who, one.decided_at)
        assert await self.ledger.plan(batch, [one], [event_of(one)]) == ()

    async def trail(self) -> list[str]:
        return [entry.event.action for entry in await self.ledger.audit()]
