"""Learns a weight per bucket and code online: AdaGrad on the softmax over the leg's own codes.

One pass in the order of the calls. Beside the last weights their running mean is kept: it is
steadier where labels are noisy, the last weights are quicker where they are few; both have a say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.text.corpus_stats import (
    BLOCK_COUNT,
    CorpusStats,
    TextInputs,
    block_of,
)
from wrapup_desk.domain.recommender.text.feature_hasher import BUCKETS
from wrapup_desk.domain.recommender.text.text_features import TextFeatures

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]
Rows = NDArray[np.intp]

LEARNING_RATE = 0.3
_FIRST_GRADIENT = 1e-3
_LEAST_SQUARE = np.float32(1e-12)
# The mean leans on the last quarter of the labels, or on the last so many of a long life.
_MEAN_SHARE = 4.0
_SLOWEST_MEAN = 0.001
# Scaled lags are scaled again before they leave the range of the numbers.
_MOST_SHRUNK = 30.0


@dataclass(slots=True)
class LinearReading:
    """The weights of one text summed up so far: what has been read is not read again."""

    revision: tuple[int, int]
    columns: Columns
    # Per block: the sums by the last weights, then by their means.
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    read_to: int = 0
    values: dict[int, float] = field(default_factory=dict)


class LinearExpert:
    """One set of weights: rows are buckets, then the dimensions of both sides' meaning."""

    def __init__(self, usual: CorpusStats, dimensions: int) -> None:
        self._usual = usual
        rows = BUCKETS + 2 * dimensions
        self._meaning_rows = np.arange(BUCKETS, rows)
        # Rows never touched cost no memory: the system hands out zero pages on the first write.
        self.weights: Vector = np.zeros((rows, 0), np.float32)
        self.squares: Vector = np.zeros((rows, 0), np.float32)
        # How far each running mean lags behind its weight, times the exponential of `_shrunk`: a
        # weight that does not change draws its mean nearer with every label, and so all lags
        # shrink by one number that is kept once.
        self._lags: Vector = np.zeros((rows, 0), np.float32)
        self._shrunk = 0.0
        self.revision = 0

    def widen(self, codes: int) -> None:
        """Make room for *codes* columns."""
        if codes <= self.weights.shape[1]:
            return
        touched = self.touched()
        self.weights = _wider(self.weights, codes, touched)
        self.squares = _wider(self.squares, codes, touched)
        self._lags = _wider(self._lags, codes, touched)

    def touched(self) -> NDArray[np.intp]:
        """Return the rows that were ever learnt."""
        return np.flatnonzero(self.squares.any(axis=1))

    def means(self, rows: Rows) -> Vector:
        """Return the running mean of each weight in *rows*."""
        return self.weights[rows] - self._lag_scale() * self._lags[rows]

    def restore(self, rows: Rows, weights: Vector, means: Vector, squares: Vector) -> None:
        """Fill the fresh expert with what is known of *rows*."""
        self.widen(weights.shape[1])
        width = slice(None, weights.shape[1])
        self.weights[rows, width] = weights
        # By its squares a row is known to be learnt: the smallest ones are written as none.
        self.squares[rows, width] = np.maximum(squares, _LEAST_SQUARE)
        self._lags[rows, width] = weights - means

    def scores(self, inputs: TextInputs, columns: Columns) -> Vector:
        """Return what words and meaning say for each code, by the last weights and by the means."""
        words = inputs.values @ self._both(inputs.buckets, columns)
        return np.concatenate([words, self.meaning_scores(inputs.meaning, columns)])

    def meaning_scores(self, meaning: Vector, columns: Columns) -> Vector:
        """Return what the meaning of both sides says, by the last weights, then by the means."""
        # The rows of the meaning lie side by side: nothing has to be copied out of the tables.
        last = meaning @ self.weights[BUCKETS:]
        means = last - self._lag_scale() * (meaning @ self._lags[BUCKETS:])
        return np.concatenate([last[columns], means[columns]])

    def read(
        self, text: TextFeatures, columns: Columns, reading: LinearReading | None
    ) -> LinearReading:
        """Return *reading* brought up to date; a fresh one where the weights have changed."""
        is_usable = (
            reading is not None
            and reading.revision == self._now()
            and np.array_equal(reading.columns, columns)
        )
        if reading is None or not is_usable:
            sums = np.zeros((BLOCK_COUNT, 2 * len(columns)))
            reading = LinearReading(self._now(), columns, sums, np.zeros(BLOCK_COUNT))
            changed = list(text.counts)
        else:
            changed = list(set(text.journal[reading.read_to :]))
        reading.read_to = len(text.journal)
        if changed:
            self._take(text, reading, changed)
        return reading

    def word_scores(self, reading: LinearReading) -> Vector:
        """Return what words and facts say, by the last weights, then by the means."""
        lengths = np.sqrt(np.maximum(reading.squares, 1e-9))
        scores: Vector = (reading.sums / lengths[:, None]).sum(axis=0).astype(np.float32)
        return scores

    def learn(self, inputs: TextInputs, columns: Columns, truth: int, weight: float) -> None:
        """Move the weights towards *truth*, an index into *columns*, as one label of *weight*."""
        rows = np.concatenate([inputs.buckets, self._meaning_rows])
        values = np.concatenate([inputs.values, inputs.meaning])
        patch = _Patch(rows, columns, self.weights.shape[1])
        before = patch.of(self.weights)
        guess = softmax(values @ before)
        guess[truth] -= 1.0
        gradient = np.outer(values, np.float32(weight) * guess)
        grown = patch.of(self.squares) + gradient * gradient
        patch.put(self.squares, grown)
        step = LEARNING_RATE * gradient / np.sqrt(grown + _FIRST_GRADIENT)
        patch.put(self.weights, before - step)
        lags = patch.of(self._lags) - step * np.float32(math.exp(self._shrunk))
        patch.put(self._lags, lags)
        self._let_means_follow()
        self.revision += 1

    def _let_means_follow(self) -> None:
        rate = max(_MEAN_SHARE / (self.revision + _MEAN_SHARE), _SLOWEST_MEAN)
        self._shrunk -= math.log1p(-min(rate, 0.999))
        if self._shrunk > _MOST_SHRUNK:
            self._lags[self.touched()] *= self._lag_scale()
            self._shrunk = 0.0

    def _lag_scale(self) -> np.float32:
        return np.float32(math.exp(-self._shrunk))

    def _now(self) -> tuple[int, int]:
        """Return what changes whenever a sum of weights would come out differently."""
        return self.revision, self._usual.conversations

    def _both(self, rows: Rows, columns: Columns) -> Vector:
        """Return the weights of *rows* for *columns*, and beside them their means."""
        patch = _Patch(rows, columns, self.weights.shape[1])
        weights = patch.of(self.weights)
        means = weights - self._lag_scale() * patch.of(self._lags)
        return np.concatenate([weights, means], axis=1)

    def _take(self, text: TextFeatures, reading: LinearReading, changed: list[int]) -> None:
        """Add to the sums what the *changed* buckets now weigh more, or less."""
        buckets = np.array(changed, np.intp)
        counts = np.array([text.counts.get(bucket, 0) for bucket in changed], np.float64)
        rarity = self._usual.rarity(buckets).astype(np.float64)
        new = np.where(counts > 0, (1.0 + np.log(np.maximum(counts, 1.0))) * rarity, 0.0)
        old = np.array([reading.values.get(bucket, 0.0) for bucket in changed])
        blocks = block_of(buckets)
        weights = self._both(buckets, reading.columns)
        for block in range(BLOCK_COUNT):
            mine = blocks == block
            reading.sums[block] += (new[mine] - old[mine]) @ weights[mine]
            reading.squares[block] += float(new[mine] @ new[mine] - old[mine] @ old[mine])
        reading.values.update(zip(changed, new.tolist(), strict=True))


class _Patch:
    """Some rows and columns of tables that are *width* columns wide."""

    def __init__(self, rows: Rows, columns: Columns, width: int) -> None:
        # Where all columns are meant, whole rows are quicker than their cells.
        is_whole = len(columns) == width and bool((columns == np.arange(width)).all())
        self._rows = rows if is_whole else None
        self._cells = rows if is_whole else rows[:, None] * width + columns

    def of(self, table: Vector) -> Vector:
        return table.reshape(-1)[self._cells] if self._rows is None else table[self._rows]

    def put(self, table: Vector, values: Vector) -> None:
        if self._rows is None:
            table.reshape(-1)[self._cells] = values
        else:
            table[self._rows] = values


def _wider(matrix: Vector, columns: int, touched: NDArray[np.intp]) -> Vector:
    wider = np.zeros((len(matrix), columns), np.float32)
    wider[touched, : matrix.shape[1]] = matrix[touched]
    return wider


def softmax(scores: Vector) -> Vector:
    """Return the probabilities that *scores*, log-odds up to a constant, stand for.

    If one of them is no finite number, all are alike: nothing is known then.
    """
    highest = scores.max()
    if not np.isfinite(highest):
        return np.full(len(scores), 1.0 / len(scores), np.float32)
    shifted = np.exp(scores - highest)
    result: Vector = (shifted / shifted.sum()).astype(np.float32)
    return result
