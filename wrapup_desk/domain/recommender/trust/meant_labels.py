"""Notices labels that nobody meant: always the first of the list, one code all day, or any.

What names and descriptions say of a talk was never taught, so no label can have spoiled it. Each
label weighs two explanations: people mostly choose what the names say where those are sure, or the
labels are drawn from those given lately, whatever was said. Where names tell nothing neither
explanation gains, and all labels are meant.

How often the name that is put first proves right is counted for each code, of labels that are
beyond doubt: a name that sounds sure and is mostly wrong says nothing of who chooses otherwise.

Codes may have changed their meaning: then labels contradict the names, and yet follow what was
said, the same code again where the names put the same one first. Nobody who does not look does so.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterable, Mapping

KEPT = 40
# Names are taken to be right no more often than this, however sure they are.
_MOST_BELIEVED = 0.6
# Below this, or less than twice an even share, names say too little to be contradicted.
_LEAST_BELIEVED = 0.25
_EVEN_SHARES = 2.0
# How many labels what a name sounds like is worth, against how often it has proved right.
_SOUND = 8.0
# How much of what names have proved is left once the same one was put first again.
_KEPT_OF_PROVED = 0.98
# Whoever agrees with a name that proved right less often than this, and less than it sounds, may
# be one who does not look.
_MOSTLY_WRONG = 0.5
MOST_PROVED = 1 / (1 - _KEPT_OF_PROVED)
# So much (in log-odds) against the names is no accident of meant labels; one run in fifteen is.
_MOST_AGAINST = -2.75
# Once that was so, no less than this is meant again: near the limit chance alone goes to and fro.
_MEANT_AGAIN = -1.5

# So much for "what is chosen instead depends on what was said" outweighs all that names say.
_ENOUGH_FOLLOWED = 3.5
# How much of a label is left, for what to expect next, once a later one of the same talk came.
_KEPT_OF_EARLIER = 0.7
UNKNOWN = -1

# How far the label spoke for the names (log-odds, in thousandths; 0 where they said too little),
# and the column chosen.
Noted = tuple[int, int]
# How far it spoke for following what was said, in the same unit, and the column the names put
# first, or `UNKNOWN`.
Followed = tuple[int, int]
# How often a name that was put first proved right, and how often it was put first, fading.
Proved = tuple[float, float]
_THOUSANDTHS = 1_000


class MeantLabels:
    """What the last labels say of whether people look at what they choose.

    Args:
        noted: what is known of the last labels, the latest last.
        followed: the same labels, beside what the names said; what is missing is unknown.
        proved: what names have proved, by the column of their code.
        were_meant: whether the labels before were; what is known of them may leave it open.
    """

    def __init__(
        self,
        noted: Iterable[Noted] = (),
        followed: Iterable[Followed] = (),
        proved: Mapping[int, Proved] | None = None,
        *,
        were_meant: bool = True,
    ) -> None:
        self.noted = deque(noted, KEPT)
        self.followed = deque(followed, KEPT)
        self.proved = dict(proved or {})
        while len(self.followed) < len(self.noted):
            self.followed.appendleft((0, UNKNOWN))
        self.are_meant = were_meant
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
        self._count_oldest()
        sound = min(probability, _MOST_BELIEVED)
        likely = self._likely(by_names, sound)
        drawn = self._share(by_names, columns)
        evidence = 0
        is_agreed = by_names == chosen
        least = max(_LEAST_BELIEVED, min(_MOST_BELIEVED, _EVEN_SHARES / max(1, len(columns))))
        is_wrong = likely < min(sound, _MOSTLY_WRONG)
        if sound >= least and (max(sound, likely) >= drawn or is_wrong):
            likely = likely if is_wrong else max(likely, drawn)
            gained = math.log(likely / drawn if is_agreed else (1 - likely) / (1 - drawn))
            # Never 0: it was heard, even if names have proved no better than habit.
            evidence = round(_THOUSANDTHS * gained) or (1 if is_agreed else -1)
        follows = self._follows(by_names, chosen, columns)
        # Who agrees with the names is heard as one who does; here it may only speak against.
        follows = min(0.0, follows) if is_agreed else follows
        self.noted.append((evidence, chosen))
        self.followed.append((round(_THOUSANDTHS * follows), by_names))
        self.are_meant = self._judged()

    def _likely(self, by_names: int, sound: float) -> float:
        """Return how likely a meant label is the code the names put first, as far as is known."""
        right, first = self.proved.get(by_names, (0.0, 0.0))
        return min(_MOST_BELIEVED, (_SOUND * sound + right) / (_SOUND + first))

    def _count_oldest(self) -> None:
        """Count what a name proved by the label that is about to be forgotten.

        Only while the labels since speak for the names rather than against, or clearly follow
        what was said: else those who do not look would teach that names are wrong, before they
        are noticed.
        """
        if len(self.noted) < KEPT or not self.are_meant:
            return
        (evidence, chosen), (_, by_names) = self.noted[0], self.followed[0]
        is_beyond_doubt = _total(self.noted) >= evidence / _THOUSANDTHS or self._is_followed()
        if evidence and by_names != UNKNOWN and is_beyond_doubt:
            right, first = (_KEPT_OF_PROVED * each for each in self.proved.get(by_names, (0, 0)))
            self.proved[by_names] = (right + (chosen == by_names), first + 1)

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
        limit = _MOST_AGAINST if self.are_meant else _MEANT_AGAIN
        return _total(self.noted) > limit or self._is_followed()

    def _is_followed(self) -> bool:
        return _total(self.followed) > _ENOUGH_FOLLOWED


def _total(weighed: Iterable[tuple[int, int]]) -> float:
    return sum(evidence for evidence, _ in weighed) / _THOUSANDTHS
