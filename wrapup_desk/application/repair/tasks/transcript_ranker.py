"""Reads the words of past legs and asks the recommender which code they speak for.

Words stay in memory only as long as the recommender looks at them. Two requests a leg go out,
so it is done for the rows a person asked for, with progress, and can be stopped at any time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from wrapup_desk.application.base.ports import (
    ContactCentreError,
    NotPermitted,
    Recommender,
    SignInNeeded,
)
from wrapup_desk.application.base.rate_gate import RateGate
from wrapup_desk.application.history.past_facts import facts_of
from wrapup_desk.application.history.ports import PastInteractions
from wrapup_desk.application.repair.effects import SuggestCodes
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.messages import SuggestingChanged
from wrapup_desk.application.repair.state import Work
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)


class TranscriptRanker:
    """Suggests codes for rows from what was said."""

    def __init__(
        self,
        past: PastInteractions,
        gate: RateGate,
        post: Callable[[SuggestingChanged], None],
    ) -> None:
        self._past = past
        self._gate = gate
        self._post = post
        self.recommender: Recommender | None = None
        # On a thread, as it takes longer than a window may stand still; one leg at a time.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ranking")
        # A code is doubted when another is at least this probable by the words.
        self.least_probability = 0.8

    def stop(self) -> None:
        """Rank nothing more; what is being ranked is not waited for."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def words_of(self, leg: PastLeg) -> tuple[Utterance, ...]:
        """Read the words of a leg.

        Raises:
            ContactCentreError: not permitted, or not readable now.
        """
        await self._gate.turn()
        return await self._past.words_of(leg.key, leg.media)

    async def rank(
        self,
        leg: PastLeg,
        queue_name: str,
        codes: Sequence[WrapupCode],
        words: Sequence[Utterance],
    ) -> Ranking:
        """Return what *words* speak for; nothing without a recommender or words."""
        recommender = self.recommender
        if recommender is None or not words or not codes:
            return Ranking()
        facts = facts_of(leg, queue_name)
        work = partial(_ranked, recommender, facts, codes, words)
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    async def suggest(self, effect: SuggestCodes) -> None:
        """Work through rows; each one's suggestion is put into the index as it is found."""
        rows, note, done = effect.rows, "", 0
        for row in rows:
            try:
                await self._suggest_one(effect.legs, row)
            except (NotPermitted, SignInNeeded) as error:
                note = str(error)
                break
            except ContactCentreError as error:
                # One unreadable transcript is no reason to leave the others unread.
                log.info("words of a leg not read: %s", error)
            done += 1
            self._post(SuggestingChanged(Work(len(rows), done, is_running=True)))
            await asyncio.sleep(0)
        self._post(SuggestingChanged(Work(len(rows), done, note=note)))

    async def _suggest_one(self, legs: LegIndex, row: int) -> None:
        leg = legs.table.leg(row)
        words = await self.words_of(leg)
        directory = legs.directory
        queue_name = directory.queues.get(leg.queue_id, "")
        ranking = await self.rank(leg, queue_name, directory.codes_of(leg.queue_id), words)
        self.note_ranking(legs, row, ranking)

    def note_ranking(self, legs: LegIndex, row: int, ranking: Ranking) -> None:
        """Put what was found into *legs*."""
        first = ranking.first
        if first is None:
            return
        legs.suggest(row, first)
        probabilities = {each.code.id: each.probability for each in ranking.suggestions}
        legs.doubt(row, probabilities, self.least_probability)


def _ranked(
    recommender: Recommender,
    facts: CaseFacts,
    codes: Sequence[WrapupCode],
    words: Sequence[Utterance],
) -> Ranking:
    case = recommender.open_case(facts, codes)
    for utterance in words:
        case.hear(utterance)
    return recommender.suggest(case, has_ended=True)
