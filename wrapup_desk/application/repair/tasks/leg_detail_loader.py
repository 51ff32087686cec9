"""Gathers the details of one leg: what was corrected, what was said, and what that speaks for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from wrapup_desk.application.base.ports import ContactCentreError, StoreError
from wrapup_desk.application.repair.effects import ReadDetails
from wrapup_desk.application.repair.leg_moments import moments_of
from wrapup_desk.application.repair.messages import FocusLoaded
from wrapup_desk.application.repair.ports import CorrectionLedger
from wrapup_desk.application.repair.tasks.transcript_ranker import TranscriptRanker
from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)


class LegDetailLoader:
    """Loads what the detail of a row shows, piece by piece."""

    def __init__(
        self,
        ranker: TranscriptRanker,
        ledger: CorrectionLedger,
        post: Callable[[FocusLoaded], None],
    ) -> None:
        self._ranker = ranker
        self._ledger = ledger
        self._post = post

    async def load(self, effect: ReadDetails) -> None:
        """Post the details with their corrections, then with their words or why there are none."""
        legs, focus = effect.legs, effect.focus
        try:
            history = await self._ledger.history_of(focus.leg.key)
        except StoreError as error:
            log.info("corrections of a leg not read: %s", error)
            history = focus.corrections
        moments = moments_of(legs.row(focus.row), history, legs.directory)
        focus = replace(focus, corrections=tuple(history), moments=moments)
        self._post(FocusLoaded(focus))
        try:
            words = await self._ranker.words_of(focus.leg)
        except ContactCentreError as error:
            self._post(FocusLoaded(replace(focus, is_loading=False, words_problem=str(error))))
            return
        queue_name = legs.directory.queues.get(focus.leg.queue_id, "")
        ranking = await self._ranker.rank(focus.leg, queue_name, focus.codes, words)
        self._ranker.note_ranking(legs, focus.row, ranking)
        problem = "" if words else tr("Nothing was transcribed for this interaction.")
        loaded = replace(
            focus, is_loading=False, words=words, words_problem=problem, ranking=ranking
        )
        self._post(FocusLoaded(loaded))
