"""Judges a label before it teaches: whether it was meant, a slip, or says that codes moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.blend.heads import FINAL
from wrapup_desk.domain.recommender.case import LegCase
from wrapup_desk.domain.recommender.model_state import ModelState

Vector = NDArray[np.float32]
Columns = NDArray[np.intp]


def is_meant(memory: ModelState, opinions: Vector, columns: Columns, truth: int) -> bool:
    """Tell whether labels are worth learning from, this one counted in."""
    by_names = memory.heads[FINAL].by_names(opinions)
    first = int(np.argmax(by_names))
    known = columns.tolist()
    memory.meant.note(float(by_names[first]), known[first], known[truth], known)
    return memory.meant.are_meant


def have_changed_places(memory: ModelState, case: LegCase, joined: Vector, truth: int) -> bool:
    """Note what was chosen beside the probabilities *joined*; tell whether two codes now moved.

    Then what was learnt of each is the other's, and the case has other columns. Neither is sent
    alone before people have confirmed it.
    """
    if not memory.meant.are_meant:
        return False
    chosen = int(case.columns[truth])
    expected = dict(zip(case.columns.tolist(), joined.tolist(), strict=True))
    taken_for = memory.places.note(expected, chosen)
    if taken_for is None:
        return False
    memory.breakers.stop(taken_for, chosen)
    memory.codes.exchange(taken_for, chosen)
    case.refresh()
    return True


def is_believed(memory: ModelState, case: LegCase, joined: Vector, truth: int) -> bool:
    """Note what was chosen beside the probabilities *joined*; tell whether it can be no slip.

    Slips are scattered. Where the same is said again, it is the model that errs.
    """
    order = np.argsort(-joined, kind="stable")
    suggested, runner_up = case.first_two(order)
    chosen = int(case.columns[truth])
    breakers = memory.breakers
    believed = breakers.is_repeated(suggested, chosen) or breakers.is_open(suggested, runner_up)
    breakers.note(suggested, runner_up, chosen, float(joined[order[0]]))
    return believed
