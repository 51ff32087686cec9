from __future__ import annotations

from datetime import timedelta

import pytest

from tests.ui.snapshots import NOW
from wrapup_desk.ui.card_face import Countdown
from wrapup_desk.ui.countdown import CountdownRing
from wrapup_desk.ui.theme import Look

WHOLE = timedelta(seconds=100)


def ring_with(look: Look, seconds_left: float, *, is_urgent: bool = True) -> CountdownRing:
    ring = CountdownRing(look)
    ring.count(Countdown(NOW + timedelta(seconds=seconds_left), WHOLE, is_urgent), NOW)
    return ring


@pytest.mark.parametrize(
    ("seconds", "ink"), [(41, "accent"), (40, "accent"), (39, "wrap"), (15, "wrap"), (14, "bad")]
)
def test_the_ring_turns_amber_under_40_and_red_under_15_percent(
    look: Look, seconds: float, ink: str
) -> None:
    assert ring_with(look, seconds).ink == ink


def test_an_undo_time_never_turns_red(look: Look) -> None:
    assert ring_with(look, 1, is_urgent=False).ink == "accent"


def test_the_number_is_text_for_screen_readers_too(look: Look) -> None:
    assert ring_with(look, 17.4).accessibleName() == "18 s of after-call work left"


def test_a_countdown_that_is_over_stays_at_0(look: Look) -> None:
    ring = ring_with(look, 2)

    ring.tick(NOW + timedelta(seconds=9))

    assert ring.seconds == 0
