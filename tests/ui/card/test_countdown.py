from __future__ import annotations

from datetime import timedelta

import pytest

from tests.ui.snapshots import NOW
from wrapup_desk.ui.card.appearance import Countdown
from wrapup_desk.ui.card.countdown import CountdownRing
from wrapup_desk.ui.theme import Theme

WHOLE = timedelta(seconds=100)


def ring_with(theme: Theme, seconds_left: float, *, is_urgent: bool = True) -> CountdownRing:
    ring = CountdownRing(theme)
    ring.count(Countdown(NOW + timedelta(seconds=seconds_left), WHOLE, is_urgent), NOW)
    return ring


@pytest.mark.parametrize(
    ("seconds", "ink"), [(41, "accent"), (40, "accent"), (39, "wrap"), (15, "wrap"), (14, "bad")]
)
def test_the_ring_turns_amber_under_40_and_red_under_15_percent(
    theme: Theme, seconds: float, ink: str
) -> None:
    assert ring_with(theme, seconds).ink == ink


def test_an_undo_time_never_turns_red(theme: Theme) -> None:
    assert ring_with(theme, 1, is_urgent=False).ink == "accent"


def test_the_number_is_text_for_screen_readers_too(theme: Theme) -> None:
    assert ring_with(theme, 17.4).accessibleName() == "18 s of after-call work left"


def test_a_countdown_that_is_over_stays_at_0(theme: Theme) -> None:
    ring = ring_with(theme, 2)

    ring.tick(NOW + timedelta(seconds=9))

    assert ring.seconds == 0
