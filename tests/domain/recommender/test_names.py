from __future__ import annotations

import numpy as np
import pytest

from wrapup_desk.domain.recommender.code_list import CodeList
from wrapup_desk.domain.recommender.features import Hasher
from wrapup_desk.domain.recommender.names import NameIndex
from wrapup_desk.domain.recommender.vocabulary import DIMENSIONS, no_vocabulary
from wrapup_desk.domain.wrapup import WrapupCode

REFUND = WrapupCode("refund", "Refund request", "The customer wants money back")
CARD = WrapupCode("card", "Lost card")


class FailingVocabulary:
    """An empty table that fails once, at the n-th word: as when memory runs out."""

    def __init__(self, at: int) -> None:
        self._table = no_vocabulary()
        self._left = at
        self.dimensions = self._table.dimensions
        self.frequent_vectors = self._table.frequent_vectors

    def word_vector(self, norm: str):
        self._left -= 1
        if self._left == 0:
            raise MemoryError
        return self._table.word_vector(norm)


@pytest.mark.parametrize("at", range(1, 9))
def test_names_are_read_anew_after_a_failure_in_between(at: int) -> None:
    names = NameIndex(FailingVocabulary(at))
    codes = CodeList(Hasher(b"salt"), names)
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
