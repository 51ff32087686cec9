"""One leg's decision on its way, when all goes well and when others have a say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.application.delivery.delivery_harness import (
    OTHER,
    DeliveryHarness,
    dialer,
    second_decision,
)
from tests.fakes import (
    BILLING,
    NOON,
    REFUND,
    TECHNICAL,
    Reply,
    a_decision,
    a_key,
    a_leg,
    a_submission,
    refusing,
    settle,
)
from wrapup_desk.application.delivery.submission_delivery import (
    ANSWER_S,
)
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SETTLES_WITHIN, RefusalKind, ServerReply, SubmissionState
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode

# All is well


async def test_a_live_leg_is_written_at_once_and_confirmed_by_the_stream(
    trip: DeliveryHarness,
) -> None:
    trip.set_out()
    await settle()

    assert trip.sink.states == [
        SubmissionState.SENT,
        SubmissionState.ACCEPTED,
        SubmissionState.CONFIRMED,
    ]
    assert trip.codes_written == [BILLING.id]
    assert not trip.centre.reads
    assert trip.sink.now.confirmed_at == NOON
    assert [each.state for each in trip.sink.kept] == trip.sink.states[1:]


async def test_without_a_live_stream_the_leg_is_read_before_and_after(
    trip: DeliveryHarness,
) -> None:
    trip.set_out(is_live=False)
    await settle()
    assert len(trip.centre.reads) == 1
    assert trip.sink.states[-1:] == [SubmissionState.ACCEPTED]

    await trip.clock.advance(2)

    assert len(trip.centre.reads) == 2
    assert trip.sink.states[-1:] == [SubmissionState.CONFIRMED]


async def test_a_code_that_stands_already_is_not_written_again(trip: DeliveryHarness) -> None:
    trip.set_out(leg=a_leg(wrapup=AssignedCode(BILLING.id)))
    await settle()

    assert trip.sink.states == [SubmissionState.CONFIRMED]
    assert not trip.centre.writes


async def test_the_hang_up_is_noted_for_what_the_card_says(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(Reply(is_told=False))
    trip.set_out(leg=a_leg(phase=Phase.CONNECTED))
    await settle()

    trip.centre.move(1, Phase.AFTER_CALL)
    await settle()

    assert trip.sink.now.hung_up_at == NOON


# 202 and after


async def test_202_without_an_event_is_read_back_at_growing_intervals(
    trip: DeliveryHarness,
) -> None:
    trip.centre.replies.append(Reply(effect_after_s=10, is_told=False))
    trip.set_out()
    read_at_s = await trip.times_of_reads(until_s=20)

    assert read_at_s == [2, 6, 14]
    assert trip.codes_written == [BILLING.id]
    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_202_that_never_takes_effect_is_written_again_when_patience_ends(
    trip: DeliveryHarness,
) -> None:
    trip.centre.replies.append(Reply(applies=False))
    trip.set_out()
    await trip.clock.advance(SETTLES_WITHIN.total_seconds() - 1)
    assert trip.codes_written == [BILLING.id]

    await trip.clock.advance(10)

    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert trip.sink.now.state is SubmissionState.CONFIRMED


@pytest.mark.parametrize("stands", [AssignedCode(TIMEOUT_CODE_ID), AssignedCode(REFUND.id)])
async def test_a_code_nobody_chose_or_we_replace_does_not_refute_a_202(
    trip: DeliveryHarness, stands: AssignedCode
) -> None:
    trip.centre.replies.append(Reply(effect_after_s=3, is_told=False))
    submission = a_submission(replaces=frozenset({REFUND.id}))
    trip.set_out(submission, leg=a_leg(wrapup=stands))
    await trip.clock.advance(10)

    assert trip.codes_written == [BILLING.id]
    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_the_stream_may_be_faster_than_the_answer(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(Reply(answer_after_s=3))
    trip.set_out()
    await trip.clock.advance(3)

    assert trip.sink.states[-2:] == [SubmissionState.ACCEPTED, SubmissionState.CONFIRMED]
    assert not trip.centre.reads


# Another person


async def test_another_persons_code_is_read_and_left_alone(trip: DeliveryHarness) -> None:
    trip.set_out(leg=a_leg(wrapup=OTHER))
    await settle()

    assert not trip.centre.writes
    assert len(trip.centre.reads) == 1
    assert trip.sink.now.state is SubmissionState.SUPERSEDED
    assert trip.sink.now.other_code_id == OTHER.code_id


async def test_an_old_event_with_another_code_is_not_believed(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(Reply(is_told=False))
    trip.set_out()
    await settle()

    trip.delivery.observe(a_leg(phase=Phase.AFTER_CALL, wrapup=OTHER))
    await settle()

    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_another_persons_code_seen_while_the_write_is_out_is_read_first(
    trip: DeliveryHarness,
) -> None:
    trip.centre.replies.append(Reply(answer_after_s=3, effect_after_s=1, is_told=False))
    trip.set_out()
    await trip.clock.advance(2)
    trip.centre.put(a_leg(phase=Phase.AFTER_CALL, wrapup=OTHER))
    await trip.clock.advance(1)

    assert len(trip.centre.reads) == 1
    assert trip.sink.now.state is SubmissionState.SUPERSEDED


async def test_a_read_overtaken_by_news_of_a_code_is_read_again(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(refusing(ServerReply.CONFLICT))
    trip.set_out()
    trip.centre.read_takes_s = 1
    await settle()
    assert len(trip.centre.reads) == 1

    # What that read will show was true when it was asked for, and is not any more.
    leg = trip.centre.legs[a_key()]
    trip.delivery.observe(a_leg(phase=Phase.AFTER_CALL, wrapup=OTHER))
    assert leg.wrapup is None
    await trip.clock.advance(1)
    assert len(trip.centre.reads) == 2
    assert trip.codes_written == [BILLING.id]

    await trip.clock.advance(5)
    assert trip.sink.now.state is SubmissionState.CONFIRMED


async def test_our_code_seen_while_a_read_is_out_confirms(trip: DeliveryHarness) -> None:
    trip.centre.replies.append(refusing(ServerReply.CONFLICT))
    trip.set_out()
    trip.centre.read_takes_s = 1
    await settle()

    trip.centre.put(a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(BILLING.id)))
    await trip.clock.advance(1)

    assert trip.sink.now.state is SubmissionState.CONFIRMED
    assert trip.codes_written == [BILLING.id]


# Legs that still alert, and undo on dialer legs


async def test_a_code_for_an_alerting_leg_waits_for_the_answer(trip: DeliveryHarness) -> None:
    trip.set_out(leg=a_leg(phase=Phase.ALERTING))
    await settle()
    assert not trip.centre.writes

    trip.centre.move(1, Phase.CONNECTED)
    await settle()

    assert trip.codes_written == [BILLING.id]


async def test_an_answer_the_stream_did_not_tell_is_found_by_reading(
    trip: DeliveryHarness,
) -> None:
    trip.set_out(leg=a_leg(phase=Phase.ALERTING))
    await settle()
    trip.centre.move(1, Phase.CONNECTED, is_told=False)

    await trip.clock.advance(ANSWER_S)

    assert trip.codes_written == [BILLING.id]


async def test_a_dialer_leg_waits_the_undo_window_and_is_read_before_it_is_written(
    trip: DeliveryHarness,
) -> None:
    trip.set_out(dialer())
    await trip.clock.advance(4.9)
    assert not trip.centre.writes

    await trip.clock.advance(0.1)
    assert len(trip.centre.reads) == 1
    assert trip.codes_written == [BILLING.id]


async def test_an_ended_dialer_leg_has_no_time_to_wait(trip: DeliveryHarness) -> None:
    trip.set_out(dialer())
    await settle()

    trip.centre.move(1, Phase.COMPLETED)
    await settle()

    assert trip.codes_written == [BILLING.id]


async def test_a_clock_that_jumps_never_makes_the_undo_window_longer(
    trip: DeliveryHarness,
) -> None:
    trip.centre.offset = timedelta(hours=-1)
    trip.set_out(dialer())

    await trip.clock.advance(5)

    assert trip.codes_written == [BILLING.id]


# A later decision


async def test_a_later_decision_is_written_after_reading_and_the_first_answer_is_nothing(
    trip: DeliveryHarness,
) -> None:
    trip.centre.replies.append(Reply(answer_after_s=3, is_told=False))
    trip.set_out()
    await trip.clock.advance(1)
    trip.delivery.revise(second_decision(trip.sink.now))
    await trip.clock.advance(2)

    assert trip.codes_written == [BILLING.id, REFUND.id]
    assert len(trip.centre.reads) == 2, "before the write, and because an old event looks the same"
    assert trip.sink.now.state is SubmissionState.CONFIRMED
    assert trip.sink.now.revision == 2


async def test_a_read_for_an_earlier_decision_is_nothing_to_the_later(
    trip: DeliveryHarness,
) -> None:
    trip.centre.read_takes_s = 1
    first = a_submission()
    trip.set_out(first, is_live=False)
    await settle()
    trip.delivery.revise(first.revised(a_decision(TECHNICAL)))
    await trip.clock.advance(1)
    assert not trip.centre.writes

    await trip.clock.advance(1)
    assert trip.codes_written == [TECHNICAL.id]


async def test_nothing_is_written_while_a_later_decision_goes_to_disk(
    trip: DeliveryHarness,
) -> None:
    trip.set_out(dialer())
    await settle()
    trip.delivery.halt()
    await trip.clock.advance(60)
    assert not trip.centre.writes

    trip.delivery.revise(second_decision(a_submission()))
    await settle()
    assert trip.codes_written == [REFUND.id]


async def test_a_halted_delivery_halts_before_its_first_write_too(trip: DeliveryHarness) -> None:
    trip.set_out()
    trip.delivery.halt()
    await settle()

    assert not trip.centre.writes


async def test_one_more_try_after_a_refusal_begins_with_reading(trip: DeliveryHarness) -> None:
    refused = a_submission(
        attempts=1, state=SubmissionState.REFUSED, refusal=RefusalKind.FINAL, reason="403"
    )
    trip.set_out(refused.tried_again())
    await settle()

    assert len(trip.centre.reads) == 1
    assert trip.sink.now.state is SubmissionState.CONFIRMED
