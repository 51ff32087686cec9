"""Shows the agent's day as a list to search, with what waits and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.my_day import DayLine, DayOutcome, MyDay, my_day
from wrapup_desk.domain.language.conventions import clock, number
from wrapup_desk.domain.language.texts import fill, tr, tr_marked
from wrapup_desk.ui.card.wording import SEPARATOR
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Weight
from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.side_dialog import SideDialog
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_WIDTHS = (60, 190, 170, 180)


class MyDayDialog(SideDialog):
    """The list; Enter or a double click on an open interaction goes to its card."""

    card_requested = Signal(str)  # communication id
    wished_width = 820

    def __init__(self, theme: Theme, window: QWidget | None) -> None:
        super().__init__(theme, window, tr("My day"))
        self._day = MyDay()
        self._lines: Sequence[DayLine] = ()
        self.figures = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD, max_lines=3)
        self.troubles = TextLabel(theme, Size.SMALL, "bad", max_lines=0)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search queue, code, note or conversation"))
        self.search.setAccessibleName(tr("Search my day"))
        self.table = NumbersTable(theme, tr("What I handled today"))
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
            tr(
                "Names of customers are shown while their card is open, and never kept. Enter on"
                " an interaction with a card goes to it: there the code can be changed as long as"
                " Genesys allows.",
            )
        )
        self._fill()

    def _fill(self) -> None:
        self._lines = self._day.found(self.search.text())
        titles = (
            tr("Time"),
            tr("State"),
            tr("Interaction"),
            tr("Code"),
            tr("Note"),
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
        clock(line.at.astimezone()),
        outcome_text(line),
        place,
        line.code_name or "\N{EN DASH}",
        line.note,
    )


def outcome_text(line: DayLine) -> str:
    """Return how an interaction's code stands, in a few words."""
    match line.outcome:
        case DayOutcome.CODED:
            return tr("Coded")
        case DayOutcome.WAITING:
            return tr("On its way")
        case DayOutcome.CHANGED:
            return tr("Another code since")
        case DayOutcome.ELSEWHERE:
            return tr("Coded in Genesys")
        case DayOutcome.REFUSED:
            return tr("Refused: choose again")
        case DayOutcome.TOO_LATE:
            return tr("Too late: tell your supervisor")
        case DayOutcome.NO_CODE:
            return tr("No code: tell your supervisor")


def figures_text(day: MyDay) -> str:
    """Return the day's figures in one sentence."""
    if not day.lines:
        return tr("Nothing handled yet today.")
    text = tr(
        "{coded} of {all} coded, {suggested} as suggested",
        coded=day.count(DayOutcome.CODED, DayOutcome.CHANGED, DayOutcome.ELSEWHERE),
        all=len(day.lines),
        suggested=day.as_suggested,
    )
    span = day.median_to_code_s
    if span is None:
        return tr("{text}.", text=text)
    usual = tr("usually {seconds} s after the end", seconds=number(span))
    return tr("{text}; {usual}.", text=text, usual=usual)


def troubles_text(day: MyDay) -> str:
    """Return what waits and what failed; "" when nothing does."""
    waiting = day.count(DayOutcome.WAITING)
    failed = [line for line in day.lines if line.outcome.needs_help]
    parts = []
    if waiting:
        parts.append(tr("{count} on the way to Genesys.", count=waiting))
    if failed:
        text = tr("{count} without a code in Genesys.")
        parts.append(fill(text, count=len(failed)))
    if reasons := list(dict.fromkeys(line.reason for line in failed if line.reason)):
        parts.append(tr("Genesys said: {reason}", reason=tr_marked(reasons[0])))
    return " ".join(parts)
