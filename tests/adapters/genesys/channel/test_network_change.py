"""After a change of the network the stream finds out in seconds whether its line is still there."""

from __future__ import annotations

import pytest

from tests.adapters.genesys.channel.protocol_harness import HEARTBEAT, ProtocolHarness, kinds
from wrapup_desk.adapters.genesys.channel.actions import DropSocket, Lost, SendText
from wrapup_desk.adapters.genesys.channel.protocol import PING, ChannelPhase
from wrapup_desk.adapters.genesys.channel.timing import DOUBT_ENDS_AFTER_S, FIRST_BACK_OFF_S


@pytest.fixture
def live() -> ProtocolHarness:
    harness = ProtocolHarness()
    harness.go_live()
    return harness


def test_a_line_that_answers_stays(live: ProtocolHarness) -> None:
    live.now_s += 5
    live.protocol.doubt(live.now_s)
    assert live.collect() == [SendText(PING)]

    live.now_s += 0.2
    live.protocol.frame(HEARTBEAT, live.now_s)
    live.advance(DOUBT_ENDS_AFTER_S + 1)

    assert live.protocol.phase is ChannelPhase.LIVE


def test_a_line_that_does_not_is_left_at_once(live: ProtocolHarness) -> None:
    live.now_s += 5
    live.protocol.doubt(live.now_s)
    live.collect()

    done = live.advance(DOUBT_ENDS_AFTER_S)

    assert kinds(done) == [DropSocket, Lost]
    assert live.protocol.phase is ChannelPhase.WAITING


def test_a_long_back_off_is_not_waited_out_on_another_network(live: ProtocolHarness) -> None:
    for _ in range(6):
        live.protocol.failed("x", live.now_s)
        live.wait_for_retry()
        live.protocol.failed("x", live.now_s)
    live.collect()

    live.protocol.doubt(live.now_s)

    due_s = live.protocol.next_due_s
    assert due_s is not None
    assert due_s - live.now_s <= FIRST_BACK_OFF_S


def test_a_long_back_off_is_not_waited_out_once_requests_are_answered_again(
    live: ProtocolHarness,
) -> None:
    for _ in range(8):
        live.protocol.failed("x", live.now_s)
        live.wait_for_retry()
    live.protocol.failed("x", live.now_s)
    pauses = []
    for _ in range(20):
        live.wait_for_retry()
        live.protocol.failed("x", live.now_s)
        pauses.append((live.protocol.next_due_s or 0) - live.now_s)
        live.protocol.is_reachable_again(live.now_s)
        due_s = live.protocol.next_due_s
        assert due_s is not None
        assert due_s - live.now_s <= FIRST_BACK_OFF_S

    assert max(pauses) > FIRST_BACK_OFF_S, "there was something to be shortened"


def test_requests_that_are_answered_again_leave_a_line_that_is_open_alone(
    live: ProtocolHarness,
) -> None:
    live.collect()
    before = live.protocol.next_due_s

    live.protocol.is_reachable_again(live.now_s)

    assert (live.collect(), live.protocol.next_due_s) == ([], before)


def test_a_server_that_asked_to_wait_is_waited_for_on_any_network(live: ProtocolHarness) -> None:
    live.protocol.failed("x", live.now_s, retry_after_s=60)

    live.protocol.doubt(live.now_s)
    live.protocol.is_reachable_again(live.now_s)

    due_s = live.protocol.next_due_s
    assert due_s is not None
    assert due_s - live.now_s >= 60


@pytest.mark.parametrize("is_stopped", [True, False])
def test_where_nothing_is_open_there_is_nothing_to_doubt(*, is_stopped: bool) -> None:
    harness = ProtocolHarness()
    if not is_stopped:
        harness.protocol.start(harness.now_s)
    harness.collect()

    harness.protocol.doubt(harness.now_s)

    assert harness.collect() == []
