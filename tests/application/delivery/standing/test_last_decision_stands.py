"""The last decision is what the server ends with, however late it applies; a person's later one stays."""

from __future__ import annotations

from random import Random

import pytest

from tests.application.delivery.outbox_harness import OutboxHarness
from tests.fake_centre import lost_after, lost_before, refusing
from tests.fakes import (
    AGENT,
    BILLING,
    REFUND,
    TECHNICAL,
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
    Reply,
    a_key,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import (
    MOST_WITHOUT_EFFECT,
    NOT_SHOWN,
    ServerReply,
    SubmissionState,
)

SEQUENCES = 1_000
LATE_S = (0.1, 0.5, 1.0, 2.0)


async def after_all(office: OutboxHarness) -> None:
    for _ in range(8):
        await office.clock.advance(8)


@pytest.mark.parametrize("late_s", LATE_S)
async def test_a_code_chosen_again_is_sent_again_although_it_still_stands(
    office: OutboxHarness, late_s: float
) -> None:
    office.decide(BILLING)
    await settle()
    office.centre.replies.append(Reply(effect_after_s=late_s))
    office.decide(REFUND)
    await settle()

    office.decide(BILLING)
    await after_all(office)

    assert office.codes_written == [BILLING.id, REFUND.id, BILLING.id]
    assert office.centre.code_of(a_key()) == BILLING.id
    assert office.state() is SubmissionState.CONFIRMED


async def test_an_old_code_is_no_proof_of_a_write_that_got_lost(office: OutboxHarness) -> None:
    """The program ends before the write in between shows: nobody would put it right."""
    office.decide(BILLING)
    await settle()
    office.centre.replies.extend([Reply(effect_after_s=5.0), lost_before()])
    office.decide(REFUND)
    await settle()
    office.decide(BILLING)
    await settle()
    await office.clock.advance(3)
    assert office.codes_written == [BILLING.id, REFUND.id, BILLING.id, BILLING.id]

    await quits(office)
    await office.clock.advance(10)

    assert office.centre.code_of(a_key()) == BILLING.id


async def test_a_slow_disk_and_a_kill_do_not_bring_an_earlier_decision_back(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    """A later one is not on the server while the disk still has the earlier one as unfinished."""
    office.decide(BILLING)
    await settle()
    office.centre.replies.append(Reply(effect_after_s=0.1))
    office.decide(REFUND)
    await settle()
    store.disk_is_ready.clear()
    office.decide(BILLING)
    await office.clock.advance(0.5)
    assert office.codes_written == [BILLING.id, REFUND.id]

    await office.clock.advance(0.6)
    assert office.codes_written == [BILLING.id, REFUND.id, BILLING.id]  # the disk has had its time
    store.disk_is_ready.set()
    await after_all(office)
    assert office.centre.code_of(a_key()) == BILLING.id


async def test_where_nothing_can_be_written_any_more_the_code_that_stands_is_enough(
    office: OutboxHarness,
) -> None:
    office.decide(BILLING)
    await settle()
    office.centre.replies.extend([Reply(applies=False), refusing(ServerReply.CONFLICT)])
    office.decide(REFUND)
    await settle()
    office.decide(BILLING)
    await after_all(office)

    assert office.state() is SubmissionState.CONFIRMED


async def test_what_was_confirmed_and_replaced_is_a_persons_when_it_comes_again(
    office: OutboxHarness,
) -> None:
    office.decide(BILLING)
    await settle()
    office.decide(REFUND)
    await settle()
    assert office.state() is SubmissionState.CONFIRMED

    office.centre.person_chooses(a_key(), BILLING)
    await after_all(office)

    assert office.codes_written == [BILLING.id, REFUND.id]
    assert office.centre.code_of(a_key()) == BILLING.id
    assert office.state() is SubmissionState.SUPERSEDED


async def test_a_write_never_seen_may_still_come_late_and_is_replaced(
    office: OutboxHarness,
) -> None:
    office.centre.replies.extend([Reply(applies=False), Reply()])
    office.decide(BILLING)
    await settle()
    office.decide(REFUND)
    await settle()
    assert office.state() is SubmissionState.CONFIRMED

    office.centre.person_chooses(a_key(), BILLING)  # as a first write that comes after all
    await after_all(office)

    assert office.centre.code_of(a_key()) == REFUND.id


async def test_a_code_that_is_accepted_and_never_shown_is_given_up_and_told(
    office: OutboxHarness,
) -> None:
    office.centre.replies.extend([Reply(applies=False)] * 30)
    office.decide(BILLING)
    for _ in range(60):
        await office.clock.advance(10)

    assert office.codes_written == [BILLING.id] * MOST_WITHOUT_EFFECT
    submission = office.outbox.submission(a_key())
    assert submission is not None
    assert (submission.state, submission.reason) == (SubmissionState.REFUSED, NOT_SHOWN)


async def test_a_code_given_up_is_confirmed_if_it_shows_after_all(office: OutboxHarness) -> None:
    office.centre.replies.extend([Reply(applies=False)] * 30)
    office.decide(BILLING)
    for _ in range(60):
        await office.clock.advance(10)

    office.centre.person_chooses(a_key(), BILLING)
    await after_all(office)

    assert office.state() is SubmissionState.CONFIRMED


async def quits(office: OutboxHarness) -> None:
    """End as the desk does, and begin anew on the same disk."""
    ending = office.background.start(office.outbox.drain(0.5), "end")
    await settle()
    await office.clock.advance(0.6)
    await ending
    await restarts(office)


async def restarts(office: OutboxHarness) -> None:
    """Begin anew on what the disk has, as after a kill; the resync shows the leg as it is."""
    office.outbox.sign_out()
    office.outbox = office.another()
    await office.outbox.restore()
    office.outbox.sign_in_as(AGENT.id)
    await settle()
    office.centre.tell_of(a_key())
    await settle()


@pytest.mark.slow
async def test_lost_requests_kills_and_quitting_change_nothing_of_that() -> None:
    failures: list[BaseException] = []
    for seed in range(SEQUENCES):
        office = await a_rough_day(seed, failures)

        submission = office.outbox.submission(a_key())
        assert submission is not None, seed
        wrapup = office.centre.legs[a_key()].wrapup
        if submission.is_undone:
            assert wrapup is None, seed
        else:
            assert wrapup is not None, seed
            meant = submission.decision
            assert (wrapup.code_id, wrapup.note) == (meant.code.id, meant.note), seed
            assert submission.state is SubmissionState.CONFIRMED, seed
    assert not failures


@pytest.mark.slow
async def test_even_a_server_that_applies_writes_out_of_order_ends_with_the_last_decision() -> (
    None
):
    """A write that comes after its successor is put right, as the stream tells of it."""
    failures: list[BaseException] = []
    for seed in range(SEQUENCES):
        office = await a_rough_day(seed, failures, applies_in_order=False, tells_all=True)

        submission = office.outbox.submission(a_key())
        assert submission is not None, seed
        wrapup = office.centre.legs[a_key()].wrapup
        stands = wrapup.code_id if wrapup else ""
        assert stands == ("" if submission.is_undone else submission.decision.code.id), seed
    assert not failures


@pytest.mark.slow
async def test_out_of_order_and_never_told_by_the_stream_no_wrong_code_goes_unsaid() -> None:
    """What is seen only long after is told as another code: a person's would look the same."""
    failures: list[BaseException] = []
    told = 0
    for seed in range(SEQUENCES):
        office = await a_rough_day(seed, failures, applies_in_order=False)

        submission = office.outbox.submission(a_key())
        assert submission is not None, seed
        wrapup = office.centre.legs[a_key()].wrapup
        stands = wrapup.code_id if wrapup else ""
        if submission.state is SubmissionState.SUPERSEDED and not submission.is_undone:
            assert stands == submission.other_code_id, seed
            told += 1
        else:
            assert stands == ("" if submission.is_undone else submission.decision.code.id), seed
    assert not failures
    assert told < SEQUENCES / 10


async def a_rough_day(
    seed: int,
    failures: list[BaseException],
    *,
    applies_in_order: bool = True,
    tells_all: bool = False,
) -> OutboxHarness:
    random, clock = Random(f"{applies_in_order} {seed}"), FakeClock()
    centre, background = FakeContactCentre(clock), Background(failures.append)
    centre.applies_in_order, centre.tells_all = applies_in_order, tells_all
    office = OutboxHarness(clock, centre, InMemoryStore(), background)
    office.outbox.sign_in_as(AGENT.id)
    await act(office, random, is_rough=True)
    await after_all(office)
    await restarts(office)
    await after_all(office)
    await background.stop()
    return office


@pytest.mark.slow
async def test_any_sequence_of_choosing_undoing_and_notes_ends_with_the_last_decision(
    expected_failures: list[type[BaseException]],
) -> None:
    failures: list[BaseException] = []
    for seed in range(SEQUENCES):
        random, clock = Random(seed), FakeClock()
        centre, background = FakeContactCentre(clock), Background(failures.append)
        office = OutboxHarness(clock, centre, InMemoryStore(), background)
        office.outbox.sign_in_as(AGENT.id)
        await act(office, random)
        await after_all(office)

        submission = office.outbox.submission(a_key())
        assert submission is not None, seed
        wrapup = centre.legs[a_key()].wrapup
        if submission.is_undone:
            assert wrapup is None, seed
        else:
            assert wrapup is not None, seed
            meant = submission.decision
            assert (wrapup.code_id, wrapup.note) == (meant.code.id, meant.note), seed
            assert submission.state is SubmissionState.CONFIRMED, seed
        await background.stop()
    assert not failures


async def act(office: OutboxHarness, random: Random, *, is_rough: bool = False) -> None:
    """Choose, choose again, undo and write notes, at any pace, on a server that applies late.

    If it *is_rough*, requests and answers get lost, and the program is quit and killed.
    """
    for _ in range(20):
        late = Reply(effect_after_s=random.choice((0.0, *LATE_S)))
        if is_rough and random.random() < 0.3:
            late = random.choice((lost_before(), lost_after(late.effect_after_s)))
        office.centre.replies.append(late)
    for _ in range(random.randint(2, 6)):
        if office.outbox.submission(a_key()) is not None and random.random() < 0.2:
            office.outbox.withdraw(a_key())
        else:
            code = random.choice((BILLING, REFUND, TECHNICAL))
            office.decide(code, random.choice(("", "", "called back")))
        await settle()
        if is_rough and random.random() < 0.25:
            await random.choice((quits, restarts))(office)
        if random.random() < 0.7:
            await office.clock.advance(random.choice((0.02, 0.1, 0.4, 1.5, 4.0)))
    assert office.centre.legs[a_key()].phase is Phase.AFTER_CALL
