"""Fits the names of codes into the room there is, so that no two of them read alike.

What gives way is what others have as well: the middle of the path first, then the middle of a
leaf. What tells a name from the others stays.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wrapup_desk.domain.codes.names import BETWEEN_LEVELS, CodeName

Fits = Callable[[str], bool]

LEFT_OUT = "…"


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


def fitted_leaf(name: CodeName, fits: Fits) -> str:
    """Return the leaf, shortened where other leaves have the same."""
    text = name.leaf
    if fits(text):
        return text
    least, most = 1, len(text) - 1
    shown = LEFT_OUT
    while least <= most:
        count = (least + most) // 2
        tried = _kept(name, count)
        if fits(tried):
            shown, least = tried, count + 1
        else:
            most = count - 1
    return shown


def _kept(name: CodeName, count: int) -> str:
    """Return *count* letters of a leaf with what others do not have."""
    text = name.leaf
    half = count // 2
    if name.alike_end < count:
        tail = max(half, name.alike_end + 1)
        # Rather the whole of the words that tell it apart.
        told = len(text) - (text.rfind(" ", 0, name.alike_start + 1) + 1)
        if tail <= told <= count:
            tail = told
        return _joined(text[: count - tail], text[len(text) - tail :])
    if name.alike_start < count:
        head = max(half, name.alike_start + 1)
        return _joined(text[:head], text[len(text) - (count - head) :])
    # Both ends are as another's: the place where it is no more.
    start = min(max(0, name.alike_start - count // 3), len(text) - count)
    return _joined("", _joined(text[start : start + count], ""))


def _joined(head: str, tail: str) -> str:
    while tail and unicodedata.combining(tail[0]):
        tail = tail[1:]
    return f"{head.rstrip()}{LEFT_OUT}{tail.lstrip()}"


def fitted_path(name: CodeName, fits: Fits) -> str:
    """Return the path and the mark in one line, what tells them apart kept."""
    if name.mark:
        return _with_mark(name.path, name.mark, name.needed, fits)
    return _shortened(name.path, name.needed, fits)


def _with_mark(path: tuple[str, ...], mark: str, needed: tuple[int, ...], fits: Fits) -> str:
    """Return the mark, and as much of the path as there is room for."""
    if not path:
        return mark if fits(mark) else _middle_left_out(mark, fits)

    def fits_behind(text: str) -> bool:
        return fits(f"{mark} · {text}")

    rest = _shortened(path, needed, fits_behind)
    if fits_behind(rest):
        return f"{mark} · {rest}"
    return mark if fits(mark) else _middle_left_out(mark, fits)


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
    return text if fits(text) else _middle_left_out(text, fits)


def _path_text(path: tuple[str, ...], kept: list[int]) -> str:
    parts: list[str] = []
    for place, level in enumerate(path):
        if place in kept:
            parts.append(level)
        elif not parts or parts[-1] != LEFT_OUT:
            parts.append(LEFT_OUT)
    return BETWEEN_LEVELS.join(parts)


def _middle_left_out(text: str, fits: Fits) -> str:
    return fitted_leaf(CodeName((), text), fits)
