"""What one message makes of the desk: the state as it is by now, and the effects so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.delivery.outbox import Outbox, Step
from wrapup_desk.application.desk.day_stats import DayStats
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard, in_order
from wrapup_desk.application.desk.effects import DeskEffect, ForgetSelection, SchedulePlans
from wrapup_desk.application.desk.leg_notes import LegNotes
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.modes import QueueRule


class Turn:
    """Lives while one message is handled; nothing of it is left but its result.

    Cards, notes, outbox and day are kept apart while they change, and put together in `result`;
    `rest` is everything else.

    Args:
        state: as it was when the message came.
        now: the server's clock.
    """

    __slots__ = (
        "_before",
        "_has_new_cards",
        "_has_new_notes",
        "_has_new_order",
        "cards",
        "day",
        "effects",
        "notes",
        "now",
        "outbox",
        "rest",
    )

    def __init__(self, state: DeskState, now: datetime) -> None:
        self._before = state
        self.rest = state
        self.now = now
        self.outbox: Outbox = state.outbox
        self.day: DayStats = state.day
        self.cards = {card.leg.key: card for card in state.cards}
        self.notes: dict[LegKey, LegNotes] = dict(state.notes)
        self.effects: list[DeskEffect] = []
        self._has_new_cards = self._has_new_order = self._has_new_notes = False

    def do(self, *effects: DeskEffect) -> None:
        """Let *effects* be performed."""
        self.effects += effects

    def take(self, step: Step) -> None:
        """Take a change of the outbox, with what it wants done."""
        self.outbox, effects = step
        self.effects += effects

    # Cards and notes

    def all_cards(self) -> tuple[InteractionCard, ...]:
        """Return the cards of now, to go through while they change."""
        return tuple(self.cards.values())

    def put_card(self, card: InteractionCard) -> None:
        """Add *card*, or put it in the place of the one of the same leg."""
        key = card.leg.key
        known = self.cards.get(key)
        if known is None or known.place != card.place:
            self._has_new_order = True
        self.cards[key] = card
        self._has_new_cards = True

    def drop_card(self, key: LegKey) -> None:
        del self.cards[key]
        self._has_new_cards = True

    def put_notes(self, key: LegKey, notes: LegNotes) -> None:
        self.notes[key] = notes
        self._has_new_notes = True

    def drop_notes(self, key: LegKey) -> None:
        del self.notes[key]
        self._has_new_notes = True

    def drop_selection(self, key: LegKey) -> None:
        """Forget what was selected for a leg, with or without a card: it was sent, or taken back."""
        selections = self.rest.selections
        if key not in selections:
            return
        left = {each: one for each, one in selections.items() if each != key}
        self.rest = replace(self.rest, selections=left)
        self.do(ForgetSelection(key))
        if (card := self.cards.get(key)) is not None:
            self.put_card(replace(card, selection=None, keeps_selection=False))

    def rule_for(self, card: InteractionCard) -> QueueRule:
        return self.rest.settings.rule_for(card.leg.queue_name, card.leg.queue_id)

    # Notices

    def put_up(self, notice: Notice) -> None:
        """Show a notice; one with the same key is replaced."""
        notices = self.rest.notices
        if notice not in notices:
            others = tuple(each for each in notices if each.key != notice.key)
            self.rest = replace(self.rest, notices=(*others, notice))

    def take_down(self, key: str) -> None:
        """Show the notice with this key no more."""
        notices = self.rest.notices
        if notices and any(each.key == key for each in notices):
            left = tuple(each for each in notices if each.key != key)
            self.rest = replace(self.rest, notices=left)

    # The end

    def result(self) -> tuple[DeskState, list[DeskEffect]]:
        """Return the state, with what follows from the rest of it, and the effects."""
        before, rest, outbox, day = self._before, self.rest, self.outbox, self.day
        has_new_outbox, has_new_day = outbox is not before.outbox, day is not before.day
        has_new_parts = has_new_outbox or has_new_day or self._has_new_notes
        if rest is before and not (has_new_parts or self._has_new_cards):
            return before, self.effects
        cards = tuple(self.cards.values()) if self._has_new_cards else rest.cards
        plans_at = {card.leg.key: card.plan.at for card in cards if card.plan is not None}
        if plans_at != rest.plans_at:
            self.do(SchedulePlans(plans_at))
        counts = outbox.counts() if has_new_outbox else (rest.waiting_count, rest.unfinished_count)
        state = replace(
            rest,
            outbox=outbox,
            waiting_count=counts[0],
            unfinished_count=counts[1],
            day=day,
            tally=day.totals() if has_new_day else rest.tally,
            uses_today=day.uses() if has_new_day else rest.uses_today,
            notes=self.notes if self._has_new_notes else rest.notes,
            cards=in_order(cards) if self._has_new_order else cards,
            plans_at=plans_at,
        )
        return state, self.effects
