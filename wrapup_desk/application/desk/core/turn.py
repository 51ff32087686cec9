"""What one message makes of the desk: the state as it is by now, and the effects so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.delivery.outbox import Outbox, Step
from wrapup_desk.application.desk.core.cards import in_order
from wrapup_desk.application.desk.day_stats import DayStats
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.desk.effects import DeskEffect, ScheduleSubmit
from wrapup_desk.application.desk.leg_notes import LegNotes
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.modes import QueueRule


class Turn:
    """Lives while one message is handled; nothing of it is left but its result.

    Args:
        state: as it was when the message came.
        now: the server's clock.
    """

    __slots__ = ("_before", "effects", "now", "state")

    def __init__(self, state: DeskState, now: datetime) -> None:
        self._before = state
        self.state = state
        self.now = now
        self.effects: list[DeskEffect] = []

    def do(self, *effects: DeskEffect) -> None:
        """Let *effects* be performed."""
        self.effects += effects

    # Cards

    def card(self, key: LegKey) -> InteractionCard | None:
        for card in self.state.cards:
            if card.leg.key == key:
                return card
        return None

    def put_card(self, card: InteractionCard) -> None:
        """Add *card*, or put it in the place of the one of the same leg."""
        key = card.leg.key
        others = [each for each in self.state.cards if each.leg.key != key]
        self.state = replace(self.state, cards=in_order((*others, card)))

    def drop_card(self, key: LegKey) -> None:
        cards = tuple(each for each in self.state.cards if each.leg.key != key)
        self.state = replace(self.state, cards=cards)

    def rule_for(self, card: InteractionCard) -> QueueRule:
        return self.state.settings.rule_for(card.leg.queue_name, card.leg.queue_id)

    # Notes

    def notes(self, key: LegKey) -> LegNotes | None:
        return self.state.notes.get(key)

    def put_notes(self, key: LegKey, notes: LegNotes) -> None:
        self.state = replace(self.state, notes={**self.state.notes, key: notes})

    def drop_notes(self, key: LegKey) -> None:
        left = {each: notes for each, notes in self.state.notes.items() if each != key}
        self.state = replace(self.state, notes=left)

    # Notices

    def put_up(self, notice: Notice) -> None:
        """Show a notice; one with the same key is replaced."""
        notices = self.state.notices
        if notice not in notices:
            others = tuple(each for each in notices if each.key != notice.key)
            self.state = replace(self.state, notices=(*others, notice))

    def take_down(self, key: str) -> None:
        """Show the notice with this key no more."""
        left = tuple(each for each in self.state.notices if each.key != key)
        if left != self.state.notices:
            self.state = replace(self.state, notices=left)

    # Outbox and figures

    @property
    def outbox(self) -> Outbox:
        return self.state.outbox

    def take(self, step: Step) -> None:
        """Take a change of the outbox, with what it wants done."""
        outbox, effects = step
        if outbox is not self.state.outbox:
            self.state = replace(self.state, outbox=outbox)
        self.effects += effects

    def count(self, day: DayStats) -> None:
        if day is not self.state.day:
            self.state = replace(self.state, day=day)

    def result(self) -> tuple[DeskState, list[DeskEffect]]:
        """Return the state, with what follows from the rest of it, and the effects."""
        before, state = self._before, self.state
        if state is before:
            return state, self.effects
        if state.day is not before.day:
            state = replace(state, tally=state.day.totals, uses_today=state.day.uses)
        if state.outbox is not before.outbox:
            outbox = state.outbox
            state = replace(
                state,
                waiting_count=outbox.waiting_count,
                unfinished_count=outbox.unfinished_count,
            )
        plans = [card.plan.at for card in state.cards if card.plan is not None]
        next_plan_at = min(plans, default=None)
        if next_plan_at != state.next_plan_at:
            state = replace(state, next_plan_at=next_plan_at)
            self.do(ScheduleSubmit(next_plan_at))
        return state, self.effects
