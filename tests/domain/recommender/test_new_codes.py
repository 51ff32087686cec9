"""A code that is new to the list pauses what it may touch, and nothing else."""

from __future__ import annotations

from tests.domain.recommender.talk_examples import ask, case_of
from tests.domain.recommender.test_labels_nobody_meant import CODES, SAID
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.wrapup import WrapupCode

STOLEN = WrapupCode("stolen", "Lost or stolen card")


def taught(count: int, codes: tuple[WrapupCode, ...] = CODES) -> StackRecommender:
    model = StackRecommender()
    for number in range(count):
        code = CODES[number % len(CODES)].id
        model.learn(case_of(model, [SAID[code]], codes), code, was_looked_at=True)
    return model


def sent(model: StackRecommender, codes: tuple[WrapupCode, ...]) -> set[str]:
    return {id_ for id_, said in SAID.items() if ask(model, [said], codes).may_auto_submit}


def test_only_what_a_new_code_may_stand_for_is_asked_again() -> None:
    model = taught(400)

    assert sent(model, CODES) == set(SAID)
    assert sent(model, (*CODES, STOLEN)) == set(SAID) - {"card"}


def test_a_code_that_was_always_there_and_hardly_chosen_pauses_nothing() -> None:
    codes = (*CODES, STOLEN)

    assert sent(taught(400, codes), codes) == set(SAID)
