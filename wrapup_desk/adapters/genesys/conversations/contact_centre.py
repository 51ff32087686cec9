"""The Genesys Cloud implementation of `ContactCentre`; anything that speaks like it will do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from msgspec import structs

from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.conversations.agent_feed import AgentFeed
from wrapup_desk.adapters.genesys.conversations.codes import CodeLists, QueueNames
from wrapup_desk.adapters.genesys.conversations.events import as_confidence, routing_status_named
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.scope_reader import ScopeReader
from wrapup_desk.adapters.genesys.conversations.texts import MessageTexts
from wrapup_desk.adapters.genesys.conversations.writes import WrapupWrites
from wrapup_desk.adapters.genesys.http.decoding import Wire, decode, instant
from wrapup_desk.adapters.genesys.http.me import ME_PATH, WITH_PERMISSIONS, agent_of
from wrapup_desk.application.base.ports import (
    Answer,
    NotFound,
    NotPermitted,
    ReadBack,
)
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    CopilotSummary,
    PredictedCode,
    Resynced,
    conversations_in,
)
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import Leg, LegKey, Media
from wrapup_desk.domain.outside_text import several_lines
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)

Publish = Callable[[ContactCentreEvent], None]

# How long a prediction lets a code go first.
_AFTER_CODES_S = 0.3


class _WireStatus(Wire):
    status: str | None = None


class _WirePrediction(Wire):
    id: str | None = None
    confidence: float | None = None


class _WireEdited(Wire):
    text: str | None = None


class _WireCommunication(Wire):
    id: str | None = None


class _WireSummary(Wire):
    date_created: str | None = None
    predicted_wrapup_codes: list[_WirePrediction] | None = None
    text: str | None = None
    # What the agent made of it in Genesys.
    edited_summary: _WireEdited | None = None
    communication: _WireCommunication | None = None
    status: str | None = None

    def is_older_than(self, leg: Leg) -> bool:
        """Whether it was made before anything was said on *leg*."""
        made = instant(self.date_created)
        return bool(made and leg.connected_at and made < leg.connected_at)

    def text_for(self, leg: Leg) -> str:
        """Return the finished summary; empty when it is of another leg."""
        said_of = canonical_id(self.communication.id) if self.communication else ""
        if said_of and said_of not in leg.communication_ids:
            return ""
        if self.status not in (None, "Completed"):
            return ""
        edited = self.edited_summary.text if self.edited_summary else ""
        return several_lines((edited or self.text or "").strip())


class _WireSummaries(Wire):
    summary: _WireSummary | None = None
    session_summaries: list[_WireSummary] | None = None


class GenesysContactCentre:
    """One agent's connection to Genesys Cloud (`ContactCentre`).

    *key_salt* is this installation's own; it keeps `Leg.customer_key` meaningless elsewhere.
    *has_way_a*, *has_way_b*: whether codes can be written on a communication and on a
    participant, as far as is known.
    """

    def __init__(
        self,
        parts: ChannelParts,
        key_salt: bytes,
        *,
        has_way_a: bool = True,
        has_way_b: bool = True,
    ) -> None:
        self._parts = parts
        self._rest = parts.rest
        self._key_salt = key_salt
        self._agent: Agent | None = None
        self._scope = ScopeReader(parts.rest, parts.clock)
        self._codes = CodeLists(parts.rest, parts.clock)
        self._queue_names = QueueNames(parts.rest)
        self._words = MessageTexts(parts.rest)
        self._writes = WrapupWrites(parts.rest, has_way_a=has_way_a, has_way_b=has_way_b)

    async def follow(self, publish: Publish) -> None:
        """Publish events until cancelled; reconnects by itself, and resyncs after each gap.

        After `SignInEnded` it waits for the next sign-in.

        Raises:
            ContactCentreError: who the agent is cannot be read; nothing was published.
        """
        reader = await self._reader()
        async with asyncio.TaskGroup() as group:
            naming = _Naming(self._queue_names, self._noting(publish), group)
            await AgentFeed(self._parts, reader, naming.publish, self._scope).run()

    async def me(self) -> Agent:
        """Read who is signed in.

        Raises:
            ContactCentreError: not readable; a token of client credentials has nobody.
        """
        agent = agent_of(await self._rest.get(ME_PATH, WITH_PERMISSIONS))
        if self._agent is not None and agent.id != self._agent.id:
            self._scope.forget()
        self._agent = agent
        return agent

    async def routing_status(self) -> RoutingStatus:
        agent = self._agent or await self.me()
        path = f"/users/{agent.id}/routingstatus"
        wire = decode(await self._rest.get(path), _WireStatus, f"GET {path}")
        return routing_status_named(wire.status)

    async def conversation(self, conversation_id: str) -> ConversationChanged:
        reader = await self._reader()
        path = f"/conversations/{conversation_id}"
        return self._named(reader.conversation(await self._rest.get(path), f"GET {path}"))

    async def codes_for(self, leg: Leg, *, anew: bool = False) -> tuple[WrapupCode, ...]:
        return await self._codes.read(leg, anew=anew)

    async def written_words(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        return await self._words.read(leg, message_ids)

    async def copilot_summary(self, leg: Leg) -> CopilotSummary:
        path = f"/conversations/{leg.key.conversation_id}/summaries"
        # Asked for at the hang-up, when a code may go out as well: that has the open connection.
        await self._parts.clock.sleep(_AFTER_CODES_S)
        try:
            raw = await self._rest.get(path)
        except (NotFound, NotPermitted):
            return CopilotSummary()  # no Copilot, or not for this agent
        wire = decode(raw, _WireSummaries, f"GET {path}")
        found = [*(wire.session_summaries or ()), *filter(None, (wire.summary,))]
        best: dict[str, float] = {}
        text = ""
        for summary in sorted(found, key=lambda each: each.date_created or ""):
            if summary.is_older_than(leg):
                continue  # of an earlier session of the same thread, or of the agent before
            text = summary.text_for(leg) or text
            for code in summary.predicted_wrapup_codes or ():
                if code_id := canonical_id(code.id):
                    best[code_id] = as_confidence(code.confidence)
        ranked = sorted(best.items(), key=lambda each: each[1], reverse=True)
        codes = tuple(PredictedCode(code_id, confidence) for code_id, confidence in ranked)
        return CopilotSummary(codes, text)

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
        return await self._writes.write(
            key, media, code_id, note, tags=tags, is_provisional=is_provisional
        )

    async def read_back(self, key: LegKey, media: Media) -> ReadBack:
        # By its key, so that a code left from last time can be read before the agent is known.
        return await self._writes.read_back(key, media, self._parser(""))

    async def propose(self, conversation_id: str, attributes: dict[str, str]) -> Answer:
        """Write participant attributes for the agent's program to see; no agent is needed."""
        return await self._writes.propose(conversation_id, attributes)

    async def request_after_call_work(self, key: LegKey) -> Answer:
        """Ask for after-call work on a connected leg of an agent-requested queue."""
        return await self._writes.request_after_call_work(key)

    def server_now(self) -> datetime:
        return self._rest.server_now()

    async def close(self) -> None:
        await self._rest.close()

    async def _reader(self) -> ConversationParser:
        agent = self._agent or await self.me()
        if not self._scope.is_known:
            await self._scope.refresh()
        return self._parser(agent.id)

    def _noting(self, publish: Publish) -> Publish:
        """Tell the writes of each leg before it is published."""

        def told(event: ContactCentreEvent) -> None:
            for each in conversations_in(event):
                self._writes.note(each.legs)
            publish(event)

        return told

    def _parser(self, agent_id: str) -> ConversationParser:
        return ConversationParser(agent_id, self._key_salt, self._scope.scope)

    def _named(self, changed: ConversationChanged) -> ConversationChanged:
        return with_queue_names(changed, self._queue_names)


class _Naming:
    """Adds queue names to events, and tells a conversation again once its name is known."""

    def __init__(self, names: QueueNames, publish: Publish, group: asyncio.TaskGroup) -> None:
        self._names = names
        self._publish = publish
        self._group = group
        # The last snapshot of each conversation that waits for the name of a queue.
        self._waiting: dict[str, dict[str, ConversationChanged]] = {}

    def publish(self, event: ContactCentreEvent) -> None:
        if isinstance(event, ConversationChanged):
            event = self._named(event)
        elif isinstance(event, Resynced):
            named = tuple(map(self._named, event.conversations))
            event = structs.replace(event, conversations=named)
        self._publish(event)

    def _named(self, changed: ConversationChanged) -> ConversationChanged:
        named = with_queue_names(changed, self._names)
        for waiting in self._waiting.values():
            waiting.pop(changed.conversation_id, None)
        for leg in named.legs:
            if leg.queue_id and not leg.queue_name and self._names.known(leg.queue_id) is None:
                self._ask(leg.queue_id, named)
        return named

    def _ask(self, queue_id: str, changed: ConversationChanged) -> None:
        is_asked = queue_id in self._waiting
        self._waiting.setdefault(queue_id, {})[changed.conversation_id] = changed
        if not is_asked:
            self._group.create_task(self._read(queue_id), name="read a queue's name")

    async def _read(self, queue_id: str) -> None:
        name = await self._names.read(queue_id)
        for changed in self._waiting.pop(queue_id).values():
            if name:
                self._publish(with_queue_names(changed, self._names))


def with_queue_names(changed: ConversationChanged, names: QueueNames) -> ConversationChanged:
    """Return *changed* with the names of its queues, as far as they are known."""
    for leg in changed.legs:
        names.note(leg.queue_id, leg.queue_name)
    legs = tuple(
        leg if leg.queue_name else replace(leg, queue_name=names.known(leg.queue_id) or "")
        for leg in changed.legs
    )
    return structs.replace(changed, legs=legs)
