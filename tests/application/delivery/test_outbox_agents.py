"""No decision is ever sent with another agent's token."""

from __future__ import annotations

import pytest

from tests.application.delivery.outbox_harness import OutboxHarness
from tests.fakes import (
    AGENT,
    BILLING,
    OTHER_AGENT,
    FakeClock,
    InMemoryStore,
    Reply,
    a_submission,
    lost_before,
    refusing,
    settle,
)
from wrapup_desk.domain.submission import ServerReply, SubmissionState


async def test_nothing_is_sent_before_somebody_signs_in(office: OutboxHarness) -> None:
    office.outbox.sign_out()
    office.decide()
    await settle()
    assert not office.centre.writes

    office.outbox.sign_in_as(AGENT.id)
    await settle()
    assert office.codes_written == [BILLING.id]


@pytest.mark.parametrize(
    "reply",
    [
        lost_before(),
        Reply(applies=False),
        refusing(ServerReply.NOT_SIGNED_IN),
        refusing(ServerReply.TOO_MANY, retry_after_s=5),
        Reply(answer_after_s=30),
    ],
    ids=["backing off", "awaiting news", "after a 401", "waiting its turn", "being answered"],
)
async def test_another_agents_token_never_carries_a_code_wherever_it_stood(
    office: OutboxHarness, clock: FakeClock, reply: Reply
) -> None:
    office.centre.replies.append(reply)
    office.decide()
    await settle()

    office.outbox.sign_out()
    office.centre.token_of = OTHER_AGENT
    office.outbox.sign_in_as(OTHER_AGENT.id)
    await clock.advance(120)
    assert {write.token_of for write in office.centre.writes} == {AGENT.id}
    assert office.outbox.waiting_count == 0
    assert office.outbox.count_of_others == 1

    office.outbox.sign_out()
    office.centre.token_of = AGENT
    office.outbox.sign_in_as(AGENT.id)
    await clock.advance(120)
    assert {write.token_of for write in office.centre.writes} == {AGENT.id}
    assert office.state() is SubmissionState.CONFIRMED


async def test_before_a_sign_in_everything_that_waits_is_counted(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission(1))
    await store.save(a_submission(2, agent_id=OTHER_AGENT.id))
    outbox = office.another()
    await outbox.restore()

    assert outbox.waiting_count == 2
