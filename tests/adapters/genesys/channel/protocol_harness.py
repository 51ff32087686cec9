"""A channel's protocol, the time, and what it asked for; for tests of the protocol."""

import json
from random import Random
from typing import TypeVar

from tests.adapters.genesys.rest_harness import AGENT_ID
from wrapup_desk.adapters.genesys.channel.actions import (
    Action,
    Lost,
    TopicState,
)
from wrapup_desk.adapters.genesys.channel.frames import Notification
from wrapup_desk.adapters.genesys.channel.protocol import (
    ChannelPhase,
    ChannelProtocol,
)
from wrapup_desk.adapters.genesys.channel.topics import agent_topics

BASE = agent_topics(AGENT_ID)
URI = "wss://streaming.mypurecloud.com.au/channels/streaming-secret"
HEARTBEAT = json.dumps(
    {"topicName": "channel.metadata", "eventBody": {"message": "WebSocket Heartbeat"}}
)
Kind = TypeVar("Kind", bound=Action)


class ProtocolHarness:
    """A protocol, the time, and what it asked for."""

    def __init__(self, seed: int = 1) -> None:
        self.protocol = ChannelProtocol(BASE, Random(seed))
        self.now_s = 1000.0
        self.actions: list[Action] = []
        self.channels = 0

    def collect(self) -> list[Action]:
        new = self.protocol.take()
        self.actions.extend(new)
        return new

    def create(self) -> None:
        self.channels += 1
        self.protocol.channel_created(f"channel-{self.channels}", URI, self.now_s)

    def go_live(self) -> None:
        if self.protocol.phase is ChannelPhase.OFF:
            self.protocol.start(self.now_s)
        if self.protocol.phase is ChannelPhase.CREATING:
            self.create()
        self.protocol.socket_opened(self.now_s)
        self.protocol.topics_put(
            [TopicState(topic, is_permitted=True) for topic in BASE], self.now_s
        )
        self.protocol.snapshot_read(self.now_s)
        self.collect()
        assert self.protocol.phase is ChannelPhase.LIVE

    def advance(self, seconds: float) -> list[Action]:
        """Let time pass, ticking whenever the protocol asks to."""
        end_s, new = self.now_s + seconds, []
        while (due_s := self.protocol.next_due_s) is not None and due_s <= end_s:
            self.now_s = max(self.now_s, due_s)
            self.protocol.tick(self.now_s)
            new.extend(self.collect())
        self.now_s = end_s
        return new

    def frame(self, **body: object) -> Notification | None:
        return self.protocol.frame(json.dumps(body), self.now_s)

    def wait_for_retry(self) -> Lost:
        """Return the last loss, and let its back-off pass."""
        lost = last(self.collect() or self.actions, Lost)
        self.advance(lost.retry_in.total_seconds() + 0.001)
        return lost


def last(actions: list[Action], kind: type[Kind]) -> Kind:
    return [action for action in actions if isinstance(action, kind)][-1]


def kinds(actions: list[Action]) -> list[type[Action]]:
    return [type(action) for action in actions]
