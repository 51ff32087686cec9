"""The notification socket: heartbeats, pings, in-band subscribing, events in order."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from wrapup_desk.simulator.platform.channels import Channel, Channels
from wrapup_desk.simulator.platform.connections import Connections
from wrapup_desk.simulator.platform.faults import EventFault, Faults
from wrapup_desk.simulator.wire.basics import Json
from wrapup_desk.simulator.wire.errors import ApiError, new_correlation_id
from wrapup_desk.simulator.world.wall_clock import WallClock

HEARTBEAT = {"topicName": "channel.metadata", "eventBody": {"message": "WebSocket Heartbeat"}}
PONG = {"topicName": "channel.metadata", "eventBody": {"message": "pong"}}
# Normal closures: going away; policy violation for an address that is not (any more) good
GOING_AWAY = 1001
POLICY = 1008
_ROLL_CALL_SECONDS = 0.02

PermissionsOf = Callable[[Channel], frozenset[str]]


class Socket:
    """One open connection of one channel, and the events on their way to it."""

    def __init__(self, channel: Channel, websocket: WebSocket) -> None:
        self.channel = channel
        self.websocket = websocket
        # Muted: still open, but nothing goes out any more (half-open)
        self.is_muted = False
        self._outgoing: asyncio.Queue[tuple[datetime, str]] = asyncio.Queue()
        # An event that waits for the next one to overtake it
        self._overtaken: str | None = None

    def enqueue(self, text: str, due_at: datetime) -> None:
        self._outgoing.put_nowait((due_at, text))
        if self._overtaken is not None:
            self._outgoing.put_nowait((due_at, self._overtaken))
            self._overtaken = None

    def let_overtake(self, text: str) -> None:
        self._overtaken = text

    async def send_queued(self, clock: WallClock) -> None:
        """Send what is due, in order, for as long as the socket lives."""
        while True:
            due_at, text = await self._outgoing.get()
            await clock.wait((due_at - clock.now()).total_seconds())
            await self.send(text)

    async def send(self, text: str) -> None:
        if not self.is_muted and self.websocket.application_state is WebSocketState.CONNECTED:
            await self.websocket.send_text(text)

    async def close(self, code: int) -> None:
        if not self.is_muted and self.websocket.application_state is WebSocketState.CONNECTED:
            # A client that cut the wire itself has nothing left to close.
            with contextlib.suppress(RuntimeError, OSError, WebSocketDisconnect):
                await self.websocket.close(code)


class SocketHub:
    """All open sockets; events reach them here."""

    def __init__(
        self,
        channels: Channels,
        clock: WallClock,
        faults: Faults,
        connections: Connections,
        heartbeat_seconds: float,
    ) -> None:
        self._channels = channels
        self._clock = clock
        self._faults = faults
        self._connections = connections
        self._heartbeat_seconds = heartbeat_seconds
        self._sockets: dict[str, Socket] = {}
        self.event_delay = timedelta(0)
        self.published = 0

    @property
    def open_sockets(self) -> list[Socket]:
        return list(self._sockets.values())

    async def until_connected(self, count: int) -> None:
        """Wait until *count* sockets are open and subscribed to something, in either order."""
        while sum(bool(socket.channel.topics) for socket in self.open_sockets) < count:
            await self._clock.wait(_ROLL_CALL_SECONDS)

    # --- events out -----------------------------------------------------------------------

    def publish(self, topic: str, body: Json) -> None:
        """Queue one event for every channel that wants it, as it is at this moment."""
        subscribers = self._channels.subscribers(topic)
        if not subscribers:
            return
        metadata = {"CorrelationId": new_correlation_id()}
        envelope = {"topicName": topic, "version": "2", "eventBody": body, "metadata": metadata}
        text = json.dumps(envelope)
        for channel in subscribers:
            socket = self._sockets.get(channel.id)
            if socket is not None:
                self._enqueue(socket, topic, text)

    def _enqueue(self, socket: Socket, topic: str, text: str) -> None:
        due_at = self._clock.now() + self.event_delay
        self.published += 1
        fault = self._faults.take_event(topic)
        if fault is None:
            socket.enqueue(text, due_at)
        elif fault.effect == "swap":
            socket.let_overtake(text)
        else:
            for copy in _apply_fault(fault, text):
                socket.enqueue(copy, due_at + timedelta(milliseconds=fault.delay_ms))

    # --- one socket's life ------------------------------------------------------------------

    async def serve(self, websocket: WebSocket, permissions_of: PermissionsOf) -> None:
        """Run one connection until either side ends it."""
        channel = self._channels.get(websocket.path_params["channel_id"], self._clock.now())
        await websocket.accept()
        if channel is None or channel.token.expires_at <= self._clock.now():
            await websocket.close(POLICY, "channel not found")
            return
        socket = Socket(channel, websocket)
        try:
            await self._take_over(socket)
            async with asyncio.TaskGroup() as group:
                group.create_task(socket.send_queued(self._clock))
                group.create_task(self._beat(socket))
                await self._listen(socket, permissions_of)
        except* (_SocketEnded, WebSocketDisconnect):
            pass
        finally:
            self._let_go(socket)

    async def _take_over(self, socket: Socket) -> None:
        # One socket per channel: a second connection replaces the first
        previous = self._sockets.get(socket.channel.id)
        self._sockets[socket.channel.id] = socket
        socket.channel.is_connected = True
        socket.channel.last_used_at = self._clock.now()
        if previous is not None:
            await previous.close(GOING_AWAY)

    def _let_go(self, socket: Socket) -> None:
        if self._sockets.get(socket.channel.id) is socket:
            del self._sockets[socket.channel.id]
            socket.channel.is_connected = False

    async def _beat(self, socket: Socket) -> None:
        while True:
            await self._clock.wait(self._heartbeat_seconds)
            await socket.send(json.dumps(HEARTBEAT))

    async def _listen(self, socket: Socket, permissions_of: PermissionsOf) -> None:
        async for text in socket.websocket.iter_text():
            answer = self._answer(socket.channel, text, permissions_of)
            await socket.send(json.dumps(answer))
        raise _SocketEnded

    def _answer(self, channel: Channel, text: str, permissions_of: PermissionsOf) -> Json:
        try:
            asked = json.loads(text)
        except json.JSONDecodeError:
            asked = None
        if not isinstance(asked, dict):
            return {"result": "400", "status": "error", "message": "The message is not JSON."}
        if asked.get("message") == "ping":
            return PONG
        if asked.get("message") == "subscribe":
            return self._subscribe(channel, asked, permissions_of(channel))
        return {"result": "400", "status": "error", "message": "Unknown message."}

    def _subscribe(self, channel: Channel, asked: Json, permissions: frozenset[str]) -> Json:
        now = self._clock.now()
        if self._channels.get(channel.id, now) is None:
            return {"result": "404", "status": "failure", "message": "Channel not found."}
        topics = [str(topic) for topic in asked.get("topics", [])]
        try:
            answers = self._channels.subscribe(channel, topics, permissions, now)
        except ApiError as refusal:
            return {"result": "400", "status": "failure", "message": refusal.body("")["message"]}
        rejected = [answer.topic for answer in answers if not answer.is_permitted]
        if rejected:
            text = f"Not permitted: {', '.join(rejected)}"
            return {"result": "400", "status": "failure", "message": text}
        return {"result": "200", "status": "subscribed"}

    # --- endings ------------------------------------------------------------------------------

    async def say_closing(self) -> None:
        """Tell every client that its socket closes soon."""
        for socket in self.open_sockets:
            body = {"channelId": socket.channel.id, "message": "The socket closes soon."}
            await socket.send(
                json.dumps(
                    {"topicName": "v2.system.socket_closing", "version": "2", "eventBody": body}
                )
            )

    async def close_all(self, code: int = GOING_AWAY) -> None:
        for socket in self.open_sockets:
            await socket.close(code)

    async def drop_channel(self, channel: Channel, reason: str | None) -> None:
        """A channel is gone: say so on its socket, then close it."""
        self._channels.delete(channel.id)
        socket = self._sockets.get(channel.id)
        if socket is None:
            return
        body = {
            "channelId": channel.id,
            "systemTopicType": "no_longer_subscribed",
            "message": "The channel is no longer subscribed.",
        }
        if reason:
            body["reason"] = reason
        topic = f"v2.system.no_longer_subscribed.{channel.id}"
        await socket.send(json.dumps({"topicName": topic, "version": "2", "eventBody": body}))
        await socket.close(GOING_AWAY)

    async def close_expired(self) -> None:
        """Close the sockets whose token or channel has ended."""
        now = self._clock.now()
        for socket in self.open_sockets:
            if socket.channel.token.expires_at <= now or socket.channel.expires_at <= now:
                await socket.close(GOING_AWAY)

    def abort_all(self) -> None:
        """Cut the wires without a closing handshake."""
        for socket in self.open_sockets:
            self._connections.abort(socket.websocket.scope)

    def mute_all(self) -> None:
        """Stay connected, but say and hear nothing any more."""
        for socket in self.open_sockets:
            socket.is_muted = True
            self._connections.stop_reading(socket.websocket.scope)


class _SocketEnded(Exception):
    """The client has closed: end the tasks of this socket."""


def _apply_fault(fault: EventFault, text: str) -> list[str]:
    if fault.effect == "drop":
        return []
    if fault.effect == "duplicate":
        return [text] * (1 + fault.copies)
    if fault.effect == "truncate":
        return [text[: len(text) // 2]]
    if fault.effect == "garbage":
        return ['{"topicName": 7, "eventBody": [}']
    return [text]
