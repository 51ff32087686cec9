from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.domain.recommender.blend.sources import SourcePrecision, shifted
from wrapup_desk.domain.suggestion import Source

EVEN = np.full(4, 0.25, np.float32)
QUEUE, OTHER_QUEUE = 1, 2


def joined(sources: SourcePrecision, queue: int = QUEUE, place: int = 2) -> float:
    found, _ = sources.join(EVEN, {Source.COPILOT: place}, queue)
    return float(found[place])


def outcomes(
    sources: SourcePrecision, source: Source, queue: int, *, right: int, wrong: int
) -> None:
    for number in range(right + wrong):
        truth = 2 if number < right else 1
        sources.learn(EVEN, {source: 2}, queue, truth)


def test_before_any_outcome_a_prior_stands_in() -> None:
    assert joined(SourcePrecision()) == pytest.approx(0.6, abs=0.05)


def test_a_source_that_was_right_is_believed_more() -> None:
    sources = SourcePrecision()
    outcomes(sources, Source.COPILOT, QUEUE, right=50, wrong=2)

    assert joined(sources) > 0.85


def test_a_source_that_was_wrong_is_believed_less_than_chance() -> None:
    sources = SourcePrecision()
    outcomes(sources, Source.COPILOT, QUEUE, right=1, wrong=60)

    assert joined(sources) < 0.2


def test_precision_is_measured_per_queue() -> None:
    sources = SourcePrecision()
    outcomes(sources, Source.COPILOT, QUEUE, right=60, wrong=0)
    outcomes(sources, Source.COPILOT, OTHER_QUEUE, right=0, wrong=60)

    assert joined(sources, QUEUE) > 0.8
    assert joined(sources, OTHER_QUEUE) < 0.25
    assert sources.precision(Source.COPILOT, QUEUE) > 0.8


def test_a_new_queue_borrows_from_the_others() -> None:
    sources = SourcePrecision()
    outcomes(sources, Source.COPILOT, QUEUE, right=60, wrong=0)

    assert joined(sources, OTHER_QUEUE) > joined(SourcePrecision(), OTHER_QUEUE)


def test_a_source_that_only_repeats_the_model_adds_little() -> None:
    sources = SourcePrecision()
    sure = np.array([0.02, 0.02, 0.94, 0.02], np.float32)
    for number in range(200):
        sources.learn(sure, {Source.COPILOT: 2}, QUEUE, 2 if number % 16 else 1)

    found, _ = sources.join(sure, {Source.COPILOT: 2}, QUEUE)

    assert float(found[2]) == pytest.approx(0.94, abs=0.03)


def test_without_sources_the_model_stands_alone() -> None:
    found, shifts = SourcePrecision().join(EVEN, {}, QUEUE)

    assert found is EVEN
    assert shifts == {}


def test_the_only_code_stays_certain() -> None:
    alone = np.ones(1, np.float32)

    assert SourcePrecision().join(alone, {Source.BACKEND: 0}, QUEUE)[0][0] == pytest.approx(1.0)


@given(
    st.lists(st.floats(0.001, 1.0), min_size=2, max_size=6),
    st.floats(-12.0, 12.0),
)
def test_a_shift_keeps_a_distribution(weights: list[float], shift: float) -> None:
    shares = np.array(weights, np.float32) / np.float32(sum(weights))

    found = shifted(shares, 0, shift)

    assert float(found.sum()) == pytest.approx(1.0, abs=1e-5)
    assert (found >= 0).all()
    assert (found[0] >= shares[0] - 1e-6) == (shift >= 0) or abs(shift) < 1e-3
