from __future__ import annotations

import numpy as np
import pytest

from wrapup_desk.domain.recommender.experts.linear import LinearExpert
from wrapup_desk.domain.recommender.text.corpus_stats import CorpusStats, TextInputs
from wrapup_desk.domain.recommender.text.feature_hasher import BUCKETS

CODES = 5
DIMENSIONS = 3
NO_SENSE = np.zeros(0, np.float32)
ROWS = np.arange(20)
MEANING_ROWS = np.arange(BUCKETS, BUCKETS + 2 * DIMENSIONS)


def an_expert() -> LinearExpert:
    expert = LinearExpert(CorpusStats(DIMENSIONS, 0), DIMENSIONS)
    expert.widen(CODES)
    return expert


def learn_something(expert: LinearExpert, chance: np.random.Generator) -> None:
    """Teach one label, of some of the codes, by some of the buckets."""
    buckets = chance.choice(ROWS, 4, replace=False)
    inputs = TextInputs(
        buckets,
        chance.random(4).astype(np.float32),
        chance.normal(size=2 * DIMENSIONS).astype(np.float32),
        NO_SENSE,
    )
    columns = np.sort(chance.choice(CODES, 3, replace=False))
    expert.learn(inputs, columns, int(chance.integers(3)), 1.0)


def all_rows(expert: LinearExpert) -> np.ndarray:
    return np.concatenate([expert.weights[ROWS], expert.weights[MEANING_ROWS]])


@pytest.mark.parametrize("labels", [1, 40, 3_000])
def test_the_means_are_those_that_would_follow_every_weight_at_every_label(labels: int) -> None:
    chance = np.random.default_rng(labels)
    expert = an_expert()
    followed = all_rows(expert).astype(np.float64)

    for number in range(labels):
        learn_something(expert, chance)
        # The first label is all there is to know; from then on the last quarter of them counts.
        rate = min(0.999, max(4 / (number + 4), 0.001))
        followed += rate * (all_rows(expert) - followed)

    kept = np.concatenate([expert.means(ROWS), expert.means(MEANING_ROWS)])
    assert np.abs(followed).max() > 0.1
    assert kept == pytest.approx(followed, abs=2e-4)


def test_an_expert_that_is_put_back_goes_on_as_the_one_that_was_kept() -> None:
    chance = np.random.default_rng(1)
    kept = an_expert()
    for _ in range(60):
        learn_something(kept, chance)
    rows = kept.touched()
    fresh = LinearExpert(CorpusStats(DIMENSIONS, 0), DIMENSIONS)
    fresh.restore(rows, kept.weights[rows], kept.means(rows), kept.squares[rows])
    fresh.revision = kept.revision

    for expert in (kept, fresh):
        afterwards = np.random.default_rng(2)
        for _ in range(30):
            learn_something(expert, afterwards)

    assert fresh.weights[rows] == pytest.approx(kept.weights[rows], abs=1e-5)
    assert fresh.means(rows) == pytest.approx(kept.means(rows), abs=1e-4)


def test_a_label_moves_only_the_codes_that_could_have_been_chosen() -> None:
    expert = an_expert()
    inputs = TextInputs(
        np.array([3, 7]), np.ones(2, np.float32), np.zeros(2 * DIMENSIONS, np.float32), NO_SENSE
    )

    expert.learn(inputs, np.array([1, 4]), 0, 1.0)

    assert np.flatnonzero(expert.weights.any(axis=0)).tolist() == [1, 4]
    assert np.flatnonzero(expert.weights.any(axis=1)).tolist() == [3, 7]
    assert expert.weights[3, 1] > 0 > expert.weights[3, 4]


def test_the_order_of_the_codes_makes_no_difference_to_what_is_learnt() -> None:
    in_order, shuffled = an_expert(), an_expert()
    inputs = TextInputs(
        np.array([3, 7]), np.ones(2, np.float32), np.ones(2 * DIMENSIONS, np.float32), NO_SENSE
    )
    order = np.array([2, 0, 4, 1, 3])

    for truth in (0, 1, 4, 1):
        in_order.learn(inputs, np.arange(CODES), truth, 1.0)
        shuffled.learn(inputs, order, int(np.flatnonzero(order == truth)[0]), 1.0)

    assert shuffled.weights[ROWS] == pytest.approx(in_order.weights[ROWS], abs=1e-6)
    assert shuffled.means(MEANING_ROWS) == pytest.approx(in_order.means(MEANING_ROWS), abs=1e-6)
    scores = in_order.scores(inputs, np.arange(CODES)).reshape(-1, CODES)
    assert shuffled.scores(inputs, order).reshape(-1, CODES) == pytest.approx(scores[:, order])


def test_what_was_learnt_in_the_smallest_steps_is_kept_when_a_code_is_new() -> None:
    expert = an_expert()
    known = np.ones((1, CODES), np.float32)
    # As a file has it: squares too small for it are none.
    expert.restore(np.array([7]), 0.01 * known, 0.005 * known, 0.0 * known)

    expert.widen(CODES + 1)

    assert expert.weights[7, :CODES] == pytest.approx(0.01)
    assert expert.means(np.array([7]))[0, :CODES] == pytest.approx(0.005)
    assert expert.touched().tolist() == [7]
