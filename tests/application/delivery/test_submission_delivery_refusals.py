"""Every refusal is read back before anything final, and a bad line is waited out."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta

import pytest

from tests.application.delivery.delivery_harness import DeliveryHarness
from tests.fakes import (
    BILLING,
    Reply,
    a_key,
    a_leg,
    lost_after,
    lost_before,
    refusing,
    settle,
)
from wrapup_desk.application.base.ports import Answer, ReadBack
from wrapup_desk.application.delivery.submission_delivery import (
    CONFLICT_PAUSES_S,
    MOST_UNREADABLE,
    RETRIES,
)
from wrapup_desk.domain.interaction import LegKey, Media, Phase
from wrapup_desk.domain.submission import ServerReply, SubmissionState

# Refusals


async def test_a_conflict_is_read_back_and_tried_again_at_once(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(refusing(ServerReply.CONFLICT, "409 conflict"))
    trip.set_out()
    await settle()

    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert len(trip.centre.reads) == 1
    assert trip.sink.now.state is SubmissionState.CONFIRMED
    assert trip.sink.now.reason == ""


async def test_a_leg_that_conflicts_again_and_again_is_given_up_with_the_reason(
    trip: DeliveryHarness,
) -> None:
    trip.centre.replies.extend([refusing(ServerReply.CONFLICT, "409 conflict")] * 10)
    trip.set_out()
    await trip.clock.advance(sum(CONFLICT_PAUSES_S))

    assert len(trip.centre.writes) == 1 + len(CONFLICT_PAUSES_S)
    assert trip.sink.now.state is SubmissionState.REFUSED
    assert trip.sink.now.reason == "409 conflict"


@pytest.mark.parametrize(
    "said", [ServerReply.MALFORMED, ServerReply.NOT_PERMITTED, ServerReply.NOT_FOUND]
)
async def test_what_will_fail_again_is_refused_after_reading_back(
    trip: DeliveryHarness, said: ServerReply
) -> None:
    trip.centre.replies.append(refusing(said, "the server's words"))
    trip.set_out()
    await settle()

    assert len(trip.centre.reads) == 1
    assert trip.sink.now.state is SubmissionState.REFUSED
    assert trip.sink.now.reason == "the server's words"


async def test_a_refusal_that_took_effect_all_the_same_is_confirmed(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(Reply(Answer(ServerReply.NOT_PERMITTED, "403"), is_told=False))
    trip.set_out()
    await settle()

    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_an_ended_leg_is_tried_once_and_then_it_is_too_late(trip: DeliveryHarness) -> None:
    trip.centre.takes_codes_of_ended_legs = False
    trip.set_out(leg=a_leg(phase=Phase.COMPLETED))
    await settle()

    assert len(trip.centre.writes) == 1
    assert trip.sink.now.state is SubmissionState.TOO_LATE
    assert trip.sink.now.reason == "the leg has ended"


async def test_a_conversation_genesys_no_longer_knows_is_too_late(trip: DeliveryHarness) -> None:
    trip.set_out(is_live=False)
    trip.centre.legs.clear()
    await settle()

    assert not trip.centre.writes
    assert trip.sink.now.state is SubmissionState.TOO_LATE
    assert trip.sink.now.reason == "no such conversation"


async def test_a_leg_that_is_read_without_its_phase_is_judged_by_its_code_alone(
    trip: DeliveryHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = trip.centre.read_back

    async def code_only(key: LegKey, media: Media) -> ReadBack:
        read = await real(key, media)
        return ReadBack(read.answer, None, read.assigned)

    monkeypatch.setattr(trip.centre, "read_back", code_only)
    trip.set_out(is_live=False)
    await trip.clock.advance(2)

    assert trip.sink.now.state is SubmissionState.CONFIRMED


# A bad line


@pytest.mark.parametrize("reply", [lost_before(), refusing(ServerReply.FAILED, "502")])
async def test_a_write_without_an_answer_is_read_back_before_it_is_repeated(
    trip: DeliveryHarness, reply: Reply
) -> None:
    trip.centre.replies.append(reply)
    trip.set_out()
    await trip.clock.advance(1)

    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert len(trip.centre.reads) == 1
    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_a_write_whose_answer_was_lost_is_not_repeated(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(lost_after())
    trip.set_out()
    await trip.clock.advance(1)

    assert trip.codes_written == [BILLING.id]
    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_an_event_with_our_code_ends_the_back_off(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(lost_after())
    trip.set_out()
    await settle()
    assert not trip.centre.reads

    trip.centre.tell_of(a_key())
    await settle()

    assert trip.sink.now.state is SubmissionState.CONFIRMED
    assert not trip.centre.reads


async def test_back_off_doubles_up_to_a_minute(trip: DeliveryHarness) -> None:
    trip.centre.read_answers.extend([Answer(ServerReply.UNREACHABLE, "no answer")] * 9)
    trip.set_out(is_live=False)
    read_at_s = await trip.times_of_reads(until_s=320)

    waits_s = [later - earlier for earlier, later in itertools.pairwise(read_at_s)]
    assert waits_s[:9] == [1, 2, 4, 8, 16, 32, RETRIES.longest_s, 60, 60]
    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_when_the_line_is_back_nobody_waits_any_longer(trip: DeliveryHarness) -> None:
    trip.centre.read_answers.extend([Answer(ServerReply.UNREACHABLE, "no answer")] * 6)
    trip.set_out(is_live=False)
    await trip.clock.advance(32)
    trip.centre.read_answers.clear()
    assert not trip.centre.writes

    trip.delivery.hurry()
    await settle()

    assert trip.codes_written == [BILLING.id]


async def test_too_many_requests_hold_up_the_whole_queue_even_without_a_time(
    trip: DeliveryHarness,
) -> None:
    trip.centre.replies.append(refusing(ServerReply.TOO_MANY))
    trip.set_out()
    await settle()

    turn = asyncio.get_running_loop().create_task(trip.gate.turn())
    await settle()
    assert not turn.done()
    await trip.clock.advance(1)
    assert await turn is True
    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_nothing_is_sent_before_retry_after_and_the_leg_is_read_afterwards(
    trip: DeliveryHarness,
) -> None:
    trip.centre.replies.append(refusing(ServerReply.TOO_MANY, retry_after_s=20))
    trip.set_out()
    await trip.clock.advance(19.5)
    assert len(trip.centre.writes) == 1
    assert not trip.centre.reads

    await trip.clock.advance(0.5)
    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert len(trip.centre.reads) == 1


async def test_a_leg_that_had_to_wait_for_its_turn_is_read_first(trip: DeliveryHarness) -> None:
    trip.gate.pause(timedelta(seconds=5))
    trip.set_out()
    await trip.clock.advance(5)

    assert len(trip.centre.reads) == 1
    assert trip.codes_written == [BILLING.id]


async def test_a_401_is_waited_out_and_read_back(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(refusing(ServerReply.NOT_SIGNED_IN, "401"))
    trip.set_out()
    await trip.clock.advance(1)

    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert len(trip.centre.reads) == 1


async def test_a_leg_that_may_not_be_read_is_shown_waiting_and_then_refused(
    trip: DeliveryHarness,
) -> None:
    trip.centre.read_answers.extend([Answer(ServerReply.NOT_PERMITTED, "403 no view")] * 20)
    trip.set_out(is_live=False)
    await settle()
    assert trip.sink.now.reason == "403 no view"
    assert not trip.sink.now.state.is_final

    await trip.clock.advance(60)

    assert len(trip.centre.reads) == MOST_UNREADABLE
    assert trip.sink.now.state is SubmissionState.REFUSED
    assert trip.sink.now.reason == "403 no view"
