"""Names every colour, text size and distance of the windows, light and dark."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme's colours as #RRGGBB; tests hold each pair that meets to WCAG 2.2 AA."""

    bg: str
    surface: str
    line: str  # hairlines, tracks: decoration only
    edge: str  # borders that show where a control is: at least 3:1
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    live: str
    live_soft: str
    wrap: str
    wrap_soft: str
    bad: str
    bad_soft: str


LIGHT = Colours(
    bg="#F4F5F7",
    surface="#FFFFFF",
    line="#E1E4EA",
    edge="#858D9B",
    text="#171A21",
    muted="#5B6472",
    accent="#3451D1",
    accent_soft="#E8ECFB",
    on_accent="#FFFFFF",
    live="#0B7A55",
    live_soft="#DDF3EA",
    wrap="#A05600",
    wrap_soft="#FCEFD9",
    bad="#B42318",
    bad_soft="#FDE7E4",
)

DARK = Colours(
    bg="#14161B",
    surface="#1D2027",
    line="#2C313B",
    edge="#6E7788",
    text="#EEF0F4",
    muted="#A3ABB9",
    accent="#8FA4FF",
    accent_soft="#262D4A",
    on_accent="#14161B",
    live="#5AD3A2",
    live_soft="#173128",
    wrap="#F2B258",
    wrap_soft="#382A14",
    bad="#FF8B7E",
    bad_soft="#3B1C19",
)


class Tone(enum.Enum):
    """What a coloured thing means; each tone is a foreground and a soft background."""

    NEUTRAL = ("muted", "line")
    ACCENT = ("accent", "accent_soft")
    LIVE = ("live", "live_soft")
    WRAP = ("wrap", "wrap_soft")
    BAD = ("bad", "bad_soft")

    @property
    def ink(self) -> str:
        """The colour name of text and icons in this tone."""
        return self.value[0]

    @property
    def soft(self) -> str:
        """The colour name of the background behind them."""
        return self.value[1]


class Size(enum.IntEnum):
    """Text sizes in pixels at 100 %."""

    CAPTION = 12
    SMALL = 13
    BODY = 14
    LEAD = 15
    TITLE = 18
    LARGE = 22


class Weight(enum.IntEnum):
    """Positions on Inter's weight axis."""

    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600


GAP_TINY = 4
GAP = 8
GAP_WIDE = 12
PADDING = 14
RADIUS = 8
RADIUS_CARD = 12
# WCAG 2.2, 2.5.8: the least height and width of anything to click.
TARGET = 24
PANEL_WIDTH = 400
PANEL_MIN_WIDTH = 320
PANEL_MAX_WIDTH = 640
