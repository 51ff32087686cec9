"""Notices labels that nobody meant: always the first of the list, one code all day, or any.

What names and descriptions say of a talk was never taught, so no label can have spoiled it. Where
they are sure, people mostly agree; whoever agrees no more often than a label drawn from the same
labels would is not looking. Where names tell nothing they are never sure, and all labels are meant.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable

# How probable the names alone have to make a code, and of how many such talks at least and most.
SURE = 0.7
KEPT = 40
_FEWEST = 6
# Who agrees so often is looking; below, who agrees so little more often than by chance is not.
_ENOUGH = 0.6
_LEAST_BEYOND_CHANCE = 0.15

# The column that the names alone put first, and the one that was chosen.
Pair = tuple[int, int]


class MeantLabels:
    """What people chose the last times the names alone were sure."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self.pairs = deque(pairs, KEPT)
        self.are_meant = self._judged()

    def note(self, probability: float, by_names: int, chosen: int) -> None:
        """Note a label; *probability* is what the names alone gave to the code *by_names*."""
        if probability >= SURE:
            self.pairs.append((by_names, chosen))
            self.are_meant = self._judged()

    def _judged(self) -> bool:
        """Return whether labels may teach; until enough is known they may (Cohen's kappa)."""
        count = len(self.pairs)
        agreed = sum(by_names == chosen for by_names, chosen in self.pairs)
        if count < _FEWEST or agreed >= _ENOUGH * count:
            return True
        named = Counter(by_names for by_names, _ in self.pairs)
        given = Counter(chosen for _, chosen in self.pairs)
        chance = sum(named[column] * given[column] for column in named) / count**2
        return agreed / count - chance >= _LEAST_BEYOND_CHANCE * (1.0 - chance)
