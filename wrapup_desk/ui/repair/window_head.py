"""The top of the repair window: title, live pill, chips and the buttons of the pages."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.repair.table.filter_row import FilterRow
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.layouts import move_to
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
# How the chips, and the space before them, share what the rest of their line leaves.
_CHIPS, _SPACE = 20, 1


class WindowHead(QWidget):
    """Puts the chips beside the title where all of them have room there, else below it."""

    # They went beside the title, or below it.
    chips_moved = Signal()

    def __init__(self, theme: Theme, filters: FilterRow) -> None:
        super().__init__()
        self._theme = theme
        self._filters = filters
        self._title = TextLabel(theme, Size.TITLE, "text", Weight.SEMIBOLD, max_lines=2)
        self._live = StatePill(theme)
        self.rules = Button(theme, ButtonKind.PLAIN)
        self.reports = Button(theme, ButtonKind.PLAIN)
        self.export = Button(theme, ButtonKind.PLAIN)
        self._buttons = FlowRow((self.rules, self.reports, self.export), spreads=False)
        self._title.show_text(tr("Fix wrap-up codes"))
        self._live.show_state(tr("Live updates"), "check", Tone.LIVE)
        self.export.show_caption(tr("Export"))
        self._lay_out()

    def _lay_out(self) -> None:
        self._lines, self._top = QVBoxLayout(self), QHBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.addLayout(self._top)
        # Close together: in long languages the chips else need a second line.
        self._top.setSpacing(GAP)
        self._top.addWidget(self._title, 0, _MIDDLE)
        self._top.addWidget(self._live, 0, _MIDDLE)
        self._top.addStretch(_SPACE)
        self._top.addWidget(self._buttons, 0, _MIDDLE)
        self._lines.addWidget(self._filters)

    @property
    def has_chips_below(self) -> bool:
        """Whether the chips are a line of their own, after the buttons."""
        return self._lines.indexOf(self._filters) >= 0

    def stops(self) -> Iterator[QWidget]:
        """Yield what Tab stops at, from top left to bottom right."""
        filters = self._filters
        chips = (filters.range_chip, filters.queues, filters.agents, filters.issues)
        buttons = (self.rules, self.reports, self.export)
        yield from (*buttons, *chips) if self.has_chips_below else (*chips, *buttons)

    def show_live(self, *, is_live: bool) -> None:
        self._live.setVisible(is_live)

    def use_spacing(self, gap: int) -> None:
        """Leave *gap* pixels between the title and chips below it."""
        self._lines.setSpacing(gap)

    def arrange(self) -> None:
        """Take into account that a caption changed, or what is shown."""
        self._buttons.arrange()
        self._place_buttons()
        chips = self._filters
        before = math.ceil(chips.sizeHint().width() * _SPACE / _CHIPS)
        is_below = self._theme.has_large_text or self._needed(chips) + before > self.width()
        if is_below:
            has_moved = move_to(self._lines, chips, self._top)
        else:
            has_moved = move_to(
                self._top, chips, self._lines, place=3, stretch=_CHIPS, align=_MIDDLE
            )
        if has_moved:
            self.chips_moved.emit()

    def _place_buttons(self) -> None:
        """Put the buttons beside the title, or below it where they would be broken."""
        if self._needed() > self.width():
            move_to(self._lines, self._buttons, self._top, place=1)
        else:
            move_to(self._top, self._buttons, self._lines, align=_MIDDLE)

    def _needed(self, *more: QWidget) -> int:
        """Return the width in which title, buttons and *more* stand on one line, nothing cut."""
        parts = (self._title, self._live, *more, self._buttons)
        # The pill counts always: when it comes, nothing may move under the pointer.
        shown = [
            part.sizeHint().width() for part in parts if part is self._live or not part.isHidden()
        ]
        # The space that stretches has a gap on each side, too.
        return sum(shown) + GAP * len(shown)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
