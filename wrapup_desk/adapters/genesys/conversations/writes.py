"""Writes wrap-up codes, and reads back what Genesys has on record for a leg."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from wrapup_desk.adapters.genesys.conversations.parser import (
    ConversationParser,
    assigned_code,
    customer_participant_id,
)
from wrapup_desk.adapters.genesys.http.decoding import WireWrapup, decode
from wrapup_desk.adapters.genesys.http.errors import HttpRefusal
from wrapup_desk.adapters.genesys.http.rest import JsonBody, Refused, RestClient
from wrapup_desk.application.base.ports import (
    Answer,
    ContactCentreError,
    NotFound,
    NotPermitted,
    RateLimited,
    ReadBack,
    SignInNeeded,
)
from wrapup_desk.domain.interaction import Leg, LegKey, Media
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import ServerReply

log = logging.getLogger(__name__)

# The media whose participant can be PATCHed by a path of their own; others use the generic one.
_OWN_PATCH = frozenset({Media.CALL, Media.CALLBACK, Media.MESSAGE, Media.EMAIL, Media.COBROWSE})
# The media whose codes can be written and read by communication; the others have no such path.
_HAS_WAY_A = frozenset(Media) - {Media.CHAT}
# What tells that the way is not there, rather than that the write is refused.
_NO_SUCH_WAY = frozenset({405, 501})
# What way A may say where after-call work belongs to the participant: no document tells, so B is
# asked once a leg, and then the refusal is believed.
_PERHAPS_BY_B = frozenset({400, 409})


class WrapupWrites:
    """The two documented ways to write a code, and the way back.

    Way A posts to the communication. Way B patches the participant; it is taken where A is not
    there. A participant's PATCH tries every property in it, so only `wrapup` is ever sent; and for a
    leg whose customer has come back since it is not sent at all: it would code the newest session.
    """

    def __init__(
        self, rest: RestClient, *, has_way_a: bool = True, has_way_b: bool = True
    ) -> None:
        self._rest = rest
        self._has_way_a = has_way_a
        # Whether B is worth a try where A is refused
        self._has_way_b = has_way_b
        # Legs that way A refused, and whether B took the code instead.
        self._takes_b: dict[LegKey, bool] = {}
        # Legs whose participant has another session since.
        self._gone_on: set[LegKey] = set()

    def note(self, legs: Iterable[Leg]) -> None:
        """Take note of what was seen of *legs*: way B is not for all of them."""
        self._gone_on.update(leg.key for leg in legs if leg.has_gone_on)

    def has_gone_on(self, key: LegKey) -> bool:
        """Whether a code on the participant would be that of a later session."""
        return key in self._gone_on

    async def write(
        self,
        key: LegKey,
        media: Media,
        code_id: str,
        note: str,
        *,
        tags: tuple[str, ...] = (),
        is_provisional: bool,
    ) -> Answer:
        """Write the code once, by the better way the server knows."""
        wrapup: dict[str, Any] = {"code": code_id, "notes": note, "tags": list(tags)}
        if is_provisional:
            wrapup["provisional"] = True
        has_way_a = self._has_way_a and media in _HAS_WAY_A
        if has_way_a and not self._takes_b.get(key, False):
            path = f"{participant_path(key, media)}/communications/{key.communication_id}/wrapup"
            answer, status = await self._attempt("POST", path, wrapup)
            # Unsupported for good, or unknown for this leg: only the first is remembered.
            self._has_way_a = status not in _NO_SUCH_WAY
            if status in _PERHAPS_BY_B and self._has_way_b and key not in self._takes_b:
                by_b = await self._write_b(key, media, wrapup)
                self._takes_b[key] = by_b.said is ServerReply.ACCEPTED
                return by_b if self._takes_b[key] else answer
            if self._has_way_a and status != 404:
                return answer
            log.info("way A answered %d; way B is taken", status)
        return await self._write_b(key, media, wrapup)

    async def _write_b(self, key: LegKey, media: Media, wrapup: dict[str, Any]) -> Answer:
        if self.has_gone_on(key):
            return Answer(ServerReply.MALFORMED, customer_is_back())
        answer, _ = await self._attempt("PATCH", patch_path(key, media), {"wrapup": wrapup})
        return answer

    async def read_back(self, key: LegKey, media: Media, reader: ConversationParser) -> ReadBack:
        """Read the leg and its code; `ACCEPTED` means the read succeeded."""
        path = f"/conversations/{key.conversation_id}"
        try:
            raw = await self._rest.read("GET", path, may_jump_the_queue=True)
            leg = reader.leg(raw, key, f"GET {path}")
        except ContactCentreError as error:
            if isinstance(error, NotFound | NotPermitted):
                return await self._read_code_only(key, media, error)
            return ReadBack(_as_answer(error))
        if leg is None:
            message = tr("Genesys has the conversation, but no longer this part of it.")
            return ReadBack(Answer(ServerReply.NOT_FOUND, message))
        self.note((leg,))
        return ReadBack(Answer(ServerReply.ACCEPTED), leg, leg.wrapup)

    async def propose(self, conversation_id: str, attributes: dict[str, str]) -> Answer:
        """Write attributes on the customer's participant, where agents' programs see them.

        Works with client credentials; the first participant stands in where no customer is.
        """
        path = f"/conversations/{conversation_id}"
        try:
            raw = await self._rest.get(path)
            participant_id = customer_participant_id(raw, f"GET {path}")
        except ContactCentreError as error:
            return _as_answer(error)
        if not participant_id:
            return Answer(
                ServerReply.NOT_FOUND, tr("Genesys lists no participants in this conversation.")
            )
        path = f"{path}/participants/{participant_id}/attributes"
        answer, _ = await self._attempt("PATCH", path, {"attributes": attributes})
        return answer

    async def request_after_call_work(self, key: LegKey) -> Answer:
        """Ask for after-call work on a connected leg of an agent-requested queue."""
        path = (
            f"/conversations/aftercallwork/{key.conversation_id}"
            f"/participants/{key.participant_id}/communications/{key.communication_id}"
        )
        answer, _ = await self._attempt("PATCH", path, {"afterCallWorkRequired": True})
        return answer

    async def _attempt(self, method: str, path: str, body: JsonBody) -> tuple[Answer, int]:
        """Return the answer and its status; 0 when there was none."""
        try:
            reply = await self._rest.write(method, path, body)
        except Refused as refused:
            return _refused(refused.refusal), refused.refusal.status
        except ContactCentreError as error:
            return _as_answer(error), 0
        log.info("%s %s: %d", method, path, reply.status)
        return Answer(ServerReply.ACCEPTED), reply.status

    async def _read_code_only(
        self, key: LegKey, media: Media, unreadable: ContactCentreError
    ) -> ReadBack:
        """Read the code where the conversation itself cannot be read."""
        path = f"{participant_path(key, media)}/communications/{key.communication_id}/wrapup"
        if media not in _HAS_WAY_A:
            path = f"{participant_path(key, None)}/wrapup"
        try:
            raw = await self._rest.read("GET", path, may_jump_the_queue=True)
            wrapup = decode(raw, WireWrapup, f"GET {path}")
        except (NotFound, NotPermitted):
            return ReadBack(_as_answer(unreadable))
        except ContactCentreError as error:
            return ReadBack(_as_answer(error))
        return ReadBack(Answer(ServerReply.ACCEPTED), None, assigned_code(wrapup))


def customer_is_back() -> str:
    """Return why a code cannot be written on the participant, for a person."""
    return tr("The customer has come back since: Genesys would put this code on the new part.")


def patch_path(key: LegKey, media: Media) -> str:
    """Return where the participant of a leg of *media* is patched."""
    return participant_path(key, media if media in _OWN_PATCH else None)


def participant_path(key: LegKey, media: Media | None) -> str:
    """Return the participant's path among conversations of *media*, or of any."""
    kind = f"/{media.value}" if media else ""
    return f"/conversations{kind}/{key.conversation_id}/participants/{key.participant_id}"


def _refused(refusal: HttpRefusal) -> Answer:
    return Answer(refusal.said, refusal.message, refusal.retry_after)


def _as_answer(error: ContactCentreError) -> Answer:
    said_by_kind: tuple[tuple[type[ContactCentreError], ServerReply], ...] = (
        (SignInNeeded, ServerReply.NOT_SIGNED_IN),
        (NotPermitted, ServerReply.NOT_PERMITTED),
        (NotFound, ServerReply.NOT_FOUND),
        (RateLimited, ServerReply.TOO_MANY),
    )
    said = next(
        (said for kind, said in said_by_kind if isinstance(error, kind)), ServerReply.UNREACHABLE
    )
    return Answer(said, str(error), error.retry_after)
