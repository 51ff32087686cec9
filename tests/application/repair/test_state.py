"""What the repair window asks its snapshot instead of working it out in each widget."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.domain.repair.examples import MORNING
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.state import FindState, Work


@pytest.mark.parametrize(
    ("length", "spans_days"),
    [(timedelta(hours=24), False), (timedelta(hours=24, seconds=1), True)],
)
def test_beyond_a_day_a_time_needs_its_day_beside_it(
    length: timedelta, *, spans_days: bool
) -> None:
    assert FindState(span=Span(MORNING, MORNING + length)).spans_days == spans_days


def test_as_long_as_no_span_is_known_times_have_their_day() -> None:
    assert FindState().spans_days


def test_work_tells_its_share_where_there_is_any() -> None:
    assert Work().share_done is None
    assert Work(total=4, done=1).share_done == 0.25
