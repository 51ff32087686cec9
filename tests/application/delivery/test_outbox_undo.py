"""What has not left the program can be taken back, and nothing else."""

from __future__ import annotations

from tests.application.delivery.outbox_harness import OutboxHarness, a_dialer
from tests.fakes import (
    BILLING,
    REFUND,
    FakeClock,
    InMemoryStore,
    Reply,
    a_key,
    a_submission,
    settle,
)
from wrapup_desk.domain.submission import SubmissionState


async def test_what_has_not_been_sent_can_be_withdrawn(
    office: OutboxHarness, store: InMemoryStore, clock: FakeClock
) -> None:
    a_dialer(office)
    office.decide()
    await clock.advance(4)

    assert office.outbox.withdraw(a_key())
    await clock.advance(60)

    assert not office.centre.writes
    stored = store.of(a_key())
    assert stored is not None
    assert stored.is_undone
    assert not office.outbox.withdraw(a_key())


async def test_an_undo_in_the_moment_of_the_commit_is_not_overtaken(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    store.disk_is_ready.clear()
    office.decide()
    await settle()
    assert office.outbox.withdraw(a_key())
    store.disk_is_ready.set()
    await settle()

    assert not office.centre.writes
    stored = store.of(a_key())
    assert stored is not None
    assert stored.is_undone


async def test_what_was_sent_cannot_be_withdrawn(office: OutboxHarness) -> None:
    office.centre.replies.append(Reply(answer_after_s=5))
    office.decide()
    await settle()

    assert not office.outbox.withdraw(a_key())
    assert not office.outbox.withdraw(a_key(7))


async def test_withdrawing_a_second_choice_goes_back_to_the_first(
    office: OutboxHarness, clock: FakeClock
) -> None:
    a_dialer(office)
    office.decide(BILLING)
    await clock.advance(6)
    assert office.state() is SubmissionState.CONFIRMED
    office.decide(REFUND)
    await clock.advance(1)

    assert office.outbox.withdraw(a_key())
    await clock.advance(60)

    assert office.codes_written == [BILLING.id]
    submission = office.outbox.submission(a_key())
    assert submission is not None
    assert submission.decision.code == BILLING
    assert submission.state is SubmissionState.CONFIRMED


async def test_a_survivor_of_a_restart_may_have_been_sent_and_cannot_be_withdrawn(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission())
    office.outbox = office.another()
    await office.outbox.restore()

    assert not office.outbox.withdraw(a_key())


async def test_a_code_never_sent_is_not_taken_for_ours_when_somebody_chooses_it(
    office: OutboxHarness, clock: FakeClock
) -> None:
    a_dialer(office)
    office.decide(BILLING)
    office.outbox.withdraw(a_key())
    office.decide(REFUND)
    office.centre.person_chooses(a_key(), BILLING)
    await clock.advance(20)

    assert not office.centre.writes
    assert office.state() is SubmissionState.SUPERSEDED
