"""Judges what it is worth that an agent took the first suggestion: a lazy one takes any.

In the blind share nothing is shown, so agreement there is free of the suggestion's pull. Where the
first suggestion is taken more often when it is shown, some of that was no judgement: a model that
learnt from it in full would teach itself whatever it happened to believe first.
"""

from __future__ import annotations

from wrapup_desk.domain.recommender.finite_numbers import share

# Until measured, what the model itself expected stands in, as if so many cases had been seen.
_ASSUMED = 4.0
_FEWEST_SHOWN = 10.0
# Blind cases are few: who seems to judge half of the time is believed in full.
_BENEFIT_OF_DOUBT = 2.0
_LATELY = 0.998
_LEAST_MISS = 0.005


class AcceptanceBias:
    """How often the first suggestion was agreed with, shown and blind; old cases fade."""

    def __init__(self) -> None:
        self.shown = self.accepted = self.expected = 0.0
        self.blind = self.agreed = 0.0

    def note(self, expected: float, *, is_agreed: bool, was_blind: bool) -> None:
        """Count one case; *expected* is how probable the model thought its first suggestion."""
        self.shown *= _LATELY
        self.accepted *= _LATELY
        self.expected *= _LATELY
        self.blind *= _LATELY
        self.agreed *= _LATELY
        if was_blind:
            self.blind += 1
            self.agreed += is_agreed
        else:
            self.shown += 1
            self.accepted += is_agreed
            self.expected += share(expected)

    def worth(self) -> float:
        """Return what an acceptance is worth beside a judgement, from 0 to 1.

        An agent who judges in a share h of the cases accepts a = h p + (1 - h), where p is how
        often the first suggestion is right; of these, h p / a were judgements.
        """
        if self.shown < _FEWEST_SHOWN:
            return 1.0
        expected = self.expected / self.shown
        taken = (self.accepted + _ASSUMED * expected) / (self.shown + _ASSUMED)
        assumed = (taken + expected) / 2
        right = (self.agreed + _ASSUMED * assumed) / (self.blind + _ASSUMED)
        if right >= taken:
            return 1.0
        judged = (1.0 - taken) / max(_LEAST_MISS, 1.0 - right)
        return min(1.0, _BENEFIT_OF_DOUBT * judged * right / taken)
