from __future__ import annotations

import random

import numpy as np
import pytest

from wrapup_desk.domain.recommender.trust.threshold import (
    FEWEST_OUTCOMES,
    NEVER,
    ActingThreshold,
    ActingThresholds,
    ceiling,
    wilson_lower,
)


def outcomes(count: int, *, agree: float = 1.0, seed: int = 0) -> list[tuple[float, bool]]:
    """Return calibrated outcomes; agents agree with a right suggestion in a share of *agree*."""
    chance = random.Random(seed)
    shares = [0.4 + 0.6 * chance.random() for _ in range(count)]
    return [(each, chance.random() < each and chance.random() < agree) for each in shares]


def test_no_threshold_is_given_before_there_are_enough_outcomes() -> None:
    assert ActingThreshold([(1.0, True)] * (FEWEST_OUTCOMES - 1)).value == NEVER


def test_a_queue_that_was_always_right_may_act_on_anything_as_sure() -> None:
    assert ActingThreshold([(0.8, True)] * FEWEST_OUTCOMES).value == 0.8


def test_a_queue_that_is_often_wrong_may_never_act() -> None:
    mixed = [(0.9, number % 2 == 0) for number in range(200)]

    assert ActingThreshold(mixed).value == NEVER


def test_what_is_above_the_threshold_is_right_often_enough_afterwards() -> None:
    later = []
    for seed in range(12):
        value = ActingThreshold(outcomes(500, seed=seed)).value
        later += [right for share, right in outcomes(2_000, seed=seed + 100) if share >= value]

    assert sum(later) / len(later) > 0.94


def test_a_tenth_of_wrong_labels_does_not_stop_the_acting() -> None:
    chance = random.Random(4)
    noisy = [(0.9 + 0.1 * chance.random(), chance.random() < 0.89) for _ in range(500)]

    assert ActingThreshold(noisy).value < 0.95


def test_the_threshold_follows_when_the_queue_gets_worse() -> None:
    threshold = ActingThreshold([(0.9, True)] * 300)
    assert threshold.value == 0.9

    for number in range(400):
        threshold.note(0.9, was_right=number % 2 == 0)

    assert threshold.value == NEVER


def test_equal_probabilities_stand_or_fall_together() -> None:
    tied = [(0.9, number < 150) for number in range(200)]

    assert ActingThreshold(tied).value == NEVER


def test_a_new_queue_leans_on_all_queues() -> None:
    thresholds = ActingThresholds()
    for _ in range(400):
        thresholds.note(("final", 1), 0.9, was_right=True)

    assert thresholds.value("final", 2) == 0.9
    assert thresholds.value("live", 2) == NEVER


def test_a_young_model_acts_only_on_what_it_is_very_sure_of() -> None:
    thresholds = ActingThresholds()
    for _ in range(150):
        thresholds.note(("final", 1), 0.6, was_right=True)

    assert thresholds.value("final", 1) == 0.95


def test_the_ceiling_is_one_where_the_surest_are_always_right() -> None:
    assert ceiling(np.full(500, 0.99), np.cumsum([1] * 300 + [0] * 200)) == 1.0


def test_the_ceiling_is_what_the_surest_reach_where_labels_are_careless() -> None:
    nine_in_ten = np.cumsum([number % 10 != 0 for number in range(500)])

    assert 0.85 < ceiling(np.full(500, 0.99), nine_in_ten) < 0.95


def test_codes_without_an_alternative_do_not_hide_that_labels_are_careless() -> None:
    is_agreed = np.array([number % 10 != 0 for number in range(500)])
    careless = ceiling(np.full(500, 0.99), np.cumsum(is_agreed))

    certain = np.append(np.full(200, 1.0), np.full(500, 0.99))
    found = ceiling(certain, np.cumsum(np.append(np.ones(200, bool), is_agreed)))

    assert found == careless < 0.95
    assert ceiling(np.full(200, 1.0), np.arange(1, 201)) == 1.0


def test_a_queue_that_is_merely_hard_has_no_lower_goal() -> None:
    nine_in_ten = np.cumsum([number % 10 != 0 for number in range(500)])

    assert ceiling(np.full(500, 0.9), nine_in_ten) == 1.0


@pytest.mark.parametrize(("expected", "ceiling_then"), [(0.93, 0.9), (0.85, 1.0)])
def test_a_model_that_careless_labels_made_unsure_is_measured_by_what_it_expects(
    expected: float, ceiling_then: float
) -> None:
    five_in_six = np.cumsum([number % 6 != 0 for number in range(500)])

    found = ceiling(np.full(500, expected), five_in_six)

    assert found == pytest.approx(ceiling_then, abs=0.02)


def test_the_lower_end_of_the_interval_rises_with_the_count() -> None:
    few, many = wilson_lower(np.array([9, 900]), np.array([10, 1000]))

    assert few < many < 0.9


def test_what_other_queues_met_lets_a_good_queue_act_sooner() -> None:
    thresholds = ActingThresholds()
    for number in range(120):
        for queue in (1, 2, 3):
            thresholds.note(("final", queue), 0.97, was_right=number % 50 > 0)
        thresholds.note(("final", 4), 0.97, was_right=number % 20 > 0)
    few = thresholds.by_place["final", 4].outcomes

    assert ActingThreshold(few).value == NEVER
    assert thresholds.value("final", 4) == 0.97


def test_good_other_queues_do_not_let_a_bad_queue_act() -> None:
    thresholds = ActingThresholds()
    for number in range(150):
        for queue in (1, 2, 3):
            thresholds.note(("final", queue), 0.97, was_right=True)
        thresholds.note(("final", 4), 0.97, was_right=number % 5 > 0)

    assert thresholds.value("final", 4) == NEVER
