"""Notices labels that nobody meant: always the first of the list, one code all day, or any.

What names and descriptions say of a talk was never taught, so no label can have spoiled it. Each
label weighs two explanations: people mostly choose what the names say where those are sure, or the
labels are drawn from those given lately, whatever was said. Where names tell nothing neither
explanation gains, and all labels are meant.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterable

KEPT = 40
# Names are taken to be right no more often than this, however sure they are.
_MOST_BELIEVED = 0.6
# Below this, or less than twice an even share, names say too little to be contradicted.
_LEAST_BELIEVED = 0.25
_EVEN_SHARES = 2.0
# So much (in log-odds) against the names is no accident of meant labels; one run in thirty is.
_MOST_AGAINST = -3.5

# How far the label spoke for the names (log-odds, in thousandths), and the column chosen.
Noted = tuple[int, int]
_THOUSANDTHS = 1_000


class MeantLabels:
    """What the last labels say of whether people look at what they choose."""

    def __init__(self, noted: Iterable[Noted] = ()) -> None:
        self.noted = deque(noted, KEPT)
        self.are_meant = self._judged()

    def note(
        self, probability: float, by_names: int, chosen: int, columns: Collection[int]
    ) -> None:
        """Note a label.

        Args:
            probability: what the names alone gave to the code they put first.
            by_names: the column of that code.
            chosen: the column of the code that was chosen.
            columns: those of all codes of the list.
        """
        likely = min(probability, _MOST_BELIEVED)
        drawn = self._share(by_names, columns)
        evidence = 0.0
        least = max(_LEAST_BELIEVED, min(_MOST_BELIEVED, _EVEN_SHARES / max(1, len(columns))))
        if likely >= max(least, drawn):
            is_agreed = by_names == chosen
            evidence = math.log(likely / drawn if is_agreed else (1 - likely) / (1 - drawn))
        self.noted.append((round(_THOUSANDTHS * evidence), chosen))
        self.are_meant = self._judged()

    def _share(self, column: int, columns: Collection[int]) -> float:
        """Return how likely a label drawn from the last ones of this list is *column*."""
        given = [chosen for _, chosen in self.noted if chosen in columns]
        return (given.count(column) + 1 / max(2, len(columns))) / (len(given) + 1)

    def _judged(self) -> bool:
        return sum(evidence for evidence, _ in self.noted) > _THOUSANDTHS * _MOST_AGAINST
