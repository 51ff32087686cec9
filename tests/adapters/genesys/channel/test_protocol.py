from collections.abc import Callable

import pytest

from tests.adapters.genesys.channel.protocol_harness import (
    BASE,
    HEARTBEAT,
    URI,
    ProtocolHarness,
    kinds,
    last,
)
from wrapup_desk.adapters.genesys.channel.actions import (
    Action,
    CreateChannel,
    DropSocket,
    Lost,
    OpenSocket,
    PutTopics,
    ReadSnapshot,
    SendText,
)
from wrapup_desk.adapters.genesys.channel.protocol import PING, ChannelPhase
from wrapup_desk.adapters.genesys.channel.timing import LONGEST_BACK_OFF_S
from wrapup_desk.adapters.genesys.http.decoding import WireError


@pytest.fixture
def live() -> ProtocolHarness:
    harness = ProtocolHarness()
    harness.go_live()
    return harness


# --- opening -----------------------------------------------------------------------------------


def test_the_stream_opens_subscribes_and_only_then_reads_again() -> None:
    harness = ProtocolHarness()
    harness.protocol.start(harness.now_s)
    assert harness.collect() == [CreateChannel()]
    harness.create()
    assert harness.collect() == [OpenSocket(URI)]
    harness.protocol.socket_opened(harness.now_s)
    assert harness.collect() == [PutTopics("channel-1", BASE)]
    harness.protocol.topics_put([], harness.now_s)
    assert harness.collect() == [ReadSnapshot()]
    before = harness.protocol.phase
    harness.protocol.snapshot_read(harness.now_s)
    assert (before, harness.protocol.phase) == (ChannelPhase.READING_SNAPSHOT, ChannelPhase.LIVE)


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_step_that_never_ends_is_given_up(steps: int) -> None:
    harness = ProtocolHarness()
    harness.protocol.start(harness.now_s)
    steps_in_turn: list[Callable[[], object]] = [
        harness.create,
        lambda: harness.protocol.socket_opened(harness.now_s),
        lambda: harness.protocol.topics_put([], harness.now_s),
    ]
    for step in steps_in_turn[:steps]:
        step()
    harness.collect()
    generation = harness.protocol.generation

    actions: list[Action] = []
    while not actions or Lost not in kinds(actions):
        actions = harness.advance(1)
        assert harness.now_s < 1000 + 46

    assert kinds(actions) == [DropSocket, Lost]
    assert harness.protocol.generation > generation


def test_the_sockets_address_is_in_no_repr() -> None:
    assert "secret" not in repr(OpenSocket(URI))


# --- the watchdog ------------------------------------------------------------------------------


def test_a_silent_line_is_pinged_every_14_seconds_and_dead_after_35(live: ProtocolHarness) -> None:
    first = live.advance(14)
    second = live.advance(14)
    third = live.advance(6.9)
    fourth = live.advance(0.2)

    assert first == [SendText(PING)]
    assert second == [SendText(PING)]
    assert third == []
    assert kinds(fourth) == [DropSocket, Lost]
    assert "silent" in last(fourth, Lost).reason


def test_any_frame_keeps_the_line_alive(live: ProtocolHarness) -> None:
    for text in (HEARTBEAT, '{"unknown":1}', "not json") * 20:
        live.advance(30)
        try:
            live.protocol.frame(text, live.now_s)
        except WireError:
            assert text == "not json"

    assert live.protocol.phase is ChannelPhase.LIVE


def test_heartbeats_every_30_seconds_are_enough_for_a_whole_shift(live: ProtocolHarness) -> None:
    for _ in range(960):
        live.advance(30)
        live.protocol.frame(HEARTBEAT, live.now_s)
    assert live.protocol.phase is ChannelPhase.LIVE
    assert not any(isinstance(action, Lost) for action in live.actions)


# --- back-off ----------------------------------------------------------------------------------


def test_the_back_off_doubles_from_2_to_90_seconds_with_full_jitter() -> None:
    delays: list[list[float]] = []
    for seed in range(200):
        harness = ProtocolHarness(seed)
        harness.protocol.start(harness.now_s)
        mine = []
        for _ in range(9):
            harness.protocol.failed("no network", harness.now_s)
            mine.append(harness.wait_for_retry().retry_in.total_seconds())
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
        harness = ProtocolHarness(seed)
        harness.protocol.start(harness.now_s)
        harness.protocol.failed("asked to wait", harness.now_s, status=429, retry_after_s=17)
        assert 17 <= last(harness.collect(), Lost).retry_in.total_seconds() <= 19


def test_a_connection_that_held_makes_the_next_back_off_small_again() -> None:
    harness = ProtocolHarness()
    harness.protocol.start(harness.now_s)
    for _ in range(6):
        harness.protocol.failed("no network", harness.now_s)
        harness.wait_for_retry()
    harness.go_live()
    for _ in range(2):
        harness.advance(20)
        harness.protocol.frame(HEARTBEAT, harness.now_s)

    harness.protocol.failed("closed", harness.now_s)

    assert last(harness.collect(), Lost).retry_in.total_seconds() <= 2


def test_a_connection_that_breaks_at_once_does_not_reset_the_back_off() -> None:
    harness = ProtocolHarness()
    for _ in range(8):
        harness.go_live()
        harness.protocol.failed("closed", harness.now_s)
        harness.wait_for_retry()

    assert harness.now_s - 1000 > 10


def test_a_late_report_while_waiting_changes_nothing() -> None:
    harness = ProtocolHarness()
    harness.protocol.start(harness.now_s)
    harness.protocol.failed("first", harness.now_s)
    due_s = harness.protocol.next_due_s
    harness.collect()

    harness.protocol.failed("second", harness.now_s)

    assert harness.collect() == []
    assert harness.protocol.next_due_s == due_s


# --- the channel -------------------------------------------------------------------------------


def test_a_lost_socket_is_opened_again_on_the_same_channel(live: ProtocolHarness) -> None:
    live.protocol.failed("closed", live.now_s)
    live.wait_for_retry()

    assert last(live.actions, OpenSocket).uri == URI
    assert CreateChannel not in kinds(live.actions[-2:])


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refused_handshake_needs_a_new_channel(live: ProtocolHarness, status: int) -> None:
    live.protocol.failed("refused", live.now_s, status=status)
    live.wait_for_retry()

    assert live.actions[-1] == CreateChannel()


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_handshake_put_off_keeps_the_channel(live: ProtocolHarness, status: int) -> None:
    live.protocol.failed("later", live.now_s, status=status)
    live.wait_for_retry()

    assert isinstance(live.actions[-1], OpenSocket)


def test_a_channel_is_used_ten_times_and_then_replaced() -> None:
    harness = ProtocolHarness()
    for _ in range(11):
        harness.go_live()
        harness.protocol.failed("closed", harness.now_s)
        harness.wait_for_retry()

    assert harness.channels == 2


def test_a_channel_whose_socket_opens_in_vain_twice_is_replaced(live: ProtocolHarness) -> None:
    live.protocol.failed("closed", live.now_s)
    for _ in range(2):
        live.wait_for_retry()
        assert isinstance(live.actions[-1], OpenSocket)
        live.protocol.socket_opened(live.now_s)
        live.protocol.failed("closed at once", live.now_s)
    live.wait_for_retry()

    assert live.actions[-1] == CreateChannel()


@pytest.mark.parametrize("word", ["no_longer_subscribed", "token_revoked"])
def test_a_channel_that_lost_its_subscriptions_is_replaced_with_back_off(
    live: ProtocolHarness, word: str
) -> None:
    live.frame(topicName=f"v2.system.{word}.x", eventBody={"reason": "another_channel_subscribed"})

    assert kinds(live.collect()) == [DropSocket, Lost]
    assert live.advance(2.001) == [CreateChannel()]


def go_live_again(live: ProtocolHarness) -> None:
    live.wait_for_retry()
    live.go_live()
    live.collect()


def push_out(live: ProtocolHarness, word: str = "no_longer_subscribed") -> Lost:
    live.frame(topicName=f"v2.system.{word}.x", eventBody={})
    (lost,) = (action for action in live.collect() if isinstance(action, Lost))
    return lost


def test_a_channel_that_is_taken_away_twice_names_the_other_program(
    live: ProtocolHarness,
) -> None:
    first = push_out(live)
    go_live_again(live)
    second = push_out(live)

    assert not first.is_pushed_out
    assert second.is_pushed_out
    assert "Another WrapUp Desk of yours" in second.reason


@pytest.mark.parametrize(
    ("word", "pause_s"), [("no_longer_subscribed", 901), ("token_revoked", 1)]
)
def test_a_channel_that_ends_once_a_day_or_with_the_token_blames_nobody(
    live: ProtocolHarness, word: str, pause_s: float
) -> None:
    push_out(live, word)
    go_live_again(live)
    live.now_s += pause_s

    assert not push_out(live, word).is_pushed_out


def test_an_announced_closing_opens_the_next_socket_at_once_and_tells_no_loss(
    live: ProtocolHarness,
) -> None:
    live.frame(topicName="v2.system.socket_closing", eventBody={})

    assert live.collect() == [DropSocket(), OpenSocket(URI)]


def test_events_that_cannot_be_read_cost_one_read_in_five_seconds(live: ProtocolHarness) -> None:
    live.actions.clear()
    for _ in range(100):
        live.protocol.missed(live.now_s)
        live.frame(topicName="channel.metadata", eventBody={"message": "pong"})
        live.advance(0.1)

    rereads = [action for action in live.actions if isinstance(action, ReadSnapshot)]
    assert len(rereads) == 2


def test_an_event_missed_while_the_stream_opens_is_made_up_for_once_it_is_live(
    live: ProtocolHarness,
) -> None:
    live.protocol.failed("gone", live.now_s)
    live.wait_for_retry()
    live.protocol.socket_opened(live.now_s)
    live.protocol.missed(live.now_s)
    live.go_live()
    live.actions.clear()
    live.advance(1)

    assert ReadSnapshot in kinds(live.actions)


def test_a_channel_is_renewed_twice_a_day(live: ProtocolHarness) -> None:
    for _ in range(12 * 120 + 1):
        live.advance(30)
        live.protocol.frame(HEARTBEAT, live.now_s)

    assert [type(action) for action in live.actions].count(PutTopics) == 2


def test_after_sign_out_nothing_is_due_and_nothing_is_left(live: ProtocolHarness) -> None:
    live.protocol.stop()

    assert live.collect() == [DropSocket()]
    assert live.protocol.next_due_s is None
    live.protocol.start(live.now_s)
    assert live.collect() == [CreateChannel()]
