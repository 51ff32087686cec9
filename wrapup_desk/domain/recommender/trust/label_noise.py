"""Judges how likely a label was meant, so that a slip of the hand teaches little."""

from __future__ import annotations

from wrapup_desk.domain.recommender.finite_numbers import share

# So many of all labels are taken to be slips, to any code of the list alike.
SLIP_SHARE = 0.05
# A model believes everything at first: it must know something before it may doubt a label.
_HALF_GROWN = 100.0
# If more labels than this look like slips, it is the model that errs.
_MOST_DOUBTED = 0.15
_LATELY = 0.98


class LabelNoise:
    """How far labels are doubted, and how much of them was doubted lately."""

    def __init__(self) -> None:
        self.lately = 0.0

    def trust(self, probability: float, codes: int, labels: int) -> float:
        """Return how far to trust a label, from 0 to 1, and remember it.

        Args:
            probability: what the model gave to the label before it was told.
            codes: how many codes could have been chosen.
            labels: how many labels taught the model so far.
        """
        doubt = 1.0 - meant(probability, codes, labels)
        self.lately = _LATELY * self.lately + (1.0 - _LATELY) * doubt
        return 1.0 - doubt * (_MOST_DOUBTED / max(self.lately, _MOST_DOUBTED)) ** 2


def meant(probability: float, codes: int, labels: int) -> float:
    """Return how likely a label was meant where a share `SLIP_SHARE` is not."""
    slips = SLIP_SHARE * labels / (labels + _HALF_GROWN)
    by_intent = (1.0 - slips) * share(probability)
    return by_intent / (by_intent + slips / max(1, codes)) if slips > 0 else 1.0
