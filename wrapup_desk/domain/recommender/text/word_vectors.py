"""Turns words into meaning vectors with a static table; works, weaker, without one.

The table is every token of all-MiniLM-L6-v2 sent through the encoder alone, reduced to 256
dimensions and weighted by log rank: `toks` (WordPiece), `q` (int8), `s` (scale per token).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.recommender.model_error import ModelError

Vector = NDArray[np.float32]

DIMENSIONS = 256
_CACHED_WORDS = 20_000
_LONGEST_PIECED = 40
_MOST_BYTES = 1 << 28
_LARGEST_SCALE = 1_000.0
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
# The first of the WordPiece vocabulary are placeholders, then single signs, then words by frequency.
_FREQUENT_WORDS = slice(1996, 3996)


class WordVectors:
    """A table of token vectors; without tokens every vector is zero."""

    def __init__(self, tokens: list[str], quantised: NDArray[np.int8], scales: Vector) -> None:
        self._index = {token: at for at, token in enumerate(tokens)}
        self._quantised = quantised
        self._scales = scales.reshape(-1)
        # Tells one table from another; 0 is "no table".
        self.fingerprint = zlib.crc32(self._scales.tobytes()) if tokens else 0
        self.dimensions = int(quantised.shape[1]) if quantised.ndim == 2 else DIMENSIONS
        self.word_vector = lru_cache(_CACHED_WORDS)(self._word_vector)

    def frequent_vectors(self) -> Vector:
        """Return the vectors of the language's most frequent words: what any talk is made of."""
        rows = self._quantised[_FREQUENT_WORDS].astype(np.float32)
        return rows * self._scales[_FREQUENT_WORDS, None]

    def knows(self, norm: str) -> bool:
        """Whether *norm* is a word of the table as a whole, not only in pieces."""
        return norm in self._index or all(part in self._index for part in norm.split("'"))

    def _word_vector(self, norm: str) -> Vector:
        total = np.zeros(self.dimensions, np.float32)
        for piece in self._pieces(norm) if self._index else ():
            total += self._quantised[piece] * self._scales[piece]
        total.setflags(write=False)
        return total

    def _pieces(self, norm: str) -> list[int]:
        pieces: list[int] = []
        for part in norm[:_LONGEST_PIECED].split("'"):
            pieces += self._greedy(part)
        return pieces

    def _greedy(self, part: str) -> list[int]:
        """Split as BERT does: always the longest known piece; nothing if one is unknown."""
        pieces: list[int] = []
        start = 0
        while start < len(part):
            prefix = "##" if start else ""
            ends = range(len(part), start, -1)
            end = next((e for e in ends if prefix + part[start:e] in self._index), None)
            if end is None:
                return []
            pieces.append(self._index[prefix + part[start:end]])
            start = end
        return pieces


def no_word_vectors() -> WordVectors:
    """Return the empty table: suggestions then rest on words alone."""
    return WordVectors([], np.zeros((0, DIMENSIONS), np.int8), np.zeros((0, 1), np.float32))


def read_word_vectors(raw: bytes) -> WordVectors:
    """Return the table in *raw*, an .npz file with `toks`, `q` and `s`.

    Raises:
        ModelError: *raw* is no such file, or it is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(member.file_size for member in packed.infolist())
        if size > _MOST_BYTES:
            raise ModelError(tr("The language table is larger than one can be."))
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            tokens, quantised, scales = arrays["toks"], arrays["q"], arrays["s"]
    except _UNREADABLE as failure:
        raise ModelError(tr("The language table cannot be read: {why}.", why=failure)) from failure
    if quantised.ndim != 2 or len(tokens) != len(quantised) or scales.size != len(quantised):
        raise ModelError(tr("The language table is damaged: its parts differ in length."))
    if quantised.dtype != np.int8 or not (np.abs(scales) <= _LARGEST_SCALE).all():
        raise ModelError(tr("The language table is damaged: it holds numbers that cannot be."))
    return WordVectors(tokens.tolist(), quantised, scales.astype(np.float32))
