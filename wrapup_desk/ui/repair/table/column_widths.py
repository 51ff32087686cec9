"""Shares the width of the table of legs among its columns, so that none cuts a time or a title."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from PySide6.QtGui import QFontMetricsF

from wrapup_desk.ui.repair.table.model import LegColumn, column_title
from wrapup_desk.ui.repair.wording import local_time
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Weight

# On each side of a cell's text and of a title, at any text size.
CELL_PADDING = 8
SORT_ICON = 14
# At 100 % text, for what a column usually holds.
_LEAST = {
    LegColumn.CHECK: 38,
    LegColumn.AGENT: 84,
    LegColumn.QUEUE: 72,
    LegColumn.CUSTOMER: 138,
    LegColumn.MEDIA: 76,
    LegColumn.CODE: 122,
    LegColumn.NOTE: 150,
    LegColumn.PROBLEM: 120,
    LegColumn.SUGGESTED: 158,
    LegColumn.RESULT: 130,
    LegColumn.COPILOT: 150,
}
# Who gets how much of what is left: names of codes are the longest, and what a person compares.
_SHARES = {
    LegColumn.CUSTOMER: 1,
    LegColumn.CODE: 3,
    LegColumn.NOTE: 3,
    LegColumn.SUGGESTED: 4,
    LegColumn.RESULT: 1,
    LegColumn.COPILOT: 3,
}


def least_width(theme: Theme, column: LegColumn, *, has_day: bool, is_sorted: bool) -> int:
    """Return the pixels in which a column's title and what it usually holds are whole."""
    usual = theme.px(_LEAST.get(column, 0))
    if column is LegColumn.CHECK:
        return usual
    title = QFontMetricsF(theme.font(Size.SMALL, Weight.SEMIBOLD))
    arrow = 4 + theme.px(SORT_ICON) if is_sorted else 0
    needed = title.horizontalAdvance(column_title(column)) + arrow
    if column is LegColumn.ENDED:
        needed = max(needed, _widest_time(theme, has_day=has_day))
    return max(usual, round(needed) + 2 * CELL_PADDING + 2)


def _widest_time(theme: Theme, *, has_day: bool) -> float:
    # As a row that is new has it; months differ in length.
    metrics = QFontMetricsF(theme.font(Size.BODY, Weight.SEMIBOLD))
    times = (datetime(2026, month, 28, 20, 58, tzinfo=UTC) for month in range(1, 13))
    return max(metrics.horizontalAdvance(local_time(each, has_day=has_day)) for each in times)


def shared_widths(
    least: Mapping[LegColumn, int], by_hand: Collection[LegColumn], room: int
) -> dict[LegColumn, int]:
    """Return each column's width in *room* pixels: its least, and its share of what is left.

    What a person made as wide as it is (*by_hand*) gets no share; where the room does not even
    do for the least, each gets that, and the table is scrolled sideways.
    """
    spare = max(0, room - sum(least.values()))
    shares = {each: _SHARES.get(each, 0) for each in least if each not in by_hand}
    total = sum(shares.values())
    return {
        column: width + (spare * shares.get(column, 0) // total if total else 0)
        for column, width in least.items()
    }
