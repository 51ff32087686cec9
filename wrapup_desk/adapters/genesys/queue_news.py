"""Follows queues live, so that a leg that ends without a code shows up by itself.

A notification channel of its own, on the same protocol as the agent's stream. After a gap
nothing is read again: the supervisor's next search tells the whole truth anyway.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

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
from wrapup_desk.adapters.genesys.notifications import StreamProtocol
from wrapup_desk.adapters.genesys.queue_legs import ended_legs
from wrapup_desk.adapters.genesys.rest import Refused
from wrapup_desk.adapters.genesys.stream import StreamParts
from wrapup_desk.adapters.genesys.stream_socket import SocketRefused, open_socket
from wrapup_desk.adapters.genesys.wire_format import WireError, decode
from wrapup_desk.application.ports import ContactCentreError
from wrapup_desk.application.waiting import news_within
from wrapup_desk.domain.history.past_leg import PastLeg

log = logging.getLogger(__name__)

_IDLE_S = 60.0


class _WireChannel(msgspec.Struct, rename="camel"):
    id: str
    connect_uri: str


class _WireTopic(msgspec.Struct, rename="camel"):
    id: str
    state: str | None = None
    missing_permissions: list[str] | None = None


class _WireTopics(msgspec.Struct):
    entities: list[_WireTopic] | None = None


def queue_topic(queue_id: str) -> str:
    """Return the feed of one queue's conversations."""
    return f"v2.routing.queues.{queue_id}.conversations"


@dataclass(frozen=True, slots=True)
class GenesysQueueNews:
    """Live news of queues (`QueueNews`)."""

    parts: StreamParts

    async def follow(
        self,
        queue_ids: Sequence[str],
        publish: Callable[[Sequence[PastLeg]], None],
        report: Callable[[str], None],
    ) -> None:
        """Publish legs that are over until cancelled; *report* says why news stopped."""
        topics = [queue_topic(queue_id) for queue_id in queue_ids]
        await _Line(self.parts, topics, publish, report).run()


class _Line:
    """One channel, for as long as `run` runs."""

    def __init__(
        self,
        parts: StreamParts,
        topics: Sequence[str],
        publish: Callable[[Sequence[PastLeg]], None],
        report: Callable[[str], None],
    ) -> None:
        self._parts = parts
        self._publish = publish
        self._report = report
        self._protocol = StreamProtocol(topics, parts.random)
        self._wake = asyncio.Event()
        # Why some queue may not be followed; the others are.
        self._refusal = ""
        self._socket: ClientConnection | None = None
        self._socket_task: asyncio.Task[None] | None = None

    @property
    def _now_s(self) -> float:
        return self._parts.clock.monotonic()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            await self._parts.rest.token.wait()
            self._protocol.start(self._now_s)
            while True:
                self._wake.clear()
                for output in self._protocol.take():
                    self._perform(output, group)
                due_s = self._protocol.next_due_s
                wait_s = _IDLE_S if due_s is None else due_s - self._now_s
                if wait_s > 0:
                    await news_within(self._wake, self._parts.clock, wait_s)
                self._protocol.tick(self._now_s)

    def _perform(self, output: Output, group: asyncio.TaskGroup) -> None:
        match output:
            case Lost():
                self._report(output.reason)
            case TopicRefused():
                missing = ", ".join(output.missing_permissions) or "a permission"
                self._report(
                    f"Genesys does not let you follow these queues: {missing} is missing."
                )
            case DropSocket():
                self._drop_socket()
            case OpenSocket():
                work = self._hold_socket(output.uri, self._protocol.generation)
                self._socket_task = group.create_task(work, name="hold the queues' socket")
            case CreateChannel() | PutTopics() | SendText():
                group.create_task(self._step(output, self._protocol.generation))
            case Resync():
                self._protocol.resynced(self._now_s)
                self._report(self._refusal)
                self._wake.set()

    async def _step(self, step: CreateChannel | PutTopics | SendText, generation: int) -> None:
        try:
            if isinstance(step, CreateChannel):
                await self._create_channel(generation)
            elif isinstance(step, PutTopics):
                await self._put_topics(step, generation)
            elif self._socket is not None:
                await self._socket.send(step.text)
        except Refused as refused:
            refusal = refused.refusal
            wait_s = refusal.retry_after.total_seconds() if refusal.retry_after else 0.0
            is_put = isinstance(step, PutTopics)
            self._failed(generation, refusal.message, refusal.status if is_put else 0, wait_s)
        except ConnectionClosed:
            log.debug("not sent: the socket is closed")  # its reader tells the protocol
        except ContactCentreError as error:
            self._failed(generation, str(error), 0, 0.0)

    async def _create_channel(self, generation: int) -> None:
        reply = await self._parts.rest.request("POST", "/notifications/channels")
        channel = decode(reply.body, _WireChannel, "POST /notifications/channels")
        if generation == self._protocol.generation:
            self._protocol.channel_created(channel.id, channel.connect_uri, self._now_s)
            self._wake.set()

    async def _put_topics(self, step: PutTopics, generation: int) -> None:
        path = f"/notifications/channels/{step.channel_id}/subscriptions"
        topics = [{"id": topic} for topic in step.topics]
        params = {"ignoreErrors": "true"}
        reply = await self._parts.rest.request("PUT", path, params=params, body=topics)
        listing = decode(reply.body, _WireTopics, "PUT subscriptions")
        states = [
            TopicState(each.id, each.state != "Rejected", tuple(each.missing_permissions or ()))
            for each in listing.entities or ()
        ]
        if generation == self._protocol.generation:
            self._protocol.topics_put(states, self._now_s)
            self._wake.set()

    async def _hold_socket(self, uri: str, generation: int) -> None:
        try:
            socket = await open_socket(uri, self._parts.address, self._parts.network)
        except SocketRefused as refused:
            self._failed(generation, str(refused), refused.status, 0.0)
            return
        try:
            self._socket = socket
            self._protocol.socket_opened(self._now_s)
            self._wake.set()
            async for frame in socket:
                self._take(frame)
        except ConnectionClosed as closed:
            log.info("queues' socket closed: %s", closed.rcvd.code if closed.rcvd else "no frame")
        finally:
            self._socket = None if self._socket is socket else self._socket
            # Closing politely would wait for a server that may be gone.
            socket.transport.abort()
        self._failed(generation, "Genesys closed the connection.", 0, 0.0)

    def _take(self, frame: str | bytes) -> None:
        try:
            notification = self._protocol.frame(frame, self._now_s)
            if notification is not None and (legs := ended_legs(notification.body)):
                self._publish(legs)
        except WireError as error:
            log.warning("a frame cannot be used: %s", error)
        self._wake.set()

    def _failed(self, generation: int, reason: str, status: int, wait_s: float) -> None:
        if generation == self._protocol.generation:
            self._protocol.failed(reason, self._now_s, status=status, retry_after_s=wait_s)
            self._wake.set()

    def _drop_socket(self) -> None:
        if self._socket_task is not None:
            self._socket_task.cancel()
            self._socket_task = None
