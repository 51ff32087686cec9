"""What a conversation teaches: the moments of it, and what was learnt of it so far."""

from __future__ import annotations

from dataclasses import dataclass

from wrapup_desk.domain.recommender.blend.heads import Query
from wrapup_desk.domain.recommender.text.corpus_stats import TextInputs

# The first words of a talk tell nothing, and its last are the final head's.
LIVE_MOMENTS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class TeachingMoment:
    """One point of a conversation that teaches."""

    head: str
    question: Query
    inputs: TextInputs
    progress: float
    is_beginning: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a case has taught: its code's column, what the label was worth, and how far it taught.

    Kept with the case, so that a code which is corrected later can be taken back.
    """

    column: int
    worth: float
    weight: float
    inputs: TextInputs
