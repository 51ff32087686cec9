"""Finds a further topic of a talk: a code that is likely in one part of it, the first in another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.blend.heads import FINAL, LinearCache, Query
from wrapup_desk.domain.recommender.case import LegCase
from wrapup_desk.domain.recommender.model_state import ModelState
from wrapup_desk.domain.recommender.trust.inexperience import doubted
from wrapup_desk.domain.wrapup import WrapupCode

# How likely each of the two has to be in its own part: of talks about one thing, sewn together by
# twos, 164 of 200 tell both then, and 9 of 200 left alone another (MultiDoGO, rows kept for trying).
LIKELY = 0.93
# Shorter talks have no two parts.
FEWEST_UTTERANCES = 6
# Where a talk may turn from one topic to another.
_CUTS = (1 / 3, 1 / 2, 2 / 3)


def topics_beside(memory: ModelState, case: LegCase, first_id: str) -> Iterator[WrapupCode | None]:
    """Look for a second topic beside the code *first_id*, one part of the talk at each step.

    Yields the best found so far; the last one counts. Each part is read like a talk of its own: all
    at once would hold up whoever draws and answers keys on the same thread. Between two steps the
    model may meet the names of another leg's codes.
    """
    said, codes = case.text.utterances, case.codes
    first = next((place for place, code in enumerate(codes) if code.id == first_id), None)
    if first is None or said < FEWEST_UTTERANCES or len(codes) < 2 or not memory.meant.are_meant:
        return
    best, found = LIKELY, None
    for cut in sorted({round(said * each) for each in _CUTS}):
        beginning = _probabilities(memory, case, 0, cut)
        yield found
        end = _probabilities(memory, case, cut, said)
        for here, there in ((beginning, end), (end, beginning)):
            other = int(np.argmax(there))
            likely = float(min(here[first], there[other]))
            if other != first and int(np.argmax(here)) == first and likely >= best:
                best, found = likely, codes[other]
        yield found


def _probabilities(memory: ModelState, case: LegCase, begin: int, end: int) -> NDArray[np.float32]:
    """Return how likely each code is by a part of the talk alone."""
    case.refresh()
    memory.make_room()
    question = Query(case.part(begin, end), case.queue, case.columns)
    opinions = memory.experts.live_opinions(question, LinearCache())
    progress = (end - begin) / memory.lengths.usual(case.queue)
    guess = memory.heads[FINAL].probabilities(opinions, progress)
    return doubted(guess, memory.shares.labels_of(case.columns))
