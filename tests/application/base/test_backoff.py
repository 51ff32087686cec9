"""Pauses grow, stay below their limit, and are spread by jitter."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.application.base.backoff import Backoff


def test_each_pause_is_twice_the_one_before_up_to_the_longest() -> None:
    backoff = Backoff(first_s=1.0, longest_s=10.0)

    assert [backoff.pause_s(failures) for failures in (0, 1, 2, 3, 4, 5, 6)] == [
        1.0, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0
    ]  # fmt: skip


@given(st.integers(1, 10**9), st.integers(0, 1000))
def test_jitter_stays_between_its_share_and_the_whole(failures: int, seed: int) -> None:
    backoff = Backoff(first_s=2.0, longest_s=90.0, least_share=0.25)
    whole = backoff.pause_s(failures)

    assert 0.25 * whole <= backoff.pause_s(failures, Random(seed)) <= whole
