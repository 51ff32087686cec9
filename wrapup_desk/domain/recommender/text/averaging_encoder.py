"""Turns sentences of fifteen languages into vectors: pieces and their neighbours, averaged.

The network is that of Google's Universal Sentence Encoder (multilingual, version 3): each piece is
looked up and read together with one, two and four neighbours; the mean of it goes through two
layers. A sentence and its translation come out close together. No weights ship with the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.text.sentence_encoder import Arrays, Vector
from wrapup_desk.domain.recommender.text.unigram_pieces import UnigramPieces

MOST_PIECES = 128
_DIMENSIONS, _WIDTH = 512, 256
# The table of pieces is stored in so many parts, each with a scale of its own; row 0 of the table
# is row 0 of the first part, row 1 that of the second.
_PARTS = 17
# How many pieces each view takes together, and how many of them stand before the one it is for.
_VIEWS = ((2, 0), (3, 1), (5, 2))


@dataclass(frozen=True, slots=True)
class _View:
    """The weights that read a piece with its neighbours."""

    together: int
    before: int
    first: Vector
    first_bias: Vector
    second: Vector
    second_bias: Vector


class AveragingEncoder:
    """The multilingual encoder.

    Args:
        arrays: its weights.
        vocabulary: its pieces, as SentencePiece keeps them.

    Raises:
        ModelError: they are not those of the encoder.
    """

    dimensions = _DIMENSIONS

    def __init__(self, arrays: Arrays, vocabulary: bytes) -> None:
        try:
            self._pieces = UnigramPieces(vocabulary)
            self._scale, self._least = (_of(arrays, name, _PARTS) for name in ("scale", "lo"))
            self._table = _table(arrays, len(self._pieces))
            self._narrow = _joined(arrays, "proj", _DIMENSIONS, _WIDTH)
            self._narrow_bias, self._scaled, self._shifted = (
                _joined(arrays, name, _WIDTH) for name in ("proj_b", "ln_g", "ln_b")
            )
            self._views = [_view(arrays, *view) for view in _VIEWS]
            wide = _DIMENSIONS + len(_VIEWS) * _WIDTH
            self._norm = _of(arrays, "ln_g", wide), _of(arrays, "ln_b", wide)
            self._out, self._out_bias = _of(arrays, "cnn_W", wide, 512), _of(arrays, "cnn_b", 512)
            self._layers = {name: _of(arrays, name, *shape) for name, shape in _LAYERS.items()}
            self._tiny = float(_shaped(arrays["eps"], ()))
        except (KeyError, ValueError, IndexError, TypeError, UnicodeDecodeError) as failure:
            raise ModelError(
                tr("The sentence encoder is damaged: {why}.", why=failure)
            ) from failure

    def pieces(self, text: str) -> list[int]:
        """Return the numbers of the pieces that *text* is read as."""
        return self._pieces.ids(text, MOST_PIECES)

    def encode(self, texts: Sequence[str]) -> Vector:
        rows = [self._encoded(self.pieces(text)) for text in texts]
        return np.array(rows, np.float32).reshape(-1, _DIMENSIONS)

    def _encoded(self, ids: list[int]) -> Vector:
        part = np.array(ids) % _PARTS
        looked_up = self._table[ids].astype(np.float32)
        looked_up *= self._scale[part, None]
        looked_up += self._least[part, None]
        narrow: Vector = looked_up @ self._narrow
        narrow = self._normed(narrow + self._narrow_bias, self._scaled, self._shifted)
        read = [looked_up]
        for at, view in enumerate(self._views):
            own = narrow[:, at * _WIDTH : (at + 1) * _WIDTH]
            near = np.maximum(_beside(own, view) @ view.first + view.first_bias, 0) + own
            read.append(np.maximum(_beside(near, view) @ view.second + view.second_bias, 0) + near)
        total = self._normed(np.concatenate(read, axis=1), *self._norm).sum(axis=0)
        count = np.float32(len(ids))
        mean = (total @ self._out + count * self._out_bias) / np.sqrt(count)
        return self._finished(mean.astype(np.float32))

    def _finished(self, mean: Vector) -> Vector:
        layers = self._layers
        wide = np.maximum(mean @ layers["d0"], 0) @ layers["d1"] + mean @ layers["p1"]
        wide = np.maximum(wide, 0)
        out = np.tanh(np.maximum(wide @ layers["d2"], 0) @ layers["d3"] + wide @ layers["p3"])
        vector: Vector = (out / np.sqrt(max(float(out @ out), self._tiny))).astype(np.float32)
        return vector

    def _normed(self, x: Vector, scale: Vector, shift: Vector) -> Vector:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + self._tiny)
        normed: Vector = (x * scale + shift).astype(np.float32)
        return normed


_LAYERS = {"d0": (512, 320), "d1": (320, 320), "p1": (512, 320)} | {
    "d2": (320, 512), "p3": (320, 512), "d3": (512, 512),
}  # fmt: skip


def _beside(x: Vector, view: _View) -> Vector:
    """Return beside each row its neighbours; where the sentence ends there are zeros."""
    around = ((view.before, view.together - 1 - view.before), (0, 0))
    padded = np.pad(x, around)
    shifted = [padded[at : at + len(x)] for at in range(view.together)]
    return np.concatenate(shifted, axis=1)


def _table(arrays: Arrays, pieces: int) -> NDArray[np.uint8]:
    """Return the vector of each piece, in whole steps of its part's scale."""
    rows = len(arrays["q1"])
    if pieces > _PARTS * rows:
        raise ValueError("it has more pieces than vectors")
    table = np.empty((_PARTS * rows, _DIMENSIONS), np.uint8)
    for part in range(_PARTS):
        table[part::_PARTS] = _shaped(arrays[f"q{part + 1}"], (rows, _DIMENSIONS))
    return table


def _view(arrays: Arrays, together: int, before: int) -> _View:
    weights = [
        _of(arrays, f"{name}_{together}", *shape)
        for number in (1, 2)
        for name, shape in (
            (f"w{number}", (together * _WIDTH, _WIDTH)),
            (f"b{number}", (_WIDTH,)),
        )
    ]
    return _View(together, before, *weights)


def _joined(arrays: Arrays, name: str, *shape: int) -> Vector:
    parts = [_of(arrays, f"{name}{together}", *shape) for together, _ in _VIEWS]
    return np.concatenate(parts, axis=-1)


def _of(arrays: Arrays, name: str, *shape: int) -> Vector:
    return _shaped(arrays[name], shape).astype(np.float32)


def _shaped(array: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if array.shape != shape:
        raise ValueError("a part of it has another size")
    return array
