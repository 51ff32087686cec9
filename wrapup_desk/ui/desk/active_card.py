"""Decides which card is the expanded one, without ever taking one away from the agent's hands."""

from __future__ import annotations

from collections.abc import Sequence

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState


class ActiveCard:
    """The selected card: the agent's own choice first, else the one whose time runs out."""

    def __init__(self) -> None:
        self.id = ""
        self._is_by_hand = False
        self._needed_a_code = False
        self._in_after_call: frozenset[str] = frozenset()

    def select(self, communication_id: str) -> None:
        """Select by the agent's hand; it stays until it is dealt with or another leg ends."""
        self.id = communication_id
        self._is_by_hand = True
        self._needed_a_code = False

    def step(self, cards: Sequence[InteractionCard], by: int) -> None:
        """Select the next or the previous card."""
        ids = [_id(card) for card in cards]
        if not ids:
            return
        if self.id not in ids:
            self.select(ids[0])
            return
        self.select(ids[max(0, min(len(ids) - 1, ids.index(self.id) + by))])

    def follow(
        self, cards: Sequence[InteractionCard], *, is_frozen: bool, has_draft: bool
    ) -> None:
        """Move to the card that needs the agent most, unless they are busy with this one."""
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
            self._is_by_hand = False
        if not (is_frozen or self._is_by_hand or has_draft or _is_due(current)):
            self.id = _most_urgent(cards, current)
        self._needed_a_code = any(card.needs_a_code for card in cards if _id(card) == self.id)


def _id(card: InteractionCard) -> str:
    return card.leg.key.communication_id


def _is_due(card: InteractionCard) -> bool:
    return card.needs_a_code and card.leg.phase is Phase.AFTER_CALL


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
