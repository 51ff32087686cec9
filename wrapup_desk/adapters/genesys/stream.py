"""Runs the notification stream: does what the protocol asks for and reports what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import assert_never

import msgspec
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from wrapup_desk.adapters.genesys.coalescer import Coalescer
from wrapup_desk.adapters.genesys.error_body import read_retry_after
from wrapup_desk.adapters.genesys.network import Network
from wrapup_desk.adapters.genesys.notification_outputs import (
    CreateChannel,
    DropSocket,
    Lost,
    OpenSocket,
    Output,
    PutTopics,
    Resync,
    SendText,
    TopicRefused,
    TopicState,
)
from wrapup_desk.adapters.genesys.notifications import Phase, StreamProtocol
from wrapup_desk.adapters.genesys.regions import ServiceAddress
from wrapup_desk.adapters.genesys.rest import Refused, RestClient
from wrapup_desk.adapters.genesys.resync import Resynchronizer
from wrapup_desk.adapters.genesys.stream_socket import SocketRefused, open_socket
from wrapup_desk.adapters.genesys.warm_line import keep_warm
from wrapup_desk.adapters.genesys.wire import Reader
from wrapup_desk.adapters.genesys.wire_format import WireError, decode
from wrapup_desk.adapters.genesys.wire_topics import (
    Notification,
    agent_topics,
    kind_of,
    read_event,
    transcription_topic,
)
from wrapup_desk.application.ports import Clock, ContactCentreError
from wrapup_desk.application.waiting import news_within
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    SignInEnded,
    StreamLost,
    StreamOpened,
    SubscriptionRefused,
)
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.interaction import Phase as LegPhase

log = logging.getLogger(__name__)

Publish = Callable[[ContactCentreEvent], None]

_VOICE = frozenset({Media.CALL, Media.CALLBACK, Media.VIDEO})
# The last words of a call are transcribed some seconds after it has ended.
_TRANSCRIBED = frozenset({LegPhase.CONNECTED, LegPhase.HELD, LegPhase.AFTER_CALL})
_IDLE_S = 60.0


class _WireChannel(msgspec.Struct, rename="camel"):
    id: str
    connect_uri: str


class _WireTopic(msgspec.Struct, rename="camel"):
    id: str
    state: str | None = None
    missing_permissions: list[str] | None = None


class _WireTopicListing(msgspec.Struct):
    entities: list[_WireTopic] | None = None


@dataclass(frozen=True, slots=True)
class StreamParts:
    """What a stream is made of."""

    rest: RestClient
    address: ServiceAddress
    network: Network
    clock: Clock
    random: Random


class Stream:
    """The live news of one agent, for as long as `run` runs."""

    def __init__(self, parts: StreamParts, reader: Reader, publish: Publish) -> None:
        self._parts = parts
        self._rest = parts.rest
        self._clock = parts.clock
        self._reader = reader
        self._publish = publish
        self._protocol = StreamProtocol(agent_topics(reader.agent_id), parts.random)
        self._resync = Resynchronizer(parts.rest, reader)
        self._queue = Coalescer()
        self._wake = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._socket_task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Publish events until cancelled; waits for a sign-in whenever there is none."""
        stop_listening = self._rest.token.on_rejected(self._sign_in_ended)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(), name="publish events")
                group.create_task(self._drive(group), name="drive the stream")
                warm = keep_warm(self._rest, self._clock, lambda: bool(self._resync.under_way))
                group.create_task(warm, name="keep the line warm")
        finally:
            stop_listening()

    async def _pump(self) -> None:
        while True:
            self._publish(await self._queue.take())
            # Let the reader in between: a burst is coalesced instead of told event by event.
            await asyncio.sleep(0)

    async def _drive(self, group: asyncio.TaskGroup) -> None:
        while True:
            if self._protocol.phase is Phase.OFF:
                await self._rest.token.wait()
                self._protocol.start(self._clock.monotonic())
            self._wake.clear()
            for output in self._protocol.take():
                self._perform(output, group)
            due_s = self._protocol.next_due_s
            wait_s = _IDLE_S if due_s is None else due_s - self._clock.monotonic()
            if wait_s > 0:
                await news_within(self._wake, self._clock, wait_s)
            self._protocol.tick(self._clock.monotonic())

    def _perform(self, output: Output, group: asyncio.TaskGroup) -> None:
        match output:
            case Lost():
                log.info("stream lost: %s", output.reason)
                self._resync.drop_held()
                self._queue.put(StreamLost(output.reason, output.retry_in))
            case TopicRefused():
                missing = output.missing_permissions
                log.info("%s not permitted: %s", output.topic_kind, ", ".join(missing))
                self._queue.put(SubscriptionRefused(output.topic_kind, missing))
            case DropSocket():
                self._drop_socket()
            case OpenSocket():
                work = self._hold_socket(output.uri, self._protocol.generation)
                self._socket_task = group.create_task(work, name="hold the socket")
            case CreateChannel() | PutTopics() | Resync() | SendText():
                work = self._step(output, self._protocol.generation)
                group.create_task(work, name=type(output).__name__)
            case _:
                assert_never(output)

    async def _step(
        self, step: CreateChannel | PutTopics | Resync | SendText, generation: int
    ) -> None:
        """Do one thing over the network for the attempt called *generation*."""
        try:
            match step:
                case CreateChannel():
                    await self._create_channel(generation)
                case PutTopics():
                    await self._put_topics(step, generation)
                case Resync():
                    await self._read_again(generation)
                case SendText():
                    await self._send(step.text)
                case _:
                    assert_never(step)
        except Refused as refused:
            refusal = refused.refusal
            wait_s = refusal.retry_after.total_seconds() if refusal.retry_after else 0.0
            self._step_failed(step, generation, refusal.message, refusal.status, wait_s)
        except ContactCentreError as error:
            wait_s = error.retry_after.total_seconds() if error.retry_after else 0.0
            self._step_failed(step, generation, str(error), 0, wait_s)

    def _step_failed(
        self, step: Output, generation: int, reason: str, status: int, wait_s: float
    ) -> None:
        if generation != self._protocol.generation:
            return
        now_s = self._clock.monotonic()
        if isinstance(step, PutTopics):
            self._protocol.put_failed(reason, status, wait_s, now_s)
        elif isinstance(step, Resync) and self._protocol.phase is Phase.LIVE:
            self._protocol.reread_failed(wait_s, now_s)
        else:
            # Only a channel's own steps tell whether it is gone.
            self._protocol.failed(reason, now_s, retry_after_s=wait_s)
        self._wake.set()

    async def _create_channel(self, generation: int) -> None:
        reply = await self._rest.request("POST", "/notifications/channels")
        channel = decode(reply.body, _WireChannel, "POST /notifications/channels")
        if generation == self._protocol.generation:
            now_s = self._clock.monotonic()
            self._protocol.channel_created(channel.id, channel.connect_uri, now_s)
            self._wake.set()

    async def _put_topics(self, step: PutTopics, generation: int) -> None:
        path = f"/notifications/channels/{step.channel_id}/subscriptions"
        topics = [{"id": topic} for topic in step.topics]
        # Without ignoreErrors, one topic that is not permitted would lose all the others.
        reply = await self._rest.request("PUT", path, params={"ignoreErrors": "true"}, body=topics)
        listing = decode(reply.body, _WireTopicListing, "PUT subscriptions")
        states = [
            TopicState(each.id, each.state != "Rejected", tuple(each.missing_permissions or ()))
            for each in listing.entities or ()
        ]
        if generation == self._protocol.generation:
            self._protocol.topics_put(states, self._clock.monotonic())
            self._wake.set()

    async def _read_again(self, generation: int) -> None:
        # While live it makes up for an event that could not be read.
        is_live = self._protocol.phase is Phase.LIVE
        resynced, held = await self._resync.read_all()
        if generation != self._protocol.generation:
            return
        if not is_live:
            self._queue.put(StreamOpened())
        self._queue.put(resynced)
        for event in held:
            self._queue.put(event)
        self._want_transcriptions()
        if not is_live:
            self._protocol.resynced(self._clock.monotonic())
        self._wake.set()

    async def _send(self, text: str) -> None:
        if self._socket is None:
            return
        try:
            await self._socket.send(text)
        except ConnectionClosed:
            log.debug("not sent: the socket is closed")  # its reader tells the protocol

    async def _hold_socket(self, uri: str, generation: int) -> None:
        """Open the socket and feed its frames to the protocol until it closes."""
        try:
            socket = await open_socket(uri, self._parts.address, self._parts.network)
        except SocketRefused as refused:
            now = self._rest.server_now()
            wait = read_retry_after({"retry-after": refused.retry_after}, now)
            wait_s = wait.total_seconds() if wait else 0.0
            self._socket_failed(generation, str(refused), refused.status, wait_s)
            return
        try:
            self._socket = socket
            self._protocol.socket_opened(self._clock.monotonic())
            self._wake.set()
            await self._read_frames(socket)
        finally:
            self._socket = None if self._socket is socket else self._socket
            # Closing politely would wait for a server that may be gone.
            socket.transport.abort()
        self._socket_failed(generation, "Genesys closed the connection.", 0, 0.0)

    async def _read_frames(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                self._take_frame(frame)
                self._wake.set()
        except ConnectionClosed as closed:
            log.info("socket closed: %s", closed.rcvd.code if closed.rcvd else "no close frame")

    def _take_frame(self, frame: str | bytes) -> None:
        notification: Notification | None = None
        try:
            notification = self._protocol.frame(frame, self._clock.monotonic())
            if notification is not None:
                self._notified(notification)
        except WireError as error:
            log.warning("a frame cannot be used: %s", error)
            # Words and predictions come again or not at all; where a leg stands must be known.
            if notification is None or kind_of(notification.topic) == "conversations":
                self._protocol.missed(self._clock.monotonic())

    def _socket_failed(self, generation: int, reason: str, status: int, wait_s: float) -> None:
        if generation == self._protocol.generation:
            now_s = self._clock.monotonic()
            self._protocol.failed(reason, now_s, status=status, retry_after_s=wait_s)
            self._wake.set()

    def _drop_socket(self) -> None:
        if self._socket_task is not None:
            self._socket_task.cancel()
            self._socket_task = None

    def _notified(self, notification: Notification) -> None:
        event = read_event(notification, self._reader)
        if event is None:
            return
        if self._protocol.phase is not Phase.LIVE:
            self._resync.hold(event)
            return
        self._resync.note(event)
        self._queue.put(event)
        if isinstance(event, ConversationChanged):
            self._want_transcriptions()

    def _want_transcriptions(self) -> None:
        spoken = (
            conversation.conversation_id
            for conversation in self._resync.under_way
            if any(leg.media in _VOICE and leg.phase in _TRANSCRIBED for leg in conversation.legs)
        )
        self._protocol.want(map(transcription_topic, spoken), self._clock.monotonic())
        self._wake.set()

    def _sign_in_ended(self, reason: str) -> None:
        self._protocol.stop()
        self._resync.drop_held()
        self._queue.put(SignInEnded(reason))
        self._wake.set()
