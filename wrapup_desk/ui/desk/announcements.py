"""Tells screen readers what changes by itself: time running out, and results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.ui.announcer import Announcer
from wrapup_desk.ui.card.appearance import CardState, appearance_of, countdown_of, state_of
from wrapup_desk.ui.card.wording import customer_text, outcome_text

# Seconds left at which a warning is due, rarer first.
WARN_AT_S = (30, 10)

_RESULTS = (
    CardState.CODED,
    CardState.CHANGED,
    CardState.REFUSED,
    CardState.TOO_LATE,
    CardState.NO_CODE,
)


class Announcements(Announcer):
    """Says each thing once."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._states: dict[str, CardState] = {}
        self._warned: dict[str, int] = {}

    def follow(self, cards: Iterable[InteractionCard], now: datetime) -> None:
        """Announce warnings and results that are new since the last call."""
        listed: set[str] = set()
        for card in cards:
            communication_id = card.leg.key.communication_id
            listed.add(communication_id)
            state = state_of(card, now)
            self._warn(card, state, now)
            if state in _RESULTS and self._states.get(communication_id, state) is not state:
                word = appearance_of(state).word
                self.say(f"{word}: {customer_text(card.leg)}, {outcome_text(card, state)}")
            self._states[communication_id] = state
        for gone in [each for each in self._states if each not in listed]:
            self._states.pop(gone)
            self._warned.pop(gone, None)

    def _warn(self, card: InteractionCard, state: CardState, now: datetime) -> None:
        countdown = countdown_of(card, state)
        if countdown is None or state is not CardState.AFTER_CALL:
            return
        left = countdown.seconds_left(now)
        due = [at for at in WARN_AT_S if left <= at]
        communication_id = card.leg.key.communication_id
        if not due or self._warned.get(communication_id, 1_000) <= due[-1]:
            return
        self._warned[communication_id] = due[-1]
        text = tr("{customer}: {count} seconds left to choose a code")
        self.say(fill(text, customer=customer_text(card.leg), count=round(left)))
