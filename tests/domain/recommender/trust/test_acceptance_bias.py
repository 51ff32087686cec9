from __future__ import annotations

import random

import pytest

from tests.domain.recommender.talk_examples import ask, case_of, labelled_talks
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.trust.acceptance_bias import AcceptanceBias


def counted(*, precision: float, laziness: float, cases: int = 2_000) -> AcceptanceBias:
    """Return what is known of an agent who takes any suggestion in a share of the cases."""
    chance = random.Random(0)
    confirmations = AcceptanceBias()
    for _ in range(cases):
        was_blind = chance.random() < 0.05
        is_agreed = chance.random() < precision
        if not was_blind and chance.random() < laziness:
            is_agreed = True
        confirmations.note(precision, is_agreed=is_agreed, was_blind=was_blind)
    return confirmations


def test_before_anything_is_known_an_acceptance_counts_in_full() -> None:
    assert AcceptanceBias().worth() == 1.0


def test_the_acceptances_of_an_agent_who_judges_count() -> None:
    assert counted(precision=0.6, laziness=0.0).worth() > 0.75


def test_the_acceptances_of_an_agent_who_takes_anything_count_nothing() -> None:
    assert counted(precision=0.6, laziness=1.0).worth() == pytest.approx(0.0, abs=0.05)


def test_some_laziness_costs_a_part_of_the_worth() -> None:
    worth = counted(precision=0.5, laziness=0.7).worth()

    assert 0.1 < worth < 0.8


def test_a_model_does_not_teach_itself_what_it_believed_first() -> None:
    model = StackRecommender(seed=3)
    for said, code in labelled_talks(400):
        case = case_of(model, said)
        ranking = model.suggest(case, has_ended=True)
        assert ranking.first is not None
        taken = code if ranking.is_blind else ranking.first.code.id
        model.learn(case, taken, was_looked_at=True)

    rankings = [ask(model, said) for said, _ in labelled_talks(24)]

    wrong = [
        ranking
        for ranking, (_, code) in zip(rankings, labelled_talks(24), strict=True)
        if ranking.first is not None and ranking.first.code.id != code
    ]
    assert not any(ranking.may_auto_submit for ranking in wrong)
