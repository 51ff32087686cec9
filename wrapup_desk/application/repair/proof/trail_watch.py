"""Notices when the audit trail, or a row it covers, is no longer what was written."""

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
        self._has_seen_all = False

    async def look(self) -> ChainCheck:
        """Check all of it at first, then what came since last time; remember the new end.

        Raises:
            StoreError: the ledger or the memory cannot be read.
        """
        async with self._one_at_a_time:
            known = await self._memory.read() if self._memory is not None else None
            if self._has_seen_all:
                check = await self._ledger.check_since(known or Anchor())
            else:
                check = await self._ledger.check(known)
                self._has_seen_all = check.is_whole
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
