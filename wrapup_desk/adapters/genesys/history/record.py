"""Writes and reads codes on other people's ended legs, as a supervisor may or may not.

No document says whether Genesys takes such a write. Each documented way is therefore tried only
on the supervisor's explicit command, and what it answered is kept word for word.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.writes import WrapupWrites, customer_is_back
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient
from wrapup_desk.application.base.ports import (
    Answer,
    ContactCentreError,
    NotPermitted,
    RateLimited,
    SignInNeeded,
)
from wrapup_desk.application.repair.ports import CodeRead, RecordAnswer, Way
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.correction import Correction
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import AssignedCode

log = logging.getLogger(__name__)

# The media whose participant can be PATCHed by a path of their own; others use the generic one.
_OWN_PATCH = frozenset({Media.CALL, Media.CALLBACK, Media.MESSAGE, Media.EMAIL, Media.COBROWSE})


class RecordClient:
    """The codes Genesys has on record (`OfficialRecord`)."""

    def __init__(self, rest: RestClient, analytics: Analytics) -> None:
        self._rest = rest
        self._analytics = analytics
        self._reads = WrapupWrites(rest)
        # Nobody's own legs are read here, and no customer key is wanted.
        self._reader = ConversationParser(agent_id="", key_salt=b"")

    async def read_code(self, key: LegKey, media: Media) -> CodeRead:
        """Read the code now; from analytics where the conversation is no longer readable."""
        read = await self._reads.read_back(key, media, self._reader)
        if read.answer.said is ServerReply.ACCEPTED:
            return CodeRead(_answer(read.answer), read.assigned)
        if read.answer.said not in (
            ServerReply.NOT_FOUND,
            ServerReply.NOT_PERMITTED,
            ServerReply.CONFLICT,
        ):
            return CodeRead(_answer(read.answer))
        return await self._read_late(key, read.answer)

    async def write_code(self, way: Way, correction: Correction) -> RecordAnswer:
        """Write the code once, in one way."""
        wrapup = {
            "code": correction.to_code.id,
            # Both stand for the whole: what is left out, or empty, is gone.
            "notes": correction.note_to_write,
            "tags": list(correction.tags_to_write),
        }
        key = correction.key
        if way is Way.COMMUNICATION:
            path = _participant(key, correction.media)
            return await self._write(
                "POST", f"{path}/communications/{key.communication_id}/wrapup", wrapup
            )
        if self._reads.has_gone_on(key):
            return RecordAnswer(ServerReply.MALFORMED, customer_is_back())
        if way is Way.PARTICIPANT:
            own = correction.media if correction.media in _OWN_PATCH else None
            # A participant's PATCH tries every property in it, so `wrapup` goes alone.
            return await self._write("PATCH", _participant(key, own), {"wrapup": wrapup})
        path = f"{_participant(key, Media.CALL)}/user/{correction.agent_id}"
        return await self._write("PATCH", path, {"wrapup": wrapup})

    async def write_attributes(self, key: LegKey, attributes: Mapping[str, str]) -> RecordAnswer:
        """Write participant attributes, which are no code."""
        path = f"{_participant(key, None)}/attributes"
        return await self._write("PATCH", path, {"attributes": dict(attributes)})

    async def _write(self, method: str, path: str, body: dict[str, Any]) -> RecordAnswer:
        try:
            reply = await self._rest.request(method, path, body=body)
        except Refused as refused:
            refusal = refused.refusal
            return RecordAnswer(
                refusal.said, refusal.message, refusal.retry_after, refusal.permissions
            )
        except ContactCentreError as error:
            said = ServerReply.UNREACHABLE
            if isinstance(error, SignInNeeded):
                said = ServerReply.NOT_SIGNED_IN
            return RecordAnswer(said, str(error), error.retry_after)
        log.info("%s %s: %d", method, path, reply.status)
        return RecordAnswer(
            ServerReply.ACCEPTED, tr("Genesys accepted it: {status}.", status=reply.status)
        )

    async def _read_late(self, key: LegKey, refused: Answer) -> CodeRead:
        try:
            legs = await self._analytics.legs_of((key.conversation_id,))
        except NotPermitted as error:
            return CodeRead(RecordAnswer(ServerReply.NOT_PERMITTED, str(error)))
        except RateLimited as error:
            return CodeRead(RecordAnswer(ServerReply.TOO_MANY, str(error), error.retry_after))
        except ContactCentreError as error:
            return CodeRead(RecordAnswer(ServerReply.UNREACHABLE, str(error)))
        leg = next((each for each in legs if each.key == key), None)
        if leg is None:
            return CodeRead(_answer(refused))
        assigned = AssignedCode(leg.code_id, leg.note, tags=leg.tags) if leg.code_id else None
        return CodeRead(
            RecordAnswer(ServerReply.ACCEPTED, tr("Read from analytics.")), assigned, is_late=True
        )


def _participant(key: LegKey, media: Media | None) -> str:
    kind = f"/{media.value}" if media else ""
    return f"/conversations{kind}/{key.conversation_id}/participants/{key.participant_id}"


def _answer(answer: Answer) -> RecordAnswer:
    return RecordAnswer(answer.said, answer.message, answer.retry_after)
