"""The Genesys Cloud implementation of `PastInteractions`: past legs, their words and names."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from datetime import datetime

from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.texts import MessageTexts
from wrapup_desk.adapters.genesys.history.agent_names import AgentNames
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts
from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.adapters.genesys.http.me import ME_PATH, WITH_PERMISSIONS, agent_of
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.retry import ReadRetry
from wrapup_desk.application.base.ports import Clock, NotFound, NotPermitted
from wrapup_desk.application.history.ports import FoundPart, Span
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import LegKey, Media, Prompt
from wrapup_desk.domain.outside_text import LONGEST_DETAIL, one_line
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

_PAGE_SIZE = 100
_MOST_PAGES = 200
# `AcwSettings.wrapupPrompt`; participants have other words for the same.
_PROMPTS = {
    "OPTIONAL": Prompt.OPTIONAL,
    "MANDATORY": Prompt.MANDATORY,
    "MANDATORY_TIMEOUT": Prompt.TIMEOUT,
    "MANDATORY_FORCED_TIMEOUT": Prompt.FORCED_TIMEOUT,
    "AGENT_REQUESTED": Prompt.AGENT_REQUESTED,
}


class _WireDivision(Wire):
    id: str | None = None
    name: str | None = None


class _WireAcwSettings(Wire):
    wrapup_prompt: str | None = None


class _WireEntity(Wire):
    id: str | None = None
    name: str | None = None
    description: str | None = None
    # Of queues alone.
    acw_settings: _WireAcwSettings | None = None
    division: _WireDivision | None = None


class _WireEntities(Wire):
    entities: list[_WireEntity] | None = None
    page_count: int | None = None
    next_uri: str | None = None


class GenesysHistory:
    """What Genesys Cloud remembers (`PastInteractions`)."""

    def __init__(
        self, rest: RestClient, analytics: Analytics, transcripts: Transcripts, clock: Clock
    ) -> None:
        self._rest = rest
        self._analytics = analytics
        self._transcripts = transcripts
        self._patience = ReadRetry(clock)
        self._names = AgentNames(rest, clock)
        self._written = MessageTexts(rest)
        # Nobody's own legs are read here, and no customer key is wanted.
        self._reader = ConversationParser(agent_id="", key_salt=b"")

    def find(
        self, span: Span, queue_ids: Sequence[str], report: Callable[[str], None]
    ) -> AsyncGenerator[FoundPart, None]:
        return self._analytics.find(span, queue_ids, report)

    async def legs_of(self, conversation_ids: Sequence[str]) -> tuple[PastLeg, ...]:
        return await self._analytics.legs_of(conversation_ids)

    async def words_of(self, key: LegKey, media: Media) -> tuple[Utterance, ...]:
        """Read the transcript; of written media without one, the messages themselves.

        Raises:
            ContactCentreError: not permitted, or not readable now.
        """
        words = await self._transcripts.read(key)
        if not words and media is Media.CALLBACK:
            # What was said in a callback is kept with its calls.
            for call in await self._analytics.calls_of(key):
                words += await self._transcripts.read(key._replace(communication_id=call))
        if words or media not in (Media.MESSAGE, Media.EMAIL):
            return words
        path = f"/conversations/{key.conversation_id}"
        try:
            raw = await self._patience.ask(lambda: self._rest.get(path))
        except (NotFound, NotPermitted):
            return ()
        leg = self._reader.leg(raw, key, f"GET {path}")
        return () if leg is None else await self._written.read(leg, leg.message_ids)

    async def directory(self) -> NameDirectory:
        """Read queues and codes; what may not be read stays empty."""
        queues = await self._listed("/routing/queues")
        codes = await self._listed("/routing/wrapupcodes")
        if not codes:
            codes = await self._listed("/routing/wrapupcodes/divisionviews")
        # Pages of teams go by a cursor; the first hundred name what the filter lists first.
        teams = await self._listed("/teams")
        return NameDirectory(
            queues={
                canonical_id(each.id): one_line(each.name or "") or each.id
                for each in queues
                if each.id
            },
            codes={code.id: code for code in map(_code, codes) if code.id},
            queue_prompts={
                canonical_id(each.id): _PROMPTS.get(
                    (each.acw_settings.wrapup_prompt or "").upper(), Prompt.UNKNOWN
                )
                for each in queues
                if each.id and each.acw_settings
            },
            teams={
                canonical_id(each.id): one_line(each.name or "")
                for each in teams
                if each.id and each.name
            },
            divisions={
                canonical_id(each.division.id): one_line(each.division.name or "")
                for each in (*codes, *queues)
                if each.division is not None and each.division.id and each.division.name
            },
        )

    async def agent_names(self, agent_ids: Collection[str]) -> Mapping[str, str]:
        """Read agents' names by id, "" for former ones.

        Raises:
            ContactCentreError: nobody's name may be read, or not now.
        """
        return await self._names.of(agent_ids)

    async def code(self, code_id: str) -> WrapupCode | None:
        """Read one code; None when there is none. Lists leave out other divisions' codes.

        Raises:
            ContactCentreError: not permitted, or not readable now.
        """
        path = f"/routing/wrapupcodes/{code_id}"
        try:
            raw = await self._patience.ask(lambda: self._rest.get(path))
        except NotFound:
            return None
        return _code(decode(raw, _WireEntity, "GET /routing/wrapupcodes/{id}"))

    async def codes_of_queue(self, queue_id: str) -> tuple[WrapupCode, ...]:
        listed = await self._listed(f"/routing/queues/{queue_id}/wrapupcodes")
        return tuple(code for code in map(_code, listed) if code.id)

    async def me(self) -> Agent:
        """Read who is signed in, and what they may do.

        Raises:
            ContactCentreError: not readable; a token of client credentials has nobody.
        """
        return agent_of(
            await self._patience.ask(lambda: self._rest.get(ME_PATH, WITH_PERMISSIONS))
        )

    def server_now(self) -> datetime:
        return self._rest.server_now()

    async def _listed(self, path: str) -> list[_WireEntity]:
        found: list[_WireEntity] = []
        for page in range(1, _MOST_PAGES + 1):
            params = {"pageSize": str(_PAGE_SIZE), "pageNumber": str(page)}
            try:
                raw = await self._page(path, params)
            except (NotPermitted, NotFound):
                return []
            listing = decode(raw, _WireEntities, f"GET {path}")
            found.extend(listing.entities or ())
            if page >= (listing.page_count or 1):
                break
        return found

    async def _page(self, path: str, params: dict[str, str]) -> bytes:
        return await self._patience.ask(lambda: self._rest.get(path, params))


def _code(wire: _WireEntity) -> WrapupCode:
    name = one_line(wire.name or "") or wire.id or ""
    return WrapupCode(
        canonical_id(wire.id), name, one_line(wire.description or "", LONGEST_DETAIL)
    )
