"""What is seen of a leg whose submission was finished."""

from __future__ import annotations

from tests.application.delivery.outbox_harness import OutboxHarness, a_dialer
from tests.fakes import (
    BILLING,
    NOON,
    REFUND,
    TECHNICAL,
    FakeClock,
    Reply,
    a_key,
    a_leg,
    settle,
)
from wrapup_desk.application.base.ports import Answer
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SETTLES_WITHIN, ServerReply, SubmissionState
from wrapup_desk.domain.wrapup import AssignedCode


async def test_a_person_who_chooses_later_is_seen_and_not_overwritten(
    office: OutboxHarness,
) -> None:
    office.decide()
    await settle()

    office.centre.person_chooses(a_key(), TECHNICAL)
    await settle()

    assert office.codes_written == [BILLING.id]
    assert office.state() is SubmissionState.SUPERSEDED
    submission = office.outbox.submission(a_key())
    assert submission is not None
    assert submission.other_code_id == TECHNICAL.id


async def test_an_old_event_does_not_undo_a_confirmation_or_its_time(
    office: OutboxHarness, clock: FakeClock
) -> None:
    office.decide()
    await clock.advance(30)

    office.outbox.observe(a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(TECHNICAL.id)))
    await settle()

    submission = office.outbox.submission(a_key())
    assert submission is not None
    assert submission.state is SubmissionState.CONFIRMED
    assert submission.confirmed_at == NOON


async def test_an_earlier_write_that_lands_late_is_replaced_again(
    office: OutboxHarness, clock: FakeClock
) -> None:
    office.centre.replies.append(Reply(applies=False))  # nobody has seen it when it comes
    office.decide(BILLING)
    await settle()
    office.decide(REFUND)
    await settle()
    office.centre.legs[a_key()] = a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(BILLING.id))
    office.centre.tell_of(a_key())
    await clock.advance(1)

    assert office.centre.code_of(a_key()) == REFUND.id
    assert office.state() is SubmissionState.CONFIRMED


async def test_the_same_code_much_later_is_somebodys_choice(
    office: OutboxHarness, clock: FakeClock
) -> None:
    office.decide(BILLING)
    await settle()
    office.decide(REFUND)
    await clock.advance(SETTLES_WITHIN.total_seconds() + 1)

    office.centre.person_chooses(a_key(), BILLING)
    await clock.advance(60)

    assert office.centre.code_of(a_key()) == BILLING.id
    assert office.state() is SubmissionState.SUPERSEDED


async def test_a_code_that_arrives_after_it_was_given_up_is_confirmed(
    office: OutboxHarness, clock: FakeClock
) -> None:
    office.centre.replies.append(
        Reply(Answer(ServerReply.NOT_PERMITTED, "403"), effect_after_s=20)
    )
    office.decide()
    await settle()
    assert office.state() is SubmissionState.REFUSED

    await clock.advance(30)

    assert office.state() is SubmissionState.CONFIRMED


async def test_a_later_event_of_a_signed_out_agents_leg_changes_nothing(
    office: OutboxHarness,
) -> None:
    office.decide()
    await settle()
    office.outbox.sign_out()
    reads = len(office.centre.reads)

    office.centre.person_chooses(a_key(), TECHNICAL)
    await settle()

    assert office.state() is SubmissionState.CONFIRMED
    assert len(office.centre.reads) == reads


async def test_events_of_undecided_and_withdrawn_legs_are_nothing_to_the_outbox(
    office: OutboxHarness,
) -> None:
    a_dialer(office)
    office.centre.put(a_leg(2, wrapup=AssignedCode(TECHNICAL.id)))
    office.decide()
    office.outbox.withdraw(a_key())
    await settle()

    office.centre.person_chooses(a_key(), TECHNICAL)
    await settle()

    assert not office.centre.reads


async def test_only_what_is_over_is_forgotten(office: OutboxHarness) -> None:
    office.decide(number=1)
    office.centre.replies.append(Reply(answer_after_s=5))
    await settle()
    office.centre.replies.append(Reply(answer_after_s=5))
    office.decide(number=2)
    await settle()

    office.outbox.forget(a_key(1))
    office.outbox.forget(a_key(2))
    office.outbox.forget(a_key(3))

    assert office.outbox.submission(a_key(2)) is not None
