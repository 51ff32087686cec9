"""Shows the agent's day as a list to search, with what waits and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.my_day import DayLine, DayOutcome, MyDay, my_day
from wrapup_desk.ui.card.wording import SEPARATOR
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Weight
from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.side_dialog import SideDialog
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

translate = QCoreApplication.translate

_WIDTHS = (60, 190, 170, 180)


class MyDayDialog(SideDialog):
    """The list; Enter or a double click on an open interaction goes to its card."""

    card_requested = Signal(str)  # communication id
    wished_width = 820

    def __init__(self, theme: Theme, window: QWidget | None) -> None:
        super().__init__(theme, window, translate("Day", "My day"))
        self._day = MyDay()
        self._lines: Sequence[DayLine] = ()
        self.figures = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD, max_lines=3)
        self.troubles = TextLabel(theme, Size.SMALL, "bad", max_lines=0)
        self.search = QLineEdit()
        self.search.setPlaceholderText(
            translate("Day", "Search queue, code, note or conversation")
        )
        self.search.setAccessibleName(translate("Day", "Search my day"))
        self.table = NumbersTable(theme, translate("Day", "What I handled today"))
        # The end of a code's name tells it from the others.
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.hint = paragraph(theme, size=Size.CAPTION)
        box = QVBoxLayout(self.content)
        box.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        box.setSpacing(GAP)
        for part in (self.figures, self.troubles, self.search, self.table, self.hint):
            box.addWidget(part)
        box.addStretch(1)
        self.search.textChanged.connect(self._fill)
        self.table.activated.connect(self._on_activated)

    def show_state(self, state: DeskState, now: datetime) -> None:
        """Draw the day as it is now; the search stays."""
        self._day = my_day(state, now)
        self.figures.show_text(figures_text(self._day))
        told = troubles_text(self._day)
        self.troubles.show_text(told)
        self.troubles.setVisible(bool(told))
        self.hint.show_text(
            translate(
                "Day",
                "Names of customers are shown while their card is open, and never kept. Enter on"
                " an interaction with a card goes to it: there the code can be changed as long as"
                " Genesys allows.",
            )
        )
        self._fill()

    def _fill(self) -> None:
        self._lines = self._day.found(self.search.text())
        titles = (
            translate("Day", "Time"),
            translate("Day", "State"),
            translate("Day", "Interaction"),
            translate("Day", "Code"),
            translate("Day", "Note"),
        )
        self.table.show_lines(titles, [_cells(line) for line in self._lines], _WIDTHS)

    def _on_activated(self, index: QModelIndex) -> None:
        line = self._lines[index.row()]
        if line.is_open:
            self.card_requested.emit(line.key.communication_id)


def _cells(line: DayLine) -> tuple[str, ...]:
    who = line.customer or line.key.conversation_id[:8]
    place = SEPARATOR.join(part for part in (who, line.queue_name) if part)
    return (
        f"{line.at.astimezone():%H:%M}",
        outcome_text(line),
        place,
        line.code_name or "\N{EN DASH}",
        line.note,
    )


def outcome_text(line: DayLine) -> str:
    """Return how an interaction's code stands, in a few words."""
    match line.outcome:
        case DayOutcome.CODED:
            return translate("Day", "Coded")
        case DayOutcome.WAITING:
            return translate("Day", "On its way")
        case DayOutcome.CHANGED:
            return translate("Day", "Another code since")
        case DayOutcome.ELSEWHERE:
            return translate("Day", "Coded in Genesys")
        case DayOutcome.REFUSED:
            return translate("Day", "Refused: choose again")
        case DayOutcome.TOO_LATE:
            return translate("Day", "Too late: tell your supervisor")
        case DayOutcome.NO_CODE:
            return translate("Day", "No code: tell your supervisor")


def figures_text(day: MyDay) -> str:
    """Return the day's figures in one sentence."""
    if not day.lines:
        return translate("Day", "Nothing handled yet today.")
    text = translate("Day", "{coded} of {all} coded, {suggested} as suggested").format(
        coded=day.count(DayOutcome.CODED, DayOutcome.CHANGED, DayOutcome.ELSEWHERE),
        all=len(day.lines),
        suggested=day.as_suggested,
    )
    span = day.median_to_code_s
    if span is None:
        return f"{text}."
    usual = translate("Day", "usually {seconds} s after the end").format(seconds=f"{span:.0f}")
    return f"{text}; {usual}."


def troubles_text(day: MyDay) -> str:
    """Return what waits and what failed; "" when nothing does."""
    waiting = day.count(DayOutcome.WAITING)
    failed = [line for line in day.lines if line.outcome.needs_help]
    parts = []
    if waiting:
        parts.append(translate("Day", "{count} on the way to Genesys.").format(count=waiting))
    if failed:
        text = translate("Day", "{count} without a code in Genesys.")
        parts.append(text.format(count=len(failed)))
    if reasons := list(dict.fromkeys(line.reason for line in failed if line.reason)):
        parts.append(translate("Day", "Genesys said: {reason}").format(reason=reasons[0]))
    return " ".join(parts)
