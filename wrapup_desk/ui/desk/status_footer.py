"""Shows today's figures, what waits to be sent, and the demo's permanent label."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.ui.scrolled.giving_way import whole_height
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Tone
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

# Lower windows, at 100 %, have the height for one line on the demo, not for more.
_LOW = 400
# Lower ones leave all the room to the choice of a code.
_LOW_FOR_CHOICE = 420
# How much of the height it may take though something else is scrolled.
_LITTLE = 1 / 10


class StatusFooter(QWidget):
    """The bottom line of the window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tally = TextLabel(theme, Size.SMALL, "muted", max_lines=5)
        self._waiting = TextLabel(theme, Size.SMALL, "muted", max_lines=3)
        self._figures = FlowRow((self._tally, self._waiting))
        self._demo = QWidget()
        self._demo_pill = StatePill(theme)
        self._demo_text = paragraph(theme)
        self._lay_out()

    def _lay_out(self) -> None:
        demo = QHBoxLayout(self._demo)
        demo.setContentsMargins(0, 0, 0, 0)
        demo.setSpacing(GAP)
        demo.addWidget(self._demo_pill, 0, Qt.AlignmentFlag.AlignLeft)
        demo.addWidget(self._demo_text, 1, Qt.AlignmentFlag.AlignVCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(PADDING, GAP, PADDING, 10)
        box.setSpacing(GAP - 2)
        box.addWidget(self._demo)
        box.addWidget(self._figures)
        self._boxes = (demo, box)

    def show_state(self, state: DeskState) -> None:
        self._demo.setVisible(state.is_demo)
        self._demo_pill.show_state(tr("Demo"), "", Tone.WRAP)
        self._demo_text.show_text(tr("Nothing leaves this computer"))
        self._tally.show_text(_tally_text(state.tally))
        waiting = tr("{count} waiting to send", count=state.waiting_count)
        self._waiting.show_text(waiting)
        self._waiting.use_ink("wrap" if state.waiting_count else "muted")
        self._figures.setVisible(state.agent is not None or state.waiting_count > 0)
        self._figures.arrange()
        self._make_room(self.width())

    def give_way(self, above: Sequence[QWidget], *, is_choosing: bool) -> None:
        """Go where the height is needed: by the choice of a code, or by what is scrolled *above*."""
        width, room = self.window().width(), self.window().height()
        self._make_room(width)  # hidden, it is told of no size
        own = self.heightForWidth(width)
        is_little = own <= room * _LITTLE
        if not is_little:
            shown = (part for part in above if not part.isHidden())
            is_little = own + sum(whole_height(part, width) for part in shown) <= room
        has_choice_room = not is_choosing or room >= self._theme.px(_LOW_FOR_CHOICE)
        show_or_hide(self, visible=is_little and has_choice_room)

    def _make_room(self, width: int) -> None:
        is_low = self.window().height() < self._theme.px(_LOW)
        beside = width - 2 * PADDING - self._demo_pill.sizeHint().width() - GAP
        text = self._demo_text
        is_one_line = text.heightForWidth(beside) <= text.sizeHint().height()
        if text.isHidden() is (is_one_line or not is_low):
            text.setVisible(text.isHidden())
            for each in self._boxes:  # hidden, they are told of no change
                each.invalidate()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room(self.width())


def _tally_text(tally: DayTotals) -> str:
    if not tally.handled:
        return tr("Nothing coded yet today")
    coded = tr("{coded} of {handled} coded today")
    parts = [fill(coded, coded=tally.coded, handled=tally.handled)]
    if tally.coded:
        parts.append(tr("{count} as suggested", count=tally.as_suggested))
    return " · ".join(parts)
