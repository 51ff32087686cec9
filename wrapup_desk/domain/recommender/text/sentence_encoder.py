"""Turns sentences into vectors by what they mean: a small transformer in plain numpy.

The network is BERT as all-MiniLM-L6-v2 uses it: word pieces, six layers, the mean of what comes
out. Its weights are stored with four bits each and unpacked once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.text.word_pieces import WordPieces

Vector = NDArray[np.float32]
Arrays = Mapping[str, NDArray[Any]]

MOST_PIECES = 128
_DIMENSIONS, _HEADS, _LAYERS, _INNER = 384, 12, 6, 1536
_GROUP = 32
# Each text begins and ends with one.
_MARKS = 2
# So many pieces are sent through at once: more is no quicker, and only takes memory.
_PIECES_AT_ONCE = 256


class SentenceEncoder(Protocol):
    """Gives a sentence a vector of length one; sentences of one meaning lie close together.

    One that the encoder cannot read gets zeros: it says nothing.
    """

    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vector:
        """Return one row for each of *texts*."""
        ...


@dataclass(frozen=True, slots=True)
class _Layer:
    """The weights of one layer: attention, then the two steps after it."""

    attend: Vector
    attend_bias: Vector
    join: Vector
    join_bias: Vector
    join_norm: tuple[Vector, Vector]
    widen: Vector
    widen_bias: Vector
    narrow: Vector
    narrow_bias: Vector
    narrow_norm: tuple[Vector, Vector]


class MiniLmEncoder:
    """all-MiniLM-L6-v2.

    Raises:
        ModelError: *arrays* are not those of the encoder.
    """

    dimensions = _DIMENSIONS

    def __init__(self, arrays: Arrays) -> None:
        try:
            self._pieces = WordPieces(arrays["vocab"].tobytes().decode().split("\n"))
            self._embedded, self._scales = arrays["emb_q"], arrays["emb_s"].astype(np.float32)
            self._places = arrays["pos"].astype(np.float32)
            numbers = _Numbers(arrays["vec"].astype(np.float32))
            self._first_norm = numbers.take(_DIMENSIONS), numbers.take(_DIMENSIONS)
            self._layers = [_layer(arrays, at, numbers) for at in range(_LAYERS)]
        except (KeyError, ValueError, IndexError, UnicodeDecodeError) as failure:
            raise ModelError(
                tr("The sentence encoder is damaged: {why}.", why=failure)
            ) from failure

    def pieces(self, text: str) -> list[int]:
        """Return the numbers of the word pieces that *text* is read as."""
        return self._pieces.ids(text, MOST_PIECES)

    def encode(self, texts: Sequence[str]) -> Vector:
        rows = [self._encoded(batch) for batch in self._batches(texts)]
        return np.concatenate([np.zeros((0, _DIMENSIONS), np.float32), *rows])

    def _batches(self, texts: Sequence[str]) -> Iterator[list[list[int]]]:
        batch: list[list[int]] = []
        for text in texts:
            ids = self.pieces(text)
            if batch and sum(map(len, batch)) + len(ids) > _PIECES_AT_ONCE:
                yield batch
                batch = []
            batch.append(ids)
        if batch:
            yield batch

    def _encoded(self, batch: list[list[int]]) -> Vector:
        """Send texts through side by side: only attention has to keep them apart."""
        ends = np.cumsum([len(ids) for ids in batch]).tolist()
        spans = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
        x = self._looked_up(np.concatenate(batch))
        for span in spans:
            x[span] += self._places[: span.stop - span.start]
        x = _normed(x, *self._first_norm)
        for layer in self._layers:
            x = _through(layer, x, spans)
        means = np.stack([x[span].mean(axis=0) for span in spans])
        vectors: Vector = means / np.linalg.norm(means, axis=1, keepdims=True)
        vectors[[self._is_unreadable(ids) for ids in batch]] = 0.0
        return vectors

    def _is_unreadable(self, ids: list[int]) -> bool:
        """Whether a text is in a script the encoder was not trained for: it would only guess."""
        return 2 * ids.count(self._pieces.unknown) > len(ids) - _MARKS

    def _looked_up(self, ids: NDArray[np.intp]) -> Vector:
        packed = self._embedded[ids]
        x = np.empty((len(ids), _DIMENSIONS), np.float32)
        x[:, 0::2] = packed & 15
        x[:, 1::2] = packed >> 4
        x -= 8
        grouped = x.reshape(len(ids), -1, _GROUP) * self._scales[ids][:, :, None]
        return grouped.reshape(len(ids), _DIMENSIONS)


class _Numbers:
    """Hands out one long vector in pieces."""

    def __init__(self, values: Vector) -> None:
        self._values = values
        self._at = 0

    def take(self, count: int) -> Vector:
        self._at += count
        if self._at > len(self._values):
            raise ValueError("its vectors end early")
        return self._values[self._at - count : self._at].copy()


def _layer(arrays: Arrays, at: int, numbers: _Numbers) -> _Layer:
    attend, join, widen, narrow = (
        _unpacked(arrays[f"{at}{part}q"], arrays[f"{at}{part}s"]) for part in "aoif"
    )
    attend_bias, join_bias = numbers.take(3 * _DIMENSIONS), numbers.take(_DIMENSIONS)
    join_norm = numbers.take(_DIMENSIONS), numbers.take(_DIMENSIONS)
    widen_bias, narrow_bias = numbers.take(_INNER), numbers.take(_DIMENSIONS)
    narrow_norm = numbers.take(_DIMENSIONS), numbers.take(_DIMENSIONS)
    # Attention divides by the root of a head's width: done to the questions, once for all.
    per_head = np.float32((_DIMENSIONS / _HEADS) ** -0.5)
    attend[:, :_DIMENSIONS] *= per_head
    attend_bias[:_DIMENSIONS] *= per_head
    return _Layer(
        attend, attend_bias, join, join_bias, join_norm,
        widen, widen_bias, narrow, narrow_bias, narrow_norm,
    )  # fmt: skip


def _unpacked(packed: NDArray[np.uint8], scales: NDArray[np.float16]) -> Vector:
    """Return the weights of two to a byte, each group of inputs with a scale of its own."""
    inputs, outputs = packed.shape[0] * 2, packed.shape[1]
    weights = np.empty((inputs, outputs), np.int8)
    weights[0::2] = packed & 15
    weights[1::2] = packed >> 4
    weights -= 8
    grouped = weights.reshape(-1, _GROUP, outputs) * scales.astype(np.float32)[:, None]
    unpacked: Vector = grouped.reshape(inputs, outputs)
    return unpacked


def _through(layer: _Layer, x: Vector, spans: Sequence[slice]) -> Vector:
    mixed = x @ layer.attend
    mixed += layer.attend_bias
    heard = np.empty_like(x)
    for span in spans:
        heard[span] = _attention(mixed[span])
    joined = heard @ layer.join
    joined += layer.join_bias
    joined += x
    joined = _normed(joined, *layer.join_norm)
    wide = joined @ layer.widen
    wide += layer.widen_bias
    narrow = _gelu(wide) @ layer.narrow
    narrow += layer.narrow_bias
    narrow += joined
    return _normed(narrow, *layer.narrow_norm)


def _attention(mixed: Vector) -> Vector:
    count = len(mixed)
    asked, keys, values = mixed.reshape(count, 3, _HEADS, -1).transpose(1, 2, 0, 3)
    scores = asked @ keys.transpose(0, 2, 1)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    heard: Vector = np.matmul(scores, values, dtype=np.float32)
    return heard.transpose(1, 0, 2).reshape(count, _DIMENSIONS)


def _normed(x: Vector, scale: Vector, shift: Vector) -> Vector:
    x -= x.mean(axis=-1, keepdims=True)
    x *= 1 / np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[1] + 1e-12)[:, None]
    x *= scale
    x += shift
    return x


def _gelu(x: Vector) -> Vector:
    bent = x * x
    bent *= np.float32(0.044715 * 0.7978845608)
    bent += np.float32(0.7978845608)
    bent *= x
    np.tanh(bent, out=bent)
    bent += 1
    bent *= x
    bent *= np.float32(0.5)
    return bent
