"""Knows what talk is usually made of, so that the unusual in a text counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.text.feature_hasher import BLOCKS, BUCKETS
from wrapup_desk.domain.recommender.text.text_features import TextFeatures

Vector = NDArray[np.float32]
Buckets = NDArray[np.intp]

BLOCK_COUNT = len(BLOCKS) - 1
# The mean meaning is believed in full after some times so many conversations.
_CENTRE_DOUBT = 10.0
_LEAST_APART = 1e-5


@dataclass(frozen=True, slots=True)
class TextInputs:
    """A text as the linear experts take it in: every block of buckets has length one."""

    buckets: Buckets
    values: Vector
    meaning: Vector
    sense: Vector


class CorpusStats:
    """How many conversations met each bucket, and what conversations mean on average."""

    def __init__(self, dimensions: int, sense_dimensions: int) -> None:
        self.conversations = 0
        self.met_in = np.zeros(BUCKETS, np.uint32)
        self.meaning_sum = np.zeros((2, dimensions), np.float64)
        self.sense_sum = np.zeros((2, sense_dimensions), np.float64)
        # In how many conversations each side said something that was encoded.
        self.sense_met = np.zeros(2, np.float64)

    def note(self, text: TextFeatures) -> None:
        """Count a whole conversation."""
        self.conversations += 1
        self.met_in[np.fromiter(text.counts, np.intp, len(text.counts))] += 1
        self.meaning_sum += text.unit_meaning()
        senses = text.unit_sense()
        self.sense_sum += senses
        self.sense_met += senses.any(axis=1)

    def rarity(self, buckets: Buckets) -> Vector:
        """Return the weight of each bucket: 1 for one met in every conversation, more if rarer."""
        # Never less than 1, or all of a text could weigh nothing and have no length.
        ratio = np.maximum(1.0, (self.conversations + 1) / (self.met_in[buckets] + 1.0))
        return (np.log(ratio) + 1.0).astype(np.float32)

    def meaning(self, text: TextFeatures) -> Vector:
        """Return what sets the meaning of each side apart from the usual, of length one."""
        centre = self.meaning_sum / (self.conversations + _CENTRE_DOUBT)
        return _apart(text.unit_meaning(), centre)

    def sense(self, text: TextFeatures) -> Vector:
        """Return what sets the sense of each side's sentences apart from the usual."""
        centre = self.sense_sum / (self.sense_met + _CENTRE_DOUBT)[:, None]
        return _apart(text.unit_sense(), centre)

    def inputs(self, text: TextFeatures) -> TextInputs:
        buckets = np.fromiter(text.counts, np.intp, len(text.counts))
        counts = np.fromiter(text.counts.values(), np.float32, len(text.counts))
        values = (1.0 + np.log(np.maximum(counts, 1.0))) * self.rarity(buckets)
        blocks = block_of(buckets)
        lengths = np.sqrt(np.bincount(blocks, values * values, BLOCK_COUNT))
        scaled = (values / lengths[blocks]).astype(np.float32)
        meaning, sense = self.meaning(text).reshape(-1), self.sense(text).reshape(-1)
        return TextInputs(buckets, scaled, meaning, sense)


def _apart(units: Vector, centre: NDArray[np.float64]) -> Vector:
    apart = np.where(units.any(axis=1, keepdims=True), units - centre, 0.0)
    lengths = np.linalg.norm(apart, axis=1, keepdims=True)
    # Below the least length there is nothing but rounding, and that sets nothing apart.
    units_apart: Vector = (apart / np.maximum(lengths, _LEAST_APART)).astype(np.float32)
    return units_apart


def block_of(buckets: Buckets) -> NDArray[np.intp]:
    """Return which block each bucket lies in."""
    return np.searchsorted(BLOCKS[1:-1], buckets, side="right")
