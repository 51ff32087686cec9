from __future__ import annotations

from datetime import timedelta

from tests.fakes import (
    BILLING,
    NOON,
    FakeClock,
    FakeContactCentre,
    a_leg,
    settle,
)
from wrapup_desk.application.background import Background
from wrapup_desk.application.desk_state import InteractionCard
from wrapup_desk.application.planner import LONGEST_WAIT_S, Planner
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import Plan
from wrapup_desk.domain.wrapup import Decider


def a_card(number: int, at_s: float | None) -> InteractionCard:
    plan = None
    if at_s is not None:
        plan = Plan(Decider.AUTO, BILLING, NOON + timedelta(seconds=at_s))
    return InteractionCard(a_leg(number, Phase.AFTER_CALL), plan=plan)


async def test_each_plan_is_carried_out_when_its_time_has_come(
    clock: FakeClock, centre: FakeContactCentre, background: Background
) -> None:
    cards = [a_card(1, 10), a_card(2, None), a_card(3, 3)]
    done: list[tuple[float, str]] = []

    def act(card: InteractionCard, plan: Plan) -> None:
        done.append((clock.monotonic() - 1000, card.leg.key.communication_id))
        cards.remove(card)

    planner = Planner(clock, centre.server_now, cards, act)
    background.start(planner.run(), "plans")
    await clock.advance(12)
    assert done == [(3, "communication-3"), (10, "communication-1")]

    cards.append(a_card(4, 13))
    planner.note_change()
    await clock.advance(1)
    assert done[-1] == (13, "communication-4")


async def test_a_computer_that_slept_acts_soon_after_waking(
    clock: FakeClock, centre: FakeContactCentre, background: Background
) -> None:
    cards = [a_card(1, 50)]
    done: list[str] = []

    def act(card: InteractionCard, plan: Plan) -> None:
        done.append(card.leg.key.communication_id)
        cards.remove(card)

    background.start(Planner(clock, centre.server_now, cards, act).run(), "plans")
    await settle()
    centre.offset = timedelta(hours=8)  # the server went on while this computer did not

    await clock.advance(LONGEST_WAIT_S)

    assert done == ["communication-1"]
