"""Lets a person choose the first and the last day of a search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QGridLayout, QWidget

from wrapup_desk.application.history.ports import Span
from wrapup_desk.domain.language.conventions import day
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.local_days import beginning_of
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_WIDE, Size
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.text_label import TextLabel

_INSET = 11
DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class DayRange:
    """From the beginning of one day up to the end of another, by this computer's days."""

    first: date
    last: date

    @property
    def label(self) -> str:
        if self.first == self.last:
            return day(self.first, has_year=True)
        has_year = self.first.year != self.last.year
        return f"{day(self.first, has_year=has_year)} {DASH} {day(self.last, has_year=True)}"

    def span_at(self, now: datetime) -> Span:
        """Return the span; a last day that is today ends now."""
        start = beginning_of(self.first)
        end = min(beginning_of(self.last + timedelta(days=1)), now)
        return Span(start, max(start, end))


class DaysPicker(QWidget):
    """Two dates and a button; works inside a menu and by keyboard alone."""

    picked = Signal(object)  # Days

    def __init__(self, theme: Theme, today: date, chosen: DayRange | None) -> None:
        super().__init__()
        shown = chosen or DayRange(today - timedelta(days=6), today)
        self.first = _field(shown.first, today, tr("First day"))
        self.last = _field(shown.last, today, tr("Last day"))
        self.search = Button(theme, ButtonKind.PRIMARY)
        self.search.show_caption(tr("Search these days"))
        form = QGridLayout(self)
        form.setContentsMargins(GAP_WIDE, GAP, GAP_WIDE, GAP)
        form.setSpacing(GAP)
        rows = (
            (tr("From"), self.first),
            (tr("To"), self.last),
        )
        for place, (text, field) in enumerate(rows):
            label = TextLabel(theme, Size.SMALL, "muted")
            label.show_text(text)
            form.addWidget(label, place, 0, Qt.AlignmentFlag.AlignVCenter)
            form.addWidget(field, place, 1)
        form.addWidget(self.search, len(rows), 0, 1, 2)
        self.search.clicked.connect(self._on_search)
        # The menu gives the keys to what takes them.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.first)

    def _on_search(self) -> None:
        days = sorted(_date_of(field) for field in (self.first, self.last))
        self.picked.emit(DayRange(days[0], days[1]))

    # Qt overrides

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001, N802 - Qt's own
        # A menu would take the key as one for its entries.
        stops = (self.first, self.last, self.search)
        now = next((place for place, each in enumerate(stops) if each.hasFocus()), -1)
        place = now + (1 if is_next else -1)
        if not 0 <= place < len(stops):
            return super().focusNextPrevChild(is_next)
        reasons = Qt.FocusReason
        stops[place].setFocus(reasons.TabFocusReason if is_next else reasons.BacktabFocusReason)
        return True


def _field(shown: date, today: date, name: str) -> QDateEdit:
    field = QDateEdit()
    field.setDisplayFormat(tr("d MMM yyyy"))
    # Qt forgets a style sheet's padding in fields with such buttons, here of no width.
    field.lineEdit().setTextMargins(_INSET, 0, _INSET, 0)
    # What is to come has not gone wrong yet.
    field.setMaximumDate(QDate(today.year, today.month, today.day))
    field.setDate(QDate(shown.year, shown.month, shown.day))
    field.setAccessibleName(name)
    return field


def _date_of(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
