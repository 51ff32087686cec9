from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.code_list import CodeList
from wrapup_desk.domain.recommender.text.code_names import CodeNameIndex
from wrapup_desk.domain.recommender.text.feature_hasher import FeatureHasher
from wrapup_desk.domain.recommender.text.sentence_vectors import no_sentence_vectors
from wrapup_desk.domain.recommender.text.word_vectors import DIMENSIONS, WordVectors
from wrapup_desk.domain.wrapup import WrapupCode

REFUND = WrapupCode("refund", "Refund request", "The customer wants money back")
CARD = WrapupCode("card", "Lost card")


class FailingVocabulary(WordVectors):
    """An empty table that fails once, at the n-th word: as when memory runs out."""

    def __init__(self, at: int) -> None:
        super().__init__([], np.zeros((0, DIMENSIONS), np.int8), np.zeros((0, 1), np.float32))
        self._left = at
        # Every call counts, also one for a word that was asked before.
        self.word_vector = lru_cache(0)(self._word_vector)

    def _word_vector(self, norm: str) -> NDArray[np.float32]:
        self._left -= 1
        if self._left == 0:
            raise MemoryError
        return super()._word_vector(norm)


@pytest.mark.parametrize("at", range(1, 9))
def test_names_are_read_anew_after_a_failure_in_between(at: int) -> None:
    names = CodeNameIndex(FailingVocabulary(at), no_sentence_vectors())
    codes = CodeList(FeatureHasher(b"salt"), names)
    with pytest.raises(MemoryError):
        codes.columns_of([CARD, REFUND])

    columns = codes.columns_of([CARD, REFUND])

    listed = names.listed(columns)
    assert names.matched(int(columns[1]), "refund")
    assert names.matched(int(columns[0]), "lost")
    assert listed.shares.shape == (names.term_count, 2)
    assert listed.shares.sum(axis=0) == pytest.approx([1.0, 1.0])
    likeness = names.likeness(["lost"], np.zeros((1, DIMENSIONS), np.float32))
    assert likeness.max() == 1.0
