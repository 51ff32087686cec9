"""One complete opinion on a text: all experts and the weights that join them.

Two heads are kept: the live one learns from random beginnings of conversations, the final one from
whole ones. A model taught by whole conversations only is confidently wrong early in a call; one
taught by both is weak at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.heard import HeardText
from wrapup_desk.domain.recommender.linear import LinearExpert, Rarity, Reading
from wrapup_desk.domain.recommender.names import ListedNames, NameIndex
from wrapup_desk.domain.recommender.prototypes import Prototypes
from wrapup_desk.domain.recommender.shares import CodeShares
from wrapup_desk.domain.recommender.stack import SharedWeights

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]

# What each expert is, where its weight starts, and how far that may be off.
EXPERTS = (
    ("queue share", 0.8, 0.3),
    ("lately", 0.1, 0.2),
    ("name words", 4.0, 1.5),
    ("name words in the opening", 2.0, 1.5),
    ("name words lately said", 1.0, 1.5),
    ("name meaning", 5.0, 2.0),
    ("likeness to earlier ones", 3.0, 2.0),
    ("words", 1.0, 0.4),
    ("meaning", 1.0, 0.4),
)
_OPENING_UTTERANCES = 4
_LATEST_UTTERANCES = 4


@dataclass(frozen=True, slots=True)
class Question:
    """Which text of which queue is to be judged among which codes."""

    text: HeardText
    queue: int
    columns: Columns


class Head:
    """The experts taught by one kind of text."""

    def __init__(self, rarity: Rarity, names: NameIndex, shares: CodeShares, dims: int) -> None:
        self.linear = LinearExpert(rarity, dims)
        self.prototypes = Prototypes(dims)
        starts = np.array([start for _, start, _ in EXPERTS], np.float32)
        doubts = np.array([doubt for _, _, doubt in EXPERTS], np.float32)
        self.stack = SharedWeights(starts, doubts)
        self._names = names
        self._shares = shares

    def widen(self, codes: int) -> None:
        self.linear.widen(codes)
        self.prototypes.widen(codes)

    def opinions(self, question: Question, reading: Reading) -> Vector:
        """Return what each expert says of each code: codes x experts, centred."""
        text, columns = question.text, question.columns
        listed = self._names.listed(columns)
        meaning = text.unit_meaning()
        both = meaning.sum(axis=0)
        experts = [
            self._shares.log_shares(question.queue, columns),
            self._shares.log_recent(question.queue, columns),
            _name_scores(listed, text.likeness()),
            _name_scores(listed, text.likeness(first=_OPENING_UTTERANCES)),
            _name_scores(listed, text.likeness(last=_LATEST_UTTERANCES)),
            listed.meanings @ (both / max(1e-6, float(np.linalg.norm(both)))),
            self.prototypes.likeness(meaning, columns, listed.meanings),
            self.linear.word_scores(reading),
            self.linear.meaning_scores(text, columns),
        ]
        opinions = np.stack(experts, axis=1).astype(np.float32)
        opinions -= opinions.mean(axis=0)
        return opinions

    def judge(self, question: Question, reading: Reading | None) -> tuple[Vector, Reading]:
        """Return the probability of each code, and the reading to pass in next time."""
        reading = self.linear.read(question.text, question.columns, reading)
        return self.stack.probabilities(self.opinions(question, reading)), reading

    def learn(self, question: Question, truth: int) -> Vector:
        """Learn that *truth* (an index into the columns) was right; return the guess before it."""
        reading = self.linear.read(question.text, question.columns, None)
        opinions = self.opinions(question, reading)
        guess = self.stack.probabilities(opinions)
        self.stack.learn(opinions, truth)
        self.linear.learn(question.text, question.columns, truth)
        self.prototypes.learn(question.text.unit_meaning(), int(question.columns[truth]))
        return guess


def _name_scores(listed: ListedNames, likeness: Vector | None) -> Vector:
    if likeness is None:
        return np.zeros(len(listed.meanings), np.float32)
    scores: Vector = likeness @ listed.shares
    return scores
