"""Carries out what the program may send by itself, each plan when its time has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

from wrapup_desk.application.desk_state import InteractionCard
from wrapup_desk.application.ports import Clock
from wrapup_desk.application.waiting import news_within
from wrapup_desk.domain.modes import Plan

# Short, because a computer that slept wakes up with the server's clock far ahead.
LONGEST_WAIT_S = 5.0


class Planner:
    """Waits for the next plan by the monotonic clock, and acts on it."""

    def __init__(
        self,
        clock: Clock,
        server_now: Callable[[], datetime],
        cards: Iterable[InteractionCard],
        act: Callable[[InteractionCard, Plan], None],
    ) -> None:
        self._clock = clock
        self._server_now = server_now
        self._cards = cards
        self._act = act
        self._changed = asyncio.Event()

    def note_change(self) -> None:
        """Look again: a plan was made, moved or dropped."""
        self._changed.set()

    async def run(self) -> None:
        """Act on plans until cancelled."""
        while True:
            self._changed.clear()
            await news_within(self._changed, self._clock, self._act_on_due())

    def _act_on_due(self) -> float:
        """Act on what is due, and return the seconds until the next plan."""
        now = self._server_now()
        wait_s = LONGEST_WAIT_S
        for card in tuple(self._cards):
            if card.plan is None:
                continue
            left_s = (card.plan.at - now).total_seconds()
            if left_s <= 0:
                self._act(card, card.plan)
            else:
                wait_s = min(wait_s, left_s)
        return wait_s
