from __future__ import annotations

import random

import pytest

from wrapup_desk.domain.recommender.trust.meant_labels import KEPT, MeantLabels

COLUMNS = range(4)


def given(agreed: int, refused: int, probability: float = 0.9) -> MeantLabels:
    """Return what labels tell of which so many are the code that the names put first."""
    labels = MeantLabels()
    for number in range(agreed + refused):
        named = number % len(COLUMNS)
        chosen = named if number < agreed else (named + 1) % len(COLUMNS)
        labels.note(probability, named, chosen, COLUMNS)
    return labels


def test_a_few_labels_against_the_names_are_believed() -> None:
    assert given(0, 4).are_meant


def test_labels_that_never_agree_with_plain_names_are_not_meant() -> None:
    assert not given(0, 8).are_meant
    assert not given(2, 20).are_meant


def test_one_code_all_day_is_right_now_and_then_by_chance_alone() -> None:
    labels = MeantLabels()
    for number in range(KEPT):
        labels.note(0.9, number % len(COLUMNS), 0, COLUMNS)

    assert not labels.are_meant


def test_the_first_of_each_list_is_noticed_where_lists_are_short_and_many() -> None:
    labels, chance = MeantLabels(), random.Random(1)
    for number in range(KEPT):
        first = 2 * (number % 10)
        named = first + chance.randrange(2)
        labels.note(0.9, named, first, range(first, first + 2))

    assert not labels.are_meant


def test_a_queue_that_knows_but_one_code_is_no_sign_of_carelessness() -> None:
    labels = MeantLabels()
    for _ in range(KEPT):
        labels.note(0.9, 0, 0, COLUMNS)

    assert labels.are_meant


def test_who_agrees_with_half_of_the_names_may_have_reasons() -> None:
    assert given(15, 20).are_meant


@pytest.mark.parametrize("seed", range(5))
def test_labels_that_follow_names_as_unsure_as_they_are_stay_meant(seed: int) -> None:
    labels, chance = MeantLabels(), random.Random(seed)
    for _ in range(300):
        named = chance.randrange(20)
        chosen = named if chance.random() < 0.5 else chance.randrange(20)
        labels.note(0.5, named, chosen, range(20))
        assert labels.are_meant


def test_where_names_tell_nothing_every_label_is_meant() -> None:
    labels = MeantLabels()
    for _ in range(100):
        labels.note(0.24, 0, 1, COLUMNS)

    assert labels.are_meant


def test_labels_that_are_meant_again_teach_again() -> None:
    labels = given(0, KEPT)

    for number in range(KEPT):
        named = number % len(COLUMNS)
        labels.note(0.9, named, named, COLUMNS)

    assert labels.are_meant
