"""Reads who somebody is, and what the ledger holds of corrections and bulk changes."""

from __future__ import annotations

from collections.abc import Callable

from wrapup_desk.application.history.ports import PastInteractions
from wrapup_desk.application.repair.effects import ReadLedger
from wrapup_desk.application.repair.messages import (
    AccessRead,
    BatchesRead,
    CorrectionsRead,
    LedgerRead,
    SessionMessage,
)
from wrapup_desk.application.repair.ports import CorrectionLedger


class SessionReader:
    """Reads for a session; the ledger's reads raise `StoreError` where it cannot be read."""

    def __init__(
        self,
        past: PastInteractions,
        ledger: CorrectionLedger,
        post: Callable[[SessionMessage], None],
    ) -> None:
        self._past = past
        self._ledger = ledger
        self._post = post

    async def read_access(self) -> None:
        """Ask the server who this is.

        Raises:
            ContactCentreError: nobody is signed in, or the server does not answer.
        """
        self._post(AccessRead(await self._past.me()))

    async def read_ledger(self, effect: ReadLedger) -> None:
        """Read what was corrected so far, and whether something was left undone."""
        latest, counts = await self._ledger.latest(), await self._ledger.counts()
        left = await self._ledger.unfinished(effect.who_id)
        self._post(LedgerRead(latest, counts, has_work_left=bool(left)))

    async def read_corrections(self) -> None:
        """Read what this and other desks have corrected."""
        latest = await self._ledger.latest()
        self._post(CorrectionsRead(latest, await self._ledger.counts()))

    async def read_batches(self) -> None:
        """Read the newest bulk changes."""
        self._post(BatchesRead(await self._ledger.batches()))
