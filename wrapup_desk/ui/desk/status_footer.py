"""Shows today's figures, what waits to be sent, and the demo's permanent label."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Tone
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

# Lower windows, at 100 %, have the height for one line on the demo, not for more.
_LOW = 400


class StatusFooter(QWidget):
    """The bottom line of the window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tally = TextLabel(theme, Size.SMALL, "muted", max_lines=3)
        self._waiting = TextLabel(theme, Size.SMALL, "muted", max_lines=2)
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
        self._make_room()

    def _make_room(self) -> None:
        is_low = self.window().height() < self._theme.px(_LOW)
        beside = self.width() - 2 * PADDING - self._demo_pill.sizeHint().width() - GAP
        text = self._demo_text
        is_one_line = text.heightForWidth(beside) <= text.sizeHint().height()
        text.setVisible(is_one_line or not is_low)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()


def _tally_text(tally: DayTotals) -> str:
    if not tally.handled:
        return tr("Nothing coded yet today")
    coded = tr("{coded} of {handled} coded today")
    parts = [fill(coded, coded=tally.coded, handled=tally.handled)]
    if tally.coded:
        parts.append(tr("{count} as suggested", count=tally.as_suggested))
    return " · ".join(parts)
