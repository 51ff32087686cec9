"""Notices a talk that speech recognition was less sure of than it usually is.

What was understood badly looks like any other talk to a model; the recogniser itself knows better.
"""

from __future__ import annotations

import math

from wrapup_desk.domain.recommender.finite_numbers import at_least, share

# Before so many talks nobody knows what is usual.
_FEWEST = 30.0
# What is usual follows the last hundred talks or so: a recogniser that stays worse is usual then,
# and the thresholds have seen what is right in spite of it.
_SLOWEST = 0.01
# As far below the usual as this, and as one and a half times the usual distance, is worse.
_LEAST_DROP = 0.06
_DISTANCES = 1.5


class Hearing:
    """How sure speech recognition usually is, from 0 to 1, and how far talks differ in it."""

    def __init__(self) -> None:
        self.talks = 0.0
        self.usual = 0.0
        self.spread = 0.0  # a variance

    def note(self, confidence: float | None) -> None:
        """Note how sure the recogniser was of a talk; None where it did not say."""
        if confidence is None:
            return
        confidence = share(confidence)
        self.talks += 1.0
        rate = max(_SLOWEST, 1.0 / self.talks)
        apart = confidence - self.usual
        self.usual += rate * apart
        self.spread = (1.0 - rate) * (self.spread + rate * apart * apart)

    def is_worse(self, confidence: float | None) -> bool:
        """Whether a talk was heard so much worse than usual that nothing may be sent for it."""
        if confidence is None or self.talks < _FEWEST:
            return False
        drop = max(_LEAST_DROP, _DISTANCES * math.sqrt(at_least(0.0, self.spread)))
        return share(confidence) < self.usual - drop
