"""Two heads over one set of experts: the live one for a talk that goes on, the final one after it.

Experts that learn from whole conversations are confidently wrong early in a call, and one that
learns from beginnings is weak at the end. So there are both, and each head weighs all of them by
how far the talk has come; the live head learns its weights at the quarters of conversations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.blend.conditional_logit import ConditionalLogit
from wrapup_desk.domain.recommender.experts.dense import DenseExpert
from wrapup_desk.domain.recommender.experts.linear import LinearExpert, LinearReading, softmax
from wrapup_desk.domain.recommender.experts.priors import CodePriors
from wrapup_desk.domain.recommender.experts.prototypes import Prototypes
from wrapup_desk.domain.recommender.finite_numbers import settled_columns
from wrapup_desk.domain.recommender.text.code_names import SAME, CodeNameIndex, ListedCodeNames
from wrapup_desk.domain.recommender.text.corpus_stats import CorpusStats, TextInputs
from wrapup_desk.domain.recommender.text.text_features import TextFeatures

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]

FINAL, LIVE = "final", "live"


class Expert(NamedTuple):
    """What an expert is, where its weight starts, and how far that may be off.

    *alone* is where its weight starts where no sentence encoder stands beside it.
    """

    name: str
    start: float
    doubt: float
    alone: float


# Starts were fitted to training rows of several kinds of talk, before any label.
EXPERTS = (
    Expert("queue share", 0.8, 0.3, 0.8),
    Expert("lately", 0.1, 0.2, 0.1),
    Expert("name words", 5.4, 1.5, 4.4),
    Expert("name words lately said", -0.8, 1.5, 0.0),
    Expert("name words on average", -0.8, 1.5, 0.6),
    Expert("name words in one breath", 0.0, 1.5, 1.1),
    Expert("name meaning", 0.4, 2.0, 3.0),
    Expert("name meaning in one breath", 1.9, 2.0, 3.5),
    Expert("likeness to earlier ones", 0.5, 2.0, 3.0),
    Expert("likeness beyond the usual spread", 0.0, 0.1, 0.0),
    Expert("words", 0.5, 0.4, 0.5),
    Expert("words, mean weights", 0.5, 0.4, 0.5),
    Expert("meaning", 0.5, 0.4, 0.5),
    Expert("meaning, mean weights", 0.5, 0.4, 0.5),
    Expert("words of beginnings", 0.2, 0.4, 0.2),
    Expert("words of beginnings, mean weights", 0.2, 0.4, 0.2),
    Expert("meaning of beginnings", 0.2, 0.4, 0.2),
    Expert("meaning of beginnings, mean weights", 0.2, 0.4, 0.2),
    Expert("name sense", 1.8, 2.0, 0.0),
    Expert("name sense in one breath", 4.9, 2.0, 0.0),
    Expert("sense likeness to earlier ones", 1.1, 2.0, 0.0),
    Expert("sense likeness beyond the usual spread", 0.0, 0.1, 0.0),
    Expert("sense", 0.3, 0.4, 0.0),
    Expert("sense, mean weights", 0.3, 0.4, 0.0),
    Expert("sense of beginnings", 0.1, 0.3, 0.0),
    Expert("sense of beginnings, mean weights", 0.1, 0.3, 0.0),
)


def experts_of(*, has_encoder: bool) -> tuple[Expert, ...]:
    """Return the experts in the order of their opinions; those on sentences only with an encoder."""
    return EXPERTS if has_encoder else EXPERTS[:-_SENSE_EXPERTS]


_SENSE_EXPERTS = 8
_LATEST_UTTERANCES = 4
# More than any expert has said of real talk.
_MOST_LOG_ODDS = 1_000.0
# Points in the course of a talk (1 is its usual length) between which the weights may bend.
_STAGES = (0.0, 1 / 3, 2 / 3, 1.0)
_STAGE_DOUBT = 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """Which text of which queue is to be judged among which codes."""

    text: TextFeatures
    queue: int
    columns: Columns


@dataclass(slots=True)
class LinearCache:
    """What the linear experts have read of a live text."""

    whole: LinearReading | None = None
    beginnings: LinearReading | None = None


class ExpertSet:
    """Everything that has an opinion on a text."""

    def __init__(
        self, usual: CorpusStats, names: CodeNameIndex, shares: CodePriors, dims: int, sense: int
    ) -> None:
        self.whole = LinearExpert(usual, dims)
        self.beginnings = LinearExpert(usual, dims)
        self.prototypes = Prototypes(dims)
        self.sense_whole = DenseExpert(2 * sense)
        self.sense_beginnings = DenseExpert(2 * sense)
        self.sense_prototypes = Prototypes(sense)
        self._usual = usual
        self._names = names
        self._shares = shares

    def widen(self, codes: int) -> None:
        self.whole.widen(codes)
        self.beginnings.widen(codes)
        self.prototypes.widen(codes)
        self.sense_whole.widen(codes)
        self.sense_beginnings.widen(codes)
        self.sense_prototypes.widen(codes)

    def live_opinions(self, question: Query, readings: LinearCache) -> Vector:
        """Return the opinions on a text that grows; costs what was said since the last time."""
        text, columns = question.text, question.columns
        meaning = self._usual.meaning(text)
        scores = []
        for kind, expert in (("whole", self.whole), ("beginnings", self.beginnings)):
            reading = expert.read(text, columns, getattr(readings, kind))
            setattr(readings, kind, reading)
            scores.append(expert.word_scores(reading))
            scores.append(expert.meaning_scores(meaning.reshape(-1), columns))
        return self._opinions(question, meaning, np.concatenate(scores), self._usual.sense(text))

    def opinions(self, question: Query, inputs: TextInputs) -> Vector:
        """Return what each expert says of each code: codes x experts, centred."""
        scores = [
            self.whole.scores(inputs, question.columns),
            self.beginnings.scores(inputs, question.columns),
        ]
        meaning, sense = inputs.meaning.reshape(2, -1), inputs.sense.reshape(2, -1)
        return self._opinions(question, meaning, np.concatenate(scores), sense)

    def _opinions(self, question: Query, meaning: Vector, scores: Vector, sense: Vector) -> Vector:
        text, columns = question.text, question.columns
        listed = self._names.listed(columns)
        maturity = self._shares.maturity(columns)
        scores = scores * maturity
        experts = [
            self._shares.log_shares(question.queue, columns),
            self._shares.log_recent(question.queue, columns),
            *_name_scores(listed, text),
            self.prototypes.likeness(meaning, columns, listed.meanings),
            self.prototypes.likelihoods(meaning, columns, listed.meanings),
            *scores.reshape(-1, len(columns)),
            *self._sense_opinions(question, listed, sense, maturity),
        ]
        opinions = settled_columns(np.stack(experts, axis=1).astype(np.float32), _MOST_LOG_ODDS)
        opinions -= opinions.mean(axis=0)
        return opinions

    def _sense_opinions(
        self, question: Query, listed: ListedCodeNames, sense: Vector, maturity: np.float32
    ) -> list[Vector]:
        columns, flat = question.columns, sense.reshape(-1)
        if not len(flat):
            return []
        if not flat.any():
            return [np.zeros(len(columns), np.float32)] * _SENSE_EXPERTS
        last, mean = self.sense_whole.scores(flat, columns).reshape(2, -1)
        last_begun, mean_begun = self.sense_beginnings.scores(flat, columns).reshape(2, -1)
        return [
            *_sense_of_names(listed, question.text),
            self.sense_prototypes.likeness(sense, columns, listed.senses),
            self.sense_prototypes.likelihoods(sense, columns, listed.senses),
            last * maturity,
            mean * maturity,
            last_begun * maturity,
            mean_begun * maturity,
        ]

    def learn(
        self, question: Query, inputs: TextInputs, truth: int, weight: float, steps: int = 1
    ) -> None:
        """Learn that *truth* (an index into the columns) was the code of a whole conversation.

        *weight* is how likely the label was meant, from 0 to 1; what learns in steps takes *steps*.
        """
        for _ in range(steps):
            self.whole.learn(inputs, question.columns, truth, weight)
            self.sense_whole.learn(inputs.sense, question.columns, truth, weight)
        meaning = inputs.meaning.reshape(2, -1)
        column = int(question.columns[truth])
        self.prototypes.learn(meaning, column, weight)
        self.sense_prototypes.learn(inputs.sense.reshape(2, -1), column, weight)

    def take_back(self, inputs: TextInputs, column: int, weight: float) -> None:
        """Forget that a conversation was one of *column*'s code, as far as that can be undone."""
        self.prototypes.take_back(inputs.meaning.reshape(2, -1), column, weight)
        self.sense_prototypes.take_back(inputs.sense.reshape(2, -1), column, weight)

    def learn_beginning(
        self, question: Query, inputs: TextInputs, truth: int, weight: float
    ) -> None:
        """Learn that a conversation which began so ended with *truth*."""
        self.beginnings.learn(inputs, question.columns, truth, weight)
        self.sense_beginnings.learn(inputs.sense, question.columns, truth, weight)


@dataclass(frozen=True, slots=True)
class ExpertOpinions:
    """What the experts thought at one point of a talk, and how far it had come."""

    opinions: Vector
    progress: float


class BlendHead:
    """One way to weigh the experts, bent by how far the talk has come."""

    def __init__(self, *, has_encoder: bool = False) -> None:
        self.experts = experts_of(has_encoder=has_encoder)
        starts = [each.start if has_encoder else each.alone for each in self.experts]
        start, doubt = (
            np.array(starts, np.float32),
            np.array([e.doubt for e in self.experts], np.float32),
        )
        self._start = start
        self._names = [at for at, each in enumerate(self.experts) if each.name.startswith("name ")]
        bends = len(_STAGES)
        self.stack = ConditionalLogit(
            np.concatenate([start, *[np.zeros_like(start)] * bends]),
            np.concatenate([doubt, *[_STAGE_DOUBT * doubt] * bends]),
        )

    def probabilities(self, opinions: Vector, progress: float) -> Vector:
        """Return the probability of each code; *progress* is 1 at a talk's usual length."""
        return self.stack.probabilities(_bent(opinions, progress))

    def by_names(self, opinions: Vector) -> Vector:
        """Return the probability of each code by names alone, as before any label."""
        return softmax((opinions[:, self._names] @ self._start[self._names]).astype(np.float32))

    def learn(self, views: Sequence[ExpertOpinions], truth: int, weight: float) -> list[Vector]:
        """Correct the weights by one label of *weight*; return the probabilities before that.

        *views* are what was known at one or more moments of the same talk.
        """
        bent = [_bent(view.opinions, view.progress) for view in views]
        guesses = [self.stack.probabilities(opinions) for opinions in bent]
        self.stack.learn(bent, truth, weight)
        return guesses

    def weights(self, progress: float) -> NDArray[np.float64]:
        """Return the weight of each expert at this point of a talk."""
        parts = self.stack.weights.reshape(1 + len(_STAGES), -1)
        weights: NDArray[np.float64] = np.array(_bends(progress)) @ parts
        return weights


def _bends(progress: float) -> list[float]:
    at = min(max(progress, _STAGES[0]), _STAGES[-1])
    width = _STAGES[1] - _STAGES[0]
    return [1.0, *(max(0.0, 1.0 - abs(at - stage) / width) for stage in _STAGES)]


def _bent(opinions: Vector, progress: float) -> Vector:
    return np.concatenate([opinions * np.float32(bend) for bend in _bends(progress)], axis=1)


def _name_scores(listed: ListedCodeNames, text: TextFeatures) -> list[Vector]:
    """Return how well each name matches: its words in four ways, its meaning in two."""
    codes = len(listed.meanings)
    likeness = text.likeness()
    if not len(likeness):
        return [np.zeros(codes, np.float32)] * _NAME_EXPERTS
    each = likeness @ listed.shares
    same = (likeness >= SAME).astype(np.float32) @ listed.shares
    both = text.unit_meaning().sum(axis=0)
    return [
        likeness.max(axis=0) @ listed.shares,
        likeness[-_LATEST_UTTERANCES:].max(axis=0) @ listed.shares,
        each.mean(axis=0),
        same.max(axis=0),
        listed.meanings @ (both / max(1e-6, float(np.linalg.norm(both)))),
        (text.utterance_meanings() @ listed.meanings.T).max(axis=0),
    ]


def _sense_of_names(listed: ListedCodeNames, text: TextFeatures) -> list[Vector]:
    """Return how near the sentences come to each name: all together, and the nearest one."""
    rows = text.utterance_senses()
    both = rows.sum(axis=0)
    return [
        listed.senses @ (both / max(1e-6, float(np.linalg.norm(both)))),
        (rows @ listed.senses.T).max(axis=0),
    ]


_NAME_EXPERTS = 6
