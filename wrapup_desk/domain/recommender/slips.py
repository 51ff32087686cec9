"""Judges how likely a label was meant, so that a slip of the hand teaches little."""

from __future__ import annotations

# So many of all labels are taken to be slips, to any code of the list alike.
SLIP_SHARE = 0.05
# A model believes everything at first: it must know something before it may doubt a label.
_HALF_GROWN = 100.0


def trust(probability: float, codes: int, labels: int) -> float:
    """Return how likely a label was meant, from 0 to 1.

    Args:
        probability: what the model gave to the label before it was told.
        codes: how many codes could have been chosen.
        labels: how many labels taught the model so far.
    """
    slips = SLIP_SHARE * labels / (labels + _HALF_GROWN)
    meant = (1.0 - slips) * probability
    return meant / (meant + slips / codes) if slips else 1.0
