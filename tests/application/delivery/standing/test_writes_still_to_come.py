"""A write of ours that comes late is put right, once; a person's choice of the same code stays."""

from __future__ import annotations

from tests.application.delivery.outbox_harness import OutboxHarness
from tests.fake_centre import lost_after, refusing
from tests.fakes import BILLING, REFUND, InMemoryStore, Reply, a_key, settle
from wrapup_desk.domain.submission import SETTLES_WITHIN, ServerReply, SubmissionState


async def after_all(office: OutboxHarness) -> None:
    for _ in range(8):
        await office.clock.advance(8)


async def sent_twice_then_replaced(office: OutboxHarness) -> None:
    """Billing's first write got no answer and comes 5 s later; then Refund is chosen and confirmed."""
    office.centre.applies_in_order = False
    office.centre.replies.append(lost_after(5.0))
    office.decide(BILLING)
    await office.clock.advance(2)
    assert office.codes_written == [BILLING.id, BILLING.id]
    assert office.state() is SubmissionState.CONFIRMED
    office.decide(REFUND)
    await settle()
    assert office.state() is SubmissionState.CONFIRMED


async def shown_to_the_desk(office: OutboxHarness) -> None:
    office.centre.tell_of(a_key())
    await settle()


async def test_a_write_that_was_sent_twice_and_comes_after_its_successor_is_put_right(
    office: OutboxHarness,
) -> None:
    await sent_twice_then_replaced(office)

    await office.clock.advance(4)
    assert office.centre.code_of(a_key()) == BILLING.id
    await shown_to_the_desk(office)
    await after_all(office)

    assert office.codes_written == [BILLING.id, BILLING.id, REFUND.id, REFUND.id]
    assert office.centre.code_of(a_key()) == REFUND.id
    assert office.state() is SubmissionState.CONFIRMED


async def test_what_has_come_cannot_come_again_so_the_next_time_it_is_a_persons(
    office: OutboxHarness,
) -> None:
    await sent_twice_then_replaced(office)
    await office.clock.advance(4)
    await shown_to_the_desk(office)
    assert office.centre.code_of(a_key()) == REFUND.id

    office.centre.person_chooses(a_key(), BILLING)
    await after_all(office)

    assert office.centre.code_of(a_key()) == BILLING.id
    assert office.state() is SubmissionState.SUPERSEDED


async def test_a_later_choice_waits_for_the_disk_also_while_the_first_is_not_there_yet(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    """The disk takes them in their order: a kill in between would send the one in the middle."""
    store.disk_is_ready.clear()
    office.decide(BILLING)
    await office.clock.advance(0.02)
    assert office.codes_written == [BILLING.id]
    office.decide(REFUND)
    office.decide(BILLING)
    await office.clock.advance(0.5)
    assert office.state() is not SubmissionState.CONFIRMED

    store.disk_is_ready.set()
    await after_all(office)

    assert office.state() is SubmissionState.CONFIRMED
    assert office.centre.code_of(a_key()) == BILLING.id


async def test_long_after_it_was_sent_nothing_comes_late(office: OutboxHarness) -> None:
    await sent_twice_then_replaced(office)
    await office.clock.advance(4)
    await shown_to_the_desk(office)
    written = list(office.codes_written)
    await office.clock.advance(SETTLES_WITHIN.total_seconds() + 1)

    office.centre.person_chooses(a_key(), BILLING)
    await after_all(office)

    assert office.codes_written == written
    assert office.state() is SubmissionState.SUPERSEDED


async def test_a_write_that_was_refused_will_not_come(office: OutboxHarness) -> None:
    office.centre.replies.extend([refusing(ServerReply.TOO_MANY), refusing(ServerReply.CONFLICT)])
    office.decide(BILLING)
    await office.clock.advance(3)
    assert office.codes_written == [BILLING.id] * 3
    office.decide(REFUND)
    await settle()
    assert office.state() is SubmissionState.CONFIRMED

    office.centre.person_chooses(a_key(), BILLING)
    await after_all(office)

    assert office.centre.code_of(a_key()) == BILLING.id
    assert office.state() is SubmissionState.SUPERSEDED


async def test_a_write_seen_to_arrive_before_its_successor_is_a_persons_when_it_comes_again(
    office: OutboxHarness,
) -> None:
    """Refund was chosen before anybody saw Billing applied; both were then seen, in their order."""
    office.centre.replies.extend([Reply(effect_after_s=0.5), Reply(effect_after_s=1.0)])
    office.decide(BILLING)
    await settle()
    office.decide(REFUND)
    await settle()
    await office.clock.advance(0.6)
    await office.clock.advance(2)
    assert office.codes_written == [BILLING.id, REFUND.id]
    assert office.state() is SubmissionState.CONFIRMED

    office.centre.person_chooses(a_key(), BILLING)
    await after_all(office)

    assert office.centre.code_of(a_key()) == BILLING.id
    assert office.state() is SubmissionState.SUPERSEDED
