"""Splits a text of any language into the most probable pieces of a SentencePiece vocabulary."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator

_UNKNOWN, _START, _END = 0, 1, 2
_BLANK = "\u2581"
# An unknown sign costs more than the rarest piece.
_UNKNOWN_COST = 10.0
_LONGEST_TEXT = 2_000
_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5
_FLOAT_BYTES = 4

_Field = tuple[int, bytes]


class UnigramPieces:
    """A vocabulary of pieces with their log-probabilities.

    Args:
        model: the file that SentencePiece writes.

    Raises:
        ValueError: *model* is none.
    """

    def __init__(self, model: bytes) -> None:
        self._ids: dict[str, int] = {}
        self._scores: list[float] = []
        for number, content in _fields(model):
            if number == 1:
                piece, score = _piece(content)
                self._ids.setdefault(piece, len(self._scores))
                self._scores.append(score)
        if len(self._scores) <= _END:
            raise ValueError("its vocabulary is empty")
        self._longest = max(map(len, self._ids))
        self._cost_of_unknown = min(self._scores) - _UNKNOWN_COST

    def __len__(self) -> int:
        return len(self._scores)

    def ids(self, text: str, most: int) -> list[int]:
        """Return the numbers of at most *most* pieces of *text*, its two marks included."""
        found = self._best(_plain(text)) or [_UNKNOWN]
        return [_START, *found[: most - 2], _END]

    def _best(self, text: str) -> list[int]:
        """Return the pieces whose probabilities multiply to the most (Viterbi)."""
        best = [0.0] + [float("-inf")] * len(text)
        came_by = [(0, _UNKNOWN)] * (len(text) + 1)
        for start in range(len(text)):
            ends = range(start + 1, min(start + self._longest, len(text)) + 1)
            known = [
                (end, self._ids[text[start:end]]) for end in ends if text[start:end] in self._ids
            ]
            if not known or known[0][0] != start + 1:
                known.insert(0, (start + 1, _UNKNOWN))
            for end, piece in known:
                score = self._cost_of_unknown if piece == _UNKNOWN else self._scores[piece]
                if best[start] + score > best[end]:
                    best[end] = best[start] + score
                    came_by[end] = start, piece
        pieces = []
        at = len(text)
        while at > 0:
            at, piece = came_by[at]
            pieces.append(piece)
        return pieces[::-1]


def _plain(text: str) -> str:
    """Return *text* as the vocabulary was made from: one form of each sign, one kind of blank."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST_TEXT])
    signs = (
        "" if unicodedata.category(sign) == "Cc" and not sign.isspace() else sign for sign in text
    )
    words = "".join(signs).split()
    return _BLANK + _BLANK.join(words) if words else ""


def _piece(content: bytes) -> tuple[str, float]:
    text, score = "", 0.0
    for number, value in _fields(content):
        if number == 1:
            text = value.decode("utf-8")
        elif number == 2 and len(value) == _FLOAT_BYTES:
            (score,) = struct.unpack("<f", value)
    return text, score


def _fields(message: bytes) -> Iterator[_Field]:
    """Yield the number and the content of each field of a protocol buffer."""
    at = 0
    while at < len(message):
        tag, at = _number(message, at)
        kind = tag & 7
        if kind == _VARINT:
            _, end = _number(message, at)
        elif kind == _BYTES:
            length, at = _number(message, at)
            end = at + length
        elif kind in (_DOUBLE, _FLOAT):
            end = at + (8 if kind == _DOUBLE else 4)
        else:
            raise ValueError("its vocabulary is damaged")
        if end > len(message):
            raise ValueError("its vocabulary ends early")
        yield tag >> 3, message[at:end]
        at = end


def _number(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 64, 7):
        if at >= len(message):
            break
        value |= (message[at] & 0x7F) << shift
        at += 1
        if message[at - 1] < 0x80:
            return value, at
    raise ValueError("its vocabulary is damaged")
