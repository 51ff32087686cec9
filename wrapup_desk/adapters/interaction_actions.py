"""Writes codes in the dialect of /api/v2/interactions, for gateways that speak it.

No Genesys document knows these paths; they come from a user's report. Such a gateway has its own
id for each interaction, wants a token of client credentials, takes a code until the interaction
is COMPLETED or WRAPPED, and answers 409 from then on. It has neither notes, drafts nor code
lists: news and codes come from Genesys Cloud as ever, only writing and reading back go here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx
import msgspec

from wrapup_desk.application.base.ports import (
    Answer,
    Clock,
    ContactCentre,
    ContactCentreError,
    NotFound,
    ReadBack,
)
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    CopilotSummary,
    conversations_in,
)
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase
from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import AssignedCode, WrapupCode

log = logging.getLogger(__name__)

# Participant attribute in which the gateway leaves its own id of the interaction.
INTERACTION_ID_ATTRIBUTE = "interaction_id"
# The report's advice: give the duration, 0 unless it is known.
UNKNOWN_DURATION_S = 0
# A token is not used in the last moments of its life.
_TOKEN_MARGIN_S = 30.0
_LONGEST_RETRY_AFTER_S = 3600

_SAID_BY_STATUS = {
    400: ServerReply.MALFORMED,
    401: ServerReply.NOT_PERMITTED,
    403: ServerReply.NOT_PERMITTED,
    404: ServerReply.NOT_FOUND,
    408: ServerReply.FAILED,
    409: ServerReply.CONFLICT,
    410: ServerReply.CONFLICT,
    412: ServerReply.CONFLICT,
    422: ServerReply.MALFORMED,
    429: ServerReply.TOO_MANY,
}
_WORDS = {
    ServerReply.MALFORMED: mark("did not accept the request"),
    ServerReply.NOT_PERMITTED: mark("does not permit this"),
    ServerReply.NOT_FOUND: mark("does not know this interaction"),
    ServerReply.CONFLICT: mark("says the interaction is already completed"),
    ServerReply.TOO_MANY: mark("is limiting the rate of requests"),
    ServerReply.FAILED: mark("reported an internal error"),
}


class _WireInteraction(msgspec.Struct, rename="camel"):
    state: str = ""
    wrapup_code: str | None = None


class _WireToken(msgspec.Struct):
    access_token: str
    expires_in: float = 3600.0

    def __repr__(self) -> str:
        return "_WireToken(…)"


@dataclass(frozen=True, slots=True)
class GatewayAccess:
    """Where the gateway is and who asks; the secret never shows in a text."""

    api: str
    login: str
    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"GatewayAccess({self.api})"


class _NoToken(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.message)
        self.answer = answer


class Gateway:
    """Asks the gateway, with a token of client credentials that it gets when needed."""

    def __init__(self, access: GatewayAccess, http: httpx.AsyncClient, clock: Clock) -> None:
        self._access = access
        self._http = http
        self._clock = clock
        self._token = ""
        self._token_until_s = 0.0
        # One request for a token, however many codes wait for it.
        self._getting = asyncio.Lock()

    async def ask(
        self, method: str, path: str, body: dict[str, object] | None = None
    ) -> tuple[Answer, bytes]:
        """Make one request below `/api/v2`; a token that was refused is replaced once."""
        answer, content = await self._ask_once(method, path, body)
        if answer is _TOKEN_REFUSED:
            self._token = ""
            answer, content = await self._ask_once(method, path, body)
        if answer is _TOKEN_REFUSED:
            answer = _answer(HTTPStatus.UNAUTHORIZED)
        return answer, content

    async def _ask_once(
        self, method: str, path: str, body: dict[str, object] | None
    ) -> tuple[Answer, bytes]:
        try:
            headers = {"Authorization": f"Bearer {await self._valid_token()}"}
            url = f"{self._access.api}/api/v2{path}"
            response = await self._http.request(method, url, json=body, headers=headers)
        except _NoToken as missing:
            return missing.answer, b""
        except (httpx.HTTPError, OSError) as error:
            # The error's own text may repeat what was sent.
            log.info("%s %s: %s", method, path, type(error).__name__)
            return _unreachable(), b""
        log.info("%s %s: %d", method, path, response.status_code)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            return _TOKEN_REFUSED, b""
        if response.is_success:
            return Answer(ServerReply.ACCEPTED), response.content
        return _answer(response.status_code, response.headers.get("retry-after", "")), b""

    async def _valid_token(self) -> str:
        async with self._getting:
            if not self._token or self._clock.monotonic() >= self._token_until_s:
                await self._get_token()
            return self._token

    async def _get_token(self) -> None:
        auth = httpx.BasicAuth(self._access.client_id, self._access.client_secret)
        url, form = f"{self._access.login}/oauth/token", {"grant_type": "client_credentials"}
        try:
            response = await self._http.post(url, data=form, auth=auth)
        except (httpx.HTTPError, OSError):
            raise _NoToken(_unreachable()) from None
        if response.is_client_error and response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
            raise _NoToken(_bad_credentials())
        try:
            wire = msgspec.json.decode(response.raise_for_status().content, type=_WireToken)
        except (httpx.HTTPStatusError, msgspec.MsgspecError, UnicodeDecodeError):
            raise _NoToken(_answer(HTTPStatus.BAD_GATEWAY)) from None
        self._token = wire.access_token
        self._token_until_s = self._clock.monotonic() + wire.expires_in - _TOKEN_MARGIN_S


class InteractionActionsCentre:
    """A contact centre whose codes go through the gateway (`ContactCentre`).

    Args:
        cloud: where everything but the codes comes from.
        gateway: where codes go.
    """

    def __init__(self, cloud: ContactCentre, gateway: Gateway) -> None:
        self._cloud = cloud
        self._gateway = gateway
        # Every leg seen with an interaction id: a code left from last time is looked up again.
        self._legs: dict[LegKey, Leg] = {}

    async def follow(self, publish: Callable[[ContactCentreEvent], None]) -> None:
        def note_and_publish(event: ContactCentreEvent) -> None:
            for conversation in conversations_in(event):
                self._note(conversation)
            publish(event)

        await self._cloud.follow(note_and_publish)

    async def me(self) -> Agent:
        return await self._cloud.me()

    async def routing_status(self) -> RoutingStatus:
        return await self._cloud.routing_status()

    async def conversation(self, conversation_id: str) -> ConversationChanged:
        changed = await self._cloud.conversation(conversation_id)
        self._note(changed)
        return changed

    async def codes_for(self, leg: Leg, *, anew: bool = False) -> tuple[WrapupCode, ...]:
        return await self._cloud.codes_for(leg, anew=anew)

    async def written_words(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        return await self._cloud.written_words(leg, message_ids)

    async def copilot_summary(self, leg: Leg) -> CopilotSummary:
        return await self._cloud.copilot_summary(leg)

    async def submit(
        self,
        key: LegKey,
        media: Media,
        code_id: str,
        note: str,
        *,
        tags: tuple[str, ...] = (),
        is_provisional: bool = False,
    ) -> Answer:
        """Write the code; the dialect has no fields for *note* and *tags*, and no drafts."""
        del media, note, tags
        if is_provisional:
            return Answer(ServerReply.MALFORMED, tr("The gateway keeps no drafts."))
        leg, problem = await self._seen(key)
        if leg is None:
            return problem
        body: dict[str, object] = {
            "actionType": "WRAPUP",
            "wrapupCode": code_id,
            "wrapupDuration": UNKNOWN_DURATION_S,
        }
        path = f"/interactions/{_interaction_id(leg)}/actions"
        answer, _ = await self._gateway.ask("PATCH", path, body)
        return answer

    async def read_back(self, key: LegKey, media: Media) -> ReadBack:
        del media
        leg, problem = await self._seen(key)
        if leg is None:
            return ReadBack(problem)
        answer, content = await self._gateway.ask("GET", f"/interactions/{_interaction_id(leg)}")
        if answer.said is not ServerReply.ACCEPTED:
            return ReadBack(answer)
        try:
            wire = msgspec.json.decode(content, type=_WireInteraction)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return ReadBack(_answer(HTTPStatus.BAD_GATEWAY))
        assigned = AssignedCode(wire.wrapup_code) if wire.wrapup_code else None
        seen = replace(leg, phase=_phase(wire.state, leg.phase), wrapup=assigned)
        return ReadBack(answer, seen, assigned)

    def server_now(self) -> datetime:
        return self._cloud.server_now()

    async def close(self) -> None:
        await self._cloud.close()

    def _note(self, changed: ConversationChanged) -> None:
        self._legs.update({leg.key: leg for leg in changed.legs if _interaction_id(leg)})

    async def _seen(self, key: LegKey) -> tuple[Leg | None, Answer]:
        """Return the leg with its interaction id, or what to answer without one."""
        if key not in self._legs:
            try:
                await self.conversation(key.conversation_id)
            except NotFound as error:
                return None, Answer(ServerReply.NOT_FOUND, str(error))
            except ContactCentreError as error:
                return None, Answer(ServerReply.UNREACHABLE, str(error), error.retry_after)
        return self._legs.get(key), _no_interaction_id()


def _interaction_id(leg: Leg) -> str:
    return leg.attributes.get(INTERACTION_ID_ATTRIBUTE, "")


def _phase(state: str, known: Phase) -> Phase:
    """Return where the leg stands; ACTIVE does not tell talking from after-call work."""
    if state in ("COMPLETED", "WRAPPED"):
        return Phase.COMPLETED
    if state == "QUEUED":
        return Phase.ALERTING
    return Phase.CONNECTED if known is Phase.ALERTING or known.is_over else known


def _answer(status: int, retry_after: str = "") -> Answer:
    said = _SAID_BY_STATUS.get(
        status, ServerReply.MALFORMED if 400 <= status < 500 else ServerReply.FAILED
    )
    wait = None
    if retry_after.isascii() and retry_after.isdigit():
        wait = timedelta(seconds=min(int(retry_after[:9]), _LONGEST_RETRY_AFTER_S))
    return Answer(
        said,
        tr("The gateway {words}: {status}.", words=tr_marked(_WORDS[said]), status=int(status)),
        wait,
    )


_NOT_REACHED = mark("The gateway could not be reached. Check the network connection.")
_NOT_LET_IN = mark("The gateway does not accept the client ID and secret. Ask your administrator.")
_NOT_LINKED = mark(
    "The conversation has no attribute {attribute}, so the gateway cannot be asked. Tell your"
    " administrator."
)
_TOKEN_REFUSED = Answer(ServerReply.NOT_SIGNED_IN)


def _unreachable() -> Answer:
    return Answer(ServerReply.UNREACHABLE, tr_marked(_NOT_REACHED))


def _bad_credentials() -> Answer:
    return Answer(ServerReply.NOT_PERMITTED, tr_marked(_NOT_LET_IN))


def _no_interaction_id() -> Answer:
    text = tr_marked(_NOT_LINKED, attribute=INTERACTION_ID_ATTRIBUTE)
    return Answer(ServerReply.NOT_FOUND, text)
