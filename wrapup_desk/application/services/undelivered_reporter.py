"""Tells the supervisors which codes this desk could not deliver, without delaying any submission.

It watches the desk's snapshots and writes to the team's store in a task of its own. What could
not be told is not kept anywhere else: the outbox on disk has it, and the next start reads that.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta

from wrapup_desk.application.base.ports import Clock, StoreError, SubmissionStore
from wrapup_desk.application.base.recent import recent
from wrapup_desk.application.base.team_ports import UndeliveredCodes
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission, SubmissionState

log = logging.getLogger(__name__)

# How far back an earlier run's outbox is reported: longer than a weekend.
TOLD_FOR = timedelta(days=4)
_FIRST_PAUSE_S = 5.0
_LONGEST_PAUSE_S = 600.0


class UndeliveredReporter:
    """Reports what was refused or too late, and what got through after all.

    Args:
        submissions: the outbox of earlier runs.
        board: where supervisors look.
        clock: to pause by while the board is out of reach.
    """

    def __init__(
        self, submissions: SubmissionStore, board: UndeliveredCodes, clock: Clock
    ) -> None:
        self._submissions = submissions
        self._board = board
        self._clock = clock
        self._news = asyncio.Event()
        self._waiting: dict[LegKey, Submission] = {}
        self._told: dict[LegKey, tuple[int, SubmissionState]] = {}

    def on_state(self, state: DeskState) -> None:
        """Note what the desk's cards show; returns at once."""
        for card in state.cards:
            if card.submission is not None:
                self._note(card.submission)

    async def run(self) -> None:
        """Report for as long as the desk runs; a store out of reach is tried again later."""
        self._note_all(await self._left_by_earlier_runs())
        pause_s = _FIRST_PAUSE_S
        while True:
            await self._news.wait()
            self._news.clear()
            batch, self._waiting = self._waiting, {}
            try:
                await self._board.report(tuple(batch.values()))
                pause_s = _FIRST_PAUSE_S
            except StoreError as error:
                log.info("codes not delivered were not reported: %s", error)
                # What came meanwhile is newer.
                self._waiting = batch | self._waiting
                await self._clock.sleep(pause_s)
                pause_s = min(_LONGEST_PAUSE_S, pause_s * 2)
                self._news.set()

    async def _left_by_earlier_runs(self) -> tuple[Submission, ...]:
        try:
            return await recent(self._submissions, self._clock.now(), TOLD_FOR)
        except StoreError as error:
            log.info("what earlier runs left was not reported: %s", error)
            return ()

    def _note_all(self, submissions: Iterable[Submission]) -> None:
        for one in submissions:
            self._note(one)

    def _note(self, one: Submission) -> None:
        is_news = one.state.has_failed or one.key in self._told or _had_trouble(one)
        if not is_news or not one.state.is_final:
            return
        if self._told.get(one.key) != (one.revision, one.state):
            self._told[one.key] = (one.revision, one.state)
            self._waiting[one.key] = one
            self._news.set()


def _had_trouble(one: Submission) -> bool:
    """Whether an earlier run may have listed a leg whose code got through after all."""
    return one.revision > 1 or one.attempts > 1 or bool(one.reason)
