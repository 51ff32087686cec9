from __future__ import annotations

import numpy as np

from tests.domain.recommender.talk_examples import CODES, SAYINGS, case_of, teach
from wrapup_desk.domain.recommender.judged_labels import is_believed
from wrapup_desk.domain.recommender.recommender import StackRecommender

REFUND, CARD, ADDRESS, OTHER = range(len(CODES))


def test_scattered_slips_are_not_believed_and_the_same_choice_again_is() -> None:
    model = teach(StackRecommender(), 80)
    case = case_of(model, SAYINGS["refund"])
    sure_of_refund = np.array([0.91, 0.03, 0.03, 0.03], np.float32)

    believed = [
        is_believed(model.memory, case, sure_of_refund, chosen)
        for chosen in (CARD, ADDRESS, CARD, REFUND)
    ]

    # Once two said the same, the code is stopped and whatever is said of it teaches in full.
    assert believed == [False, False, True, True]
