"""Tells screen readers what changes by itself: time running out, and results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.language.conventions import labelled, listed
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.ui.announcer import Announcer
from wrapup_desk.ui.card.appearance import CardState, appearance_of, countdown_of, state_of
from wrapup_desk.ui.card.wording import customer_text, outcome_text, progress_text
from wrapup_desk.ui.hints import show_beside_pointer

# Seconds left at which a warning is due, rarer first.
WARN_AT_S = (30, 10)

_RESULTS = (
    CardState.CODED,
    CardState.CHANGED,
    CardState.REFUSED,
    CardState.TOO_LATE,
    CardState.NO_CODE,
)
_ON_ITS_WAY = (CardState.SENDING, CardState.SAVED, CardState.SUBMITTING)


class Announcements(Announcer):
    """Says each thing once."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._states: dict[str, CardState] = {}
        self._waiting: set[str] = set()  # of which it was said that the code is only saved
        self._warned: dict[str, int] = {}

    def follow(self, cards: Iterable[InteractionCard], now: datetime) -> None:
        """Announce warnings and results that are new since the last call."""
        listed: set[str] = set()
        for card in cards:
            communication_id = card.leg.key.communication_id
            listed.add(communication_id)
            state = state_of(card, now)
            self._warn(card, state, now)
            before = self._states.get(communication_id, state)
            self._tell(card, before, state)
            self._tell_waiting(card, state, now, is_known=communication_id in self._states)
            self._states[communication_id] = state
        for gone in [each for each in self._states if each not in listed]:
            self._states.pop(gone)
            self._warned.pop(gone, None)
            self._waiting.discard(gone)

    def tell_click(self, spot: QPoint) -> None:
        """Say that a click at *spot* of the screen did nothing: what it hit came there just now."""
        text = tr("This has just changed. Click again.")
        show_beside_pointer(spot, text, self._window)
        self.say(text)

    def _tell(self, card: InteractionCard, before: CardState, state: CardState) -> None:
        """Say what came of a code; a card that is seen for the first time tells nothing."""
        if state is before:
            return
        customer = customer_text(card.leg)
        if state in _RESULTS:
            self.say(
                labelled(appearance_of(state).word, listed((customer, outcome_text(card, state))))
            )
        elif card.is_choosing_again:
            self.say(tr("{customer}: choose another code", customer=customer))
        elif card.needs_a_code and before in _ON_ITS_WAY:
            self.say(tr("Taken back: {customer}. Nothing is sent.", customer=customer))

    def _tell_waiting(
        self, card: InteractionCard, state: CardState, now: datetime, *, is_known: bool
    ) -> None:
        """Say once that a code is only saved; every code is for a moment, before it is sent."""
        communication_id = card.leg.key.communication_id
        if state not in _ON_ITS_WAY:
            self._waiting.discard(communication_id)
            return
        reason = card.submission.reason if card.submission is not None else ""
        if state is not CardState.SAVED or not reason or communication_id in self._waiting:
            return
        self._waiting.add(communication_id)
        if is_known:
            self.say(labelled(customer_text(card.leg), progress_text(card, state, now)))

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
