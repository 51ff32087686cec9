"""One leg's decision on its way: every answer of the server, and every moment it may come."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from random import Random

import pytest

from tests.fakes import (
    BILLING,
    NOON,
    REFUND,
    TECHNICAL,
    FakeClock,
    FakeContactCentre,
    Reply,
    a_decision,
    a_key,
    a_leg,
    a_submission,
    lost_after,
    lost_before,
    refusing,
    settle,
)
from wrapup_desk.application.background import Background
from wrapup_desk.application.courier import (
    ANSWER_S,
    CONFLICT_PAUSES_S,
    LONGEST_BACK_OFF_S,
    MOST_UNREADABLE,
    PATIENCE_S,
    Courier,
)
from wrapup_desk.application.line import Line
from wrapup_desk.application.ports import Answer
from wrapup_desk.domain.events import ContactCentreEvent, ConversationChanged
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.submission import Refusal, Said, Submission, SubmissionState
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode

OTHER = AssignedCode("another-persons-code")


class NoJitter(Random):
    """Always waits the longest."""

    def uniform(self, a: float, b: float) -> float:
        return b


class FakeLedger:
    """Implements `Ledger`; remembers what was shown and what was kept."""

    def __init__(self) -> None:
        self.shown: list[Submission] = []
        self.kept: list[Submission] = []

    async def keep(self, submission: Submission) -> None:
        self.shown.append(submission)
        self.kept.append(submission)

    def show(self, submission: Submission) -> None:
        self.shown.append(submission)

    @property
    def now(self) -> Submission:
        return self.shown[-1]

    @property
    def states(self) -> list[SubmissionState]:
        return [each.state for each in self.shown]


class Trip:
    """A courier on its way in a small world."""

    def __init__(
        self, clock: FakeClock, centre: FakeContactCentre, background: Background
    ) -> None:
        self.clock = clock
        self.centre = centre
        self.background = background
        self.line = Line(centre, clock)
        self.ledger = FakeLedger()
        self.courier: Courier

    def set_out(
        self, submission: Submission | None = None, *, leg: Leg | None = None, is_live: bool = True
    ) -> None:
        submission = submission or a_submission()
        if submission.key not in self.centre.legs:
            self.centre.put(leg or a_leg(phase=Phase.AFTER_CALL))
        seen = self.centre.legs[submission.key] if is_live else None
        self.courier = Courier(self.line, self.ledger, self.clock, NoJitter(), submission, seen)
        if is_live:
            self.centre._publish = self.on_event
        self.background.start(self.courier.carry(), "courier")

    def on_event(self, event: ContactCentreEvent) -> None:
        assert isinstance(event, ConversationChanged)
        for leg in event.legs:
            self.courier.observe(leg)

    async def times_of_reads(self, until_s: int) -> list[int]:
        """Let time pass, and return in which second each read was made."""
        await settle()
        times_s = [0] * len(self.centre.reads)
        for second in range(1, until_s + 1):
            await self.clock.advance(1)
            times_s += [second] * (len(self.centre.reads) - len(times_s))
        return times_s

    @property
    def codes_written(self) -> list[str]:
        return [write.code_id for write in self.centre.writes]


@pytest.fixture
def trip(clock: FakeClock, centre: FakeContactCentre, background: Background) -> Trip:
    return Trip(clock, centre, background)


# All is well


async def test_a_live_leg_is_written_at_once_and_confirmed_by_the_stream(trip: Trip) -> None:
    trip.set_out()
    await settle()

    assert trip.ledger.states == [
        SubmissionState.SENT,
        SubmissionState.ACCEPTED,
        SubmissionState.CONFIRMED,
    ]
    assert trip.codes_written == [BILLING.id]
    assert not trip.centre.reads
    assert trip.ledger.now.confirmed_at == NOON
    assert [each.state for each in trip.ledger.kept] == trip.ledger.states[1:]


async def test_without_a_live_stream_the_leg_is_read_before_and_after(trip: Trip) -> None:
    trip.set_out(is_live=False)
    await settle()
    assert len(trip.centre.reads) == 1
    assert trip.ledger.states[-1:] == [SubmissionState.ACCEPTED]

    await trip.clock.advance(2)

    assert len(trip.centre.reads) == 2
    assert trip.ledger.states[-1:] == [SubmissionState.CONFIRMED]


async def test_a_code_that_stands_already_is_not_written_again(trip: Trip) -> None:
    trip.set_out(leg=a_leg(wrapup=AssignedCode(BILLING.id)))
    await settle()

    assert trip.ledger.states == [SubmissionState.CONFIRMED]
    assert not trip.centre.writes


async def test_the_hang_up_is_noted_for_what_the_card_says(trip: Trip) -> None:
    trip.centre.replies.append(Reply(is_told=False))
    trip.set_out(leg=a_leg(phase=Phase.CONNECTED))
    await settle()

    trip.centre.move(1, Phase.AFTER_CALL)
    await settle()

    assert trip.ledger.now.hung_up_at == NOON


# 202 and after


async def test_202_without_an_event_is_read_back_at_growing_intervals(trip: Trip) -> None:
    trip.centre.replies.append(Reply(effect_after_s=10, is_told=False))
    trip.set_out()
    read_at_s = await trip.times_of_reads(until_s=20)

    assert read_at_s == [2, 6, 14]
    assert trip.codes_written == [BILLING.id]
    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_202_that_never_takes_effect_is_written_again_when_patience_ends(
    trip: Trip,
) -> None:
    trip.centre.replies.append(Reply(applies=False))
    trip.set_out()
    await trip.clock.advance(PATIENCE_S - 1)
    assert trip.codes_written == [BILLING.id]

    await trip.clock.advance(10)

    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert trip.ledger.now.state is SubmissionState.CONFIRMED


@pytest.mark.parametrize("stands", [AssignedCode(TIMEOUT_CODE_ID), AssignedCode(REFUND.id)])
async def test_a_code_nobody_chose_or_we_replace_does_not_refute_a_202(
    trip: Trip, stands: AssignedCode
) -> None:
    trip.centre.replies.append(Reply(effect_after_s=3, is_told=False))
    submission = a_submission(replaces=frozenset({REFUND.id}))
    trip.set_out(submission, leg=a_leg(wrapup=stands))
    await trip.clock.advance(10)

    assert trip.codes_written == [BILLING.id]
    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_the_stream_may_be_faster_than_the_answer(trip: Trip) -> None:
    trip.centre.replies.append(Reply(answer_after_s=3))
    trip.set_out()
    await trip.clock.advance(3)

    assert trip.ledger.states[-2:] == [SubmissionState.ACCEPTED, SubmissionState.CONFIRMED]
    assert not trip.centre.reads


# Another person


async def test_another_persons_code_is_read_and_left_alone(trip: Trip) -> None:
    trip.set_out(leg=a_leg(wrapup=OTHER))
    await settle()

    assert not trip.centre.writes
    assert len(trip.centre.reads) == 1
    assert trip.ledger.now.state is SubmissionState.SUPERSEDED
    assert trip.ledger.now.other_code_id == OTHER.code_id


async def test_an_old_event_with_another_code_is_not_believed(trip: Trip) -> None:
    trip.centre.replies.append(Reply(is_told=False))
    trip.set_out()
    await settle()

    trip.courier.observe(a_leg(phase=Phase.AFTER_CALL, wrapup=OTHER))
    await settle()

    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_another_persons_code_seen_while_the_write_is_out_is_read_first(
    trip: Trip,
) -> None:
    trip.centre.replies.append(Reply(answer_after_s=3, effect_after_s=1, is_told=False))
    trip.set_out()
    await trip.clock.advance(2)
    trip.centre.put(a_leg(phase=Phase.AFTER_CALL, wrapup=OTHER))
    await trip.clock.advance(1)

    assert len(trip.centre.reads) == 1
    assert trip.ledger.now.state is SubmissionState.SUPERSEDED


async def test_a_read_overtaken_by_news_of_a_code_is_read_again(trip: Trip) -> None:
    trip.centre.replies.append(refusing(Said.CONFLICT))
    trip.set_out()
    trip.centre.read_takes_s = 1
    await settle()
    assert len(trip.centre.reads) == 1

    # What that read will show was true when it was asked for, and is not any more.
    leg = trip.centre.legs[a_key()]
    trip.courier.observe(a_leg(phase=Phase.AFTER_CALL, wrapup=OTHER))
    assert leg.wrapup is None
    await trip.clock.advance(1)
    assert len(trip.centre.reads) == 2
    assert trip.codes_written == [BILLING.id]

    await trip.clock.advance(5)
    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_our_code_seen_while_a_read_is_out_confirms(trip: Trip) -> None:
    trip.centre.replies.append(refusing(Said.CONFLICT))
    trip.set_out()
    trip.centre.read_takes_s = 1
    await settle()

    trip.centre.put(a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(BILLING.id)))
    await trip.clock.advance(1)

    assert trip.ledger.now.state is SubmissionState.CONFIRMED
    assert trip.codes_written == [BILLING.id]


# Refusals


async def test_a_conflict_is_read_back_and_tried_again_at_once(trip: Trip) -> None:
    trip.centre.replies.append(refusing(Said.CONFLICT, "409 conflict"))
    trip.set_out()
    await settle()

    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert len(trip.centre.reads) == 1
    assert trip.ledger.now.state is SubmissionState.CONFIRMED
    assert trip.ledger.now.reason == ""


async def test_a_leg_that_conflicts_again_and_again_is_given_up_with_the_reason(
    trip: Trip,
) -> None:
    trip.centre.replies.extend([refusing(Said.CONFLICT, "409 conflict")] * 10)
    trip.set_out()
    await trip.clock.advance(sum(CONFLICT_PAUSES_S))

    assert len(trip.centre.writes) == 1 + len(CONFLICT_PAUSES_S)
    assert trip.ledger.now.state is SubmissionState.REFUSED
    assert trip.ledger.now.reason == "409 conflict"


@pytest.mark.parametrize("said", [Said.MALFORMED, Said.NOT_PERMITTED, Said.NOT_FOUND])
async def test_what_will_fail_again_is_refused_after_reading_back(trip: Trip, said: Said) -> None:
    trip.centre.replies.append(refusing(said, "the server's words"))
    trip.set_out()
    await settle()

    assert len(trip.centre.reads) == 1
    assert trip.ledger.now.state is SubmissionState.REFUSED
    assert trip.ledger.now.reason == "the server's words"


async def test_a_refusal_that_took_effect_all_the_same_is_confirmed(trip: Trip) -> None:
    trip.centre.replies.append(Reply(Answer(Said.NOT_PERMITTED, "403"), is_told=False))
    trip.set_out()
    await settle()

    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_an_ended_leg_is_tried_once_and_then_it_is_too_late(trip: Trip) -> None:
    trip.centre.takes_codes_of_ended_legs = False
    trip.set_out(leg=a_leg(phase=Phase.COMPLETED))
    await settle()

    assert len(trip.centre.writes) == 1
    assert trip.ledger.now.state is SubmissionState.TOO_LATE
    assert trip.ledger.now.reason == "the leg has ended"


async def test_a_conversation_genesys_no_longer_knows_is_too_late(trip: Trip) -> None:
    trip.set_out(is_live=False)
    trip.centre.legs.clear()
    await settle()

    assert not trip.centre.writes
    assert trip.ledger.now.state is SubmissionState.TOO_LATE
    assert trip.ledger.now.reason == "no such conversation"


async def test_a_leg_that_is_read_without_its_phase_is_judged_by_its_code_alone(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = trip.centre.read_back

    async def code_only(key, media):  # type: ignore[no-untyped-def]
        read = await real(key, media)
        return type(read)(read.answer, None, read.assigned)

    monkeypatch.setattr(trip.centre, "read_back", code_only)
    trip.set_out(is_live=False)
    await trip.clock.advance(2)

    assert trip.ledger.now.state is SubmissionState.CONFIRMED


# A bad line


@pytest.mark.parametrize("reply", [lost_before(), refusing(Said.FAILED, "502")])
async def test_a_write_without_an_answer_is_read_back_before_it_is_repeated(
    trip: Trip, reply: Reply
) -> None:
    trip.centre.replies.append(reply)
    trip.set_out()
    await trip.clock.advance(1)

    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert len(trip.centre.reads) == 1
    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_a_write_whose_answer_was_lost_is_not_repeated(trip: Trip) -> None:
    trip.centre.replies.append(lost_after())
    trip.set_out()
    await trip.clock.advance(1)

    assert trip.codes_written == [BILLING.id]
    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_an_event_with_our_code_ends_the_back_off(trip: Trip) -> None:
    trip.centre.replies.append(lost_after())
    trip.set_out()
    await settle()
    assert not trip.centre.reads

    trip.centre.tell_of(a_key())
    await settle()

    assert trip.ledger.now.state is SubmissionState.CONFIRMED
    assert not trip.centre.reads


async def test_back_off_doubles_up_to_a_minute(trip: Trip) -> None:
    trip.centre.read_answers.extend([Answer(Said.UNREACHABLE, "no answer")] * 9)
    trip.set_out(is_live=False)
    read_at_s = await trip.times_of_reads(until_s=320)

    waits_s = [later - earlier for earlier, later in itertools.pairwise(read_at_s)]
    assert waits_s[:9] == [1, 2, 4, 8, 16, 32, LONGEST_BACK_OFF_S, 60, 60]
    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_when_the_line_is_back_nobody_waits_any_longer(trip: Trip) -> None:
    trip.centre.read_answers.extend([Answer(Said.UNREACHABLE, "no answer")] * 6)
    trip.set_out(is_live=False)
    await trip.clock.advance(32)
    trip.centre.read_answers.clear()
    assert not trip.centre.writes

    trip.courier.hurry()
    await settle()

    assert trip.codes_written == [BILLING.id]


async def test_too_many_requests_hold_up_the_whole_queue_even_without_a_time(
    trip: Trip,
) -> None:
    trip.centre.replies.append(refusing(Said.TOO_MANY))
    trip.set_out()
    await settle()

    turn = asyncio.get_running_loop().create_task(trip.line.turn())
    await settle()
    assert not turn.done()
    await trip.clock.advance(1)
    assert await turn is True
    assert trip.ledger.now.state is SubmissionState.CONFIRMED


async def test_nothing_is_sent_before_retry_after_and_the_leg_is_read_afterwards(
    trip: Trip,
) -> None:
    trip.centre.replies.append(refusing(Said.TOO_MANY, retry_after_s=20))
    trip.set_out()
    await trip.clock.advance(19.5)
    assert len(trip.centre.writes) == 1
    assert not trip.centre.reads

    await trip.clock.advance(0.5)
    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert len(trip.centre.reads) == 1


async def test_a_leg_that_had_to_wait_for_its_turn_is_read_first(trip: Trip) -> None:
    trip.line.pause(timedelta(seconds=5))
    trip.set_out()
    await trip.clock.advance(5)

    assert len(trip.centre.reads) == 1
    assert trip.codes_written == [BILLING.id]


async def test_a_401_is_waited_out_and_read_back(trip: Trip) -> None:
    trip.centre.replies.append(refusing(Said.NOT_SIGNED_IN, "401"))
    trip.set_out()
    await trip.clock.advance(1)

    assert trip.codes_written == [BILLING.id, BILLING.id]
    assert len(trip.centre.reads) == 1


async def test_a_leg_that_may_not_be_read_is_shown_waiting_and_then_refused(
    trip: Trip,
) -> None:
    trip.centre.read_answers.extend([Answer(Said.NOT_PERMITTED, "403 no view")] * 20)
    trip.set_out(is_live=False)
    await settle()
    assert trip.ledger.now.reason == "403 no view"
    assert not trip.ledger.now.state.is_final

    await trip.clock.advance(60)

    assert len(trip.centre.reads) == MOST_UNREADABLE
    assert trip.ledger.now.state is SubmissionState.REFUSED
    assert trip.ledger.now.reason == "403 no view"


# Legs that still alert, and undo on dialer legs


async def test_a_code_for_an_alerting_leg_waits_for_the_answer(trip: Trip) -> None:
    trip.set_out(leg=a_leg(phase=Phase.ALERTING))
    await settle()
    assert not trip.centre.writes

    trip.centre.move(1, Phase.CONNECTED)
    await settle()

    assert trip.codes_written == [BILLING.id]


async def test_an_answer_the_stream_did_not_tell_is_found_by_reading(trip: Trip) -> None:
    trip.set_out(leg=a_leg(phase=Phase.ALERTING))
    await settle()
    trip.centre.move(1, Phase.CONNECTED, is_told=False)

    await trip.clock.advance(ANSWER_S)

    assert trip.codes_written == [BILLING.id]


def dialer() -> Submission:
    return a_submission(not_before_at=NOON + timedelta(seconds=5))


async def test_a_dialer_leg_waits_the_undo_window_and_is_read_before_it_is_written(
    trip: Trip,
) -> None:
    trip.set_out(dialer())
    await trip.clock.advance(4.9)
    assert not trip.centre.writes

    await trip.clock.advance(0.1)
    assert len(trip.centre.reads) == 1
    assert trip.codes_written == [BILLING.id]


async def test_an_ended_dialer_leg_has_no_time_to_wait(trip: Trip) -> None:
    trip.set_out(dialer())
    await settle()

    trip.centre.move(1, Phase.COMPLETED)
    await settle()

    assert trip.codes_written == [BILLING.id]


async def test_a_clock_that_jumps_never_makes_the_undo_window_longer(trip: Trip) -> None:
    trip.centre.offset = timedelta(hours=-1)
    trip.set_out(dialer())

    await trip.clock.advance(5)

    assert trip.codes_written == [BILLING.id]


# A later decision


def second_decision(first: Submission) -> Submission:
    return first.revised(a_decision(REFUND))


async def test_a_later_decision_is_written_after_reading_and_the_first_answer_is_nothing(
    trip: Trip,
) -> None:
    trip.centre.replies.append(Reply(answer_after_s=3, is_told=False))
    trip.set_out()
    await trip.clock.advance(1)
    trip.courier.revise(second_decision(trip.ledger.now))
    await trip.clock.advance(2)

    assert trip.codes_written == [BILLING.id, REFUND.id]
    assert len(trip.centre.reads) == 2, "before the write, and because an old event looks the same"
    assert trip.ledger.now.state is SubmissionState.CONFIRMED
    assert trip.ledger.now.revision == 2


async def test_a_read_for_an_earlier_decision_is_nothing_to_the_later(trip: Trip) -> None:
    trip.centre.read_takes_s = 1
    first = a_submission()
    trip.set_out(first, is_live=False)
    await settle()
    trip.courier.revise(first.revised(a_decision(TECHNICAL)))
    await trip.clock.advance(1)
    assert not trip.centre.writes

    await trip.clock.advance(1)
    assert trip.codes_written == [TECHNICAL.id]


async def test_nothing_is_written_while_a_later_decision_goes_to_disk(trip: Trip) -> None:
    trip.set_out(dialer())
    await settle()
    trip.courier.halt()
    await trip.clock.advance(60)
    assert not trip.centre.writes

    trip.courier.revise(second_decision(a_submission()))
    await settle()
    assert trip.codes_written == [REFUND.id]


async def test_a_halted_courier_halts_before_its_first_write_too(trip: Trip) -> None:
    trip.set_out()
    trip.courier.halt()
    await settle()

    assert not trip.centre.writes


async def test_one_more_try_after_a_refusal_begins_with_reading(trip: Trip) -> None:
    refused = a_submission(
        attempts=1, state=SubmissionState.REFUSED, refusal=Refusal.FINAL, reason="403"
    )
    trip.set_out(refused.tried_again())
    await settle()

    assert len(trip.centre.reads) == 1
    assert trip.ledger.now.state is SubmissionState.CONFIRMED
