"""Splits a text into the word pieces of a BERT vocabulary, exactly as the reference does."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

_LONGEST_WORD = 100
_CACHED_WORDS = 20_000
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPieces:
    """A vocabulary of pieces; the first of a word stands alone, the others begin with `##`."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._index = {token: at for at, token in enumerate(tokens)}
        self._start, self._end = self._index["[CLS]"], self._index["[SEP]"]
        # Stands for a word of which some sign is in no piece.
        self.unknown = self._index["[UNK]"]
        self._longest = max(map(len, tokens))
        self._of_word = lru_cache(_CACHED_WORDS)(self._pieces)

    def ids(self, text: str, most: int) -> list[int]:
        """Return the numbers of at most *most* pieces of *text*, its two marks included."""
        found = [self._start]
        for word in basic_words(text):
            found += self._of_word(word)
            if len(found) >= most - 1:
                break
        return [*found[: most - 1], self._end]

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Split as BERT does: always the longest known piece; one unknown spoils the word."""
        if len(word) > _LONGEST_WORD:
            return (self.unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            ends = range(min(len(word), start + self._longest), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self._index), None)
            if end is None:
                return (self.unknown,)
            pieces.append(self._index[prefix + word[start:end]])
            start = end
        return tuple(pieces)


def basic_words(text: str) -> Iterator[str]:
    """Yield words and single signs: lower-case, without accents and control characters."""
    if not text.isascii():
        text = "".join(map(_cleaned, text))
        text = "".join(
            sign
            for sign in unicodedata.normalize("NFD", text)
            if unicodedata.category(sign) != "Mn"
        )
    else:
        text = "".join(sign if sign.isprintable() or sign in "\t\n\r" else "" for sign in text)
    for chunk in text.lower().split():
        yield from _apart(chunk)


def _apart(chunk: str) -> Iterator[str]:
    """Yield the words of *chunk* and, each by itself, its punctuation."""
    if chunk.isalnum():
        yield chunk
        return
    word = ""
    for sign in chunk:
        if _is_punctuation(sign):
            if word:
                yield word
            yield sign
            word = ""
        else:
            word += sign
    if word:
        yield word


def _cleaned(sign: str) -> str:
    code = ord(sign)
    if sign in "\t\n\r" or unicodedata.category(sign) == "Zs":
        return " "
    if code in (0, 0xFFFD) or unicodedata.category(sign).startswith("C"):
        return ""
    if any(first <= code <= last for first, last in _IDEOGRAPHS):
        return f" {sign} "
    return sign


def _is_punctuation(sign: str) -> bool:
    if sign.isascii():
        return not sign.isalnum()
    return unicodedata.category(sign).startswith("P")
