"""Notices when the audit trail no longer goes through where it was last seen to end."""

from __future__ import annotations

import asyncio

from wrapup_desk.application.repair.ports import AnchorMemory, CorrectionLedger
from wrapup_desk.domain.repair.audit import Anchor, ChainCheck


class TrailWatch:
    """Holds the ledger's trail against what is remembered of it elsewhere."""

    def __init__(self, ledger: CorrectionLedger, memory: AnchorMemory | None) -> None:
        self._ledger = ledger
        self._memory = memory
        # A look after a fix and a person's check may fall together; the memory takes one at a time.
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> ChainCheck | None:
        """Check what came since last time, and remember the new end.

        Returns None where there is nothing to hold it against.

        Raises:
            StoreError: the ledger or the memory cannot be read.
        """
        if self._memory is None:
            return None
        async with self._one_at_a_time:
            known = await self._memory.read()
            check = await self._ledger.check_since(known or Anchor())
            await self._remember(check, known)
        return check

    async def check(self, anchor: Anchor | None) -> ChainCheck:
        """Check all of it: through *anchor*, and through what is remembered.

        Raises:
            StoreError: as `look` does.
        """
        async with self._one_at_a_time:
            known = await self._memory.read() if self._memory is not None else None
            check = await self._ledger.check(known)
            if anchor is not None and check.is_whole:
                check = await self._ledger.check(anchor)
            await self._remember(check, known)
        return check

    async def _remember(self, check: ChainCheck, known: Anchor | None) -> None:
        # What does not fit is never remembered in place of what did.
        if self._memory is not None and check.is_whole and check.head != known:
            await self._memory.write(check.head)
