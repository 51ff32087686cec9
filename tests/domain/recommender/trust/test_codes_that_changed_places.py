"""Two codes change their meaning with each other: what was learnt of them is kept, and moves."""

from __future__ import annotations

import pytest

from tests.domain.recommender.talk_examples import ask, case_of
from wrapup_desk.domain.recommender.file.model_file import read_model, write_model
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.trust.code_breaker import NO_RUNNER_UP
from wrapup_desk.domain.suggestion import EvidenceKind, Ranking
from wrapup_desk.domain.wrapup import WrapupCode

SAID = {
    "refund": "I want a refund for my order",
    "card": "my card is lost",
    "address": "change my address please",
    "password": "please reset my password",
}
NAMES = ("Refund request", "Lost card", "Change of address", "Reset password")
CODES = tuple(WrapupCode(id_, name) for id_, name in zip(SAID, NAMES, strict=True))
CHANGED = {"refund": "card", "card": "refund"}
BEFORE = 400


def learn(model: StackRecommender, number: int, label: str | None = None) -> None:
    code = CODES[number % len(CODES)].id
    case = case_of(model, [f"{SAID[code]} {number}"], CODES)
    model.learn(case, label or code, was_looked_at=True)


def taught(changed: int = 0) -> StackRecommender:
    """Return a model that knows four codes, two of which changed places *changed* talks ago."""
    model = StackRecommender()
    for number in range(BEFORE + changed):
        code = CODES[number % len(CODES)].id
        learn(model, number, CHANGED.get(code, code) if number >= BEFORE else code)
    return model


def answer(model: StackRecommender, about: str) -> Ranking:
    return ask(model, [SAID[about]], CODES)


def firsts(model: StackRecommender) -> dict[str, str]:
    return {about: answer(model, about).suggestions[0].code.id for about in SAID}


def test_after_two_labels_of_each_code_both_are_right_again() -> None:
    model = taught(changed=8)

    assert firsts(model) == {code: CHANGED.get(code, code) for code in SAID}


def test_neither_code_is_sent_alone_before_people_confirmed_it() -> None:
    model = taught(changed=8)

    stopped = [model.memory.breakers.is_open(at, NO_RUNNER_UP) for at in range(len(CODES))]
    for number in range(BEFORE + 8, BEFORE + 28):
        code = CODES[number % len(CODES)].id
        learn(model, number, CHANGED.get(code, code))

    assert stopped == [True, True, False, False]
    assert not any(model.memory.breakers.is_open(at, NO_RUNNER_UP) for at in range(len(CODES)))


def test_a_code_that_means_something_else_now_is_not_explained_by_its_name() -> None:
    kinds = [
        [each.kind for each in answer(model, "refund").suggestions[0].evidence]
        for model in (taught(), taught(changed=40))
    ]

    assert EvidenceKind.NAME in kinds[0]
    assert EvidenceKind.NAME not in kinds[1]


def test_codes_that_change_back_are_what_they_were() -> None:
    model = taught(changed=40)
    assert model.memory.codes.moved_to

    for number in range(16):
        learn(model, number)

    assert firsts(model) == {code: code for code in SAID}
    assert not model.memory.codes.moved_to


def test_talks_that_were_open_while_codes_changed_are_answered_by_what_holds_now() -> None:
    model = taught()
    case = case_of(model, [SAID["refund"]], CODES)
    model.suggest(case, has_ended=True)

    for number in range(BEFORE, BEFORE + 8):
        code = CODES[number % len(CODES)].id
        learn(model, number, CHANGED.get(code, code))

    assert model.suggest(case, has_ended=True).suggestions[0].code.id == "card"


def test_a_code_given_up_for_another_one_has_not_changed_places() -> None:
    model = taught()

    for number in range(BEFORE, BEFORE + 80):
        code = CODES[number % len(CODES)].id
        learn(model, number, "card" if code == "refund" else code)

    assert not model.memory.codes.moved_to
    assert firsts(model) == {code: code for code in SAID} | {"refund": "card"}


def test_what_moved_is_in_the_file() -> None:
    model = taught(changed=40)

    for raw in (model.export(), model.publish()):
        assert firsts(StackRecommender.load(raw)) == firsts(model)
        assert StackRecommender.load(raw).memory.codes.moved_to == {0: 1, 1: 0}
    assert StackRecommender.load(model.export()).export() == model.export()


def test_a_model_from_before_codes_could_move_goes_on() -> None:
    parts = read_model(taught().export())
    old = {name: part for name, part in parts.items() if name != "codes/moved to"}

    assert firsts(StackRecommender.load(write_model(old))) == {code: code for code in SAID}


def test_a_file_that_gives_two_codes_one_place_is_refused() -> None:
    parts = read_model(taught(changed=40).export())
    parts["codes/moved to"] = parts["codes/moved to"].copy()
    parts["codes/moved to"][0] = parts["codes/moved to"][1]

    with pytest.raises(ModelError):
        StackRecommender.load(write_model(parts))
