"""Finds codes by what an agent types: word starts, letters in order, and small slips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wrapup_desk.domain.language.folding import folded, folded_letter
from wrapup_desk.domain.wrapup import WrapupCode

Span = tuple[int, int]

_WORD_START = 100.0
_INSIDE = 75.0
_SUBSEQUENCE = 55.0
_SLIP = 45.0
_SYNONYM = 65.0
_DESCRIPTION = 25.0
# How alike a mistyped word has to be, of 100; "recieve" and "receive" are 86.
_SLIP_LIKENESS = 78.0
_SLIP_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A code that fits what was typed; *spans* are the parts of its name to highlight.

    *synonym* is the other word for it that was typed, if one was.
    """

    code: WrapupCode
    score: float
    spans: tuple[Span, ...] = ()
    synonym: str = ""


def match_codes(query: str, codes: Sequence[WrapupCode]) -> list[Match]:
    """Return the codes every typed word fits, best first; ties keep the order of *codes*."""
    words = _words(query)
    found = [match for code in codes if (match := _match(words, code)) is not None]
    return sorted(found, key=lambda match: -match.score)


def spans_in(query: str, text: str) -> tuple[Span, ...]:
    """Return where the words of *query* stand in *text*, which is a part of a name that fits."""
    letters = fold(text)
    found = []
    for word in _words(query):
        start = _word_start(word, letters)
        start = start if start >= 0 else letters.find(word)
        if start >= 0:
            found.append((start, start + len(word)))
    if not found and len(query.split()) == 1:
        found = _in_order(fold(query.strip()), letters)
    return _joined(found)


def _words(query: str) -> list[str]:
    return fold(folded(query)).split()


def fold(text: str) -> str:
    """Return *text* as searches compare it, letter for letter, so that spans still fit."""
    if text.isascii():
        return text.lower()
    return "".join(map(folded_letter, text))


def _match(words: Sequence[str], code: WrapupCode) -> Match | None:
    name, description = fold(code.name), fold(code.description)
    score = 0.0
    spans: list[Span] = []
    synonym = ""
    for word in words:
        worth, found = _match_word(word, name)
        if worth < _SYNONYM and (meant := _synonym(word, code.synonyms)):
            worth, found, synonym = _SYNONYM, [], meant
        if not worth and word in description:
            worth = _DESCRIPTION
        if not worth:
            return None
        score += worth
        spans.extend(found)
    # Of two names that fit alike, the shorter one is meant.
    return Match(code, score - len(name) / 100, _joined(spans), synonym)


def _synonym(word: str, synonyms: Sequence[str]) -> str:
    """Return the first synonym in which a word begins with *word*; "" for none."""
    return next((each for each in synonyms if _word_start(word, fold(each)) >= 0), "")


def _match_word(word: str, name: str) -> tuple[float, list[Span]]:
    start = _word_start(word, name)
    if start >= 0:
        at_front = 5.0 if start == 0 else 0.0
        return _WORD_START + at_front, [(start, start + len(word))]
    start = name.find(word)
    if start >= 0:
        return _INSIDE, [(start, start + len(word))]
    spans = _in_order(word, name)
    if spans:
        return _SUBSEQUENCE - 4 * len(spans), spans
    return _slip(word, name)


def _word_start(word: str, name: str) -> int:
    start = name.find(word)
    while start > 0 and name[start - 1].isalnum():
        start = name.find(word, start + 1)
    return start


def _in_order(word: str, name: str) -> list[Span]:
    """Return where the letters of *word* start words of *name*, as in "dcr"; or nothing."""
    spans: list[Span] = []
    position = 0
    for letter in word:
        start = _word_start(letter, name[position:])
        if start < 0:
            return []
        start += position
        spans.append((start, start + 1))
        position = start + 1
    return spans


def _slip(word: str, name: str) -> tuple[float, list[Span]]:
    if len(word) < _SLIP_LEAST_LETTERS:
        return 0.0, []
    # Loaded with the first slip, not with the window.
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(word, name, score_cutoff=_SLIP_LIKENESS)
    if found is None:
        return 0.0, []
    return _SLIP * found.score / 100, [(found.dest_start, found.dest_end)]


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return *spans* in order, those that touch made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
