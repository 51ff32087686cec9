"""Labels given without looking teach little, and never lead to a code that is sent alone."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.domain.recommender.talk_examples import ask, case_of
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.trust.code_breaker import MOST_UNSEEN
from wrapup_desk.domain.recommender.trust.meant_labels import MeantLabels
from wrapup_desk.domain.suggestion import EvidenceKind
from wrapup_desk.domain.wrapup import WrapupCode

NAMES = {
    "refund": "Refund request",
    "card": "Lost card",
    "address": "Change of address",
    "password": "Reset password",
}
CODES = tuple(WrapupCode(id_, name) for id_, name in NAMES.items())
SAID = {
    "refund": "I want a refund for my order",
    "card": "my card is lost",
    "address": "change my address please",
    "password": "please reset my password",
}
CHANCE = random.Random(5)


def taught(label: Callable[[], str], count: int = 120) -> StackRecommender:
    model = StackRecommender()
    for number in range(count):
        said = SAID[CODES[number % len(CODES)].id]
        model.learn(case_of(model, [f"{said} {number}"], CODES), label(), was_looked_at=True)
    return model


@pytest.mark.parametrize(
    "label",
    [lambda: "refund", lambda: "address", lambda: CHANCE.choice(["refund", "password"])],
    ids=["the first of the list", "one code all day", "one of two at random"],
)
def test_what_nobody_meant_is_never_sent_alone(label: Callable[[], str]) -> None:
    model = taught(label)

    assert not any(ask(model, [said], CODES).may_auto_submit for said in SAID.values())


def test_labels_against_every_name_leave_the_ranking_to_the_names() -> None:
    model = StackRecommender()
    for number in range(60):
        code = CODES[number % len(CODES)].id
        others = [other.id for other in CODES if other.id != code]
        case = case_of(model, [SAID[code]], CODES)
        model.learn(case, CHANCE.choice(others), was_looked_at=True)

    found = {code: ask(model, [said], CODES).suggestions[0].code.id for code, said in SAID.items()}

    assert found == {code: code for code in SAID}
    assert StackRecommender.load(model.export()).memory.meant.are_meant is False


@pytest.mark.parametrize("seed", range(3))
def test_two_codes_that_change_places_are_right_again_in_a_queue_of_three(seed: int) -> None:
    """The names keep the old meaning; what is chosen again and again is believed."""
    places = {"refund": "card", "card": "refund", "address": "address"}
    chance, codes, model = random.Random(seed), CODES[:3], StackRecommender()
    for number in range(300):
        code = chance.choices(list(places), (5, 3, 2))[0]
        label = places[code] if number >= 100 else code
        case = case_of(model, [f"{SAID[code]} {number}"], codes)
        model.learn(case, label, was_looked_at=True)
        assert case.lesson is not None, f"label {number} was dropped"
        if number < 150:
            continue
        for said, meant in places.items():
            assert ask(model, [SAID[said]], codes).suggestions[0].code.id == meant


@pytest.mark.parametrize("were_meant", [True, False])
def test_an_alarm_outlasts_a_start_and_none_begins_with_one(*, were_meant: bool) -> None:
    model = taught(lambda: "refund", 1)
    model.memory.meant = MeantLabels([(-2_000, 0)], were_meant=were_meant)

    assert StackRecommender.load(model.export()).memory.meant.are_meant is were_meant


def test_labels_that_are_meant_are_learnt_and_sent() -> None:
    model = StackRecommender()
    for number in range(400):
        code = CODES[number % len(CODES)].id
        model.learn(case_of(model, [SAID[code]], CODES), code, was_looked_at=True)

    assert all(ask(model, [said], CODES).may_auto_submit for said in SAID.values())
    # What names proved is kept over a start.
    assert StackRecommender.load(model.export()).memory.meant.proved == model.memory.meant.proved
    assert len(model.memory.meant.proved) == len(CODES)

    # Of what is sent alone nobody sees whether it is still right: so it is asked now and then.
    for _ in range(MOST_UNSEEN):
        model.learn(case_of(model, [SAID["card"]], CODES), "card", was_looked_at=False)
    asked, other = (ask(model, [SAID[code]], CODES) for code in ("card", "refund"))
    assert asked.is_clear
    assert (asked.may_auto_submit, other.may_auto_submit) == (False, True)
    assert asked.suggestions[0].evidence[0].kind is EvidenceKind.CHECKED
