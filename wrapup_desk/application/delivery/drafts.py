"""Keeps the best suggestion of a live leg as a draft at Genesys, where queues ask for that."""

from __future__ import annotations

import logging

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import ContactCentre
from wrapup_desk.domain.interaction import Leg, LegKey
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)


class Drafts:
    """Writes drafts, the newest last, one at a time for each leg.

    A draft is a help and no decision: nobody chose it, it is not on record, and one that does
    not arrive is not tried again. So it needs neither the disk nor a delivery.
    """

    def __init__(self, centre: ContactCentre, background: Background) -> None:
        self._centre = centre
        self._background = background
        self._wanted: dict[LegKey, WrapupCode] = {}
        self._at_work: set[LegKey] = set()

    def keep(self, leg: Leg, code: WrapupCode) -> None:
        """Make *code* the leg's draft, unless it is already."""
        if self._wanted.get(leg.key) == code:
            return
        self._wanted[leg.key] = code
        if leg.key not in self._at_work:
            self._at_work.add(leg.key)
            self._background.start(self._write(leg), f"draft of {leg.key.communication_id}")

    def forget(self, key: LegKey) -> None:
        """Write no more drafts for a leg that is out of sight, or decided."""
        self._wanted.pop(key, None)

    async def _write(self, leg: Leg) -> None:
        written: WrapupCode | None = None
        try:
            while (code := self._wanted.get(leg.key)) is not None and code != written:
                written = code
                answer = await self._centre.submit(
                    leg.key, leg.media, code.id, "", is_provisional=True
                )
                if answer.said is not ServerReply.ACCEPTED:
                    log.info("no draft for %s: %s", leg.key.communication_id, answer.message)
        finally:
            self._at_work.discard(leg.key)
