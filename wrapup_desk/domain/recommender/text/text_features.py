"""What a text amounts to so far; adding or taking back an utterance costs only its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.text.code_names import CodeNameIndex
from wrapup_desk.domain.recommender.text.feature_hasher import FeatureHasher
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors
from wrapup_desk.domain.recommender.text.words import Word, split_words
from wrapup_desk.domain.transcript import Speaker, Utterance

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class UtteranceFeatures:
    """One utterance, taken apart once."""

    words: list[Word] = field(repr=False)
    buckets: list[int]
    meaning: Vector
    likeness: Vector  # to each word of any code's name, from 0 to 1
    sense: Vector  # of the whole sentence, of length one; zeros while it is not known
    is_agent: bool
    awaits_sense: bool = False
    known: int = 0  # words that the language table has as a whole
    judged: int = 0  # words of letters alone, the only ones that a table could have

    def with_sense(self, sense: Vector, *, is_awaited: bool = False) -> UtteranceFeatures:
        return replace(self, sense=sense, awaits_sense=is_awaited)

    def said_by_bucket(self) -> Iterator[tuple[int, str]]:
        """Yield the bucket of each word and pair with the words as they were said."""
        said = [word.said for word in self.words]
        pairs = [f"{left} {right}" for left, right in pairwise(said)]
        # `FeatureHasher.words` lists words first, then pairs, then pieces (of which nothing is shown).
        yield from zip(self.buckets, said + pairs, strict=False)


class FeatureExtractor:
    """Takes utterances apart."""

    def __init__(
        self,
        hasher: FeatureHasher,
        vocabulary: WordVectors,
        names: CodeNameIndex,
        sentences: SentenceVectors,
    ) -> None:
        self._hasher = hasher
        self._vocabulary = vocabulary
        self._names = names
        self.sentences = sentences
        self.dimensions = vocabulary.dimensions
        self.has_table = vocabulary.fingerprint != 0

    def take_apart(self, utterance: Utterance) -> UtteranceFeatures:
        words = split_words(utterance.text)
        is_agent = utterance.speaker is Speaker.AGENT
        vectors = [self._vocabulary.word_vector(word.norm) for word in words]
        stacked = np.array(vectors, np.float32).reshape(-1, self._vocabulary.dimensions)
        lettered = [word.norm for word in words if word.norm.replace("'", "").isalpha()]
        # What is still being said would be encoded again with every word.
        is_whole = bool(words) and utterance.is_final
        sense = self.sentences.of(utterance.text) if is_whole else None
        return UtteranceFeatures(
            words,
            self._hasher.words(words, is_agent=is_agent),
            stacked.sum(axis=0),
            self._names.likeness([word.norm for word in words], stacked),
            np.zeros(self.sentences.dimensions, np.float32) if sense is None else sense,
            is_agent,
            awaits_sense=is_whole and sense is None,
            known=sum(self._vocabulary.knows(norm) for norm in lettered),
            judged=len(lettered),
        )


class UtteranceRows:
    """What each utterance says, as rows of two growing matrices."""

    def __init__(self, terms: int, dimensions: int, sense_dimensions: int) -> None:
        self.sense_dimensions = sense_dimensions
        self._sense: Vector = np.zeros((_FIRST_ROWS, sense_dimensions), np.float32)
        self._likeness: Vector = np.zeros((_FIRST_ROWS, terms), np.float32)
        self._meaning: Vector = np.zeros((_FIRST_ROWS, dimensions), np.float32)
        self.count = 0

    def put(self, at: int, heard: UtteranceFeatures) -> None:
        if at == len(self._likeness):
            self._likeness = np.concatenate([self._likeness, np.zeros_like(self._likeness)])
            self._meaning = np.concatenate([self._meaning, np.zeros_like(self._meaning)])
            self._sense = np.concatenate([self._sense, np.zeros_like(self._sense)])
        self._likeness[at] = heard.likeness
        self._sense[at] = heard.sense
        self._meaning[at] = heard.meaning / max(_TINY, float(np.linalg.norm(heard.meaning)))
        self.count = max(self.count, at + 1)

    def likeness(self, which: slice) -> Vector:
        """Return how near these utterances come to each word of a name: utterances x terms."""
        return self._likeness[which]

    def meaning(self, which: slice) -> Vector:
        """Return the meaning of each of these utterances, of length one or zero."""
        return self._meaning[which]

    def sense(self, which: slice) -> Vector:
        """Return the sense of each of these utterances, of length one or zero."""
        return self._sense[which]


class TextFeatures:
    """The sum of some utterances: counts per bucket and meaning per side.

    Args:
        rows: what each utterance of the talk says.
        dimensions: of the language table.
        begin: the place in *rows* of the first utterance that is added.
    """

    def __init__(self, rows: UtteranceRows, dimensions: int, begin: int = 0) -> None:
        self.counts: Counter[int] = Counter()
        # Buckets in the order they changed; each reader remembers how far it has read.
        self.journal: list[int] = []
        # Wide, so that words taken back leave nothing that could pass for a meaning.
        self.meaning = np.zeros((2, dimensions), np.float64)
        self.sense = np.zeros((2, rows.sense_dimensions), np.float64)
        self.utterances = 0
        self.rows = rows
        self._begin = begin

    def add(self, heard: UtteranceFeatures) -> None:
        self.utterances += 1
        self._count(heard, 1)

    def replace(self, old: UtteranceFeatures, new: UtteranceFeatures) -> None:
        self._count(old, -1)
        self._count(new, 1)

    def replace_sense(self, old: UtteranceFeatures, new: UtteranceFeatures) -> None:
        """Take in what the same words turned out to mean."""
        self.sense[int(old.is_agent)] += new.sense - old.sense

    def count_facts(self, old: list[int], new: list[int]) -> None:
        """Replace the buckets of the facts."""
        self._count_buckets(old, -1)
        self._count_buckets(new, 1)

    def likeness(self) -> Vector:
        """Return how near each utterance comes to each word of any name."""
        return self.rows.likeness(self._which)

    def utterance_meanings(self) -> Vector:
        """Return the meaning of each utterance, of length one or zero."""
        return self.rows.meaning(self._which)

    def unit_meaning(self) -> Vector:
        """Return the meaning of each side as a vector of length one, customer first, or zeros."""
        return _units(self.meaning)

    def utterance_senses(self) -> Vector:
        """Return the sense of each utterance, of length one or zero."""
        return self.rows.sense(self._which)

    def unit_sense(self) -> Vector:
        """Return the sense of each side as a vector of length one, customer first, or zeros."""
        return _units(self.sense)

    @property
    def _which(self) -> slice:
        return slice(self._begin, self._begin + self.utterances)

    def _count(self, heard: UtteranceFeatures, by: int) -> None:
        self.meaning[int(heard.is_agent)] += by * heard.meaning
        self.sense[int(heard.is_agent)] += by * heard.sense
        self._count_buckets(heard.buckets, by)

    def _count_buckets(self, buckets: list[int], by: int) -> None:
        self.journal += buckets
        if by > 0:
            self.counts.update(buckets)
            return
        for bucket in buckets:
            self.counts[bucket] -= 1
            if not self.counts[bucket]:
                del self.counts[bucket]


def _units(sums: NDArray[np.float64]) -> Vector:
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    units: Vector = np.where(lengths > _TINY, sums / np.maximum(lengths, _TINY), 0.0).astype(
        np.float32
    )
    return units


_TINY = 1e-6
_FIRST_ROWS = 8
