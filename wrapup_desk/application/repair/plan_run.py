"""Applies a plan without a window: stored once, delivered to its end, gone on with after a stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, count
from uuid import uuid4

from wrapup_desk.application.base.cooperative import run_in_slices
from wrapup_desk.application.repair.batch_plan import BatchRequest, StoredBatch, planned
from wrapup_desk.application.repair.messages import BatchProgressed
from wrapup_desk.application.repair.state import Work
from wrapup_desk.application.repair.tasks.batch_run import BatchRun
from wrapup_desk.application.repair.tasks.correction_delivery import DeliveryContext
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.change_plan import ChangePlan, has_wanted_code
from wrapup_desk.domain.repair.correction import Batch, BatchKind, Correction
from wrapup_desk.domain.repair.preview import Preview


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What became of a plan: the corrections, and why the others were never begun.

    *problem* is why it stopped before the end, fit for a person; "" when it did not.
    """

    plan: ChangePlan
    corrections: Mapping[LegKey, Correction]
    others: Mapping[LegKey, str]
    problem: str = ""
    is_resumed: bool = False

    @property
    def unfinished_count(self) -> int:
        """How many rows are still on their way; the next run goes on with them."""
        return sum(one.state.is_active for one in self.corrections.values())

    @property
    def wanted_count(self) -> int:
        """How many rows have the code they were to get."""
        return sum(map(has_wanted_code, self.corrections.values()))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows there are of each result; together all rows of the plan."""
        found: dict[str, int] = {}
        for change in self.plan.changes:
            one = self.corrections.get(change.key)
            name = one.state.value if one is not None else "left alone"
            found[name] = found.get(name, 0) + 1
        return found


class PlanRun:
    """Runs one plan at a time; raises `StoreError` where the ledger cannot keep it."""

    def __init__(self, context: DeliveryContext, tell: Callable[[BatchProgressed], None]) -> None:
        self._context = context
        self._ledger = context.ledger
        self._tell = tell

    async def run(self, plan: ChangePlan, request: BatchRequest) -> PlanResult:
        """Store what is not stored yet, and see every row to its end or until nothing can be done."""
        stored = await self._ledger.of_batch(plan.id)
        is_resumed = bool(stored)
        if not stored and plan.changes:
            await self._store(plan, request)
            stored = await self._ledger.of_batch(plan.id)
        active = tuple(one for one in stored if one.state.is_active)
        batch = Batch(plan.id, BatchKind.FIX, request.who, request.at, request.reason)
        run = BatchRun(self._context, StoredBatch(batch, active), self._tell)
        if active:
            self._tell(BatchProgressed(Work(len(active), 0, is_running=True)))
            await run.run()
        corrections = {one.key: one for one in await self._ledger.of_batch(plan.id)}
        others = await self._others(plan, corrections)
        return PlanResult(plan, corrections, others, run.work.note, is_resumed)

    async def _store(self, plan: ChangePlan, request: BatchRequest) -> None:
        # The batch has the plan's own id: the next run knows it again.
        ids = chain((plan.id,), (str(uuid4()) for _ in count()))
        request = replace(request, rule=plan.rule)
        work = planned(Preview(plan.changes), request, lambda: next(ids))
        made = await run_in_slices(work, self._context.clock)
        await self._ledger.plan(made.batch, made.corrections, made.events)

    async def _others(
        self, plan: ChangePlan, corrections: Mapping[LegKey, Correction]
    ) -> Mapping[LegKey, str]:
        found: dict[LegKey, str] = {}
        for change in plan.changes:
            if change.key not in corrections:
                history = await self._ledger.history_of(change.key)
                who = history[-1].who if history else None
                name = (who.name or who.id) if who is not None else tr("Someone else")
                found[change.key] = tr("{name} corrected it since the plan was made.", name=name)
        return found
