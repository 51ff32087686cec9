"""Shares the width of the table of legs among its columns, so that none cuts a time or a title."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from math import ceil
from types import MappingProxyType

from PySide6.QtGui import QFontMetricsF

from wrapup_desk.ui.repair.table.model import LegColumn, LegTableModel, column_title
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
    LegColumn.SUGGESTED: 172,
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

# What whole names may take before codes get what is left, at 100 % text; longer ones go on two lines.
_MOST_FOR_NAMES = {LegColumn.AGENT: 150, LegColumn.QUEUE: 150, LegColumn.CUSTOMER: 180}
_ROWS_LOOKED_AT = 60  # about what a screen shows


class NameWidths:
    """How wide the names are that were in sight; what was once needed stays.

    So the columns grow while the first pages come, and stand still while somebody searches.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.wanted: dict[LegColumn, int] = {}

    def forget(self) -> None:
        """Measure anew: the texts have another size."""
        self.wanted.clear()

    def look_at(self, legs: LegTableModel) -> bool:
        """Measure the names of the rows at the top; tell whether a column wants more than before."""
        before = dict(self.wanted)
        metrics = QFontMetricsF(self._theme.font(Size.BODY))
        for place in range(min(_ROWS_LOOKED_AT, legs.rowCount())):
            row = legs.row_at(place)
            for column, most in _MOST_FOR_NAMES.items():
                needed = ceil(metrics.horizontalAdvance(legs.text_of(row, column)))
                needed = min(needed + 2 * CELL_PADDING + 2, self._theme.px(most))
                self.wanted[column] = max(self.wanted.get(column, 0), needed)
        return self.wanted != before


def least_width(
    theme: Theme, column: LegColumn, *, has_day: bool, is_sorted: bool, wanted: int = 0
) -> int:
    """Return the pixels in which a column's title and what it usually holds are whole.

    Where all names are shorter than usual, what they *wanted* does.
    """
    usual = theme.px(_LEAST.get(column, 0))
    if wanted:
        usual = min(usual, wanted)
    if column is LegColumn.CHECK:
        return usual
    title = QFontMetricsF(theme.words(Size.SMALL, Weight.SEMIBOLD))
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
    least: Mapping[LegColumn, int],
    by_hand: Collection[LegColumn],
    room: int,
    wanted: Mapping[LegColumn, int] = MappingProxyType({}),
) -> dict[LegColumn, int]:
    """Return each column's width in *room* pixels: its least, what names want, a share of the rest.

    Names get half of what is left at most, so that codes are not the ones that are cut.
    What a person made as wide as it is (*by_hand*) gets no more; where the room does not even
    do for the least, each gets that, and the table is scrolled sideways.
    """
    spare = max(0, room - sum(least.values()))
    free = [each for each in least if each not in by_hand]
    missing = {each: max(0, wanted.get(each, 0) - least[each]) for each in free}
    for_names = min(spare // 2, sum(missing.values()))
    given = _portions(for_names, missing)
    shared = _portions(spare - for_names, {each: _SHARES.get(each, 0) for each in free})
    return {each: least[each] + given.get(each, 0) + shared.get(each, 0) for each in least}


def _portions(pixels: int, shares: Mapping[LegColumn, int]) -> dict[LegColumn, int]:
    total = sum(shares.values())
    return {each: pixels * share // total for each, share in shares.items()} if total else {}
