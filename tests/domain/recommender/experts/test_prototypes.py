from __future__ import annotations

import numpy as np

from wrapup_desk.domain.recommender.experts.prototypes import Prototypes

DIMENSIONS = 8
COLUMNS = np.arange(2)
NO_NAMES = np.zeros((2, DIMENSIONS), np.float32)


def taught(conversations: int) -> Prototypes:
    """Return prototypes of two codes that differ a little in the first dimension only.

    In the last dimension all conversations differ a lot, whatever their code.
    """
    chance = np.random.default_rng(0)
    prototypes = Prototypes(DIMENSIONS)
    prototypes.widen(2)
    for number in range(conversations):
        prototypes.learn(meaning(number % 2, chance.normal()), number % 2, 1.0)
    return prototypes


def meaning(code: int, anything: float) -> np.ndarray:
    vector = np.zeros((2, DIMENSIONS), np.float32)
    vector[0, 0] = 0.2 if code else -0.2
    vector[0, -1] = anything
    return vector


def test_what_differs_within_a_code_anyway_is_not_mistaken_for_a_difference_of_codes() -> None:
    prototypes = taught(400)

    for code in (0, 1):
        for anything in (-2.0, 2.0):
            scores = prototypes.likelihoods(meaning(code, anything), COLUMNS, NO_NAMES)
            assert int(np.argmax(scores)) == code


def test_while_labels_are_few_nothing_is_said_of_scatter() -> None:
    scores = taught(6).likelihoods(meaning(0, 1.0), COLUMNS, NO_NAMES)

    assert not scores.any()


def test_a_label_of_no_trust_teaches_nothing() -> None:
    prototypes = Prototypes(DIMENSIONS)
    prototypes.widen(2)

    prototypes.learn(meaning(0, 1.0), 0, 0.0)

    assert not prototypes.sums.any()
    assert not prototypes.spread.scatter.any()


def test_a_label_changes_what_was_just_said_of_the_same_codes() -> None:
    asked, unasked = taught(100), taught(100)
    asked.likelihoods(meaning(0, 1.0), COLUMNS, NO_NAMES)

    for prototypes in (asked, unasked):
        prototypes.learn(5 * meaning(1, 1.0), 0, 1.0)

    first, second = (
        each.likelihoods(meaning(0, 1.0), COLUMNS, NO_NAMES) for each in (asked, unasked)
    )
    assert np.array_equal(first, second)


def test_another_name_changes_what_was_just_said_of_the_same_codes() -> None:
    asked, names = taught(100), np.ones((2, DIMENSIONS), np.float32)
    asked.likelihoods(meaning(0, 1.0), COLUMNS, NO_NAMES)

    renamed = asked.likelihoods(meaning(0, 1.0), COLUMNS, names)

    assert np.array_equal(renamed, taught(100).likelihoods(meaning(0, 1.0), COLUMNS, names))
