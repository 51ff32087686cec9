"""Keeps the vectors of sentences met lately, and says which sentences still want one.

A sentence takes milliseconds to encode, so whoever shows windows does that elsewhere: what is not
known is asked for once and looked up again later. Sentences are known by a hash: of what was said
nothing is kept here longer than until it is encoded.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vector]

_KEPT = 2_000
# Older ones than this are given up where nobody encodes: a case goes on without.
_MOST_WANTED = 2_000


class SentenceVectors:
    """The encoder as the recommender sees it.

    Args:
        dimensions: how long a vector is; 0 for no encoder at all.
        fingerprint: tells one encoder's vectors from another's; 0 for none.
        encode: encodes at once, where waiting is no harm; without it sentences are only noted.
    """

    def __init__(
        self, dimensions: int = 0, fingerprint: int = 0, encode: Encode | None = None
    ) -> None:
        self.dimensions = dimensions
        self.fingerprint = fingerprint
        self._encode = encode
        self._key = os.urandom(16)
        self._known: OrderedDict[bytes, Vector] = OrderedDict()
        self._wanted: OrderedDict[bytes, str] = OrderedDict()
        self._has_given_up = False

    def of(self, text: str) -> Vector | None:
        """Return the vector of *text*; None while it is not known, and then it is wanted."""
        if not self.dimensions or self._has_given_up:
            return np.zeros(self.dimensions, np.float32)
        key = self._hash(text)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        if self._encode is not None:
            (vector,) = self._encode([text])
            self.put([text], vector[None])
            return self._known[key]
        self._wanted[key] = text
        if len(self._wanted) > _MOST_WANTED:
            self._wanted.popitem(last=False)
        return None

    @property
    def has_wanted(self) -> bool:
        return bool(self._wanted)

    def take_wanted(self, most: int) -> list[str]:
        """Return sentences to be encoded, the latest first: somebody waits for those."""
        count = min(most, len(self._wanted))
        return [self._wanted.popitem()[1] for _ in range(count)]

    def give_up(self) -> None:
        """Take every sentence for one that says nothing: nobody can encode them."""
        self._has_given_up = True
        self._wanted.clear()

    def put(self, texts: Sequence[str], vectors: Vector) -> None:
        """Keep the vectors of *texts*, one row each."""
        for text, vector in zip(texts, vectors, strict=True):
            kept = np.array(vector, np.float32)
            kept.setflags(write=False)
            self._known[self._hash(text)] = kept
            self._wanted.pop(self._hash(text), None)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)

    def _hash(self, text: str) -> bytes:
        data = text.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self._key, digest_size=16).digest()


def no_sentence_vectors() -> SentenceVectors:
    """Return what stands in where there is no encoder: vectors without any dimension."""
    return SentenceVectors()
