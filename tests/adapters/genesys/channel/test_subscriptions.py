import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.genesys.channel.protocol_harness import (
    BASE,
    HEARTBEAT,
    ProtocolHarness,
    kinds,
    last,
)
from wrapup_desk.adapters.genesys.channel.actions import (
    CreateChannel,
    PutTopics,
    SendText,
    TopicRefused,
    TopicState,
)
from wrapup_desk.adapters.genesys.channel.protocol import ChannelPhase
from wrapup_desk.adapters.genesys.channel.timing import MOST_TOPICS
from wrapup_desk.adapters.genesys.channel.topics import (
    transcription_topic,
)


@pytest.fixture
def live() -> ProtocolHarness:
    harness = ProtocolHarness()
    harness.go_live()
    return harness


def test_a_new_topic_is_subscribed_in_band_with_the_whole_list(live: ProtocolHarness) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)

    (sent,) = live.collect()
    assert isinstance(sent, SendText)
    message = json.loads(sent.text)
    assert message["message"] == "subscribe"
    assert message["topics"] == [*BASE, transcription_topic("c-1")]


def test_an_accepted_subscription_needs_no_more(live: ProtocolHarness) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)
    sent = json.loads(last(live.protocol.take(), SendText).text)
    live.frame(result="200", status="subscribed", correlationId=sent["correlationId"])
    live.protocol.want([transcription_topic("c-1")], live.now_s)

    assert live.collect() == []
    assert not any(isinstance(action, PutTopics) for action in live.advance(13))


def test_a_refused_subscription_is_put_over_rest_which_tells_what_is_missing(
    live: ProtocolHarness,
) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)
    live.frame(result="400", status="failure")
    put = last(live.collect(), PutTopics)
    live.protocol.topics_put(
        [
            TopicState(BASE[0], is_permitted=True),
            TopicState(
                put.topics[-1],
                is_permitted=False,
                missing_permissions=("conversation:transcription:view",),
            ),
        ],
        live.now_s,
    )

    assert live.collect() == [TopicRefused("transcription", ("conversation:transcription:view",))]
    live.protocol.want([transcription_topic("c-2")], live.now_s)
    assert live.collect() == []


def test_a_subscription_nobody_answers_is_put_over_rest(live: ProtocolHarness) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)
    live.collect()

    assert [kind for kind in kinds(live.advance(10)) if kind is PutTopics] == [PutTopics]


def test_a_subscribe_reply_404_means_the_channel_is_gone(live: ProtocolHarness) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)
    live.frame(result="404")
    live.wait_for_retry()

    assert live.actions[-1] == CreateChannel()


def test_topics_no_longer_wanted_are_dropped_together_later(live: ProtocolHarness) -> None:
    live.protocol.want([transcription_topic(f"c-{n}") for n in range(5)], live.now_s)
    live.frame(result="200")
    live.collect()
    for n in range(5):
        live.protocol.want([transcription_topic(f"c-{m}") for m in range(n, 4)], live.now_s)
    live.collect()

    actions = live.advance(13)
    live.protocol.frame(HEARTBEAT, live.now_s)
    actions += live.advance(13.5)
    live.protocol.frame(HEARTBEAT, live.now_s)
    actions += live.advance(4)

    assert [out for out in actions if isinstance(out, PutTopics)] == [PutTopics("channel-1", BASE)]


def test_a_topic_refused_at_the_start_is_told_once() -> None:
    harness = ProtocolHarness()
    for _ in range(2):
        harness.protocol.start(harness.now_s)
        harness.create()
        harness.protocol.socket_opened(harness.now_s)
        harness.protocol.topics_put(
            [
                TopicState(
                    BASE[2],
                    is_permitted=False,
                    missing_permissions=("conversation:summary:view",),
                )
            ],
            harness.now_s,
        )
        harness.protocol.failed("closed", harness.now_s)

    refused = [out for out in harness.collect() if isinstance(out, TopicRefused)]
    assert refused == [TopicRefused("summaries", ("conversation:summary:view",))]


def test_never_more_than_a_thousand_topics_and_the_main_feed_always(live: ProtocolHarness) -> None:
    live.protocol.want([transcription_topic(f"c-{n}") for n in range(1500)], live.now_s)

    topics = json.loads(last(live.collect(), SendText).text)["topics"]
    assert len(topics) == MOST_TOPICS
    assert tuple(topics[:3]) == BASE


def test_a_put_that_fails_while_live_is_tried_again_and_loses_nothing(
    live: ProtocolHarness,
) -> None:
    live.protocol.put_failed("busy", 503, 0.0, live.now_s)
    assert live.protocol.phase is ChannelPhase.LIVE

    assert PutTopics in kinds(live.advance(5))


def test_a_put_on_a_channel_that_is_gone_opens_a_new_one(live: ProtocolHarness) -> None:
    live.protocol.put_failed("gone", 404, 0.0, live.now_s)
    live.wait_for_retry()

    assert live.actions[-1] == CreateChannel()


def test_events_are_handed_over_as_they_come(live: ProtocolHarness) -> None:
    notification = live.frame(topicName=BASE[0], eventBody={"id": "c-1"})

    assert notification is not None
    assert notification.topic == BASE[0]
    assert bytes(notification.body) == b'{"id": "c-1"}'


@given(st.data())
def test_whatever_happens_in_any_order_the_stream_comes_back(data: st.DataObject) -> None:
    harness = ProtocolHarness(data.draw(st.integers(0, 99)))
    protocol = harness.protocol
    happenings = [
        lambda: protocol.start(harness.now_s) if protocol.phase is ChannelPhase.OFF else None,
        lambda: harness.create() if protocol.phase is ChannelPhase.CREATING else None,
        lambda: (
            protocol.socket_opened(harness.now_s)
            if protocol.phase is ChannelPhase.CONNECTING
            else None
        ),
        lambda: (
            protocol.topics_put([], harness.now_s)
            if protocol.phase is ChannelPhase.SUBSCRIBING
            else None
        ),
        lambda: (
            protocol.snapshot_read(harness.now_s)
            if protocol.phase is ChannelPhase.READING_SNAPSHOT
            else None
        ),
        lambda: protocol.failed(
            "x", harness.now_s, status=data.draw(st.sampled_from([0, 404, 429]))
        ),
        lambda: protocol.put_failed("x", data.draw(st.sampled_from([0, 404])), 0.0, harness.now_s),
        lambda: protocol.want([transcription_topic("c")], harness.now_s),
        lambda: protocol.want([], harness.now_s),
        lambda: harness.frame(result=data.draw(st.sampled_from(["200", "400", "404"]))),
        lambda: harness.frame(topicName="v2.system.socket_closing"),
        lambda: harness.frame(topicName="v2.system.no_longer_subscribed.x"),
        lambda: harness.advance(data.draw(st.floats(0, 60))),
        protocol.stop,
    ]
    protocol.start(harness.now_s)
    for _ in range(data.draw(st.integers(1, 30))):
        data.draw(st.sampled_from(happenings))()
        harness.collect()
        assert protocol.phase is ChannelPhase.OFF or protocol.next_due_s is not None

    if protocol.phase is ChannelPhase.OFF:
        protocol.start(harness.now_s)
    while protocol.phase not in (ChannelPhase.CREATING, ChannelPhase.CONNECTING):
        harness.advance(10)
    harness.go_live()
