from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.fakes import (
    FakeClock,
    FakeContactCentre,
    Reply,
    a_key,
    a_leg,
    a_submission,
    lost_before,
    refusing,
)
from wrapup_desk.application.base.ports import Answer
from wrapup_desk.application.delivery.send_gate import SendGate
from wrapup_desk.domain.submission import ServerReply


async def test_retry_after_holds_up_everybody(clock: FakeClock, centre: FakeContactCentre) -> None:
    gate = SendGate(centre, clock)
    centre.put(a_leg())
    centre.replies.append(refusing(ServerReply.TOO_MANY, retry_after_s=30))
    await gate.write(a_submission())

    reading = asyncio.get_running_loop().create_task(gate.read_back(a_submission(2)))
    await clock.advance(29)
    assert not centre.reads

    await clock.advance(1)
    assert centre.reads == [a_key(2)]
    await reading
    assert await gate.turn() is False


async def test_a_pause_never_shortens_a_longer_one(
    clock: FakeClock, centre: FakeContactCentre
) -> None:
    gate = SendGate(centre, clock)
    gate.pause(timedelta(seconds=30))
    gate.pause(timedelta(seconds=1))

    turn = asyncio.get_running_loop().create_task(gate.turn())
    await clock.advance(29)
    assert not turn.done()
    gate.pause(timedelta(seconds=5))
    await clock.advance(1)
    assert not turn.done()
    await clock.advance(4)

    assert await turn is True


async def test_latency_is_the_slow_end_of_answered_writes(
    clock: FakeClock, centre: FakeContactCentre
) -> None:
    gate = SendGate(centre, clock)
    centre.put(a_leg())
    assert gate.latency == timedelta(0)

    spans_s = [0.1] * 18 + [2.0, 9.0]
    centre.replies.extend(Reply(answer_after_s=seconds) for seconds in spans_s)
    for seconds in spans_s:
        writing = asyncio.get_running_loop().create_task(gate.write(a_submission()))
        await clock.advance(seconds)
        await writing
    assert gate.latency.total_seconds() == pytest.approx(2.0)

    centre.replies.append(lost_before())
    await gate.write(a_submission())
    assert gate.latency.total_seconds() == pytest.approx(2.0)


async def test_no_retry_after_holds_codes_up_for_more_than_a_minute_and_the_card_says_how_long(
    clock: FakeClock, centre: FakeContactCentre
) -> None:
    gate = SendGate(centre, clock)
    centre.put(a_leg())
    centre.replies.append(refusing(ServerReply.TOO_MANY, retry_after_s=3600))

    answer = await gate.write(a_submission())
    turn = asyncio.get_running_loop().create_task(gate.turn())
    await clock.advance(59)
    assert not turn.done()
    await clock.advance(1)

    assert await turn is True
    assert answer.message.endswith("The next try is in 60 s.")


async def test_after_a_pause_that_was_cut_short_one_read_goes_first(
    clock: FakeClock, centre: FakeContactCentre
) -> None:
    gate = SendGate(centre, clock)
    centre.put(a_leg())
    centre.replies.append(refusing(ServerReply.TOO_MANY, retry_after_s=3600))
    await gate.write(a_submission())
    hour = timedelta(hours=1)
    centre.read_answers.append(Answer(ServerReply.TOO_MANY, "no", hour))
    centre.read_takes_s = 1.0

    async with asyncio.TaskGroup() as group:
        for number in (1, 2, 3):
            group.create_task(gate.read_back(a_submission(number)))
        await clock.advance(60)
        assert len(centre.reads) == 1  # it is refused again
        await clock.advance(60)
        assert len(centre.reads) == 1
        await clock.advance(1)
        assert len(centre.reads) == 2
        await clock.advance(2)
    assert len(centre.reads) == 3
