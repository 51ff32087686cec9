"""Says where a line of Japanese ends best: before a word and its particles, not inside of them.

Japanese has no spaces, so a line may end after nearly every character; readers stumble where it
ends inside a word. Without a dictionary the scripts tell most of it: words begin in kanji,
katakana or Latin letters and go on in hiragana, with what inflects and joins them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from wrapup_desk.domain.language.long_names import part_end

_KATAKANA = r"\u30a1-\u30fa\u30fc\u31f0-\u31ff\uff66-\uff9f"
_KANJI = r"\u3005\u3400-\u4dbf\u4e00-\u9fff"
_HIRAGANA = r"\u3041-\u309f"
# Wide marks are given by number: they look like those of Latin text.
_WIDE_STOPS = "、。\uff0c\uff0e\uff1a\uff1b\uff01\uff1f"
_CLOSES = "\uff09」』】〉》"
_STOPS = _WIDE_STOPS + "・…"
_ENDS = _STOPS + _CLOSES
_OPENS = "\uff08「『【〈《"
# Kana that only lengthen or round the one before, and marks: no line begins with them.
_HANGING = "ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々\uff0f" + _ENDS
# What ends a word where it stands alone between two kanji; others (取り消し) are inside of one.
_PARTICLES = "はがをにでとのもへやか"
_POLITE = "おご"
# What stands after a name and its space, and is not parted from it.
_HONORIFICS = ("様", "さま", "さん", "殿", "御中")
# Words in hiragana that a line may begin with.
_OWN_WORDS = (
    "または", "および", "まだ", "すべて", "それ", "この", "その", "もう", "ここ", "いずれ", "いつで", "いつも", "ありま", "ください",
)  # fmt: skip
# Words that only introduce the next one, and words that look like two.
_LEADS = ("この", "その", "もう", "まだ", "まず", "残り")
_WHOLE = ("お気に入り", "やり直", "し合")
# Asked first: each place of a text is tried.
_PAIRS_OF_WHOLE = {first + second for word in _WHOLE for first, second in pairwise(word)}
# Where a long word in katakana (ラップアップコード) may end, and verbs that follow a noun.
_SECOND_PARTS = ("コード", "ワーク", "デスク")
_VERBS = ("して", "する", "され", "しま", "でき")
# Verbs that follow another's ending (して|いません) are words of their own.
_SECOND_VERBS = ("いま", "いる", "いな", "おり", "おい", "おき", "しま", "くだ")
# What only makes a verb polite, and verbs that follow a particle.
_POLITE_ENDS = ("でした", "です")
_LATER_VERBS = ("なく", "なり", "なる", "なっ")

# What parts of a name that programs use end in (`conversation:participant`).
_PART_MARKS = ":._/"

_SCRIPTS = (
    ("ends", re.escape(_ENDS)),
    ("opens", re.escape(_OPENS)),
    ("hiragana", _HIRAGANA),
    ("katakana", _KATAKANA),
    ("kanji", _KANJI),
    ("figure", "0-9"),
    ("space", " "),
    ("glue", "\u00a0"),
)
# A mark has its space within: sentences and brackets are joined without one.
_GAP = re.compile(f"(?<=[{_WIDE_STOPS}{_CLOSES}]) | (?=[{_OPENS}])")


# Thousands of kanji make these slow to compile: who works in another language need not wait for it.
@cache
def _any_of_its_scripts() -> re.Pattern[str]:
    return re.compile(f"[{_KATAKANA}{_KANJI}{_HIRAGANA}]")


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((script, re.compile(f"[{chars}]")) for script, chars in _SCRIPTS)


def joined(text: str) -> str:
    """Return *text*, made of several, without the spaces that Japanese marks do not need."""
    return _GAP.sub("", text)


def has_japanese(text: str) -> bool:
    """Whether any kana or kanji is in *text*."""
    return not text.isascii() and _any_of_its_scripts().search(text) is not None


def line_end(text: str, start: int, end: int) -> int:
    """Return where the line of *text* from *start* ends best, at *end*, the most it holds, or before.

    At least a third of the line stays full, but for a word in katakana that the next one holds
    whole: what is longer is broken where it has to be.
    """
    if end >= len(text) or start >= end:
        return end
    least = start + (end - start + 2) // 3
    for ends_well in (_is_before_word, _is_within_compound, _is_between_parts, _is_after_object):
        for place in range(end, max(least, start + 1) - 1, -1):
            if ends_well(text, place):
                return place
    if within := _within_name(text, start, end):
        return within
    if (begin := _katakana_begin(text, start, end)) > start:
        return begin
    while end - 1 > start and text[end] in _HANGING:
        end -= 1
    return end


def torn_words(whole: str, lines: Sequence[str]) -> int:
    """Return how many of *lines*, all of *whole*, end inside a word, but for the last one."""
    place, count = 0, 0
    for line in lines[:-1]:
        found = whole.find(line, place)
        if found < 0:  # it was given a hyphen, as another language parts its words
            line = line[:-1]
            found = max(whole.find(line, place), place)
        place = found + len(line)
        if place >= len(whole):
            break
        count += whole[place] != " " and not _is_before_word(whole, place)
    return count


def words_in(text: str, *, with_endings: bool = False) -> list[str]:
    """Return *text* in the pieces that no line has to end inside of.

    Endings in kana are pieces of their own, unless *with_endings*.
    """
    ends = [
        place
        for place in range(1, len(text))
        if _is_before_word(text, place)
        or _is_within_compound(text, place)
        or (
            not with_endings and _script(text[place]) == "hiragana" and text[place] not in _HANGING
        )
    ]
    cuts = [0, *ends, len(text)]
    return [word for one, other in pairwise(cuts) for word in text[one:other].split(" ")]


def _within_name(text: str, start: int, end: int) -> int:
    """Return where to part a name that programs use, which *end* is in, or behind with its particle.

    Nothing where it is not, or where the name has no mark to begin the next line after.
    """
    place = part_end(text, start, end)
    if text[end - 1 : end + 1].isascii():
        return place
    is_before_particle = text[end - 1].isascii() and _script(text[end]) == "hiragana"
    return place if is_before_particle and text[place - 1] in _PART_MARKS else 0


def _katakana_begin(text: str, start: int, end: int) -> int:
    """Return where the word in katakana begins that *end* is inside of; *start* if a line is too short."""
    begin = last = end
    while begin > start and _script(text[begin - 1]) == "katakana":
        begin -= 1
    while last < len(text) and _script(text[last]) == "katakana":
        last += 1
    if last == end and _script(text[end : end + 1]) == "hiragana":
        last += 1  # what joins it to the next word
    if begin == end or last == end or last - begin > end - start:
        return start
    while begin > start and text[begin - 1] in _OPENS:
        begin -= 1
    return begin


def _is_before_word(text: str, place: int) -> bool:
    before, after = _script(text[place - 1]), _script(text[place])
    if text[place] in _HANGING or before == "opens" or _is_inside_whole(text, place):
        return False
    if before == "space" or text[place - 1] in _STOPS or (after == "opens" and before != "glue"):
        return after != "space"
    if text[place] in _POLITE and _script(text[place + 1 : place + 2]) == "kanji":
        return True
    if text.startswith(_OWN_WORDS, place) or _is_before_second_verb(text, place):
        return True
    if before == "ends" and after not in ("hiragana", "ends"):
        return after != "space"
    if before != "hiragana" or after in ("hiragana", "space", "glue"):
        return False
    if text.startswith(_LEADS, place - 2):
        return False
    return after != "kanji" or _ends_word(text, place)


def _is_before_second_verb(text: str, place: int) -> bool:
    return text[place - 1] in "てで" and text.startswith(_SECOND_VERBS, place)


def _ends_word(text: str, place: int) -> bool:
    """Whether the hiragana before the kanji at *place* ends a word, or is the middle of one."""
    last = text[place - 1]
    if last in _POLITE or _is_after_object(text, place):
        return False
    is_alone = _script(text[place - 2 : place - 1]) == "kanji"
    return not is_alone or last in _PARTICLES


def _is_after_object(text: str, place: int) -> bool:
    """Whether *place* parts a name in brackets from what is done to it: a button's verb alone."""
    return place > 1 and text[place - 1] == "を" and text[place - 2] in _CLOSES


def _is_within_compound(text: str, place: int) -> bool:
    """Whether *place* is between two words of one compound, or before the verb of a noun."""
    if text[place] in _HANGING:
        return False
    before, after = _script(text[place - 1]), _script(text[place])
    if before in ("kanji", "katakana") and text.startswith(_VERBS, place):
        return True
    if before == "katakana" and text.startswith(_SECOND_PARTS, place):
        return True
    words = ("kanji", "katakana", "latin")
    if after == "figure":
        return before in words and text[place - 1] != "第"
    return before in words and after in words and before != after


def _is_between_parts(text: str, place: int) -> bool:
    """Whether a word may be cut at *place* where a line has no better end."""
    if text[place] in _HANGING or _is_inside_whole(text, place):
        return False
    before, after = _script(text[place - 1]), _script(text[place])
    if before == "hiragana" and after == "kanji":
        return text[place - 1] not in _POLITE and not _is_after_object(text, place)
    if text.startswith(_POLITE_ENDS, place):
        return True
    if text[place - 1] in "はにとがも" and text.startswith(_LATER_VERBS, place):
        return True
    return _is_between_pairs(text, place)


def _is_between_pairs(text: str, place: int) -> bool:
    """Whether *place* is within kanji of an even number, after an even number of them."""
    first = last = place
    while first > 0 and _script(text[first - 1]) == "kanji":
        first -= 1
    while last < len(text) and _script(text[last]) == "kanji":
        last += 1
    return first < place < last and (place - first) % 2 == 0 == (last - first) % 2


def _is_inside_whole(text: str, place: int) -> bool:
    if text[place - 1] == " " and text.startswith(_HONORIFICS, place):
        return True
    if text[place - 1 : place + 1] not in _PAIRS_OF_WHOLE:
        return False
    return any(
        text.startswith(word, place - within)
        for word in _WHOLE
        for within in range(1, min(len(word), place + 1))
    )


@lru_cache(maxsize=2_048)
def _script(char: str) -> str:
    return next((script for script, chars in _scripts() if chars.match(char)), "latin")
