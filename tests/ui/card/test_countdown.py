from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from tests.ui.snapshots import NOW
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.ui.card.appearance import Countdown
from wrapup_desk.ui.card.countdown import CountdownRing
from wrapup_desk.ui.theme import Theme, apply_theme

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


@pytest.mark.parametrize("seconds", [9, 99, 100, 600, 3599, 36_000])
@pytest.mark.parametrize("percent", [100, 140, 200])
def test_the_time_stands_clear_of_its_ring(
    qapp: QApplication, seconds: float, percent: int
) -> None:
    theme = apply_theme(qapp, Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    ring = ring_with(theme, seconds)

    text, font = ring.written()

    # The stroke of the ring is 4 pixels wide.
    assert QFontMetricsF(font).horizontalAdvance(text) <= ring.sizeHint().width() - 2 * (4 + 2)
