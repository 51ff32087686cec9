"""Runs a bulk change in a few lanes: paced, cancellable, and resumable after a crash."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from wrapup_desk.application.ports import StoreError
from wrapup_desk.application.repair.carrier import Carrier, Carriers, Interrupted, event_of
from wrapup_desk.application.repair.repair_ports import StaleCorrection
from wrapup_desk.domain.repair.correction import Correction, CorrectionState

log = logging.getLogger(__name__)

OnChange = Callable[[Correction, str | None], None]

# Reads and writes of different legs may overlap; the pacer keeps all of them below the limit.
LANES = 6


class BatchRun:
    """Some corrections on their way together; every one of them ends in a stored state.

    Args:
        shared: the line and the ledger.
        corrections: as they are stored, active ones only.
        undone: for an undo, the corrections taken back, by their id.
        on_change: told each stored change and the code seen on record, as `Carrier` does.
    """

    def __init__(
        self,
        shared: Carriers,
        corrections: Sequence[Correction],
        undone: Sequence[Correction],
        on_change: OnChange,
    ) -> None:
        self._shared = shared
        self._waiting = deque(corrections)
        self._undone = {one.id: one for one in undone}
        self._on_change = on_change
        self.total = len(corrections)
        self.done = 0
        self.is_cancelling = False
        # Why it stopped before the end; fit for a person.
        self.problem = ""
        self.missing_permissions: tuple[str, ...] = ()

    def cancel(self) -> None:
        """Send nothing new; what is out is seen to its end, the rest is cancelled."""
        self.is_cancelling = True

    async def run(self) -> None:
        """Return when nothing is left to do, or nothing can be done for now."""
        async with asyncio.TaskGroup() as group:
            for _ in range(min(LANES, self.total)):
                group.create_task(self._lane())

    async def _lane(self) -> None:
        while self._waiting:
            correction = self._waiting.popleft()
            try:
                await self._carry(correction)
            except StaleCorrection:
                log.info("correction %s is another program's now", correction.id)
            except Interrupted as interrupted:
                self.problem = self.problem or str(interrupted)
                if interrupted.missing_permissions:
                    # The same will be refused for every leg: nothing stays queued.
                    self.missing_permissions = interrupted.missing_permissions
                    self.is_cancelling = True
                else:
                    self._waiting.clear()
                    return
            except StoreError as error:
                self.problem = self.problem or str(error)
                self._waiting.clear()
                return
            self.done += 1

    async def _carry(self, correction: Correction) -> None:
        carrier = Carrier(self._shared, correction, self._on_change)
        if self.is_cancelling and correction.state is CorrectionState.PLANNED:
            await carrier.cancel()
            return
        undone = self._undone.get(correction.undoes_id)
        if undone is not None and undone.state is CorrectionState.KEPT:
            await self._withdraw(correction, undone)
        else:
            await carrier.carry()

    async def _withdraw(self, correction: Correction, undone: Correction) -> None:
        """Take back what only the ledger has; Genesys' record never had it."""
        now = self._shared.server_now()
        name = self._shared.rules.attribute_name
        if undone.is_in_attributes and name:
            # An empty value removes an attribute.
            await self._shared.pacer.turn()
            await self._shared.record.write_attributes(undone.key, {name: "", f"{name}_id": ""})
        answer = "Taken back in the ledger; Genesys' record had not changed."
        for one in (undone, correction):
            gone = replace(one, is_in_attributes=False)
            gone = gone.moved(CorrectionState.WITHDRAWN, now, answer)
            await self._shared.ledger.keep(gone, [event_of(gone)])
            self._on_change(gone, None)
