"""Makes a tree of a list of codes, to go down level by level instead of through all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from wrapup_desk.domain.codes.names import BETWEEN_LEVELS, NamedCodes, names_of
from wrapup_desk.domain.wrapup import WrapupCode

# As many codes are seen at once: a tree would only hide them.
MOST_SEEN_AT_ONCE = 12
# So many names that begin alike make a branch where nothing divides them.
_LEAST_ALIKE = 3
_TREES_KEPT = 16


@dataclass(frozen=True, slots=True)
class Branch:
    """Codes that belong together by their names: *codes* right here, and further *branches*."""

    name: str = ""
    codes: tuple[WrapupCode, ...] = ()
    branches: tuple[Branch, ...] = ()

    @property
    def count(self) -> int:
        """How many codes there are in all."""
        return len(self.codes) + sum(branch.count for branch in self.branches)

    def walk(self) -> Iterator[WrapupCode]:
        """Yield every code below."""
        for branch in self.branches:
            yield from branch.walk()
        yield from self.codes


@lru_cache(maxsize=_TREES_KEPT)
def tree_of(codes: tuple[WrapupCode, ...], separators: tuple[str, ...] = ()) -> Branch:
    """Return the tree of *codes*; one without branches where all are seen at once anyway.

    It begins where there is something to choose: not at a branch that all of them are in.
    """
    if len(codes) <= MOST_SEEN_AT_ONCE:
        return Branch(codes=codes)
    return replace(_pruned(_grown("", codes, names_of(codes, separators), depth=0)), name="")


def _grown(name: str, codes: Sequence[WrapupCode], names: NamedCodes, depth: int) -> Branch:
    below: dict[str, list[WrapupCode]] = defaultdict(list)
    titles: dict[str, str] = {}
    here: list[WrapupCode] = []
    for code in codes:
        path = names.of(code).path
        if len(path) <= depth:
            here.append(code)
        else:
            key = path[depth].casefold()
            titles.setdefault(key, path[depth])
            below[key].append(code)
    branches = []
    for key, inside in below.items():
        if len(inside) == 1:
            here += inside  # a branch of one would be a detour
        else:
            branches.append(_pruned(_grown(titles[key], inside, names, depth + 1)))
    alike, here = _alike(here, names, is_all=not branches)
    branches = sorted([*branches, *alike], key=lambda branch: branch.name.casefold())
    return Branch(name, tuple(here), tuple(branches))


def _pruned(branch: Branch) -> Branch:
    """Return *branch*, or where nothing but one branch is in it, both in one."""
    if branch.codes or len(branch.branches) != 1:
        return branch
    only = branch.branches[0]
    return Branch(f"{branch.name}{BETWEEN_LEVELS}{only.name}", only.codes, only.branches)


def _alike(
    codes: Sequence[WrapupCode], names: NamedCodes, *, is_all: bool
) -> tuple[list[Branch], list[WrapupCode]]:
    """Return branches of the codes whose names begin with the same words, and the other codes."""
    if len(codes) <= MOST_SEEN_AT_ONCE:
        return [], list(codes)
    by_word: dict[str, list[WrapupCode]] = defaultdict(list)
    for code in codes:
        by_word[names.of(code).leaf.split(" ")[0].casefold()].append(code)
    branches, rest = [], []
    for alike in by_word.values():
        start = _common_words([names.of(code).leaf.split() for code in alike])
        is_branch = len(alike) >= _LEAST_ALIKE and bool(start)
        if is_branch and not (is_all and len(alike) == len(codes)):
            branches.append(Branch(" ".join(start), tuple(alike)))
        else:
            rest += alike
    return branches, rest


def _common_words(names: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the words that all *names* begin with, at least one word short of each name."""
    shared: list[str] = []
    for words in zip(*(name[:-1] for name in names), strict=False):
        if len({word.casefold() for word in words}) > 1:
            break
        shared.append(words[0])
    return tuple(shared)
