"""Says for each code of a list how it reads: its path, its leaf, and what tells it apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from wrapup_desk.domain.codes.separators import splitter_for
from wrapup_desk.domain.identifiers import folded_name
from wrapup_desk.domain.wrapup import WrapupCode

BETWEEN_LEVELS = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
_ID_TAIL = 6
_LISTS_KEPT = 32


@dataclass(frozen=True, slots=True)
class CodeName:
    """How a code reads among the others of its list.

    Attributes:
        path: the levels above, outermost first.
        leaf: the level that is the code itself.
        mark: what tells it from others with the same path and leaf; "" where nothing has to.
        id_mark: the end of its id: tells it from any other of the list, whatever the room.
        needed: places of the path that tell it from others with the same leaf.
        alike_start: how many letters of the leaf another leaf begins with, too.
        alike_end: how many letters of the leaf another leaf ends with, too.
    """

    path: tuple[str, ...]
    leaf: str
    mark: str = ""
    id_mark: str = ""
    needed: tuple[int, ...] = ()
    alike_start: int = 0
    alike_end: int = 0

    @property
    def short(self) -> str:
        """The name for where there is one line only: what is needed to tell it apart."""
        levels = (*(self.path[place] for place in self.needed), self.leaf)
        return BETWEEN_LEVELS.join(levels) + (f" ({self.mark})" if self.mark else "")


@dataclass(frozen=True, slots=True)
class NamedCodes:
    """The names of one list of codes, by the id of each."""

    by_id: Mapping[str, CodeName] = field(default_factory=dict)

    def of(self, code: WrapupCode) -> CodeName:
        """Return how *code* reads; one that is not of the list reads as it is called."""
        return self.by_id.get(code.id) or CodeName((), code.name)


@lru_cache(maxsize=_LISTS_KEPT)
def names_of(codes: tuple[WrapupCode, ...], separators: tuple[str, ...] = ()) -> NamedCodes:
    """Return how each of *codes* reads; *separators* divide their names, empty: as learnt."""
    split = splitter_for([code.name for code in codes], separators)
    levels = {code.id: split(code.name) for code in codes}
    starts, ends = shared_ends({parts[-1] for parts in levels.values()})
    needed = _needed_places(levels)
    marks = _marks(codes, levels)
    id_marks = _id_marks([code.id for code in codes])
    return NamedCodes(
        {
            code_id: CodeName(
                parts[:-1],
                parts[-1],
                marks.get(code_id, ""),
                id_marks[code_id],
                needed.get(code_id, ()),
                starts[parts[-1]],
                ends[parts[-1]],
            )
            for code_id, parts in levels.items()
        }
    )


def shared_ends(texts: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return for each text how much of its start, and of its end, another has as well."""
    texts = list(texts)
    starts = _shared_starts(texts)
    backwards = _shared_starts([text[::-1] for text in texts])
    return starts, {text: backwards[text[::-1]] for text in texts}


def _shared_starts(texts: Sequence[str]) -> dict[str, int]:
    shared = dict.fromkeys(texts, 0)
    # The longest common start is had with a neighbour in order.
    for one, other in pairwise(sorted(texts)):
        length = _common_length(one, other)
        shared[one] = max(shared[one], length)
        shared[other] = max(shared[other], length)
    return shared


def _common_length(one: str, other: str) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _needed_places(levels: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """Return for each code the places of its path that tell it from others of the same leaf."""
    alike: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for parts in levels.values():
        alike[folded_name(parts[-1])].add(parts[:-1])
    told = {
        (leaf, path): places
        for leaf, paths in alike.items()
        for path, places in _telling_places(paths).items()
    }
    return {code_id: told[folded_name(parts[-1]), parts[:-1]] for code_id, parts in levels.items()}


def _telling_places(paths: set[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[int, ...]]:
    """Return for each path the fewest places, nearest to the leaf, that no other has alike."""
    with_level: dict[tuple[int, str], set[tuple[str, ...]]] = defaultdict(set)
    for path in paths:
        for place, level in enumerate(path):
            with_level[place, level].add(path)
    told: dict[tuple[str, ...], tuple[int, ...]] = {}
    for path in paths:
        left, needed = paths, []
        for place in reversed(range(len(path))):
            alike = left & with_level[place, path[place]]
            if len(alike) < len(left):
                left = alike
                needed.append(place)
        if len(left) > 1 and path:
            needed.append(len(path) - 1)  # others go on where this one ends
        told[path] = tuple(sorted(set(needed)))
    return told


def _marks(codes: Sequence[WrapupCode], levels: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return for each code that reads like another one what tells it apart."""
    read = {code.id: tuple(folded_name(level) for level in levels[code.id]) for code in codes}
    names = Counter(read.values())
    described = Counter((read[code.id], code.description) for code in codes)
    marks: dict[str, str] = {}
    id_marks = _id_marks([code.id for code in codes])
    for code in codes:
        if names[read[code.id]] < 2:
            continue
        is_unique = code.description and described[read[code.id], code.description] == 1
        id_mark = id_marks[code.id]
        marks[code.id] = code.description if is_unique else f"{code.description} {id_mark}".strip()
    return marks


def _id_marks(ids: Sequence[str]) -> dict[str, str]:
    tails = Counter(code_id[-_ID_TAIL:] for code_id in ids)
    return {
        code_id: f"… {code_id[-_ID_TAIL:] if tails[code_id[-_ID_TAIL:]] == 1 else code_id}"
        for code_id in ids
    }
