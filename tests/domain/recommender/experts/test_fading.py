"""What was taught of a code that has a new meaning gives way sooner, and other codes keep theirs."""

from __future__ import annotations

import numpy as np
import pytest

from wrapup_desk.domain.recommender.experts.dense import DenseExpert
from wrapup_desk.domain.recommender.experts.linear import LinearExpert
from wrapup_desk.domain.recommender.experts.prototypes import Prototypes
from wrapup_desk.domain.recommender.text.corpus_stats import CorpusStats, TextInputs

DIMENSIONS = 3
COLUMNS = np.arange(3)
FADED = COLUMNS[:2]
NO_NAMES = np.zeros((3, DIMENSIONS), np.float32)
INPUTS = [np.eye(3, dtype=np.float32)[each] for each in range(3)]


class WordJudge:
    """The expert on words, asked with one word a code."""

    def __init__(self) -> None:
        self._expert = LinearExpert(CorpusStats(0, 0), 0)
        self._expert.widen(len(COLUMNS))
        self.fade = self._expert.fade

    def learn(self, said: int, truth: int) -> None:
        self._expert.learn(self._inputs(said), COLUMNS, truth, 1.0)

    def scores(self, said: int) -> np.ndarray:
        return self._expert.scores(self._inputs(said), COLUMNS).reshape(2, -1).sum(axis=0)

    def _inputs(self, said: int) -> TextInputs:
        nothing = np.zeros(0, np.float32)
        return TextInputs(np.array([7 + said]), np.ones(1, np.float32), nothing, nothing)


class SenseJudge:
    """The expert on vectors."""

    def __init__(self) -> None:
        self._expert = DenseExpert(DIMENSIONS)
        self._expert.widen(len(COLUMNS))
        self.fade = self._expert.fade

    def learn(self, said: int, truth: int) -> None:
        self._expert.learn(INPUTS[said], COLUMNS, truth, 1.0)

    def scores(self, said: int) -> np.ndarray:
        return self._expert.scores(INPUTS[said], COLUMNS).reshape(2, -1).sum(axis=0)


class LikenessJudge:
    """The prototypes, asked which one is the most alike."""

    def __init__(self) -> None:
        self._prototypes = Prototypes(DIMENSIONS)
        self._prototypes.widen(len(COLUMNS))
        self.fade = self._prototypes.fade

    def learn(self, said: int, truth: int) -> None:
        self._prototypes.learn(self._meaning(said), truth, 1.0)

    def scores(self, said: int) -> np.ndarray:
        return self._prototypes.likeness(self._meaning(said), COLUMNS, NO_NAMES)

    def _meaning(self, said: int) -> np.ndarray:
        return np.stack([INPUTS[said], np.zeros(DIMENSIONS, np.float32)])


Judge = WordJudge | SenseJudge | LikenessJudge


def labels_until_swapped(judge: Judge, *, fades: bool) -> int:
    """Teach three codes, swap two; return after how many labels both are right again."""
    for _ in range(100):
        for code in COLUMNS.tolist():
            judge.learn(code, code)
    for labels in range(2, 400, 2):
        if fades:
            judge.fade(FADED, 0.5)
        judge.learn(0, 1)
        judge.learn(1, 0)
        if [int(judge.scores(said).argmax()) for said in (0, 1)] == [1, 0]:
            return labels
    raise AssertionError("it never learnt that two codes have swapped")


@pytest.mark.parametrize("kind", [WordJudge, SenseJudge, LikenessJudge])
def test_two_faded_codes_swap_in_half_of_the_labels_and_the_third_stays(
    kind: type[Judge],
) -> None:
    faded = kind()

    with_fading = labels_until_swapped(faded, fades=True)

    assert with_fading <= labels_until_swapped(kind(), fades=False) / 2
    assert int(faded.scores(2).argmax()) == 2
