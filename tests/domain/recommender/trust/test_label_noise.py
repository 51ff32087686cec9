from __future__ import annotations

import pytest

from tests.domain.recommender.talk_examples import CODES, ask, case_of, labelled_talks, teach
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.trust.label_noise import LabelNoise, meant


def test_a_fresh_model_believes_every_label() -> None:
    assert meant(0.001, codes=50, labels=0) == 1.0


def test_a_label_against_all_that_is_known_is_believed_little() -> None:
    surprising = meant(0.0001, codes=4, labels=1_000)
    expected = meant(0.9, codes=4, labels=1_000)

    assert surprising < 0.05
    assert expected == pytest.approx(1.0, abs=0.02)


def test_a_rare_code_of_many_is_still_believed() -> None:
    assert meant(0.01, codes=80, labels=1_000) > 0.9


def test_where_most_labels_look_like_slips_the_model_is_at_fault() -> None:
    doubt = LabelNoise()
    trusts = [doubt.trust(0.0001, codes=4, labels=1_000) for _ in range(60)]

    assert trusts[0] < 0.05
    assert trusts[-1] > 0.9


def test_the_slips_of_a_careless_agent_are_not_what_is_learnt() -> None:
    model = StackRecommender()
    for number, (said, code) in enumerate(labelled_talks(200)):
        others = [each.id for each in CODES if each.id != code]
        told = others[number % 3] if number % 9 == 0 else code
        model.learn(case_of(model, said), told, was_looked_at=True)

    firsts = [ask(model, said).first for said, _ in labelled_talks(24)]

    right = [code for _, code in labelled_talks(24)]
    assert [first.code.id for first in firsts if first] == right


def test_a_rare_code_is_learnt_though_it_surprises() -> None:
    model = teach(StackRecommender(), 120)
    for _ in range(6):
        case = case_of(model, ("the goat ate the invoice", "a goat, yes"))
        model.learn(case, "other", was_looked_at=True)

    first = ask(model, ("the goat ate the invoice",)).first

    assert first is not None
    assert first.code.id == "other"
