import json
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.genesys_parts import AGENT_ID
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
from wrapup_desk.adapters.genesys.notifications import (
    LONGEST_BACK_OFF_S,
    MOST_TOPICS,
    PING,
    Phase,
    StreamProtocol,
)
from wrapup_desk.adapters.genesys.wire_format import WireError
from wrapup_desk.adapters.genesys.wire_topics import (
    Notification,
    agent_topics,
    transcription_topic,
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


@pytest.fixture
def live() -> Line:
    line = Line()
    line.go_live()
    return line


# --- opening -------------------------------------------------------------------------------------


def test_the_stream_opens_subscribes_and_only_then_reads_again() -> None:
    line = Line()
    line.protocol.start(line.now_s)
    assert line.collect() == [CreateChannel()]
    line.create()
    assert line.collect() == [OpenSocket(URI)]
    line.protocol.socket_opened(line.now_s)
    assert line.collect() == [PutTopics("channel-1", BASE)]
    line.protocol.topics_put([], line.now_s)
    assert line.collect() == [Resync()]
    assert line.protocol.phase is Phase.RESYNCING
    line.protocol.resynced(line.now_s)
    assert line.protocol.phase is Phase.LIVE


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_step_that_never_ends_is_given_up(steps: int) -> None:
    line = Line()
    line.protocol.start(line.now_s)
    for step in [
        line.create,
        lambda: line.protocol.socket_opened(line.now_s),
        lambda: line.protocol.topics_put([], line.now_s),
    ][:steps]:
        step()
    line.collect()
    generation = line.protocol.generation

    outputs: list[Output] = []
    while not outputs or Lost not in kinds(outputs):
        outputs = line.advance(1)
        assert line.now_s < 1000 + 46

    assert kinds(outputs) == [DropSocket, Lost]
    assert line.protocol.generation > generation


def test_the_sockets_address_is_in_no_repr() -> None:
    assert "secret" not in repr(OpenSocket(URI))


# --- the watchdog --------------------------------------------------------------------------------


def test_a_silent_line_is_pinged_every_14_seconds_and_dead_after_35(live: Line) -> None:
    first = live.advance(14)
    second = live.advance(14)
    third = live.advance(6.9)
    fourth = live.advance(0.2)

    assert first == [SendText(PING)]
    assert second == [SendText(PING)]
    assert third == []
    assert kinds(fourth) == [DropSocket, Lost]
    assert "silent" in last(fourth, Lost).reason


def test_any_frame_keeps_the_line_alive(live: Line) -> None:
    for text in (HEARTBEAT, '{"unknown":1}', "not json") * 20:
        live.advance(30)
        try:
            live.protocol.frame(text, live.now_s)
        except WireError:
            assert text == "not json"

    assert live.protocol.phase is Phase.LIVE


def test_heartbeats_every_30_seconds_are_enough_for_a_whole_shift(live: Line) -> None:
    for _ in range(960):
        live.advance(30)
        live.protocol.frame(HEARTBEAT, live.now_s)
    assert live.protocol.phase is Phase.LIVE
    assert not any(isinstance(output, Lost) for output in live.outputs)


# --- back-off ------------------------------------------------------------------------------------


def test_the_back_off_doubles_from_2_to_90_seconds_with_full_jitter() -> None:
    delays: list[list[float]] = []
    for seed in range(200):
        line = Line(seed)
        line.protocol.start(line.now_s)
        mine = []
        for _ in range(9):
            line.protocol.failed("no network", line.now_s)
            mine.append(line.wait_for_retry().retry_in.total_seconds())
        delays.append(mine)

    longest = [max(column) for column in zip(*delays, strict=True)]
    shortest = [min(column) for column in zip(*delays, strict=True)]
    bounds = [2, 4, 8, 16, 32, 64, LONGEST_BACK_OFF_S, LONGEST_BACK_OFF_S, LONGEST_BACK_OFF_S]
    assert all(
        at_most * 0.9 < seen <= at_most for seen, at_most in zip(longest, bounds, strict=True)
    )
    assert all(seen < at_most * 0.1 for seen, at_most in zip(shortest, bounds, strict=True))


def test_retry_after_wins_over_the_back_off() -> None:
    for seed in range(50):
        line = Line(seed)
        line.protocol.start(line.now_s)
        line.protocol.failed("asked to wait", line.now_s, status=429, retry_after_s=17)
        assert 17 <= last(line.collect(), Lost).retry_in.total_seconds() <= 19


def test_a_connection_that_held_makes_the_next_back_off_small_again() -> None:
    line = Line()
    line.protocol.start(line.now_s)
    for _ in range(6):
        line.protocol.failed("no network", line.now_s)
        line.wait_for_retry()
    line.go_live()
    for _ in range(2):
        line.advance(20)
        line.protocol.frame(HEARTBEAT, line.now_s)

    line.protocol.failed("closed", line.now_s)

    assert last(line.collect(), Lost).retry_in.total_seconds() <= 2


def test_a_connection_that_breaks_at_once_does_not_reset_the_back_off() -> None:
    line = Line()
    for _ in range(8):
        line.go_live()
        line.protocol.failed("closed", line.now_s)
        line.wait_for_retry()

    assert line.now_s - 1000 > 10


def test_a_late_report_while_waiting_changes_nothing() -> None:
    line = Line()
    line.protocol.start(line.now_s)
    line.protocol.failed("first", line.now_s)
    due_s = line.protocol.next_due_s
    line.collect()

    line.protocol.failed("second", line.now_s)

    assert line.collect() == []
    assert line.protocol.next_due_s == due_s


# --- the channel ---------------------------------------------------------------------------------


def test_a_lost_socket_is_opened_again_on_the_same_channel(live: Line) -> None:
    live.protocol.failed("closed", live.now_s)
    live.wait_for_retry()

    assert last(live.outputs, OpenSocket).uri == URI
    assert CreateChannel not in kinds(live.outputs[-2:])


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refused_handshake_needs_a_new_channel(live: Line, status: int) -> None:
    live.protocol.failed("refused", live.now_s, status=status)
    live.wait_for_retry()

    assert live.outputs[-1] == CreateChannel()


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_handshake_put_off_keeps_the_channel(live: Line, status: int) -> None:
    live.protocol.failed("later", live.now_s, status=status)
    live.wait_for_retry()

    assert isinstance(live.outputs[-1], OpenSocket)


def test_a_channel_is_used_ten_times_and_then_replaced() -> None:
    line = Line()
    for _ in range(11):
        line.go_live()
        line.protocol.failed("closed", line.now_s)
        line.wait_for_retry()

    assert line.channels == 2


@pytest.mark.parametrize("word", ["no_longer_subscribed", "token_revoked"])
def test_a_channel_that_lost_its_subscriptions_is_replaced_with_back_off(
    live: Line, word: str
) -> None:
    live.frame(topicName=f"v2.system.{word}.x", eventBody={"reason": "another_channel_subscribed"})

    assert kinds(live.collect()) == [DropSocket, Lost]
    assert live.advance(2.001) == [CreateChannel()]


def test_an_announced_closing_opens_the_next_socket_at_once_and_tells_no_loss(live: Line) -> None:
    live.frame(topicName="v2.system.socket_closing", eventBody={})

    assert live.collect() == [DropSocket(), OpenSocket(URI)]


def test_a_channel_is_renewed_twice_a_day(live: Line) -> None:
    for _ in range(12 * 120 + 1):
        live.advance(30)
        live.protocol.frame(HEARTBEAT, live.now_s)

    assert [type(output) for output in live.outputs].count(PutTopics) == 2


def test_after_sign_out_nothing_is_due_and_nothing_is_left(live: Line) -> None:
    live.protocol.stop()

    assert live.collect() == [DropSocket()]
    assert live.protocol.next_due_s is None
    live.protocol.start(live.now_s)
    assert live.collect() == [CreateChannel()]


# --- subscriptions -------------------------------------------------------------------------------


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
