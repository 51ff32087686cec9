"""Splits what was said into words: as said for the agent, normalised for the model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from wrapup_desk.domain.recommender.text.languages import is_function_word

# A mail with quoted history can be a novel; what comes after this adds cost, not meaning.
LONGEST_TEXT = 20_000
LONGEST_WORD = 40

# Scripts without spaces: each sign is a word, the bigrams make up for it.
_SPACELESS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f"
_APOSTROPHE = "\u2019"
_WORD = re.compile(
    rf"[{_SPACELESS}]|(?:(?![{_SPACELESS}])[^\W_])+(?:['{_APOSTROPHE}](?:(?![{_SPACELESS}])[^\W_])+)*"
)

# Account, card and phone numbers: the model must not be able to learn (or leak) one.
NUMBER = "<number>"
REFERENCE = "<reference>"
_LONGEST_KEPT_NUMBER = 2
_LONGEST_KEPT_MIX = 4


class Word(NamedTuple):
    """One word: *said* as it stood in the text, *norm* lower-case without accents."""

    said: str
    norm: str


def split_words(text: str) -> list[Word]:
    """Return the words of *text*; long numbers become one placeholder."""
    return [Word(said, normalised(said)) for said in _WORD.findall(text[:LONGEST_TEXT])]


def normalised(said: str) -> str:
    """Return the form of a word that the model sees."""
    word = said.casefold().replace(_APOSTROPHE, "'")
    if not word.isascii():
        word = "".join(
            sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign)
        )
    if any(sign.isdigit() for sign in word):
        return _without_digits(word)
    return word[:LONGEST_WORD]


def _without_digits(word: str) -> str:
    if word.isdigit():
        return word if len(word) <= _LONGEST_KEPT_NUMBER else NUMBER
    return word if len(word) <= _LONGEST_KEPT_MIX else REFERENCE


# English endings, longest first; other languages lose nothing but a few wrong cuts.
_ENDINGS = (
    ("ations", "at"), ("ation", "at"), ("ingly", ""), ("ments", ""), ("ment", ""),
    ("ings", ""), ("ing", ""), ("ies", "i"), ("ied", "i"), ("edly", ""), ("ed", ""),
    ("ions", ""), ("ion", ""), ("ers", ""), ("er", ""), ("ness", ""), ("ly", ""),
    ("es", ""), ("s", ""), ("e", ""), ("y", "i"),
)  # fmt: skip
_SHORTEST_STEM = 3
_CACHED_STEMS = 20_000


@lru_cache(_CACHED_STEMS)
def stem(norm: str) -> str:
    """Return *norm* without its English ending."""
    word = norm.split("'", 1)[0]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return _undoubled(word[: -len(ending)] + instead)
    return word


def _undoubled(word: str) -> str:
    has_double = len(word) > _SHORTEST_STEM and word[-1] == word[-2]
    return word[:-1] if has_double and word[-1] not in "aeiouls" else word


def name_words(name: str) -> Iterator[str]:
    """Yield the words that carry the meaning of a code's name; all of them if none does."""
    words = [word.norm for word in split_words(spaced_name(name))]
    meaningful = [word for word in words if not is_function_word(word)]
    yield from meaningful or words


def spaced_name(name: str) -> str:
    """Return *name* as words: exports of a contact centre write CamelCase or snake_case."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")
