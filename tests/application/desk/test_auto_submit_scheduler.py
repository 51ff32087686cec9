"""Plans are due by the server's clock, in their order, also after the computer slept."""

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
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.desk.auto_submit_scheduler import LONGEST_WAIT_S, AutoSubmitScheduler
from wrapup_desk.application.desk.core.desk_core import handle
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.desk.effects import SchedulePlans
from wrapup_desk.application.desk.messages import PlanDue
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import ScheduledSubmit
from wrapup_desk.domain.wrapup import Decider


def a_card(number: int, at_s: float | None) -> InteractionCard:
    plan = None
    if at_s is not None:
        plan = ScheduledSubmit(Decider.AUTO, BILLING, NOON + timedelta(seconds=at_s))
    return InteractionCard(a_leg(number, Phase.AFTER_CALL), plan=plan)


class Planned:
    """The core and its scheduler, with cards that have plans."""

    def __init__(
        self,
        clock: FakeClock,
        centre: FakeContactCentre,
        background: Background,
        *cards: InteractionCard,
    ) -> None:
        self.clock = clock
        self.centre = centre
        self.state = DeskState(cards=cards)
        self.done: list[tuple[float, str]] = []
        self.scheduler = AutoSubmitScheduler(clock, centre.server_now, self.act)
        background.start(self.scheduler.run(), "plans")
        self.look()

    def look(self) -> None:
        """Schedule what is planned by now."""
        plans = {card.leg.key: card.plan for card in self.state.cards if card.plan is not None}
        self.scheduler.schedule({key: plan.at for key, plan in plans.items()})

    def act(self, message: PlanDue) -> None:
        before = {card.leg.key for card in self.state.cards if card.plan is not None}
        self.state, effects = handle(message, self.state, self.centre.server_now())
        at_s = self.clock.monotonic() - 1000
        for card in self.state.cards:
            if card.leg.key in before and card.submission is not None:
                self.done.append((at_s, card.leg.key.communication_id))
        for effect in effects:
            if isinstance(effect, SchedulePlans):
                self.scheduler.schedule(effect.at)


async def test_each_plan_is_carried_out_when_its_time_has_come(
    clock: FakeClock, centre: FakeContactCentre, background: Background
) -> None:
    planned = Planned(clock, centre, background, a_card(1, 10), a_card(2, None), a_card(3, 3))
    await clock.advance(12)
    assert planned.done == [(3, "communication-3"), (10, "communication-1")]

    planned.state = DeskState(cards=(*planned.state.cards, a_card(4, 13)))
    planned.look()
    await clock.advance(1)
    assert planned.done[-1] == (13, "communication-4")


async def test_a_computer_that_slept_acts_soon_after_waking(
    clock: FakeClock, centre: FakeContactCentre, background: Background
) -> None:
    planned = Planned(clock, centre, background, a_card(1, 50))
    await settle()
    clock.jump(timedelta(hours=8))  # the world went on while this computer did not

    await clock.advance(LONGEST_WAIT_S)

    assert [leg for _, leg in planned.done] == ["communication-1"]


async def test_what_is_no_longer_planned_is_never_due(
    clock: FakeClock, centre: FakeContactCentre, background: Background
) -> None:
    planned = Planned(clock, centre, background, a_card(1, 10))
    await settle()
    planned.scheduler.schedule({})

    await clock.advance(60)

    assert planned.done == []
    assert clock.next_wake_s is None


async def test_a_server_clock_that_jumps_ahead_shortens_no_hold_that_was_shown(
    clock: FakeClock, centre: FakeContactCentre, background: Background
) -> None:
    planned = Planned(clock, centre, background, a_card(1, 50))
    await settle()
    centre.offset = timedelta(hours=1)  # and this computer did not sleep

    await clock.advance(49)
    planned.look()
    assert planned.done == []
    await clock.advance(1)

    assert planned.done == [(50, "communication-1")]


async def test_with_several_plans_pending_none_is_shortened_by_a_clock_that_moves(
    clock: FakeClock, centre: FakeContactCentre, background: Background
) -> None:
    planned = Planned(clock, centre, background, a_card(1, 20), a_card(2, 20.5), a_card(3, 50))
    await settle()

    for second in range(60):  # the server's clock gains a tenth of each second
        centre.offset = timedelta(seconds=second / 10)
        await clock.advance(0.5)
        await clock.advance(0.5)

    legs = ["communication-1", "communication-2", "communication-3"]
    assert planned.done == list(zip([20, 20.5, 50], legs, strict=True))


async def test_a_plan_that_is_moved_takes_along_what_was_promised(
    clock: FakeClock, centre: FakeContactCentre, background: Background
) -> None:
    planned = Planned(clock, centre, background, a_card(1, 50))
    await settle()
    await clock.advance(10)
    centre.offset = timedelta(seconds=5)

    planned.state = DeskState(cards=(a_card(1, 48),))  # as where writes have become slower
    planned.look()
    await clock.advance(37)
    assert planned.done == []
    await clock.advance(1)

    assert planned.done == [(48, "communication-1")]
