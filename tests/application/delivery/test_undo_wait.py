"""Sending waits for an undo only where a code cannot be taken back, and never too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import NOON, a_leg
from wrapup_desk.application.delivery.outbox import undo_wait
from wrapup_desk.domain.interaction import Phase, Prompt
from wrapup_desk.domain.modes import UNDO_WINDOW

AFTER_CALL = a_leg(phase=Phase.AFTER_CALL)
DEADLINE = NOON + timedelta(seconds=60)


def test_a_code_is_sent_at_once_where_a_first_code_has_no_effects() -> None:
    assert timedelta(0) == undo_wait(AFTER_CALL, NOON)


@pytest.mark.parametrize(
    ("left_s", "wait_s"),
    [(60, 5), (9, 5), (8, 4), (6, 2), (5.9, 0), (0, 0), (-3, 0)],
)
def test_a_dialer_leg_waits_the_undo_window_and_keeps_four_seconds(
    left_s: float, wait_s: float
) -> None:
    leg = a_leg(phase=Phase.AFTER_CALL, is_dialer=True)

    assert timedelta(seconds=wait_s) == undo_wait(leg, DEADLINE - timedelta(seconds=left_s))


def test_a_dialer_leg_without_a_deadline_waits_the_whole_window() -> None:
    assert undo_wait(a_leg(is_dialer=True), NOON) == UNDO_WINDOW


def test_a_hold_for_the_undo_is_waited_out_where_a_code_ends_after_call_work() -> None:
    hold = timedelta(seconds=2)
    forced = replace(AFTER_CALL, prompt=Prompt.FORCED_TIMEOUT)

    assert undo_wait(AFTER_CALL, NOON, hold) == hold
    assert undo_wait(a_leg(), NOON, hold) == timedelta(0)
    assert undo_wait(forced, NOON, hold) == timedelta(0)
    assert undo_wait(AFTER_CALL, DEADLINE - timedelta(seconds=5), hold) == timedelta(0)
