"""Learns a weight per bucket and code online: AdaGrad on the softmax over the leg's own codes.

The input of one conversation is its bucket counts (sub-linear, rarer buckets weighing more, each
block of length one) and the meaning of both sides. One pass in the order of the calls, one
accumulator per row for all codes: half the state of the usual form, and no worse.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.features import BLOCKS, BUCKETS
from wrapup_desk.domain.recommender.heard import HeardText

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]

LEARNING_RATE = 0.6
_FIRST_GRADIENT = 1e-3
_BLOCK_COUNT = len(BLOCKS) - 1


@dataclass(slots=True)
class Reading:
    """The weights of one text summed up so far: what has been read is not read again."""

    revision: int
    columns: Columns
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    read_to: int = 0
    values: dict[int, float] = field(default_factory=dict)


class Rarity:
    """How many conversations each bucket was met in."""

    def __init__(self) -> None:
        self.conversations = 0
        self.met_in = np.zeros(BUCKETS, np.uint32)

    def note(self, text: HeardText) -> None:
        self.conversations += 1
        self.met_in[list(text.counts)] += 1

    def of(self, buckets: NDArray[np.intp]) -> Vector:
        rarity = np.log((self.conversations + 1) / (self.met_in[buckets] + 1.0)) + 1.0
        return rarity.astype(np.float32)


class LinearExpert:
    """One set of weights: rows are buckets, then the dimensions of both sides' meaning."""

    def __init__(self, rarity: Rarity, dimensions: int) -> None:
        self._rarity = rarity
        self._dimensions = dimensions
        rows = BUCKETS + 2 * dimensions
        self.weights: Vector = np.zeros((rows, 0), np.float32)
        self.gradients: Vector = np.full(rows, _FIRST_GRADIENT, np.float32)
        self.revision = 0

    def widen(self, codes: int) -> None:
        """Make room for *codes* columns; what is untouched costs no memory."""
        if codes <= self.weights.shape[1]:
            return
        wider = np.zeros((len(self.weights), codes), np.float32)
        touched = self.touched()
        wider[touched, : self.weights.shape[1]] = self.weights[touched]
        self.weights = wider

    def touched(self) -> NDArray[np.intp]:
        """Return the rows that were ever learnt."""
        return np.flatnonzero(self.gradients > np.float32(_FIRST_GRADIENT))

    def read(self, text: HeardText, columns: Columns, reading: Reading | None) -> Reading:
        """Return *reading* brought up to date; a fresh one where the weights have changed."""
        is_usable = (
            reading is not None
            and reading.revision == self.revision
            and np.array_equal(reading.columns, columns)
        )
        if reading is None or not is_usable:
            sums = np.zeros((_BLOCK_COUNT, len(columns)))
            reading = Reading(self.revision, columns, sums, np.zeros(_BLOCK_COUNT))
            changed = list(text.counts)
        else:
            changed = list(set(text.journal[reading.read_to :]))
        reading.read_to = len(text.journal)
        if changed:
            self._take(text, reading, changed)
        return reading

    def word_scores(self, reading: Reading) -> Vector:
        """Return what words and facts say for each code."""
        lengths = np.sqrt(np.maximum(reading.squares, 1e-9))
        scores: Vector = (reading.sums / lengths[:, None]).sum(axis=0).astype(np.float32)
        return scores

    def meaning_scores(self, text: HeardText, columns: Columns) -> Vector:
        """Return what the meaning of both sides says for each code."""
        scores: Vector = text.unit_meaning().reshape(-1) @ self.weights[BUCKETS:, columns]
        return scores

    def learn(self, text: HeardText, columns: Columns, truth: int) -> None:
        """Move the weights towards *truth*, an index into *columns*."""
        buckets, values = self.inputs(text)
        rows = np.concatenate([buckets, np.arange(BUCKETS, len(self.weights))])
        inputs = np.concatenate([values, text.unit_meaning().reshape(-1)])
        block = self.weights[rows[:, None], columns]
        error = softmax(inputs @ block)
        error[truth] -= 1.0
        self.gradients[rows] += inputs * inputs * float(error @ error)
        steps = LEARNING_RATE * inputs / np.sqrt(self.gradients[rows])
        self.weights[rows[:, None], columns] = block - np.outer(steps, error)
        self.revision += 1

    def inputs(self, text: HeardText) -> tuple[NDArray[np.intp], Vector]:
        """Return the buckets of *text* and their values, each block of length one."""
        buckets = np.fromiter(text.counts, np.intp, len(text.counts))
        counts = np.fromiter(text.counts.values(), np.float32, len(text.counts))
        values = (1.0 + np.log(counts)) * self._rarity.of(buckets)
        blocks = np.searchsorted(BLOCKS[1:-1], buckets, side="right")
        lengths = np.sqrt(np.bincount(blocks, values * values, _BLOCK_COUNT))
        return buckets, (values / lengths[blocks]).astype(np.float32)

    def _take(self, text: HeardText, reading: Reading, changed: list[int]) -> None:
        """Add to the sums what the *changed* buckets now weigh more, or less."""
        buckets = np.array(changed, np.intp)
        counts = np.array([text.counts.get(bucket, 0) for bucket in changed], np.float64)
        rarity = self._rarity.of(buckets).astype(np.float64)
        new = np.where(counts > 0, (1.0 + np.log(np.maximum(counts, 1.0))) * rarity, 0.0)
        old = np.array([reading.values.get(bucket, 0.0) for bucket in changed])
        blocks = np.searchsorted(BLOCKS[1:-1], buckets, side="right")
        weights = self.weights[buckets[:, None], reading.columns]
        for block in range(_BLOCK_COUNT):
            mine = blocks == block
            reading.sums[block] += (new[mine] - old[mine]) @ weights[mine]
            reading.squares[block] += float(new[mine] @ new[mine] - old[mine] @ old[mine])
        reading.values.update(zip(changed, new.tolist(), strict=True))


def softmax(scores: Vector) -> Vector:
    """Return the probabilities that *scores*, log-odds up to a constant, stand for."""
    shifted = np.exp(scores - scores.max())
    result: Vector = (shifted / shifted.sum()).astype(np.float32)
    return result
