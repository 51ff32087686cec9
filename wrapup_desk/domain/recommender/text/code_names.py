"""Matches what was said with the names and descriptions of codes: all there is at a cold start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.domain.recommender.text.synonyms import groups_of
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors
from wrapup_desk.domain.recommender.text.words import name_words, spaced_name, stem
from wrapup_desk.domain.wrapup import WrapupCode

Vector = NDArray[np.float32]

_DESCRIPTION_WEIGHT = 0.4
# What an administrator says that customers say is worth nearly the name itself.
_SYNONYM_WEIGHT = 0.8
# A word of the talk that shares the stem of a name's word counts as the same word.
SAME = 1.0
# Words of the trade that mean nearly the same count so much.
_NEARLY = 0.7
_MOST_OF_UNLIKE = 0.95
_COMMON_SHARE = 0.98
# So much likeness at least lies between the usual and the same.
_LEAST_ROOM = 0.01


@dataclass(frozen=True, slots=True)
class ListedCodeNames:
    """The names of one list of codes, words that tell them apart weighing most."""

    shares: Vector  # terms x codes; a code's name words sum to one
    meanings: Vector  # codes x dimensions, length one
    senses: Vector  # codes x dimensions of the sentence encoder, length one or zero


class CodeNameIndex:
    """The words of all code names the model has met."""

    def __init__(self, vocabulary: WordVectors, sentences: SentenceVectors) -> None:
        self._vocabulary = vocabulary
        self._sentences = sentences
        self._senses: list[Vector] = []
        # Codes whose names are being encoded elsewhere.
        self._awaited: dict[int, WrapupCode] = {}
        self._term_of_stem: dict[str, int] = {}
        self._terms_of_group: dict[int, list[int]] = {}
        self._term_vectors: list[Vector] = []
        self._usual: list[float] = []
        self._weights: list[dict[int, float]] = []
        self._meanings: list[Vector] = []
        self._lists: dict[bytes, ListedCodeNames] = {}
        self._matrix: Vector = np.zeros((0, vocabulary.dimensions), np.float32)
        self._frequent = _unit_rows(vocabulary.frequent_vectors())

    @property
    def term_count(self) -> int:
        return len(self._term_vectors)

    def describe(self, column: int, code: WrapupCode) -> None:
        """Take the words of *code* for *column*; called again when a name changes."""
        while len(self._weights) <= column:
            self._weights.append({})
            self._meanings.append(np.zeros(self._vocabulary.dimensions, np.float32))
            self._senses.append(np.zeros(self._sentences.dimensions, np.float32))
        weights: dict[int, float] = {}
        meaning = np.zeros(self._vocabulary.dimensions, np.float32)
        for text, weight in _texts_of(code.name, code):
            for word in name_words(text):
                term = self._term(word)
                weights[term] = max(weights.get(term, 0.0), weight)
                meaning = meaning + weight * self._vocabulary.word_vector(word)
        self._weights[column] = weights
        self._meanings[column] = meaning
        self._awaited[column] = code
        self.catch_up()
        self._lists.clear()

    def catch_up(self) -> None:
        """Take in the names that were encoded meanwhile."""
        for column, code in tuple(self._awaited.items()):
            sense = self._sense_of(code)
            if sense is not None:
                self._senses[column] = sense
                del self._awaited[column]
                self._lists.clear()

    def _sense_of(self, code: WrapupCode) -> Vector | None:
        texts = _texts_of(spaced_name(code.name), code)
        found = [(self._sentences.of(text), weight) for text, weight in texts if text.strip()]
        total = np.zeros(self._sentences.dimensions, np.float32)
        for vector, weight in found:
            if vector is None:
                return None
            total += np.float32(weight) * vector
        return total

    def likeness(self, norms: list[str], vectors: Vector) -> Vector:
        """Return for each term how close the closest of the words comes, 0 (usual) to 1 (same)."""
        if not norms or not self._term_vectors:
            return np.zeros(self.term_count, np.float32)
        near = (self._terms() @ _unit_rows(vectors).T).max(axis=1)
        usual = np.array(self._usual, np.float32)
        room = np.maximum(1.0 - usual, _LEAST_ROOM)
        best = np.clip((near - usual) / room, 0.0, _MOST_OF_UNLIKE)
        stems = [stem(norm) for norm in norms]
        for term in self._near_terms(stems):
            best[term] = max(best[term], _NEARLY)
        for root in stems:
            if root in self._term_of_stem:
                best[self._term_of_stem[root]] = SAME
        result: Vector = best
        return result

    def _near_terms(self, stems: list[str]) -> set[int]:
        """Return the terms that mean nearly the same as a word or a phrase of two."""
        phrases = [f"{left} {right}" for left, right in pairwise(stems)]
        groups = {group for key in (*stems, *phrases) for group in groups_of(key)}
        return {term for group in groups for term in self._terms_of_group.get(group, ())}

    def listed(self, columns: NDArray[np.intp]) -> ListedCodeNames:
        key = columns.tobytes()
        if key not in self._lists:
            self._lists[key] = self._list(columns.tolist())
        return self._lists[key]

    def matched(self, column: int, norm: str) -> bool:
        """Whether the word *norm* stands in the name or description of *column*'s code."""
        root = stem(norm)
        near = {term for group in groups_of(root) for term in self._terms_of_group.get(group, ())}
        if root in self._term_of_stem:
            near.add(self._term_of_stem[root])
        return not near.isdisjoint(self._weights[column])

    def _list(self, columns: Sequence[int]) -> ListedCodeNames:
        users = Counter(term for column in columns for term in self._weights[column])
        shares = np.zeros((self.term_count, len(columns)), np.float32)
        for at, column in enumerate(columns):
            for term, weight in self._weights[column].items():
                rarity = np.log(1.0 + (len(columns) - users[term] + 0.5) / (users[term] + 0.5))
                shares[term, at] = weight * rarity
        shares /= np.maximum(shares.sum(axis=0), 1e-6)
        meanings = np.array([self._meanings[column] for column in columns], np.float32)
        senses = np.array([self._senses[column] for column in columns], np.float32)
        units = (_unit_rows(each.reshape(len(columns), -1)) for each in (meanings, senses))
        return ListedCodeNames(shares, *units)

    def _term(self, word: str) -> int:
        root = stem(word)
        if root not in self._term_of_stem:
            # All that may fail comes before the first change: no term is ever half known.
            vector = _unit_rows(self._vocabulary.word_vector(word)[None])[0]
            usual = self._usual_likeness(vector)
            term = len(self._term_vectors)
            self._term_vectors.append(vector)
            self._usual.append(usual)
            for group in groups_of(root):
                self._terms_of_group.setdefault(group, []).append(term)
            self._term_of_stem[root] = term
        return self._term_of_stem[root]

    def _usual_likeness(self, vector: Vector) -> float:
        """Return the likeness that everyday words reach: below it nothing is said."""
        if not len(self._frequent):
            return 0.5
        return float(np.quantile(self._frequent @ vector, _COMMON_SHARE))

    def _terms(self) -> Vector:
        if len(self._matrix) != len(self._term_vectors):
            self._matrix = np.array(self._term_vectors, np.float32)
        return self._matrix


def _texts_of(name: str, code: WrapupCode) -> list[tuple[str, float]]:
    """Return all that says what *code* is about, with how much each text counts."""
    texts = [(name, 1.0), (code.description, _DESCRIPTION_WEIGHT)]
    return texts + [(synonym, _SYNONYM_WEIGHT) for synonym in code.synonyms]


def _unit_rows(rows: Vector) -> Vector:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Vector = np.divide(rows, np.maximum(lengths, 1e-6), dtype=np.float32)
    return result
