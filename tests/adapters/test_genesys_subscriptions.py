import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.stream_line import BASE, HEARTBEAT, Line, kinds, last
from wrapup_desk.adapters.genesys.notification_outputs import (
    CreateChannel,
    PutTopics,
    SendText,
    TopicRefused,
    TopicState,
)
from wrapup_desk.adapters.genesys.notifications import (
    MOST_TOPICS,
    Phase,
)
from wrapup_desk.adapters.genesys.wire_topics import (
    transcription_topic,
)


@pytest.fixture
def live() -> Line:
    line = Line()
    line.go_live()
    return line


def test_a_new_topic_is_subscribed_in_band_with_the_whole_list(live: Line) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)

    (sent,) = live.collect()
    assert isinstance(sent, SendText)
    message = json.loads(sent.text)
    assert message["message"] == "subscribe"
    assert message["topics"] == [*BASE, transcription_topic("c-1")]


def test_an_accepted_subscription_needs_no_more(live: Line) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)
    sent = json.loads(last(live.protocol.take(), SendText).text)
    live.frame(result="200", status="subscribed", correlationId=sent["correlationId"])
    live.protocol.want([transcription_topic("c-1")], live.now_s)

    assert live.collect() == []
    assert not any(isinstance(output, PutTopics) for output in live.advance(13))


def test_a_refused_subscription_is_put_over_rest_which_tells_what_is_missing(live: Line) -> None:
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


def test_a_subscription_nobody_answers_is_put_over_rest(live: Line) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)
    live.collect()

    assert [kind for kind in kinds(live.advance(10)) if kind is PutTopics] == [PutTopics]


def test_a_subscribe_reply_404_means_the_channel_is_gone(live: Line) -> None:
    live.protocol.want([transcription_topic("c-1")], live.now_s)
    live.frame(result="404")
    live.wait_for_retry()

    assert live.outputs[-1] == CreateChannel()


def test_topics_no_longer_wanted_are_dropped_together_later(live: Line) -> None:
    live.protocol.want([transcription_topic(f"c-{n}") for n in range(5)], live.now_s)
    live.frame(result="200")
    live.collect()
    for n in range(5):
        live.protocol.want([transcription_topic(f"c-{m}") for m in range(n, 4)], live.now_s)
    live.collect()

    outputs = live.advance(13)
    live.protocol.frame(HEARTBEAT, live.now_s)
    outputs += live.advance(13.5)
    live.protocol.frame(HEARTBEAT, live.now_s)
    outputs += live.advance(4)

    assert [out for out in outputs if isinstance(out, PutTopics)] == [PutTopics("channel-1", BASE)]


def test_a_topic_refused_at_the_start_is_told_once() -> None:
    line = Line()
    for _ in range(2):
        line.protocol.start(line.now_s)
        line.create()
        line.protocol.socket_opened(line.now_s)
        line.protocol.topics_put(
            [
                TopicState(
                    BASE[2],
                    is_permitted=False,
                    missing_permissions=("conversation:summary:view",),
                )
            ],
            line.now_s,
        )
        line.protocol.failed("closed", line.now_s)

    refused = [out for out in line.collect() if isinstance(out, TopicRefused)]
    assert refused == [TopicRefused("summaries", ("conversation:summary:view",))]


def test_never_more_than_a_thousand_topics_and_the_main_feed_always(live: Line) -> None:
    live.protocol.want([transcription_topic(f"c-{n}") for n in range(1500)], live.now_s)

    topics = json.loads(last(live.collect(), SendText).text)["topics"]
    assert len(topics) == MOST_TOPICS
    assert tuple(topics[:3]) == BASE


def test_a_put_that_fails_while_live_is_tried_again_and_loses_nothing(live: Line) -> None:
    live.protocol.put_failed("busy", 503, 0.0, live.now_s)
    assert live.protocol.phase is Phase.LIVE

    assert PutTopics in kinds(live.advance(5))


def test_a_put_on_a_channel_that_is_gone_opens_a_new_one(live: Line) -> None:
    live.protocol.put_failed("gone", 404, 0.0, live.now_s)
    live.wait_for_retry()

    assert live.outputs[-1] == CreateChannel()


def test_events_are_handed_over_as_they_come(live: Line) -> None:
    notification = live.frame(topicName=BASE[0], eventBody={"id": "c-1"})

    assert notification is not None
    assert notification.topic == BASE[0]
    assert bytes(notification.body) == b'{"id": "c-1"}'


@given(st.data())
def test_whatever_happens_in_any_order_the_stream_comes_back(data: st.DataObject) -> None:
    line = Line(data.draw(st.integers(0, 99)))
    protocol = line.protocol
    happenings = [
        lambda: protocol.start(line.now_s) if protocol.phase is Phase.OFF else None,
        lambda: line.create() if protocol.phase is Phase.CREATING else None,
        lambda: protocol.socket_opened(line.now_s) if protocol.phase is Phase.CONNECTING else None,
        lambda: (
            protocol.topics_put([], line.now_s) if protocol.phase is Phase.SUBSCRIBING else None
        ),
        lambda: protocol.resynced(line.now_s) if protocol.phase is Phase.RESYNCING else None,
        lambda: protocol.failed("x", line.now_s, status=data.draw(st.sampled_from([0, 404, 429]))),
        lambda: protocol.put_failed("x", data.draw(st.sampled_from([0, 404])), 0.0, line.now_s),
        lambda: protocol.want([transcription_topic("c")], line.now_s),
        lambda: protocol.want([], line.now_s),
        lambda: line.frame(result=data.draw(st.sampled_from(["200", "400", "404"]))),
        lambda: line.frame(topicName="v2.system.socket_closing"),
        lambda: line.frame(topicName="v2.system.no_longer_subscribed.x"),
        lambda: line.advance(data.draw(st.floats(0, 60))),
        protocol.stop,
    ]
    protocol.start(line.now_s)
    for _ in range(data.draw(st.integers(1, 30))):
        data.draw(st.sampled_from(happenings))()
        line.collect()
        assert protocol.phase is Phase.OFF or protocol.next_due_s is not None

    if protocol.phase is Phase.OFF:
        protocol.start(line.now_s)
    while protocol.phase not in (Phase.CREATING, Phase.CONNECTING):
        line.advance(10)
    line.go_live()
