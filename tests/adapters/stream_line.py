"""A stream protocol, the time, and what it asked for; for tests of the protocol."""

import json
from random import Random
from typing import TypeVar

from tests.adapters.genesys_parts import AGENT_ID
from wrapup_desk.adapters.genesys.notification_outputs import (
    Lost,
    Output,
    TopicState,
)
from wrapup_desk.adapters.genesys.notifications import (
    Phase,
    StreamProtocol,
)
from wrapup_desk.adapters.genesys.wire_topics import (
    Notification,
    agent_topics,
)

BASE = agent_topics(AGENT_ID)
URI = "wss://streaming.mypurecloud.com.au/channels/streaming-secret"
HEARTBEAT = json.dumps(
    {"topicName": "channel.metadata", "eventBody": {"message": "WebSocket Heartbeat"}}
)
Kind = TypeVar("Kind", bound=Output)


class Line:
    """A protocol, the time, and what it asked for."""

    def __init__(self, seed: int = 1) -> None:
        self.protocol = StreamProtocol(BASE, Random(seed))
        self.now_s = 1000.0
        self.outputs: list[Output] = []
        self.channels = 0

    def collect(self) -> list[Output]:
        new = self.protocol.take()
        self.outputs.extend(new)
        return new

    def create(self) -> None:
        self.channels += 1
        self.protocol.channel_created(f"channel-{self.channels}", URI, self.now_s)

    def go_live(self) -> None:
        if self.protocol.phase is Phase.OFF:
            self.protocol.start(self.now_s)
        if self.protocol.phase is Phase.CREATING:
            self.create()
        self.protocol.socket_opened(self.now_s)
        self.protocol.topics_put(
            [TopicState(topic, is_permitted=True) for topic in BASE], self.now_s
        )
        self.protocol.resynced(self.now_s)
        self.collect()
        assert self.protocol.phase is Phase.LIVE

    def advance(self, seconds: float) -> list[Output]:
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
        lost = last(self.collect() or self.outputs, Lost)
        self.advance(lost.retry_in.total_seconds() + 0.001)
        return lost


def last(outputs: list[Output], kind: type[Kind]) -> Kind:
    return [output for output in outputs if isinstance(output, kind)][-1]


def kinds(outputs: list[Output]) -> list[type[Output]]:
    return [type(output) for output in outputs]
