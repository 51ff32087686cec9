"""The product's Genesys adapter for trials, which know the codes beforehand."""

from __future__ import annotations

from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.conversations.contact_centre import GenesysContactCentre
from wrapup_desk.domain.events import CopilotSummary
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.wrapup import WrapupCode


class CentreWithKnownCodes(GenesysContactCentre):
    """The product's adapter, which need not read codes: they are no part of a trial."""

    def __init__(self, parts: ChannelParts, salt: bytes, codes: tuple[WrapupCode, ...]) -> None:
        super().__init__(parts, salt)
        self._known_codes = codes

    async def codes_for(self, leg: Leg, *, anew: bool = False) -> tuple[WrapupCode, ...]:
        return self._known_codes

    async def copilot_summary(self, leg: Leg) -> CopilotSummary:
        return CopilotSummary()
