"""Reads and, when told to, writes on one test conversation of the agent (`ConversationProbe`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.writes import participant_path, patch_path
from wrapup_desk.adapters.genesys.http.decoding import Named, WireWrapup, decode, id_of
from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient
from wrapup_desk.application.base.ports import NotFound
from wrapup_desk.application.doctor.probe import WriteWay, Written
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.language.texts import tr


async def own_legs(rest: RestClient, reader: ConversationParser) -> tuple[Leg, ...]:
    """Return the agent's legs that are connected now, to choose the test conversation from."""
    path = "/conversations"
    changes = reader.conversations(await rest.get(path), f"GET {path}")
    return tuple(leg for changed in changes for leg in changed.legs if leg.phase.is_live)


class GenesysConversationProbe:
    """The conversation of *leg*, read as *reader*'s agent."""

    def __init__(self, rest: RestClient, reader: ConversationParser, leg: Leg) -> None:
        self._rest = rest
        self._reader = reader
        self._leg = leg
        self._participant = participant_path(leg.key, leg.media)

    async def leg(self) -> Leg:
        path = f"/conversations/{self._leg.key.conversation_id}"
        leg = self._reader.leg(await self._rest.get(path), self._leg.key, f"GET {path}")
        if leg is None:
            raise NotFound(tr("Genesys no longer has your part of the test conversation."))
        return leg

    async def is_listed(self) -> bool:
        path = "/conversations"
        listed = self._reader.conversations(await self._rest.get(path), f"GET {path}")
        return self._leg.key.conversation_id in {each.conversation_id for each in listed}

    async def codes(self) -> Sequence[str]:
        path = f"{participant_path(self._leg.key, None)}/wrapupcodes"
        codes = decode(await self._rest.get(path), list[Named], f"GET {path}")
        return list(filter(None, map(id_of, codes)))

    async def draft(self) -> str:
        path = f"{self._communication}/wrapup"
        try:
            raw = await self._rest.get(path, {"provisional": "true"})
        except NotFound:
            return ""
        return decode(raw, WireWrapup, f"GET {path}").code or ""

    async def write(self, way: WriteWay, code_id: str, *, is_draft: bool = False) -> Written:
        wrapup: dict[str, Any] = {"code": code_id, "notes": "", "tags": []}
        if is_draft:
            wrapup["provisional"] = True
        try:
            if way is WriteWay.COMMUNICATION:
                path = f"{self._communication}/wrapup"
                reply = await self._rest.request("POST", path, body=wrapup)
            else:
                body = {"wrapup": wrapup}
                path = patch_path(self._leg.key, self._leg.media)
                reply = await self._rest.request("PATCH", path, body=body)
        except Refused as refused:
            refusal = refused.refusal
            return Written(refusal.status, refusal.code, refusal.correlation_id)
        return Written(reply.status)

    @property
    def _communication(self) -> str:
        return f"{self._participant}/communications/{self._leg.key.communication_id}"
