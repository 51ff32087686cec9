"""Runs a bulk change in a few lanes: paced, cancellable, and resumable after a crash."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from wrapup_desk.application.base.ports import StoreError
from wrapup_desk.application.repair.batch_plan import StoredBatch
from wrapup_desk.application.repair.messages import BatchProgressed, CorrectionChanged
from wrapup_desk.application.repair.ports import StaleCorrection
from wrapup_desk.application.repair.state import Work
from wrapup_desk.application.repair.tasks.correction_delivery import (
    CorrectionDelivery,
    DeliveryContext,
    Interrupted,
)
from wrapup_desk.domain.language.texts import mark
from wrapup_desk.domain.repair.audit import event_of
from wrapup_desk.domain.repair.correction import Correction, CorrectionState

log = logging.getLogger(__name__)

# Reads and writes of different legs may overlap; the gate keeps all of them below the limit.
LANES = 6


class BatchRun:
    """Some corrections on their way together; every one of them ends in a stored state.

    Args:
        context: what all deliveries share.
        stored: active corrections and, for an undo, those they take back.
        post: takes how far it is.
    """

    def __init__(
        self,
        context: DeliveryContext,
        stored: StoredBatch,
        post: Callable[[BatchProgressed], None],
    ) -> None:
        self._context = context
        self._waiting = deque(stored.corrections)
        self._undone = {one.id: one for one in stored.undone}
        self._post = post
        self._total = len(stored.corrections)
        self._done = 0
        self._is_cancelling = False
        # Why it stopped before the end; fit for a person.
        self._problem = ""
        self.missing_permissions: tuple[str, ...] = ()

    @property
    def work(self) -> Work:
        """How far it came, and why no further."""
        return Work(self._total, self._done, note=self._problem)

    def cancel(self) -> None:
        """Send nothing new; what is out is seen to its end, the rest is cancelled."""
        self._is_cancelling = True
        self._tell()

    async def run(self) -> None:
        """Return when nothing is left to do, or nothing can be done for now."""
        async with asyncio.TaskGroup() as group:
            for _ in range(min(LANES, self._total)):
                group.create_task(self._lane())

    async def _lane(self) -> None:
        while self._waiting:
            correction = self._waiting.popleft()
            try:
                await self._deliver(correction)
            except StaleCorrection:
                log.info("correction %s is another program's now", correction.id)
            except Interrupted as interrupted:
                self._problem = self._problem or str(interrupted)
                if interrupted.missing_permissions:
                    # The same will be refused for every leg: nothing stays queued.
                    self.missing_permissions = interrupted.missing_permissions
                    self._is_cancelling = True
                else:
                    self._waiting.clear()
                    return
            except StoreError as error:
                self._problem = self._problem or str(error)
                self._waiting.clear()
                return
            self._done += 1
            self._tell()

    async def _deliver(self, correction: Correction) -> None:
        delivery = CorrectionDelivery(self._context, correction)
        if self._is_cancelling and correction.state is CorrectionState.PLANNED:
            await delivery.cancel()
            return
        undone = self._undone.get(correction.undoes_id)
        if undone is not None and undone.state is CorrectionState.KEPT:
            await self._withdraw(correction, undone)
        else:
            await delivery.deliver()

    async def _withdraw(self, correction: Correction, undone: Correction) -> None:
        """Take back what only the ledger has; Genesys' record never had it."""
        now = self._context.server_now()
        name = self._context.options.attribute_name
        if undone.is_in_attributes and name:
            # An empty value removes an attribute.
            await self._context.gate.turn()
            await self._context.record.write_attributes(undone.key, {name: "", f"{name}_id": ""})
        answer = mark("Taken back in the ledger; Genesys' record had not changed.")
        for one in (undone, correction):
            gone = replace(one, is_in_attributes=False)
            gone = gone.moved(CorrectionState.WITHDRAWN, now, answer)
            await self._context.ledger.keep(gone, [event_of(gone)])
            self._context.post(CorrectionChanged(gone))

    def _tell(self) -> None:
        work = replace(self.work, is_running=True, is_cancelling=self._is_cancelling)
        self._post(BatchProgressed(work, self._context.gate.pause_left_s))
