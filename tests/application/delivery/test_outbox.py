"""Decisions are kept before they are sent, and never dropped."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.application.delivery.outbox_harness import OutboxHarness
from tests.fakes import (
    AGENT,
    BILLING,
    NOON,
    REFUND,
    TECHNICAL,
    FakeClock,
    InMemoryStore,
    Reply,
    a_decision,
    a_key,
    a_leg,
    a_submission,
    lost_before,
    refusing,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Answer
from wrapup_desk.application.delivery.delivery_service import HEAD_START_S, RESTART_AFTER_S
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import ServerReply, SubmissionState
from wrapup_desk.domain.wrapup import AssignedCode, Decider

# Kept first


async def test_a_decision_is_on_disk_before_anything_is_sent(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    store.disk_is_ready.clear()
    office.decide()
    await settle()
    assert not office.centre.writes
    assert office.outbox.waiting_count == 0, "nothing waits on this computer before the commit"
    assert office.outbox.value.counts() == (0, 1)

    store.disk_is_ready.set()
    await settle()
    assert office.codes_written == [BILLING.id]
    assert office.state() is SubmissionState.CONFIRMED
    assert store.of(a_key()) == office.outbox.submission(a_key())
    assert office.outbox.waiting_count == 0


async def test_with_a_full_disk_the_code_goes_out_all_the_same_and_it_is_told(
    office: OutboxHarness, store: InMemoryStore, clock: FakeClock
) -> None:
    store.is_full = True
    office.decide()
    await settle()
    assert office.state() is SubmissionState.CONFIRMED
    assert office.troubles[0] == "there is no room left on the disk"

    store.is_full = False
    await clock.advance(10)
    assert office.troubles[-1] == ""
    assert store.of(a_key()) == office.outbox.submission(a_key())


async def test_signing_in_sends_nothing_that_is_still_on_its_way_to_disk(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    store.disk_is_ready.clear()
    office.decide()
    await settle()
    office.outbox.sign_in_as(AGENT.id)
    await settle()
    assert not office.centre.writes

    store.disk_is_ready.set()
    await settle()
    assert office.codes_written == [BILLING.id]


async def test_news_of_the_leg_while_its_decision_goes_to_disk_counts(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    store.disk_is_ready.clear()
    office.decide()
    await settle()
    office.centre.person_chooses(a_key(), TECHNICAL)
    await settle()

    store.disk_is_ready.set()
    await settle()

    assert not office.centre.writes
    assert office.state() is SubmissionState.SUPERSEDED


async def test_of_two_quick_decisions_only_the_second_is_sent(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    store.disk_is_ready.clear()
    office.decide(BILLING)
    office.decide(REFUND)
    store.disk_is_ready.set()
    await settle()

    assert office.codes_written == [REFUND.id]
    assert office.state() is SubmissionState.CONFIRMED


async def test_the_second_of_two_quick_decisions_waits_for_its_own_place_on_disk(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    first_save, second_save = asyncio.Event(), asyncio.Event()
    store.disk_is_ready = first_save
    office.decide(BILLING)
    office.decide(REFUND)
    await settle()
    store.disk_is_ready = second_save
    first_save.set()
    await settle()
    assert store.saves == 1
    assert not office.centre.writes

    second_save.set()
    await settle()
    assert office.codes_written == [REFUND.id]


async def test_an_earlier_code_is_not_sent_while_its_successor_goes_to_disk(
    office: OutboxHarness, store: InMemoryStore, clock: FakeClock
) -> None:
    office.centre.replies.append(lost_before())
    office.decide(BILLING)
    await settle()
    store.disk_is_ready.clear()
    office.decide(REFUND)
    await clock.advance(60)
    assert office.codes_written == [BILLING.id, REFUND.id]

    store.disk_is_ready.set()
    await clock.advance(5)
    assert office.codes_written == [BILLING.id, REFUND.id]
    assert office.state() is SubmissionState.CONFIRMED
    assert store.of(a_key()) == office.outbox.submission(a_key())


async def test_what_becomes_of_an_earlier_decision_is_not_shown_over_the_later(
    office: OutboxHarness, store: InMemoryStore, clock: FakeClock
) -> None:
    office.centre.replies.append(Reply(answer_after_s=3))
    office.decide(BILLING)
    await clock.advance(1)
    store.disk_is_ready.clear()
    office.decide(REFUND)
    await clock.advance(3)
    later = office.outbox.submission(a_key())
    assert later is not None
    assert later.decision.code == REFUND

    store.disk_is_ready.set()
    await clock.advance(1)
    assert office.codes_written == [BILLING.id, REFUND.id]
    assert office.state() is SubmissionState.CONFIRMED
    assert store.of(a_key()) == office.outbox.submission(a_key())


async def test_a_disk_that_takes_its_time_does_not_let_complete_outrun_the_code(
    office: OutboxHarness, store: InMemoryStore, clock: FakeClock
) -> None:
    store.disk_is_ready.clear()
    office.decide()
    await settle()
    assert not office.centre.writes

    await clock.advance(HEAD_START_S)
    assert office.codes_written == [BILLING.id]

    store.disk_is_ready.set()
    await settle()
    assert office.state() is SubmissionState.CONFIRMED
    assert store.of(a_key()) == office.outbox.submission(a_key())


async def test_everything_is_on_disk_and_on_its_way_before_the_program_ends(
    office: OutboxHarness, store: InMemoryStore, clock: FakeClock
) -> None:
    office.centre.replies.append(Reply(answer_after_s=2, effect_after_s=2))
    office.decide()
    draining = asyncio.get_running_loop().create_task(office.outbox.drain(3))
    await settle()
    assert store.of(a_key()) is not None
    assert not draining.done()

    await clock.advance(2)
    await draining

    assert office.state() is SubmissionState.CONFIRMED
    assert store.of(a_key()) == office.outbox.submission(a_key())


async def test_the_end_of_the_program_does_not_wait_for_ever(
    office: OutboxHarness, clock: FakeClock
) -> None:
    office.centre.replies.append(lost_before())
    office.centre.read_answers.extend([Answer(ServerReply.UNREACHABLE)] * 50)
    office.decide()
    await settle()

    draining = asyncio.get_running_loop().create_task(office.outbox.drain(3))
    await clock.advance(3)

    assert draining.done()
    assert office.outbox.waiting_count == 1


async def test_a_decision_whose_task_never_began_is_stored_by_the_drain(
    office: OutboxHarness, store: InMemoryStore, background: Background
) -> None:
    office.decide()
    await background.stop()

    await office.outbox.drain(0)

    assert store.of(a_key()) == office.outbox.submission(a_key())


# Restart


async def test_what_an_earlier_run_left_is_shown_read_back_and_sent(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission())
    office.centre.legs[a_key()] = a_leg(phase=Phase.AFTER_CALL)
    office.outbox = office.another()

    await office.outbox.restore()
    assert office.changes == [a_submission().survived()]
    assert not office.centre.writes

    office.outbox.sign_in_as(AGENT.id)
    await settle()
    assert len(office.centre.reads) == 1
    assert office.codes_written == [BILLING.id]


@pytest.mark.parametrize("years_ahead", [-5, 0, 5])
async def test_a_decision_after_a_restart_has_a_later_revision_than_the_one_on_disk(
    office: OutboxHarness, store: InMemoryStore, clock: FakeClock, years_ahead: int
) -> None:
    office.decide(BILLING)
    office.decide(REFUND)
    await settle()
    office.outbox.sign_out()
    clock.jump(timedelta(days=365 * years_ahead))
    office.outbox = office.another()
    await office.outbox.restore()
    office.outbox.sign_in_as(AGENT.id)

    submission = office.decide(TECHNICAL)
    await settle()

    assert submission.revision == 3
    assert store.of(a_key()) == office.outbox.submission(a_key())
    assert office.state() is SubmissionState.CONFIRMED


async def test_a_delivery_that_fails_by_a_fault_of_ours_is_replaced(
    office: OutboxHarness,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
    expected_failures: list[type[BaseException]],
) -> None:
    expected_failures.append(ZeroDivisionError)

    async def fail(*args: object, **kwargs: object) -> Answer:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(office.centre, "submit", fail)
        office.decide()
        await settle()
    assert office.outbox.waiting_count == 1

    await clock.advance(RESTART_AFTER_S)

    assert office.state() is SubmissionState.CONFIRMED
    assert office.codes_written == [BILLING.id]


# Another try


async def test_a_refused_code_can_be_tried_once_more(office: OutboxHarness) -> None:
    office.centre.replies.append(refusing(ServerReply.NOT_PERMITTED))
    office.decide()
    await settle()
    assert office.state() is SubmissionState.REFUSED

    office.outbox.retry(a_key())
    await settle()

    assert office.state() is SubmissionState.CONFIRMED


async def test_only_what_failed_is_tried_once_more(office: OutboxHarness) -> None:
    office.decide()
    await settle()

    office.outbox.retry(a_key())
    office.outbox.retry(a_key(7))
    await settle()

    assert office.codes_written == [BILLING.id]


async def test_when_the_line_is_back_waiting_codes_go_at_once(office: OutboxHarness) -> None:
    office.centre.read_answers.extend([Answer(ServerReply.UNREACHABLE)] * 5)
    office.decide(is_live=False)
    await office.clock.advance(10)
    office.centre.read_answers.clear()

    office.outbox.line_is_back()
    await settle()

    assert office.codes_written == [BILLING.id]


# What the decision stands above


async def test_a_person_may_choose_above_a_code_they_saw(office: OutboxHarness) -> None:
    office.centre.put(a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(TECHNICAL.id)))

    office.decide()
    await settle()

    assert office.codes_written == [BILLING.id]


async def test_a_rule_never_stands_above_anybodys_code(office: OutboxHarness) -> None:
    leg = a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(TECHNICAL.id))
    office.centre.put(leg)

    office.outbox.decide(leg, a_decision(decider=Decider.GUARD), is_leg_current=True)
    await settle()

    assert not office.centre.writes
    assert office.state() is SubmissionState.SUPERSEDED


async def test_a_changed_note_is_written_and_an_unchanged_one_is_not(
    office: OutboxHarness,
) -> None:
    office.decide(note="first")
    await settle()
    office.decide(note="second")
    await settle()

    assert [write.note for write in office.centre.writes] == ["first", "second"]
    assert office.state() is SubmissionState.CONFIRMED


async def test_what_the_card_has_to_say_is_noted_with_the_decision(office: OutboxHarness) -> None:
    leg = a_leg(phase=Phase.AFTER_CALL, is_dialer=True)

    submission = office.outbox.decide(leg, a_decision(), is_leg_current=False)

    assert submission.queue_name == "Support"
    assert submission.hung_up_at == NOON
    assert submission.not_before_at == NOON + timedelta(seconds=5)


async def test_a_slow_line_shows_in_the_latency(office: OutboxHarness, clock: FakeClock) -> None:
    assert office.outbox.latency == timedelta(0)
    office.centre.replies.append(Reply(answer_after_s=2))
    office.decide()
    await clock.advance(2)

    assert office.outbox.latency == timedelta(seconds=2)
