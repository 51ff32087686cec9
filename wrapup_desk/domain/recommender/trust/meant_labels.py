"""Notices labels that nobody meant: always the first of the list, one code all day, or any.

What names and descriptions say of a talk was never taught, so no label can have spoiled it. Each
label weighs two explanations: people mostly choose what the names say where those are sure, or the
labels are drawn from those given lately, whatever was said. Where names tell nothing neither
explanation gains, and all labels are meant.

Codes may have changed their meaning: then labels contradict the names, and yet follow what was
said, the same code again where the names put the same one first. Nobody who does not look does so.
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

# So much for "what is chosen instead depends on what was said" outweighs all that names say.
_ENOUGH_FOLLOWED = 3.5
# How much of a label is left, for what to expect next, once a later one of the same talk came.
_KEPT_OF_EARLIER = 0.7
UNKNOWN = -1

# How far the label spoke for the names (log-odds, in thousandths), and the column chosen.
Noted = tuple[int, int]
# How far it spoke for following what was said, in the same unit, and the column the names put
# first, or `UNKNOWN`.
Followed = tuple[int, int]
_THOUSANDTHS = 1_000


class MeantLabels:
    """What the last labels say of whether people look at what they choose.

    Args:
        noted: what is known of the last labels, the latest last.
        followed: the same labels, beside what the names said; what is missing is unknown.
    """

    def __init__(self, noted: Iterable[Noted] = (), followed: Iterable[Followed] = ()) -> None:
        self.noted = deque(noted, KEPT)
        self.followed = deque(followed, KEPT)
        while len(self.followed) < len(self.noted):
            self.followed.appendleft((0, UNKNOWN))
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
        is_agreed = by_names == chosen
        least = max(_LEAST_BELIEVED, min(_MOST_BELIEVED, _EVEN_SHARES / max(1, len(columns))))
        if likely >= max(least, drawn):
            evidence = math.log(likely / drawn if is_agreed else (1 - likely) / (1 - drawn))
        follows = self._follows(by_names, chosen, columns)
        # Who agrees with the names is heard as one who does; here it may only speak against.
        follows = min(0.0, follows) if is_agreed else follows
        self.noted.append((round(_THOUSANDTHS * evidence), chosen))
        self.followed.append((round(_THOUSANDTHS * follows), by_names))
        self.are_meant = self._judged()

    def _follows(self, by_names: int, chosen: int, columns: Collection[int]) -> float:
        """Return how much likelier the label is by what followed on such talk than by habit.

        Habit is the shares of all labels, or the code that was chosen most of late: one code today
        and another tomorrow follows the day, not the talk.
        """
        drawn = self._share(chosen, columns)
        alike = seen = lately = given = 0.0
        for (_, label), (_, named) in zip(self.noted, self.followed, strict=True):
            if label in columns:
                lately = _KEPT_OF_EARLIER * lately + (label == chosen)
                given = _KEPT_OF_EARLIER * given + 1
            if named == by_names:
                alike = _KEPT_OF_EARLIER * alike + (label == chosen)
                seen = _KEPT_OF_EARLIER * seen + 1
        habit = max(drawn, (lately + drawn) / (given + 1))
        return math.log((alike + drawn) / (seen + 1) / habit)

    def _share(self, column: int, columns: Collection[int]) -> float:
        """Return how likely a label drawn from the last ones of this list is *column*."""
        given = [chosen for _, chosen in self.noted if chosen in columns]
        return (given.count(column) + 1 / max(2, len(columns))) / (len(given) + 1)

    def _judged(self) -> bool:
        by_names, by_talk = (
            sum(evidence for evidence, _ in each) / _THOUSANDTHS
            for each in (self.noted, self.followed)
        )
        return by_names > _MOST_AGAINST or by_talk > _ENOUGH_FOLLOWED
