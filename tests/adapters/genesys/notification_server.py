"""Plays Genesys' notification side: a real socket server, and REST on a fake transport."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from random import Random
from typing import Any, Protocol, Self

import httpx
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.adapters.genesys.rest_harness import (
    AGENT_ID,
    CANARY,
    a_conversation,
    answer,
    error_body,
    local_address,
    local_network,
    rest_on,
    signed_in,
)
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.conversations.agent_feed import AgentFeed
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.scope_reader import ScopeReader
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.domain.events import ContactCentreEvent

WAIT_S = 10.0
# Back-off, watchdog and debounce run this much faster than their real figures.
SPEED = 40.0
Json = dict[str, Any]


class NotificationServer:
    """One agent's notification channel, with faults a test can ask for."""

    def __init__(self) -> None:
        self.port = 0
        self.channels = 0
        self.topics: list[str] = []
        self.in_band: list[Json] = []
        self.sockets: list[ServerConnection] = []
        self.handshakes = 0
        # What the next handshakes and REST requests are refused with.
        self.refusals: list[tuple[int, dict[str, str]]] = []
        self.rest_answers: dict[str, list[httpx.Response]] = {}
        self.conversations: dict[str, Json] = {}
        self.rejected_topics: dict[str, list[str]] = {}
        self.requests: list[str] = []
        self.connect_uri = ""
        self.is_mute = False
        self._server: Server | None = None
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await serve(self._socket, "127.0.0.1", 0, process_request=self._handshake)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        for socket in self.sockets:
            socket.transport.abort()
        self._server.close()
        await self._server.wait_closed()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until the client has asked for what makes *holds* true."""
        async with asyncio.timeout(WAIT_S):
            while not holds():
                self._news.clear()
                await self._news.wait()

    # --- REST ------------------------------------------------------------------------------------

    async def rest(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v2")
        self.requests.append(f"{request.method} {path}")
        self._news.set()
        await asyncio.sleep(0)
        if request.headers["authorization"] != f"Bearer {CANARY}":
            return error_body(401, "bad.credentials")
        for known, answers in self.rest_answers.items():
            if path.startswith(known) and answers:
                return answers.pop(0)
        return self._answer(path, request)

    def _answer(self, path: str, request: httpx.Request) -> httpx.Response:
        if path == "/notifications/channels":
            self.channels += 1
            uri = self.connect_uri or f"ws://127.0.0.1:{self.port}/channels/{self.channels}-secret"
            return answer(200, {"id": f"ch-{self.channels}", "connectUri": uri})
        if path.endswith("/subscriptions"):
            self.topics = [topic["id"] for topic in json.loads(request.content)]
            self._news.set()
            return answer(200, {"entities": list(map(self._topic_state, self.topics))})
        if path == "/conversations":
            return answer(200, {"entities": list(self.conversations.values())})
        conversation = self.conversations.get(path.rpartition("/")[2])
        return answer(200, conversation) if conversation else error_body(404, "not.found")

    def _topic_state(self, topic: str) -> Json:
        missing = self.rejected_topics.get(topic.rpartition(".")[2])
        if missing is None:
            return {"id": topic, "state": "Permitted"}
        return {"id": topic, "state": "Rejected", "missingPermissions": missing}

    # --- the socket ------------------------------------------------------------------------------

    def _handshake(self, connection: ServerConnection, request: Request) -> Response | None:
        self.handshakes += 1
        if not self.refusals:
            return None
        status, headers = self.refusals.pop(0)
        phrase = HTTPStatus(status).phrase
        return Response(status, phrase, Headers({"Content-Length": "0", **headers}))

    async def _socket(self, connection: ServerConnection) -> None:
        self.sockets.append(connection)
        try:
            async for text in connection:
                await self._answer_frame(connection, json.loads(text))
        except ConnectionClosed:
            pass

    async def _answer_frame(self, connection: ServerConnection, message: Json) -> None:
        if self.is_mute:
            return
        if message["message"] == "ping":
            pong = {"topicName": "channel.metadata", "eventBody": {"message": "pong"}}
            await connection.send(json.dumps(pong))
        if message["message"] == "subscribe":
            self.in_band.append(message)
            self.topics = message["topics"]
            self._news.set()
            reply = {"result": "200", "status": "subscribed"}
            await connection.send(json.dumps(reply | {"correlationId": message["correlationId"]}))

    async def say(self, topic: str, body: object) -> None:
        """Send an event on the newest socket."""
        await self.sockets[-1].send(json.dumps({"topicName": topic, "eventBody": body}))

    async def tell(self, body: Json) -> None:
        await self.say(f"v2.users.{AGENT_ID}.conversations", body)


class EventRecorder:
    """The desk's end: keeps what is published."""

    def __init__(self) -> None:
        self.events: list[ContactCentreEvent] = []
        self._news = asyncio.Event()

    def __call__(self, event: ContactCentreEvent) -> None:
        self.events.append(event)
        self._news.set()

    async def until(self, holds: Callable[[list[ContactCentreEvent]], bool]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not holds(self.events):
                self._news.clear()
                await self._news.wait()

    async def count(self, kind: type[ContactCentreEvent], count: int = 1) -> None:
        """Wait until *count* events of *kind* have come."""
        await self.until(lambda events: sum(isinstance(each, kind) for each in events) >= count)

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


def feed_of(
    genesys: NotificationServer,
    clock: Clock,
    listener: Callable[..., None],
    settings_clock: Clock | None = None,
) -> AgentFeed:
    address = local_address(genesys.port)
    rest = rest_on(genesys.rest, clock=clock, token=signed_in(), address=address)
    parts = ChannelParts(rest, address, local_network(), clock, Random(1))
    scope = ScopeReader(rest, settings_clock or clock)
    return AgentFeed(parts, ConversationParser(AGENT_ID, b"salt"), listener, scope)


class Runs(Protocol):
    """A feed, or what follows one."""

    async def run(self) -> None: ...


@asynccontextmanager
async def running(feed: Runs) -> AsyncIterator[None]:
    """Run *feed* for as long as the block lasts; its own failure fails the test."""
    task = asyncio.get_running_loop().create_task(feed.run())
    try:
        yield
    finally:
        if not task.done():
            task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def following(genesys: NotificationServer, clock: Clock) -> AsyncIterator[EventRecorder]:
    """Run a feed for as long as the block lasts; yield whom it tells."""
    listener = EventRecorder()
    async with running(feed_of(genesys, clock, listener)):
        yield listener


def named(conversation_id: str, **mine: Any) -> dict[str, Any]:
    return a_conversation(**mine) | {"id": conversation_id}


def ended(conversation_id: str) -> dict[str, Any]:
    body = copy.deepcopy(named(conversation_id))
    call = body["participants"][2]["calls"][0]
    call |= {"state": "disconnected", "afterCallWork": {"state": "complete"}}
    return body


def words(conversation_id: str, *texts: str) -> dict[str, Any]:
    transcripts = [
        {"utteranceId": f"u-{text}", "isFinal": True, "channel": "EXTERNAL",
         "alternatives": [{"transcript": text}]}
        for text in texts
    ]  # fmt: skip
    return {"conversationId": conversation_id, "transcripts": transcripts}
