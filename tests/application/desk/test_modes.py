"""What is sent without a key press, and what stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.application.desk.desk_harness import DeskHarness, rules, said
from tests.fakes import (
    BILLING,
    NOON,
    REFUND,
    TECHNICAL,
    FakeRecommender,
    Reply,
    a_key,
    a_leg,
)
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import Mode
from wrapup_desk.domain.wrapup import Decider


async def test_the_guard_sends_just_before_the_time_runs_out(floor: DeskHarness) -> None:
    floor.recommender = FakeRecommender(0.99, may_auto_submit=True)
    await floor.open(rules(Mode.GUARD))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    plan = floor.card().plan
    assert plan is not None
    assert plan.at == NOON + timedelta(seconds=55)

    await floor.clock.advance(54)
    assert not floor.centre.writes
    await floor.clock.advance(1)

    submission = floor.card().submission
    assert submission is not None
    assert submission.decision.decider is Decider.GUARD
    assert floor.centre.code_of(a_key()) == BILLING.id
    await floor.move(Phase.COMPLETED)
    assert floor.recommender.learnt == [(BILLING.id, False)], "nobody looked"


async def test_a_slow_line_makes_the_guard_earlier(floor: DeskHarness) -> None:
    floor.recommender = FakeRecommender(0.99, may_auto_submit=True)
    await floor.open(rules(Mode.GUARD))
    await floor.put(a_leg(2))
    floor.centre.replies.append(Reply(answer_after_s=4))
    floor.choose(number=2)
    await floor.clock.advance(4)

    await floor.put(a_leg(phase=Phase.AFTER_CALL))

    plan = floor.card().plan
    assert plan is not None
    assert plan.at == NOON + timedelta(seconds=60 - 3 * 4)


async def test_a_held_leg_is_never_sent_by_itself(floor: DeskHarness) -> None:
    floor.recommender = FakeRecommender(0.99, may_auto_submit=True)
    await floor.open(rules(Mode.AUTO))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.desk.hold("communication-1")
    floor.desk.hold("communication-1")
    assert floor.card().plan is None
    assert floor.card().is_on_hold

    await floor.clock.advance(120)
    assert not floor.centre.writes


async def test_auto_sends_after_its_hold_whatever_is_refreshed_meanwhile(
    floor: DeskHarness,
) -> None:
    floor.recommender = FakeRecommender(0.99, may_auto_submit=True)
    await floor.open(rules(Mode.AUTO))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    for second in range(9):
        floor.centre.tell(said("still talking", str(second)))
        await floor.clock.advance(1)
    assert not floor.centre.writes

    await floor.clock.advance(1)
    assert floor.centre.code_of(a_key()) == BILLING.id


async def test_a_key_press_takes_the_place_of_the_plan(floor: DeskHarness) -> None:
    floor.recommender = FakeRecommender(0.99, may_auto_submit=True)
    await floor.open(rules(Mode.AUTO))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.choose(TECHNICAL.id)
    await floor.clock.advance(60)

    assert [write.code_id for write in floor.centre.writes] == [TECHNICAL.id]


async def test_early_sends_while_the_customer_is_still_there(floor: DeskHarness) -> None:
    floor.recommender = FakeRecommender(0.99, may_auto_submit=True)
    await floor.open(rules(Mode.EARLY))
    await floor.put(a_leg(phase=Phase.CONNECTED))

    assert floor.centre.code_of(a_key()) == BILLING.id


@pytest.mark.parametrize("mode", Mode)
async def test_nothing_is_ever_sent_by_itself_on_a_dialer_leg(
    floor: DeskHarness, mode: Mode
) -> None:
    floor.recommender = FakeRecommender(0.99, may_auto_submit=True)
    await floor.open(rules(mode, trusts_backend=True))
    leg = a_leg(is_dialer=True, attributes={"wrapup_code": "Refund"})
    await floor.put(leg)
    await floor.move(Phase.AFTER_CALL)
    await floor.clock.advance(200)

    assert not floor.centre.writes


async def test_a_trusted_backends_proposal_is_sent_once_with_its_note(floor: DeskHarness) -> None:
    await floor.open(Settings(trusts_backend=True))
    leg = a_leg(attributes={"wrapup_code": " refund ", "wrapup_notes": "order 7"})
    await floor.put(leg)
    await floor.put(leg)

    assert [(write.code_id, write.note) for write in floor.centre.writes] == [
        (REFUND.id, "order 7")
    ]
    submission = floor.card().submission
    assert submission is not None
    assert submission.decision.decider is Decider.BACKEND


async def test_new_settings_apply_at_once(floor: DeskHarness) -> None:
    floor.recommender = FakeRecommender(0.99, may_auto_submit=True)
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    assert floor.card().plan is None

    settings = replace(rules(Mode.AUTO), favourites=(REFUND.id,))
    floor.desk.use_settings(settings)

    assert floor.card().plan is not None
    assert floor.state.favourites == (REFUND.id,)
    assert floor.desk.settings is settings
