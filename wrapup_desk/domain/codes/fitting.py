"""Fits the names of codes into the room there is, so that no two of them read alike.

What gives way is what others have as well: the middle of the path first, then the middle of a
leaf. What tells a name from the others stays.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from wrapup_desk.domain.codes.names import BETWEEN_LEVELS, CodeName, shared_ends
from wrapup_desk.domain.codes.separators import ARROWS

Fits = Callable[[str], bool]

LEFT_OUT = "…"
_LEVEL_SIGN = BETWEEN_LEVELS.strip()
# Where one of these stands, a text is a path.
_LEVEL_SIGNS = (*ARROWS, " - ", " / ")
# How much of a text is letters where it is words.
_MOSTLY = 0.6
# Fewer letters of a word than these tell nothing of it.
_LEAST_HEAD = 3


@dataclass(frozen=True, slots=True)
class FittedName:
    """The two lines of a name as they are drawn: *leaf* large, *path* small, which may be empty."""

    leaf: str
    path: str = ""


def fitted_names(
    names: Mapping[str, CodeName], fits_leaf: Fits, fits_path: Fits
) -> dict[str, FittedName]:
    """Return what is drawn for each of *names*, those that are in sight together.

    Args:
        names: by the id of the code.
        fits_leaf: whether a text has room where the leaf stands.
        fits_path: whether a text has room where the path stands.
    """
    # The same leaves and paths come again in every branch, and measuring takes its time.
    fits_leaf, fits_path = cache(fits_leaf), cache(fits_path)
    lines = {
        code_id: FittedName(fitted_leaf(name, fits_leaf), fitted_path(name, fits_path))
        for code_id, name in names.items()
    }
    read = Counter(lines.values())
    for code_id, line in lines.items():
        if read[line] > 1:
            told = _with_mark(names[code_id].path, names[code_id].id_mark, (), fits_path)
            lines[code_id] = FittedName(line.leaf, told)
    return lines


def fitted_texts(texts: Iterable[str], fits: Fits) -> dict[str, str]:
    """Return what is drawn of each of *texts* where there is one line: no two of them alike.

    For a column whose texts need not be codes; *fits* says whether a text has room there. What is
    read from its beginning, and begins like no other, is cut at its end.
    """
    drawn = {text: text for text in texts}
    for text in drawn:
        if not fits(text) and _is_read_on(text):
            drawn[text] = _end_left_out(text, fits)
    read = Counter(drawn.values())
    groups = [[text for text in drawn if not fits(text) and _is_alike(text, drawn, read)]]
    while groups:
        group = groups.pop()
        alike: dict[str, list[str]] = defaultdict(list)
        for text, name in _flat_names(group).items():
            drawn[text] = fitted_leaf(name, fits)
            alike[drawn[text]].append(text)
        # Those that read alike are told apart by what they differ in among themselves.
        groups += [each for each in alike.values() if 1 < len(each) < len(group)]
    return _numbered(drawn, fits)


def _is_read_on(text: str) -> bool:
    """Whether *text* is words: neither a number, an id, nor a path whose end says most."""
    letters = sum(map(str.isalpha, text))
    return letters > len(text) * _MOSTLY and not any(sign in text for sign in _LEVEL_SIGNS)


def _end_left_out(text: str, fits: Fits) -> str:
    kept = bisect_left(range(len(text)), 1, key=lambda count: not fits(_cut_behind(text, count)))
    return _cut_behind(text, max(1, kept - 1))


def _cut_behind(text: str, count: int) -> str:
    while count < len(text) and unicodedata.combining(text[count]):
        count -= 1  # a letter keeps its accents, or goes with them
    return text[:count].rstrip(" ,;:·") + LEFT_OUT


def _is_alike(text: str, drawn: Mapping[str, str], read: Mapping[str, int]) -> bool:
    """Whether *text* is still to be shortened, or reads like another as it is drawn."""
    return drawn[text] == text or read[drawn[text]] > 1


def _flat_names(texts: Iterable[str]) -> dict[str, CodeName]:
    starts, ends = shared_ends(texts)
    return {
        text: CodeName((), text, alike_start=starts[text], alike_end=ends[text]) for text in starts
    }


def _numbered(drawn: dict[str, str], fits: Fits) -> dict[str, str]:
    """Return *drawn* with a number behind each that reads like another, as the last resort."""
    read = Counter(drawn.values())
    alike = [text for text in sorted(drawn) if read[drawn[text]] > 1]
    for place, text in enumerate(alike, start=1):
        drawn[text] = _with_number(text, f" ({place})", fits)
    return drawn


def _with_number(text: str, number: str, fits: Fits) -> str:
    return fitted_leaf(CodeName((), text), lambda tried: fits(tried + number)) + number


def fitted_leaf(name: CodeName, fits: Fits) -> str:
    """Return the leaf, shortened where other leaves have the same: between words if that does."""
    text = name.leaf
    if fits(text):
        return text
    least, most = 1, len(text) - 1
    kept = None
    while least <= most:
        count = (least + most) // 2
        tried = _kept(name, count)
        if fits(tried.text):
            kept, least = tried, count + 1
        else:
            most = count - 1
    return kept.between_words(fits).text if kept is not None else LEFT_OUT


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a text: its first and its last so many letters.

    Attributes:
        needed_head: how many of the first tell it from others.
        needed_tail: how many of the last do.
    """

    whole: str
    head: int
    tail: int
    needed_head: int = 0
    needed_tail: int = 0

    @property
    def text(self) -> str:
        return _joined(self.whole[: self.head], self.whole[len(self.whole) - self.tail :])

    def between_words(self, fits: Fits) -> _Kept:
        """Return what is kept without halves of words, where a whole word is left beside them."""
        text, head, tail = self.whole, self.head, self.tail
        if _is_inside_word(text, head):
            end = text.rfind(" ", 0, head)
            head = end if end >= max(1, self.needed_head) else head
        if _is_inside_word(text, len(text) - tail):
            start = text.find(" ", len(text) - tail) + 1
            left = len(text) - start if start else 0
            tail = left if left >= max(1, self.needed_tail) else tail
        kept = replace(self, head=head, tail=tail).without_scraps(fits)
        # Fewer letters can need more room: where lines end depends on the words.
        while not fits(kept.text):
            end = text.rfind(" ", 0, kept.head)
            if end < max(1, self.needed_head):
                return self
            kept = replace(kept, head=end)
        return kept.with_more_words(fits)

    def without_scraps(self, fits: Fits) -> _Kept:
        """Return it without a beginning that is too little of a word to say anything.

        Where both ends are parts of words, the whole of the last word says more.
        """
        text, tail = self.whole, self.tail
        if self.needed_head or not _is_inside_word(text, self.head):
            return self
        if not _is_inside_word(text, len(text) - tail):
            return replace(self, head=0) if self.head < _LEAST_HEAD else self
        whole = replace(self, head=0, tail=len(text) - (text.rfind(" ") + 1))
        return whole if self.needed_tail <= whole.tail < len(text) and fits(whole.text) else self

    def with_more_words(self, fits: Fits) -> _Kept:
        """Return it with the words that have room once halves of others are gone."""
        kept, text = self, self.whole
        while kept.head < (start := len(text) - kept.tail) and not _is_inside_word(text, start):
            start = text.rfind(" ", 0, start - 1) + 1
            wider = replace(kept, tail=len(text) - start)
            if start <= kept.head or not fits(wider.text):
                break
            kept = wider
        while kept.head < len(text) - kept.tail and not _is_inside_word(text, kept.head):
            end = text.find(" ", kept.head + 1)
            wider = replace(kept, head=end)
            if not 0 < end < len(text) - kept.tail or not fits(wider.text):
                break
            kept = wider
        return kept


def _is_inside_word(text: str, place: int) -> bool:
    """Whether a cut at *place* would leave a part of a word on either side."""
    return 0 < place < len(text) and " " not in text[place - 1 : place + 1]


def _kept(name: CodeName, count: int) -> _Kept:
    """Return *count* letters of a leaf with what others do not have."""
    text = name.leaf
    half = count // 2
    if name.alike_end < count:
        tail = max(half, name.alike_end + 1)
        # Rather the whole of the words that tell it apart.
        told = len(text) - (text.rfind(" ", 0, name.alike_start + 1) + 1)
        if tail <= told <= count:
            tail = told
        return _Kept(text, count - tail, tail, needed_tail=name.alike_end + 1)
    if name.alike_start < count:
        head = max(half, name.alike_start + 1)
        return _Kept(text, head, count - head, needed_head=name.alike_start + 1)
    # Both ends are as another's: the place where it is no more.
    start = min(max(0, name.alike_start - count // 3), len(text) - count)
    end = start + count
    if (
        _is_inside_word(text, start)
        and 0 < (word := text.find(" ", start) + 1) <= name.alike_start
    ):
        start = word
    if _is_inside_word(text, end) and (gap := text.rfind(" ", 0, end)) > name.alike_start:
        end = gap
    part = text[start:end].rstrip() + LEFT_OUT
    return _Kept(part, 0, len(part))


def _joined(head: str, tail: str) -> str:
    while tail and unicodedata.combining(tail[0]):
        tail = tail[1:]
    head, tail = head.rstrip(), tail.lstrip()
    # A level that is left out in part begins as far from its sign as any other.
    gap = " " if head.endswith(_LEVEL_SIGN) else ""
    behind = " " if tail.startswith(_LEVEL_SIGN) else ""
    return f"{head}{gap}{LEFT_OUT}{behind}{tail}"


def fitted_path(name: CodeName, fits: Fits) -> str:
    """Return the path and the mark in one line, what tells them apart kept."""
    if name.mark:
        return _with_mark(name.path, name.mark, name.needed, fits)
    return _shortened(name.path, name.needed, fits)


def _with_mark(path: tuple[str, ...], mark: str, needed: tuple[int, ...], fits: Fits) -> str:
    """Return the mark, and as much of the path as there is room for."""
    if not path:
        return mark if fits(mark) else middle_left_out(mark, fits)

    def fits_behind(text: str) -> bool:
        return fits(f"{mark} · {text}")

    rest = _shortened(path, needed, fits_behind)
    if fits_behind(rest):
        return f"{mark} · {rest}"
    return mark if fits(mark) else middle_left_out(mark, fits)


def _shortened(path: tuple[str, ...], needed: Iterable[int], fits: Fits) -> str:
    kept = list(range(len(path)))
    # The outermost and the innermost level say most of a path; what is between goes first.
    middle = (len(path) - 1) / 2
    spare = [place for place in kept if place not in set(needed)]
    spare.sort(key=lambda place: (abs(place - middle), place))
    text = _path_text(path, kept)
    for place in spare:
        if fits(text):
            return text
        kept.remove(place)
        text = _path_text(path, kept)
    return text if fits(text) else middle_left_out(text, fits)


def _path_text(path: tuple[str, ...], kept: list[int]) -> str:
    parts: list[str] = []
    for place, level in enumerate(path):
        if place in kept:
            parts.append(level)
        elif not parts or parts[-1] != LEFT_OUT:
            parts.append(LEFT_OUT)
    return BETWEEN_LEVELS.join(parts)


def middle_left_out(text: str, fits: Fits) -> str:
    """Return *text*, shortened in its middle if it has to be: between words where that does."""
    return fitted_leaf(CodeName((), text), fits)


def in_whole_words(shown: str, text: str) -> str:
    """Return *shown*, which is *text* with something left out, without the parts of words it has.

    Left as it is where no whole word would be left on a side that has something.
    """
    head, _mark, tail = shown.partition(LEFT_OUT)
    if not tail or LEFT_OUT in tail:
        return shown
    if text[len(head) : len(head) + 1] != " ":
        head = head.rpartition(" ")[0]
    if text[-len(tail) - 1] != " ":
        tail = tail.partition(" ")[2]
    if shown.startswith(LEFT_OUT):
        return LEFT_OUT + tail if tail else shown
    whole = f"{head.rstrip()}{LEFT_OUT} {tail.lstrip()}"
    return whole if head and tail and len(whole) <= len(shown) else shown
