from __future__ import annotations

import numpy as np

from tests.domain.recommender.talk_examples import CODES, SAYINGS, case_of, teach
from wrapup_desk.domain.recommender.case import LegCase
from wrapup_desk.domain.recommender.judged_labels import is_believed
from wrapup_desk.domain.recommender.recommender import StackRecommender

REFUND, CARD, ADDRESS, OTHER = range(len(CODES))


def surely(place: int) -> np.ndarray:
    """Return the probabilities of a ranking that is sure of one code."""
    probabilities = np.full(len(CODES), 0.03, np.float32)
    probabilities[place] = 0.91
    return probabilities


class Judged:
    """A taught model whose sure suggestions are contradicted."""

    def __init__(self) -> None:
        self.model = teach(StackRecommender(), 80)
        self._case: LegCase = case_of(self.model, SAYINGS["refund"])

    def choose(self, chosen: int, suggested: int) -> bool:
        return is_believed(self.model.memory, self._case, surely(suggested), chosen)

    def counted(self, place: int) -> float:
        """Return how many conversations a code's prototype stands for."""
        counts = self.model.memory.experts.prototypes.counts
        return float(counts[self._case.columns[place]].sum())


def test_scattered_slips_are_not_believed_and_take_nothing_from_what_was_taught() -> None:
    judged = Judged()
    before = [judged.counted(place) for place in (REFUND, CARD, ADDRESS)]

    believed = [judged.choose(chosen, REFUND) for chosen in (CARD, ADDRESS)]

    assert believed == [False, False]
    assert [judged.counted(place) for place in (REFUND, CARD, ADDRESS)] == before


def test_of_two_codes_that_are_taken_for_each_other_again_and_again_the_old_fades() -> None:
    judged = Judged()
    before = [judged.counted(place) for place in (REFUND, CARD, ADDRESS)]

    believed = [judged.choose(CARD, REFUND) for _ in range(2)]
    believed += [judged.choose(REFUND, CARD) for _ in range(2)]

    assert believed == [False, True, False, True]
    after = [judged.counted(place) for place in (REFUND, CARD, ADDRESS)]
    assert after == [before[0] / 2, before[1] / 2, before[2]]
