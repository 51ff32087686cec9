"""Says how long to wait before the next try: the one back-off formula of the program."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses that grow from *first_s* by *factor* up to *longest_s*, with jitter.

    Args:
        first_s: the pause after the first failure, in seconds.
        longest_s: no pause is longer, in seconds.
        factor: how much each pause is longer than the one before.
        least_share: jitter draws the pause between this share of it and the whole.
    """

    first_s: float
    longest_s: float
    factor: float = 2.0
    least_share: float = 1.0

    def pause_s(self, failures: int, random: Random | None = None) -> float:
        """Return the seconds to wait after *failures* failures in a row (at least one)."""
        # Beyond 64 doublings every pause is the longest; the power must not overflow.
        grown = self.first_s * self.factor ** min(max(failures - 1, 0), 64)
        most_s = min(self.longest_s, grown)
        if random is None or self.least_share >= 1.0:
            return most_s
        return random.uniform(self.least_share, 1.0) * most_s
