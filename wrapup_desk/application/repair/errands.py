"""Does what takes time for the repair desk's fixing and proving, and says how it went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from wrapup_desk.application.base.notice import NoticeKind
from wrapup_desk.application.ports import ContactCentreError, StoreError
from wrapup_desk.application.repair.fixing import Fixing
from wrapup_desk.application.repair.planning import Wish
from wrapup_desk.application.repair.proving import Proving
from wrapup_desk.application.repair.repair_parts import RepairParts, RepairRules
from wrapup_desk.application.repair.snapshot import Snapshot
from wrapup_desk.application.repair.trail_watch import TrailWatch
from wrapup_desk.domain.repair.audit import Anchor
from wrapup_desk.domain.repair.correction import Person
from wrapup_desk.domain.repair.preview import Preview

log = logging.getLogger(__name__)

VERIFY_EVERY_S = 120.0


class Errands:
    """Runs one errand after another's wish; whatever goes wrong becomes a notice.

    Args:
        snapshot: where the outcome is shown.
        parts: the line and the ledger.
        rules: whether a reason is needed, and whose days count.
        fixing: the bulk changes.
        rearrange: called when rows may have changed their place.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        parts: RepairParts,
        rules: RepairRules,
        fixing: Fixing,
        rearrange: Callable[[], None],
    ) -> None:
        self._snapshot = snapshot
        self._parts = parts
        self._rules = rules
        self._fixing = fixing
        self._rearrange = rearrange
        self._proving = Proving(parts, rules.zone)
        self._trail = TrailWatch(parts.ledger, parts.anchors)

    def problem_with_fixing(self) -> str:
        """Return why nothing may be fixed at all; "" when it may."""
        access = self._snapshot.state.access
        if access.person is None or not access.may_fix:
            lacking = ", ".join(access.missing) or "a permission"
            return f"Genesys does not let this account change codes: {lacking} is missing."
        return ""

    def problem_with_wish(self, preview: Preview, reason: str, note: str) -> str:
        """Return what is missing in a wish that may be fulfilled; "" when nothing is."""
        if self._rules.needs_reason and not reason.strip():
            return "A reason is needed for this change."
        # An undo puts back what was there before.
        if self._rules.needs_note and not note.strip() and not preview.undoes_batch_id:
            return "A note is needed for this change."
        return ""

    async def fix(self, preview: Preview, wish: Wish) -> None:
        """Store and carry out what *preview* says."""
        await self._guarded("fix", self._fixing.fix(preview, wish))
        await self.after_fixing()

    async def preview_undo(self, batch_id: str) -> None:
        async def look() -> None:
            self._snapshot.publish(preview=await self._fixing.preview_undo(batch_id))

        await self._guarded("fix", look())

    async def resume(self, who_id: str) -> None:
        """Go on with what is stored and not final."""

        async def go_on() -> None:
            if count := await self._fixing.resume(who_id):
                text = f"{count:,} corrections left from before went on."
                self._snapshot.tell("resumed", text, NoticeKind.INFO)

        await self._guarded("fix", go_on())
        await self.after_fixing()

    async def verify_now_and_then(self, who_id: str) -> None:
        """Check for as long as the desk runs whether analytics shows what was confirmed."""
        while True:
            await self._parts.clock.sleep(VERIFY_EVERY_S)
            try:
                if await self._fixing.verify(who_id):
                    self._rearrange()
            except (ContactCentreError, StoreError) as error:
                log.info("corrections not checked in analytics: %s", error)
            await self.look_at_trail()

    async def after_fixing(self) -> None:
        """Show what a bulk change left: its batch, and a permission found missing."""
        missing = self._fixing.missing_permissions
        if missing:
            access = self._snapshot.state.access
            lacking = (*access.missing, *missing)
            self._snapshot.publish(access=replace(access, may_fix=False, missing=lacking))
            self._snapshot.tell("fix", self.problem_with_fixing())
        with suppress(StoreError):
            self._snapshot.publish(batches=await self._parts.ledger.batches())
        # Not a part of the change: the next one need not wait for it.
        self._parts.background.start(self.look_at_trail(), "repair: look at the trail")
        self._rearrange()

    async def read_reports(self) -> None:
        reports = await self._proving.reports(self._snapshot.state.board)
        totals = replace(
            self._snapshot.state.totals,
            suggestions_held_against=reports.agreement.of,
            suggestions_agreed=reports.agreement.count,
        )
        self._snapshot.publish(reports=reports, totals=totals)

    async def check_audit(self, anchor: Anchor | None) -> None:
        async def check() -> None:
            self._snapshot.publish(audit=await self._trail.check(anchor))

        await self._guarded("audit", check())

    async def look_at_trail(self) -> None:
        """Say so when the trail does not end where, or go on from where, it was last seen."""

        async def look() -> None:
            check = await self._trail.look()
            if check is not None and not check.is_whole:
                text = (
                    f"The audit trail was changed behind this program: {check.problem}."
                    " See Reports, and tell whoever keeps the store."
                )
                self._snapshot.publish(audit=check)
                self._snapshot.tell("audit", text)

        await self._guarded("audit", look())

    async def export_rows(self, path: Path) -> None:
        async def export() -> None:
            state = self._snapshot.state
            who = state.access.person or Person("")
            now = self._parts.past.server_now()
            rows = tuple(state.rows)
            said = await self._proving.export_rows(path, state.board, rows, who, now)
            self._snapshot.tell("export", said, NoticeKind.INFO)

        await self._guarded("export", export())

    async def export_audit(self, path: Path) -> None:
        async def export() -> None:
            said = await self._proving.export_audit(path)
            self._snapshot.tell("export", said, NoticeKind.INFO)

        await self._guarded("export", export())

    async def _guarded(self, key: str, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except (ContactCentreError, StoreError) as error:
            self._snapshot.tell(key, str(error))
