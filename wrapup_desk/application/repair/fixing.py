"""Previews, stores and runs bulk changes; undoes them, resumes them, checks them later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from wrapup_desk.application.repair.batch_run import BatchRun
from wrapup_desk.application.repair.board import RepairBoard
from wrapup_desk.application.repair.carrier import Carriers, event_of
from wrapup_desk.application.repair.planning import Plan, Wish, planned
from wrapup_desk.application.repair.repair_ports import PastInteractions, StaleCorrection
from wrapup_desk.application.repair.repair_state import BatchView, Work
from wrapup_desk.application.repair.slices import in_slices
from wrapup_desk.domain.repair.correction import Batch, BatchKind, Correction, CorrectionState
from wrapup_desk.domain.repair.past_leg import PastLeg
from wrapup_desk.domain.repair.preview import Candidate, Looking, Preview, preview_undo
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)

# Analytics lags by minutes; who has not shown up after this will not.
_VERIFIABLE_FOR = timedelta(days=2)
_ACCEPTED_FOR = timedelta(hours=1)


class Fixing:
    """Bulk changes, one at a time.

    Args:
        shared: the line to the record and the ledger.
        past: to check later what analytics shows.
        board: returns the board shown now.
        report: told the bulk change as it goes on.
    """

    def __init__(
        self,
        shared: Carriers,
        past: PastInteractions,
        board: Callable[[], RepairBoard],
        report: Callable[[BatchView], None],
    ) -> None:
        self._shared = shared
        self._past = past
        self._board = board
        self._report = report
        self._run: BatchRun | None = None
        self._view: BatchView | None = None
        self._corrections: dict[str, Correction] = {}
        # What the server said is missing, in the bulk change that ran last.
        self.missing_permissions: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        return self._run is not None

    def preview(
        self, rows: Iterable[int], code: WrapupCode | None, *, leaves_out_dialer: bool
    ) -> Generator[int, None, Preview]:
        """Yield after each row how many were looked at; return what giving *rows* the code does.

        Without a code, each gets its own.
        """
        board = self._board()
        looking = Looking(board.directory, leaves_out_dialer=leaves_out_dialer)
        for done, row in enumerate(rows, 1):
            looking.at(board.candidate(row, code))
            yield done
        return looking.preview

    async def preview_undo(self, batch_id: str) -> Preview:
        """Return what taking a batch back would do."""
        corrections = await self._shared.ledger.of_batch(batch_id)
        latest = {one.key: one for one in await self._shared.ledger.latest()}
        counts = await self._shared.ledger.counts()
        candidates = [
            self._undo_candidate(one, latest[one.key], counts.get(one.key, 0))
            for one in corrections
        ]
        return preview_undo(batch_id, corrections, candidates)

    async def refresh(self) -> None:
        """Read what this and other desks have corrected."""
        board = self._board()
        board.note_corrections(await self._shared.ledger.latest())
        board.note_counts(await self._shared.ledger.counts())

    async def fix(self, preview: Preview, wish: Wish) -> None:
        """Store the change *preview* describes, then carry it out; returns when it is over.

        Raises:
            StoreError: it could not be stored; nothing was sent.
        """
        plan = await in_slices(planned(preview, wish), self._shared.clock)
        conflicts = await self._shared.ledger.plan(plan.batch, plan.corrections, plan.events)
        taken = {conflict.key for conflict in conflicts}
        board = self._board()
        board.note_corrections(conflict.other for conflict in conflicts)
        mine = [one for one in plan.corrections if one.key not in taken]
        board.note_corrections(mine)
        await self.refresh()
        others = tuple(conflict.other for conflict in conflicts)
        undone = await self._undone(plan)
        await self._carry(replace(plan.batch, count=len(mine)), mine, undone, others)

    async def has_work_left(self, who_id: str) -> bool:
        """Whether an earlier run left something to go on with."""
        return bool(await self._shared.ledger.unfinished(who_id))

    async def resume(self, who_id: str) -> int:
        """Go on with what an earlier run left; return how many there were."""
        left = await self._shared.ledger.unfinished(who_id)
        if not left:
            # Another program of this person's has settled it meanwhile.
            return 0
        ids = {one.batch_id for one in left}
        batches = [each for each in await self._shared.ledger.batches(200) if each.id in ids]
        whole: list[Correction] = []
        for batch_id in ids:
            whole.extend(await self._shared.ledger.of_batch(batch_id))
        first = left[0]
        batch = batches[0] if batches else Batch(
            first.batch_id, BatchKind.FIX, first.who, first.decided_at, first.reason
        )  # fmt: skip
        undone: list[Correction] = []
        for each in batches:
            if each.undoes_id:
                undone.extend(await self._shared.ledger.of_batch(each.undoes_id))
        await self._carry(batch, left, undone, (), whole)
        return len(left)

    def cancel(self) -> None:
        """Send nothing new; what is out is seen to its end."""
        if self._run is not None:
            self._run.cancel()
            self._tell()

    async def verify(self, who_id: str) -> int:
        """Check in analytics what was confirmed earlier; return how many changed their state."""
        since = self._shared.server_now() - _VERIFIABLE_FOR
        waiting = [
            one
            for one in await self._shared.ledger.latest(since)
            if one.who.id == who_id and self._is_verifiable(one)
        ]
        ids = sorted({one.key.conversation_id for one in waiting})
        legs = {leg.key: leg for leg in await self._past.legs_of(ids)} if ids else {}
        changed = 0
        for one in waiting:
            changed += await self._verify(one, legs.get(one.key))
        return changed

    def _is_verifiable(self, one: Correction) -> bool:
        is_out = one.state is CorrectionState.ACCEPTED and not self.is_running
        return one.state is CorrectionState.CONFIRMED or is_out

    async def _verify(self, one: Correction, leg: PastLeg | None) -> int:
        now = self._shared.server_now()
        states: list[CorrectionState] = []
        answer = one.answer
        if leg is not None and leg.code_id == one.to_code.id:
            if one.state is CorrectionState.ACCEPTED:
                states.append(CorrectionState.CONFIRMED)
            states.append(CorrectionState.VERIFIED)
            answer = "Analytics shows it."
        elif (
            one.state is CorrectionState.ACCEPTED
            and now - (one.changed_at or one.decided_at) > _ACCEPTED_FOR
        ):
            states.append(CorrectionState.KEPT)
            answer = "Genesys accepted it, but analytics does not show it."
        for state in states:
            one = one.moved(state, now, answer)
            try:
                await self._shared.ledger.keep(one, [event_of(one)])
            except StaleCorrection:
                return 0
            self._changed(one, leg.code_id if leg else None)
        return bool(states)

    async def _carry(
        self,
        batch: Batch,
        corrections: Sequence[Correction],
        undone: Sequence[Correction],
        conflicts: tuple[Correction, ...],
        shown: Sequence[Correction] = (),
    ) -> None:
        self.missing_permissions = ()
        self._corrections = {one.id: one for one in (*shown, *corrections)}
        self._view = BatchView(batch, tuple(self._corrections.values()), conflicts)
        run = self._run = BatchRun(self._shared, corrections, undone, self._changed)
        self._tell()
        try:
            await run.run()
        finally:
            self.missing_permissions = run.missing_permissions
            self._run = None
            work = Work(run.total, run.done, note=run.problem)
            self._tell(work)

    async def _undone(self, plan: Plan) -> tuple[Correction, ...]:
        if not plan.batch.undoes_id:
            return ()
        return await self._shared.ledger.of_batch(plan.batch.undoes_id)

    def _changed(self, correction: Correction, seen: str | None) -> None:
        board = self._board()
        # An undo changes the correction it takes back, too; the newest of the leg is shown.
        if correction.state is not CorrectionState.WITHDRAWN or correction.undoes_id:
            board.note_corrections([correction])
        if seen is not None:
            board.set_code(correction.key, seen)
        if correction.id in self._corrections:
            self._corrections[correction.id] = correction
            self._tell()

    def _tell(self, work: Work | None = None) -> None:
        if self._view is None:
            return
        run = self._run
        if run is not None:
            note = run.problem
            if left_s := self._shared.pacer.pause_left_s:
                note = f"Genesys asks to wait {left_s:.0f} s"
            work = Work(
                run.total, run.done, is_running=True, is_cancelling=run.is_cancelling, note=note
            )
        corrections = tuple(self._corrections.values())
        self._view = replace(self._view, corrections=corrections, work=work or self._view.work)
        self._report(self._view)

    def _undo_candidate(self, one: Correction, latest: Correction, count: int) -> Candidate:
        """Return a corrected leg as the ledger knows it; the carrier reads it again anyway."""
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
        name = self._board().directory.code_name(one.from_code_id)
        return Candidate(leg, WrapupCode(one.from_code_id, name), latest, count)
