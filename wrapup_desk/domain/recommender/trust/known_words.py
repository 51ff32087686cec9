"""Notices speech recognition that gets worse by the customer's words that no vocabulary knows.

Not every recogniser says how sure it is. One that mishears makes words that are none: so the share
of known words is compared with what this queue usually has in this language. One talk tells little,
the last twenty or so of a language together do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from wrapup_desk.domain.recommender.finite_numbers import at_least, share

# A queue, hashed, and a language as `language_number` gives it.
QueueLanguage = tuple[int, int]
KEPT_PLACES = 5_000
# Before so many talks of a queue nobody knows what is usual there.
_FEWEST = 30.0
_SLOWEST = 0.005
_LATELY = 0.05
# A language that stays worse is usual after a hundred talks or so, and thresholds know it then:
# its many queues, each with few talks, would take far longer.
_USUALLY = 0.01
# A share never differs less than this from talk to talk, nor one talk more than so many times.
_LEAST_SPREAD = 0.01
_FARTHEST = 4.0
# Two and a half standard errors of the mean of the last talks, counted in spreads of a talk.
_WORSE = -2.5 * math.sqrt(_LATELY / (2.0 - _LATELY))


@dataclass(slots=True)
class UsualWords:
    """How many of the customer's words are usually known, from 0 to 1, and the variance of it."""

    talks: float = 0.0
    usual: float = 0.0
    spread: float = 0.0


@dataclass(slots=True)
class KnownWords:
    """What share of words is usual per queue and language, and how far the last talks were off.

    *off* is per language: how far below or above the usual of their queue talks are, in spreads of
    a talk; of late, and usually.
    """

    by_place: dict[QueueLanguage, UsualWords] = field(default_factory=dict)
    off: dict[int, tuple[float, float]] = field(default_factory=dict)

    def note(self, place: QueueLanguage, known: float | None) -> None:
        """Note the share of words that were known in a talk; None where too few were said."""
        if known is None:
            return
        known = share(known)
        # What was not noted for longest is forgotten first.
        usual = self.by_place.pop(place, None) or UsualWords()
        self.by_place[place] = usual
        while len(self.by_place) > KEPT_PLACES:
            del self.by_place[next(iter(self.by_place))]
        apart = known - usual.usual
        if usual.talks >= _FEWEST:
            spread = max(_LEAST_SPREAD, math.sqrt(at_least(0.0, usual.spread)))
            off = max(-_FARTHEST, min(_FARTHEST, apart / spread))
            lately, usually = self.off.get(place[1], (0.0, 0.0))
            self.off[place[1]] = (
                lately + _LATELY * (off - lately),
                usually + _USUALLY * (off - usually),
            )
        usual.talks += 1.0
        rate = max(_SLOWEST, 1.0 / usual.talks)
        usual.usual += rate * apart
        usual.spread = (1.0 - rate) * (usual.spread + rate * apart * apart)

    def are_fewer(self, place: QueueLanguage) -> bool:
        """Whether so many fewer words are known of late that nothing may be sent."""
        lately, usually = self.off.get(place[1], (0.0, 0.0))
        return lately - usually < _WORSE


def language_number(language: str) -> int:
    """Return *language*, such as "de", as a number; 0 where it is unknown."""
    return int.from_bytes(language.encode()[:4])
