"""Decides which card is the expanded one, without ever taking one away from the agent's hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState

# With less than this left, another card may be opened than the one gone to by hand.
_SHORT = timedelta(seconds=15)


class ActiveCard:
    """The selected card: the agent's own choice first, else the one whose time runs out.

    In compact form every card is one line, but for this one: opened by hand, or as it needs one.
    """

    def __init__(self) -> None:
        self.id = ""
        self.is_compact = False
        self._is_open = False
        self._is_opened_by_hand = False
        self._short: frozenset[str] = frozenset()
        self._is_by_hand = False
        self._needed_a_code = False
        self._in_after_call: frozenset[str] = frozenset()

    def select(self, communication_id: str) -> None:
        """Select by the agent's hand; it stays until it is dealt with or another leg ends."""
        self.mark(communication_id)
        self._is_open = self._is_opened_by_hand = True

    def mark(self, communication_id: str) -> None:
        """Select without opening it."""
        self.id = communication_id
        self._is_open = self._is_opened_by_hand = False
        self._is_by_hand = True
        self._needed_a_code = False

    def close(self) -> None:
        """Let it become one line again, unless it needs a hand."""
        self._is_opened_by_hand = False

    def is_line(self, communication_id: str) -> bool:
        """Whether a card is drawn as one line."""
        return self.is_compact and not (self._is_open and communication_id == self.id)

    def step(self, cards: Sequence[InteractionCard], by: int) -> None:
        """Select the next or the previous card."""
        ids = [_id(card) for card in cards]
        if not ids:
            return
        if self.id not in ids:
            self.mark(ids[0])
        else:
            self.mark(ids[max(0, min(len(ids) - 1, ids.index(self.id) + by))])
        self._open_where_needed(cards)

    def follow(
        self, cards: Sequence[InteractionCard], *, is_frozen: bool, has_draft: bool
    ) -> None:
        """Move to the card that needs the agent most, unless they are busy with this one."""
        before = self.id
        self._move(cards, is_frozen=is_frozen, has_draft=has_draft)
        if self.id != before:
            self._is_open = self._is_opened_by_hand = False
        if not is_frozen:
            self._open_where_needed(cards)

    def let_go_when_short(self, cards: Sequence[InteractionCard], now: datetime) -> bool:
        """Let go of what was gone to by hand when time gets short elsewhere; True when it does."""
        if not self.is_compact:
            return False
        short = frozenset(_id(card) for card in cards if _is_due(card) and _is_short(card, now))
        is_new = bool(short - self._short - {self.id})
        self._short = short
        if is_new:
            self._is_by_hand = False
        return is_new

    def _open_where_needed(self, cards: Sequence[InteractionCard]) -> None:
        current = next((card for card in cards if _id(card) == self.id), None)
        needs_a_hand = current is not None and (_is_due(current) or _is_refused(current))
        self._is_open = self._is_opened_by_hand or needs_a_hand

    def _move(self, cards: Sequence[InteractionCard], *, is_frozen: bool, has_draft: bool) -> None:
        after_call = frozenset(_id(card) for card in cards if _is_due(card))
        if after_call - self._in_after_call and not has_draft:
            self._is_by_hand = False
        self._in_after_call = after_call
        current = next((card for card in cards if _id(card) == self.id), None)
        if current is None:
            self._is_by_hand = False
            self.id = _most_urgent(cards, None)
            return
        if self._needed_a_code and not current.needs_a_code:
            self._is_by_hand = self._is_opened_by_hand = False
        if not (is_frozen or self._is_by_hand or has_draft or _is_due(current)):
            self.id = _most_urgent(cards, current)
        self._needed_a_code = any(card.needs_a_code for card in cards if _id(card) == self.id)


def _id(card: InteractionCard) -> str:
    return card.leg.key.communication_id


def _is_due(card: InteractionCard) -> bool:
    return card.needs_a_code and card.leg.phase is Phase.AFTER_CALL


def _is_short(card: InteractionCard, now: datetime) -> bool:
    return card.leg.deadline_at is not None and card.leg.deadline_at - now <= _SHORT


def _is_refused(card: InteractionCard) -> bool:
    return card.submission is not None and card.submission.state is SubmissionState.REFUSED


def _most_urgent(cards: Sequence[InteractionCard], current: InteractionCard | None) -> str:
    """Return the card to expand; "" when none waits for the agent."""
    before = (current,) if current is not None else ()
    for claim, among in (
        (_is_due, cards),
        (_needs_a_code, (*before, *cards)),
        (_is_refused, cards),
        (_is_under_way, before),
    ):
        for card in among:
            if claim(card):
                return _id(card)
    return ""


def _needs_a_code(card: InteractionCard) -> bool:
    return card.needs_a_code


def _is_under_way(card: InteractionCard) -> bool:
    return not card.leg.phase.is_over
