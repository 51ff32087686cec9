from __future__ import annotations

import pytest

from wrapup_desk.ui.tokens import DARK, LIGHT, Colours, Tone

TEXT, CONTROL = 4.5, 3.0

TEXT_ON = [
    *[("text", on) for on in ("bg", "surface", "accent_soft")],
    *[("muted", on) for on in ("bg", "surface", "accent_soft", "line")],
    ("accent", "surface"),
    ("accent", "bg"),
    ("on_accent", "accent"),
    *[(tone.ink, tone.soft) for tone in Tone],
    *[(tone.ink, on) for tone in Tone for on in ("bg", "surface", "accent_soft")],
]
CONTROLS_ON = [
    *[("edge", on) for on in ("bg", "surface")],
    *[("accent", on) for on in ("bg", "surface", "accent_soft")],
    *[(tone.ink, on) for tone in Tone for on in ("bg", "surface")],
    ("on_accent", "accent"),
]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "on"), TEXT_ON)
def test_text_can_be_read_on_what_it_stands_on(colours: Colours, ink: str, on: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, on)) >= TEXT


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "on"), CONTROLS_ON)
def test_controls_and_focus_rings_can_be_seen(colours: Colours, ink: str, on: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, on)) >= CONTROL
