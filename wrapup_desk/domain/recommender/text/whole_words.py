"""Finds the words that signs of the talk are part of, in scripts that put no spaces between words.

The model counts each sign there, and pairs of them: enough to learn from, but "返 金 の" says nothing
to who reads it. Shown is what was said: the run of kanji or katakana, a lone kanji with its ending.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_KANJI = r"[\u3005\u3400-\u4dbf\u4e00-\u9fff]"
_HIRAGANA = r"[\u3041-\u3096]"
_KATAKANA = r"[\u30a1-\u30fa\u30fc-\u30ff]"
# A kanji alone is the stem of a word that goes on in hiragana (届かない), two are a word (荷物が).
_WORD = re.compile(
    rf"{_KANJI}{{2,}}|{_KANJI}{_HIRAGANA}*|{_KATAKANA}+|[\uac00-\ud7af]+|[\u0e00-\u0e7f]+"
)
_ENDING = re.compile(rf"{_HIRAGANA}+")
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
# Longer runs are no word: Chinese and Thai put no space between any.
_LONGEST = 10
# Of the talk, the latest first, no more is looked through.
_MOST_LOOKED_AT = 4_000


def has_signs(phrase: str) -> bool:
    """Whether any word of *phrase*, words with a space between, is a single sign."""
    return any(_SIGN.fullmatch(word) for word in phrase.split())


def whole_word(phrase: str, talk: Iterable[str]) -> str:
    """Return the word in *talk* that *phrase* is part of, as it was said; "" for an ending alone.

    A phrase of words that spaces part is returned as it is.
    """
    if not has_signs(phrase):
        return phrase
    signs = "".join(phrase.split())
    told = _ENDING.sub("", signs, count=1) if _ENDING.match(signs) else signs
    if not told:
        return ""
    for text in _latest(talk):
        begin = text.find(signs)
        if begin >= 0:
            word = _word_at(text, begin + len(signs) - len(told))
            return word if len(word) <= _LONGEST else told
    return ""


def words_of(signs: Collection[str], talk: Iterable[str]) -> list[str]:
    """Return the words in *talk* with most of *signs*; of those with one sign just the latest."""
    # Endings tell nothing, and are all over a talk.
    wanted = {sign for sign in signs if not _ENDING.fullmatch(sign)}
    if not wanted:
        return []
    any_of_them = re.compile(f"[{re.escape(''.join(sorted(wanted)))}]")
    found: dict[str, int] = {}
    for text in filter(any_of_them.search, _latest(talk)):
        for match in _WORD.finditer(text):
            count = len(wanted.intersection(match[0]))
            if count and len(match[0]) <= _LONGEST:
                found.setdefault(match[0], count)
    ranked = sorted(found, key=lambda word: -found[word])
    return [word for word in ranked if found[word] > 1] or ranked[:1]


def _word_at(text: str, place: int) -> str:
    begin = max(0, place - _LONGEST)
    for match in _WORD.finditer(text, begin, place + 2 * _LONGEST):
        if match.start() <= place < match.end():
            return match[0]
    return ""


def _latest(talk: Iterable[str]) -> Iterable[str]:
    left = _MOST_LOOKED_AT
    for text in talk:
        yield text[-left:]
        left -= len(text)
        if left <= 0:
            return
