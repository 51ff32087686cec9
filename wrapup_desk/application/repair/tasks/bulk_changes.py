"""Stores, delivers and resumes bulk changes; checks them later; previews taking them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from wrapup_desk.application.base.cooperative import run_in_slices
from wrapup_desk.application.history.ports import PastInteractions
from wrapup_desk.application.repair.batch_plan import StoredBatch, planned
from wrapup_desk.application.repair.effects import (
    BuildUndoPreview,
    DeliverBatch,
    ReadUnfinished,
    StoreBatch,
    VerifyCorrections,
)
from wrapup_desk.application.repair.messages import (
    BatchEnded,
    BatchStored,
    CorrectionChanged,
    CorrectionsVerified,
    PreviewBuilt,
    RepairMessage,
    UnfinishedRead,
)
from wrapup_desk.application.repair.ports import StaleCorrection
from wrapup_desk.application.repair.tasks.batch_run import BatchRun
from wrapup_desk.application.repair.tasks.correction_delivery import DeliveryContext
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.language.texts import mark
from wrapup_desk.domain.repair.audit import event_of
from wrapup_desk.domain.repair.correction import Batch, BatchKind, Correction, CorrectionState
from wrapup_desk.domain.repair.preview import Candidate, preview_undo
from wrapup_desk.domain.wrapup import WrapupCode

VERIFY_EVERY_S = 120.0
# Analytics lags by minutes; who has not shown up after this will not.
_VERIFIABLE_FOR = timedelta(days=2)
_ACCEPTED_FOR = timedelta(hours=1)


class BulkChanges:
    """Bulk changes, one at a time; every method raises `StoreError` where the ledger cannot.

    Args:
        context: what all deliveries share.
        past: to check later what analytics shows.
        post: takes what comes of it.
    """

    def __init__(
        self,
        context: DeliveryContext,
        past: PastInteractions,
        post: Callable[[RepairMessage], None],
    ) -> None:
        self._context = context
        self._ledger = context.ledger
        self._past = past
        self._post = post
        self._run: BatchRun | None = None

    async def store(self, effect: StoreBatch) -> None:
        """Store a confirmed change; where that fails, nothing was stored and nothing is sent."""
        plan = await run_in_slices(planned(effect.preview, effect.request), self._context.clock)
        conflicts = await self._ledger.plan(plan.batch, plan.corrections, plan.events)
        taken = {conflict.key for conflict in conflicts}
        mine = tuple(one for one in plan.corrections if one.key not in taken)
        others = tuple(conflict.other for conflict in conflicts)
        undone = await self._undone_by(plan.batch)
        batch = replace(plan.batch, count=len(mine))
        self._post(BatchStored(StoredBatch(batch, mine, undone, others)))

    async def read_unfinished(self, effect: ReadUnfinished) -> None:
        """Read what an earlier run left."""
        left = await self._ledger.unfinished(effect.who_id)
        if not left:
            self._post(UnfinishedRead(None))
            return
        ids = {one.batch_id for one in left}
        batches = [each for each in await self._ledger.batches(200) if each.id in ids]
        whole: list[Correction] = []
        for batch_id in ids:
            whole.extend(await self._ledger.of_batch(batch_id))
        first = left[0]
        batch = batches[0] if batches else Batch(
            first.batch_id, BatchKind.FIX, first.who, first.decided_at, first.reason
        )  # fmt: skip
        undone: list[Correction] = []
        for each in batches:
            undone.extend(await self._undone_by(each))
        stored = StoredBatch(batch, tuple(left), tuple(undone), settled=tuple(whole))
        self._post(UnfinishedRead(stored))

    async def deliver(self, effect: DeliverBatch) -> None:
        """See stored corrections to their end, or until nothing can be done for now."""
        run = self._run = BatchRun(self._context, effect.stored, self._post)
        try:
            await run.run()
        finally:
            self._run = None
        self._post(BatchEnded(run.work, run.missing_permissions))

    def stop(self) -> None:
        """Send nothing new; what is out is seen to its end."""
        if self._run is not None:
            self._run.cancel()

    async def verify(self, effect: VerifyCorrections) -> None:
        """Check in analytics, after a while, what was confirmed earlier.

        Raises:
            ContactCentreError: analytics cannot be read now.
        """
        await self._context.clock.sleep(VERIFY_EVERY_S)
        since = self._context.server_now() - _VERIFIABLE_FOR
        waiting = [
            one
            for one in await self._ledger.latest(since)
            if one.who.id == effect.who_id and self._is_verifiable(one)
        ]
        ids = sorted({one.key.conversation_id for one in waiting})
        legs = {leg.key: leg for leg in await self._past.legs_of(ids)} if ids else {}
        changed = 0
        for one in waiting:
            changed += await self._verify(one, legs.get(one.key))
        self._post(CorrectionsVerified(changed))

    async def preview_undo(self, effect: BuildUndoPreview) -> None:
        """Work out what taking a batch back would do."""
        corrections = await self._ledger.of_batch(effect.batch_id)
        latest = {one.key: one for one in await self._ledger.latest()}
        counts = await self._ledger.counts()
        candidates = [
            _undo_candidate(one, latest[one.key], counts.get(one.key, 0), effect.directory)
            for one in corrections
        ]
        preview = preview_undo(effect.batch_id, corrections, candidates, effect.directory)
        self._post(PreviewBuilt(preview))

    async def _undone_by(self, batch: Batch) -> tuple[Correction, ...]:
        return await self._ledger.of_batch(batch.undoes_id) if batch.undoes_id else ()

    def _is_verifiable(self, one: Correction) -> bool:
        is_out = one.state is CorrectionState.ACCEPTED and self._run is None
        return one.state is CorrectionState.CONFIRMED or is_out

    async def _verify(self, one: Correction, leg: PastLeg | None) -> int:
        now = self._context.server_now()
        states, answer = _verified_states(one, leg, now - _ACCEPTED_FOR)
        for state in states:
            one = one.moved(state, now, answer)
            try:
                await self._ledger.keep(one, [event_of(one)])
            except StaleCorrection:
                return 0
            self._post(CorrectionChanged(one, leg.code_id if leg else None))
        return bool(states)


def _verified_states(
    one: Correction, leg: PastLeg | None, overdue_at: datetime
) -> tuple[Sequence[CorrectionState], str]:
    """Return which states analytics proves for a correction, and by what."""
    is_accepted = one.state is CorrectionState.ACCEPTED
    if leg is not None and leg.code_id == one.to_code.id:
        confirmed = (CorrectionState.CONFIRMED,) if is_accepted else ()
        return (*confirmed, CorrectionState.VERIFIED), mark("Analytics shows it.")
    if is_accepted and (one.changed_at or one.decided_at) < overdue_at:
        answer = mark("Genesys accepted it, but analytics does not show it.")
        return (CorrectionState.KEPT,), answer
    return (), one.answer


def _undo_candidate(
    one: Correction, latest: Correction, count: int, directory: NameDirectory
) -> Candidate:
    """Return a corrected leg as the ledger knows it; the delivery reads it again anyway."""
    code_id = one.to_code.id if one.state.changed_the_record else one.from_code_id
    leg = PastLeg(
        key=one.key,
        media=one.media,
        agent_id=one.agent_id,
        queue_id=one.queue_id,
        started_at=one.decided_at,
        answered_at=one.decided_at,
        hung_up_at=one.decided_at,
        code_id=code_id,
    )
    name = directory.code_name(one.from_code_id)
    return Candidate(leg, WrapupCode(one.from_code_id, name), latest, count)
