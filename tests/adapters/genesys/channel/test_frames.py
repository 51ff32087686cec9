import json

import pytest

from tests.adapters.genesys.rest_harness import AGENT_ID
from wrapup_desk.adapters.genesys.channel.frames import (
    AliveSign,
    ChannelLost,
    SocketClosing,
    SubscribeReply,
    read_frame,
)
from wrapup_desk.adapters.genesys.channel.topics import agent_topics, kind_of
from wrapup_desk.adapters.genesys.http.decoding import WireError


def frame(topic: str, body: object) -> str:
    return json.dumps({"topicName": topic, "version": "2", "eventBody": body, "metadata": {}})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (frame("channel.metadata", {"message": "WebSocket Heartbeat"}), AliveSign(is_pong=False)),
        (frame("channel.metadata", {"message": "pong"}), AliveSign(is_pong=True)),
        (frame("v2.system.socket_closing", {"message": "x"}), SocketClosing()),
        ('{"topicName":"v2.system.socket_closing"}', SocketClosing()),
        (frame("v2.system.no_longer_subscribed.c1", {}), ChannelLost("no_longer_subscribed")),
        (frame("v2.system.token_revoked.u1", {}), ChannelLost("token_revoked")),
        ('{"result":"200","status":"subscribed"}', SubscribeReply("200", "")),
        ('{"result":404,"correlationId":"s-1"}', SubscribeReply("404", "s-1")),
        ('{"something":"new"}', None),
    ],
)
def test_control_frames_are_told_apart(text: str, expected: object) -> None:
    assert read_frame(text) == expected


@pytest.mark.parametrize("text", ["", "pong", "[1]", '{"topicName": ', b"\xff\xfe"])
def test_a_frame_that_is_no_json_object_is_a_wire_error(text: str | bytes) -> None:
    with pytest.raises(WireError):
        read_frame(text)


def test_the_main_feed_comes_first_of_the_agents_topics() -> None:
    kinds = [kind_of(topic) for topic in agent_topics(AGENT_ID)]

    assert kinds == ["conversations", "routingStatus", "summaries"]
