"""Feeds one agent's desk: live events, coalesced, and a snapshot of all after each gap."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from wrapup_desk.adapters.genesys.channel.actions import Lost, TopicRefused
from wrapup_desk.adapters.genesys.channel.driver import ChannelDriver, ChannelParts
from wrapup_desk.adapters.genesys.channel.frames import Notification
from wrapup_desk.adapters.genesys.channel.topics import agent_topics, kind_of, transcription_topic
from wrapup_desk.adapters.genesys.conversations.coalescer import Coalescer
from wrapup_desk.adapters.genesys.conversations.events import read_event
from wrapup_desk.adapters.genesys.conversations.gap_reader import GapReader
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.scope_reader import ScopeReader
from wrapup_desk.adapters.genesys.http.keep_alive import keep_connection_open
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    Resynced,
    SignInEnded,
    StreamLost,
    StreamOpened,
    SubscriptionRefused,
)
from wrapup_desk.domain.interaction import Leg, Media, Phase

Publish = Callable[[ContactCentreEvent], None]
# The conversations as they are, and what arrived during the read and is not in them.
AgentSnapshot = tuple[Resynced, tuple[ContactCentreEvent, ...]]

_VOICE = frozenset({Media.CALL, Media.CALLBACK, Media.VIDEO})
# The last words of a call are transcribed some seconds after it has ended.
_TRANSCRIBED = frozenset({Phase.CONNECTED, Phase.HELD, Phase.AFTER_CALL})


class AgentFeed:
    """The live news of one agent, for as long as `run` runs (`ChannelFeed`)."""

    def __init__(
        self,
        parts: ChannelParts,
        reader: ConversationParser,
        publish: Publish,
        scope: ScopeReader,
    ) -> None:
        self._parts = parts
        self._scope = scope
        self._reader = reader
        self._publish = publish
        self._gap = GapReader(parts.rest, reader)
        self._queue = Coalescer()
        self._driver = ChannelDriver(parts, agent_topics(reader.agent_id), self)

    async def run(self) -> None:
        """Publish events until cancelled; waits for a sign-in whenever there is none."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._pump(), name="publish events")
            group.create_task(self._driver.run(), name="drive the agent's channel")
            warm = keep_connection_open(
                self._parts.rest, self._parts.clock, lambda: bool(self._gap.under_way)
            )
            group.create_task(warm, name="keep the line warm")

    async def _pump(self) -> None:
        while True:
            self._publish(await self._queue.take())
            # Let the reader in between: a burst is coalesced instead of told event by event.
            await asyncio.sleep(0)

    # What the driver reports

    def notified(self, notification: Notification) -> None:
        event = read_event(notification, self._reader)
        if event is None:
            return
        self._gap.note(event)
        self._queue.put(event)
        if isinstance(event, ConversationChanged):
            self._want_transcriptions()
        if self._scope.is_old:
            self._driver.read_again()

    def notified_early(self, notification: Notification) -> None:
        event = read_event(notification, self._reader)
        if event is not None:
            self._gap.hold(event)

    def must_not_miss(self, notification: Notification | None) -> bool:
        # Words and predictions come again or not at all; where a leg stands must be known.
        return notification is None or kind_of(notification.topic) == "conversations"

    async def read_snapshot(self) -> AgentSnapshot:
        # An administrator may have changed what a code counts for while nobody listened.
        scope = await self._scope.refresh()
        self._reader = self._gap.reader = replace(self._reader, scope=scope)
        return await self._gap.read_all()

    def opened(self) -> None:
        self._queue.put(StreamOpened())

    def snapshot_read(self, snapshot: AgentSnapshot) -> None:
        resynced, held = snapshot
        self._queue.put(resynced)
        for event in held:
            self._queue.put(event)
        self._want_transcriptions()

    def lost(self, loss: Lost) -> None:
        self._gap.drop_held()
        self._queue.put(
            StreamLost(loss.reason, loss.retry_in, loss.is_pushed_out, loss.is_not_permitted)
        )

    def topic_refused(self, refused: TopicRefused) -> None:
        self._queue.put(SubscriptionRefused(refused.topic_kind, refused.missing_permissions))

    def sign_in_ended(self, reason: str) -> None:
        self._gap.drop_held()
        self._queue.put(SignInEnded(reason))

    def _want_transcriptions(self) -> None:
        spoken = (
            conversation.conversation_id
            for conversation in self._gap.under_way
            if any(map(_has_words_to_follow, conversation.legs))
        )
        self._driver.want(map(transcription_topic, spoken))


def _has_words_to_follow(leg: Leg) -> bool:
    # What is said on another agent's call is that agent's to code
    return leg.media in _VOICE and leg.phase in _TRANSCRIBED and leg.joined is None
