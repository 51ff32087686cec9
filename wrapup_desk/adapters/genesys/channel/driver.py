"""Drives a notification channel: does what the protocol asks for and reports what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, assert_never

import msgspec

from wrapup_desk.adapters.genesys.channel.actions import (
    Action,
    CreateChannel,
    DropSocket,
    Lost,
    OpenSocket,
    PutTopics,
    ReadSnapshot,
    SendText,
    TopicRefused,
    TopicState,
)
from wrapup_desk.adapters.genesys.channel.frames import Notification
from wrapup_desk.adapters.genesys.channel.protocol import ChannelPhase, ChannelProtocol
from wrapup_desk.adapters.genesys.http.decoding import WireError, decode
from wrapup_desk.adapters.genesys.http.errors import read_retry_after
from wrapup_desk.adapters.genesys.http.keep_alive import look_for_the_line
from wrapup_desk.adapters.genesys.http.network import Network
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient
from wrapup_desk.application.base.ports import Clock, ContactCentreError, NotPermitted
from wrapup_desk.application.base.waiting import event_or_timeout
from wrapup_desk.domain.language.texts import tr

if TYPE_CHECKING:
    from wrapup_desk.adapters.genesys.channel.socket import ChannelSocket

log = logging.getLogger(__name__)

Snapshot = TypeVar("Snapshot")
_Step = CreateChannel | PutTopics | ReadSnapshot | SendText

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
class ChannelParts:
    """What a channel is made of."""

    rest: RestClient
    address: ServiceAddress
    network: Network
    clock: Clock
    random: Random
    # Shown every frame as it came; for a recording.
    on_frame: Callable[[str | bytes], None] | None = None


class ChannelFeed(Protocol[Snapshot]):
    """What a channel is driven for: gets its notifications, and reads what a gap hid."""

    def notified(self, notification: Notification, /) -> None:
        """Use a notification.

        Raises:
            WireError: it cannot be read.
        """

    def notified_early(self, notification: Notification, /) -> None:
        """Use one that came before the channel was live: the snapshot may be newer or older.

        Raises:
            WireError: it cannot be read.
        """

    def must_not_miss(self, notification: Notification | None, /) -> bool:
        """Whether to read a snapshot for one that could not be read; None for a broken frame."""

    async def read_snapshot(self) -> Snapshot:
        """Read what a gap may have hidden.

        Raises:
            ContactCentreError: not readable now; it is tried again.
        """

    def opened(self) -> None:
        """Tell that news is live again; the snapshot follows."""

    def snapshot_read(self, snapshot: Snapshot, /) -> None: ...

    def lost(self, loss: Lost, /) -> None: ...

    def topic_refused(self, refused: TopicRefused, /) -> None: ...

    def sign_in_ended(self, reason: str, /) -> None: ...


class ChannelDriver(Generic[Snapshot]):
    """One feed's channel, for as long as `run` runs."""

    def __init__(
        self, parts: ChannelParts, topics: Sequence[str], feed: ChannelFeed[Snapshot]
    ) -> None:
        self._parts = parts
        self._rest = parts.rest
        self._feed = feed
        self._protocol = ChannelProtocol(topics, parts.random)
        self._wake = asyncio.Event()
        self._socket: ChannelSocket | None = None
        self._socket_task: asyncio.Task[None] | None = None

    @property
    def _now_s(self) -> float:
        return self._parts.clock.monotonic()

    async def run(self) -> None:
        """Feed until cancelled; waits for a sign-in whenever there is none."""
        with ExitStack() as listening:
            listening.callback(self._rest.token.on_rejected(self._sign_in_ended))
            listening.callback(self._rest.on_network_changed(self._doubt))
            listening.callback(self._rest.on_reachable_again(self._reachable_again))
            async with asyncio.TaskGroup() as group:
                looking = look_for_the_line(
                    self._rest, self._parts.clock, self._parts.random, self._is_cut_off
                )
                group.create_task(looking, name="look for the line")
                await self._drive(group)

    def _is_cut_off(self) -> bool:
        return self._protocol.phase is ChannelPhase.WAITING

    def want(self, topics: Iterable[str]) -> None:
        """Follow *topics* besides the first ones from now on."""
        self._protocol.want(topics, self._now_s)
        self._wake.set()

    def _doubt(self) -> None:
        self._protocol.doubt(self._now_s)
        self._wake.set()

    def _reachable_again(self) -> None:
        self._protocol.is_reachable_again(self._now_s)
        self._wake.set()

    def read_again(self) -> None:
        """Read a snapshot soon, although nothing was missed."""
        self._protocol.missed(self._now_s)
        self._wake.set()

    async def _drive(self, group: asyncio.TaskGroup) -> None:
        while True:
            if self._protocol.phase is ChannelPhase.OFF:
                await self._rest.token.wait()
                self._protocol.start(self._now_s)
            self._wake.clear()
            for action in self._protocol.take():
                self._perform(action, group)
            due_s = self._protocol.next_due_s
            wait_s = _IDLE_S if due_s is None else due_s - self._now_s
            if wait_s > 0:
                await event_or_timeout(self._wake, self._parts.clock, wait_s)
            self._protocol.tick(self._now_s)

    def _perform(self, action: Action, group: asyncio.TaskGroup) -> None:
        match action:
            case Lost():
                log.info("stream lost: %s", action.reason)
                self._feed.lost(action)
                # What silenced the stream may have silenced the other connections.
                group.create_task(self._rest.drop_connections(), name="drop connections")
            case TopicRefused():
                missing = ", ".join(action.missing_permissions)
                log.info("%s not permitted: %s", action.topic_kind, missing)
                self._feed.topic_refused(action)
            case DropSocket():
                self._drop_socket()
            case OpenSocket():
                work = self._hold_socket(action.uri, self._protocol.generation)
                self._socket_task = group.create_task(work, name="hold the socket")
            case CreateChannel() | PutTopics() | ReadSnapshot() | SendText():
                work = self._step(action, self._protocol.generation)
                group.create_task(work, name=type(action).__name__)
            case _:
                assert_never(action)

    async def _step(self, step: _Step, generation: int) -> None:
        """Do one thing over the network for the attempt called *generation*."""
        try:
            match step:
                case CreateChannel():
                    await self._create_channel(generation)
                case PutTopics():
                    await self._put_topics(step, generation)
                case ReadSnapshot():
                    await self._read_snapshot(generation)
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
            status = 403 if isinstance(error, NotPermitted) else 0
            self._step_failed(step, generation, str(error), status, wait_s)

    def _step_failed(
        self, step: _Step, generation: int, reason: str, status: int, wait_s: float
    ) -> None:
        if generation != self._protocol.generation:
            return
        if isinstance(step, PutTopics):
            self._protocol.put_failed(reason, status, wait_s, self._now_s)
        elif isinstance(step, ReadSnapshot) and self._protocol.phase is ChannelPhase.LIVE:
            self._protocol.reread_failed(wait_s, self._now_s)
        else:
            # Only a channel's own steps tell whether it is gone.
            self._protocol.failed(
                reason, self._now_s, retry_after_s=wait_s, is_not_permitted=status == 403
            )
        self._wake.set()

    async def _create_channel(self, generation: int) -> None:
        reply = await self._rest.request("POST", "/notifications/channels")
        channel = decode(reply.body, _WireChannel, "POST /notifications/channels")
        if generation == self._protocol.generation:
            self._protocol.channel_created(channel.id, channel.connect_uri, self._now_s)
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
            self._protocol.topics_put(states, self._now_s)
            self._wake.set()

    async def _read_snapshot(self, generation: int) -> None:
        # While live it makes up for an event that could not be read.
        was_live = self._protocol.phase is ChannelPhase.LIVE
        snapshot = await self._feed.read_snapshot()
        if generation != self._protocol.generation:
            return
        if not was_live:
            self._feed.opened()
        self._feed.snapshot_read(snapshot)
        if not was_live:
            self._protocol.snapshot_read(self._now_s)
        self._wake.set()

    async def _send(self, text: str) -> None:
        if self._socket is not None:
            await self._socket.send(text)

    async def _hold_socket(self, uri: str, generation: int) -> None:
        """Open the socket and feed its frames to the protocol until it closes."""
        # Its library is loaded by the first connection, not before the window shows.
        from wrapup_desk.adapters.genesys.channel.socket import SocketRefused, open_socket

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
            self._rest.peer = socket.peer
            self._protocol.socket_opened(self._now_s)
            self._wake.set()
            async for frame in socket.frames():
                self._take_frame(frame)
                self._wake.set()
        finally:
            self._socket = None if self._socket is socket else self._socket
            socket.abort()
        self._socket_failed(generation, tr("Genesys closed the connection."), 0, 0.0)

    def _take_frame(self, frame: str | bytes) -> None:
        notification: Notification | None = None
        if self._parts.on_frame is not None:
            self._parts.on_frame(frame)
        try:
            notification = self._protocol.frame(frame, self._now_s)
            if notification is not None and self._protocol.phase is ChannelPhase.LIVE:
                self._feed.notified(notification)
            elif notification is not None:
                self._feed.notified_early(notification)
        except WireError as error:
            log.warning("a frame cannot be used: %s", error)
            if self._feed.must_not_miss(notification):
                self._protocol.missed(self._now_s)

    def _socket_failed(self, generation: int, reason: str, status: int, wait_s: float) -> None:
        if generation == self._protocol.generation:
            self._protocol.failed(reason, self._now_s, status=status, retry_after_s=wait_s)
            self._wake.set()

    def _drop_socket(self) -> None:
        if self._socket_task is not None:
            self._socket_task.cancel()
            self._socket_task = None

    def _sign_in_ended(self, reason: str) -> None:
        self._protocol.stop()
        self._feed.sign_in_ended(reason)
        self._wake.set()
