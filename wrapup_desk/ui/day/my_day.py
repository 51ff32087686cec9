"""Shows the agent's days as a list to search, with what waits and what failed."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.my_day import DayLine, KeptDays, kept_days
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.local_days import day_of
from wrapup_desk.ui.day.wording import (
    cells,
    day_text,
    figures_text,
    report_text,
    titles,
    troubles_text,
)
from wrapup_desk.ui.scrolled.side_dialog import SideDialog
from wrapup_desk.ui.text_fields import PromptField
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.choice_box import ChoiceBox
from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_WIDTHS = (66, 170, 116, 190, 170, 160)
_WIDTH_WITH_DAY = 110
# Less leaves of a code's name nothing to tell it by.
_LEAST_WIDTH = 120
# Of a code's name: several levels of it are longer than any column.
_MOST_LINES = 3
# When, how it stands, and what can be done: its end matters as much as its beginning.
_WHOLE = (0, 2, 3)
# Where these have no room, they stand below the code.
_SPARE = (5, 4, 3)


class Shown(enum.Enum):
    """Which of the lines are listed."""

    ALL = "all"
    WAITING = "waiting"
    FAILED = "failed"


class MyDayDialog(SideDialog):
    """The list; Enter or a double click on an open interaction goes to its card."""

    card_requested = Signal(str)  # communication id
    wished_width = 940

    def __init__(self, theme: Theme, window: QWidget | None) -> None:
        super().__init__(theme, window, tr("My day"))
        self._days = KeptDays()
        self._today = date.min
        # None: all that are kept. Today follows the calendar while it is chosen.
        self._chosen: date | None = date.min
        self._offered: list[tuple[str, date | None]] = []
        self._lines: Sequence[DayLine] = ()
        self._is_one_page = False
        self.days = ChoiceBox(theme)
        self.shown = ChoiceBox(theme)
        self.figures = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD, max_lines=0)
        self.troubles = TextLabel(theme, Size.SMALL, "bad", max_lines=0)
        self.search = PromptField()
        self.table = NumbersTable(
            theme,
            tr("What I handled"),
            least_width=_LEAST_WIDTH,
            most_lines=_MOST_LINES,
            spare=_SPARE,
        )
        self.nothing = paragraph(theme)
        self.report = Button(theme, ButtonKind.PLAIN)
        self.hint = paragraph(theme, size=Size.CAPTION)
        self._lay_out()
        self._word()
        self._area.viewport().installEventFilter(self)
        self.search.looked_for.connect(self._fill)
        self.days.activated.connect(self._on_day_chosen)
        self.shown.currentIndexChanged.connect(self._fill)
        self.table.activated.connect(self._on_activated)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.report.clicked.connect(self._on_report)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(GAP)
        choices.addWidget(self.days, 1)
        choices.addWidget(self.shown, 1)
        box = QVBoxLayout(self.content)
        box.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        box.setSpacing(GAP)
        box.addLayout(choices)
        for part in (self.figures, self.troubles, self.search, self.table, self.nothing):
            box.addWidget(part)
        box.addWidget(self.report, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.hint)
        box.addStretch(1)

    def fit(self) -> None:
        """Take the size that all of it needs, as far as the screen has it."""
        self.hint.show()
        super().fit()

    def grow(self) -> None:
        """Become higher for lines that came, as far as the screen has it."""
        self.hint.show()
        self.table.show_just(None)
        super().grow()

    def _word(self) -> None:
        self.days.name_it(tr("Day"))
        self.shown.name_it(tr("What is listed"))
        for shown, text in (
            (Shown.ALL, tr("Everything")),
            (Shown.WAITING, tr("What is on its way")),
            (Shown.FAILED, tr("What failed")),
        ):
            self.shown.addItem(text, shown)
        name = tr("Search my day")
        self.search.use_prompts(tr("Search queue, code, note or conversation"), name)
        self.search.setAccessibleName(name)
        self.report.show_caption(tr("Copy this one for your supervisor"))
        self.hint.show_text(
            tr(
                "A code can be changed until you click Done in Genesys: Enter goes to its card."
                " After that, ask your supervisor. Names of customers are shown while their card is"
                " open, and never kept."
            )
        )

    def show_state(self, state: DeskState, now: datetime) -> None:
        """Draw the days as they are now; day, filter, search and place stay."""
        self._days = kept_days(state)
        today = day_of(now)
        if self._chosen == self._today:
            self._chosen = today
        self._today = today
        self._fill_days()
        self._sum_up()
        self._fill()

    def _sum_up(self) -> None:
        day = self._days.of(self._chosen)
        self.figures.show_text(figures_text(day))
        told = troubles_text(day)
        self.troubles.show_text(told)
        self.troubles.setVisible(bool(told))

    def _fill_days(self) -> None:
        counts = dict(self._days.days)
        counts.setdefault(self._today, 0)
        yesterday = self._today - timedelta(days=1)
        wanted: list[tuple[str, date | None]] = [
            (day_text(day, count, today=self._today, yesterday=yesterday), day)
            for day, count in sorted(counts.items(), reverse=True)
        ]
        wanted.append((tr("All days that are kept"), None))
        if self._chosen not in (None, *counts):
            self._chosen = self._today
        if wanted != self._offered:
            self._offered = wanted
            self.days.clear()
            self.days.addItems([text for text, _ in wanted])
        self.days.setCurrentIndex([day for _, day in wanted].index(self._chosen))

    def _fill(self) -> None:
        day = self._days.of(self._chosen)
        shown = self.shown.currentData()
        found = day.found(self.search.wanted)
        if self.search.is_composing and not found:
            found = day.found(self.search.text())
        self._lines = [line for line in found if _is_shown(line, shown)]
        has_day = self._chosen is None
        first = _WIDTH_WITH_DAY if has_day else _WIDTHS[0]
        lines = [cells(line, has_day=has_day) for line in self._lines]
        keys = [line.key for line in self._lines]
        self.table.show_lines(titles(), lines, (first, *_WIDTHS[1:]), _WHOLE, keys)
        self.table.setVisible(bool(self._lines))
        self.nothing.setVisible(bool(day.lines) and not self._lines)
        self.nothing.show_text(tr("Nothing here fits what you look for."))
        self._on_row_changed()
        if self.isVisible():
            self.grow()
            self._share_height()

    @property
    def current_line(self) -> DayLine | None:
        """The line the table stands on."""
        row = self.table.currentIndex().row()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def _on_day_chosen(self, index: int) -> None:
        self._chosen = self._offered[index][1]
        self._sum_up()
        self._fill()

    def _on_row_changed(self) -> None:
        self._show_current()
        line = self.current_line
        needs_help = line is not None and line.outcome.needs_help and not line.can_change
        self.report.setVisible(needs_help)
        self.report.show_caption(tr("Copy this one for your supervisor"))

    def _share_height(self) -> None:
        """Where the height does not do, the hint goes; then all is one page, not a list in one."""
        layout, view = self.content.layout(), self._area.viewport().size()
        self.table.show_just(None)
        self._is_one_page = False
        for has_hint in (True, False):
            self.hint.setVisible(has_hint)
            if layout is None or layout.totalHeightForWidth(view.width()) <= view.height():
                return
        self._is_one_page = True
        self.table.show_just(self.table.line_count)
        self._show_current()

    def _show_current(self) -> None:
        """Scroll to the line the table stands on: it is not the table that is scrolled."""
        line = self.table.visualRect(self.table.currentIndex())
        if self._is_one_page and not line.isEmpty():
            middle = self.table.viewport().mapTo(self.content, line.center())
            self._area.ensureVisible(0, middle.y(), 0, line.height())

    def _on_activated(self, index: QModelIndex) -> None:
        line = self._lines[index.row()]
        if line.is_open:
            self.card_requested.emit(line.key.communication_id)

    def _on_report(self) -> None:
        line = self.current_line
        if line is not None:
            QGuiApplication.clipboard().setText(report_text(line))
            self.report.show_caption(tr("Copied: paste it into a message to them"))

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area.viewport() and event.type() == QEvent.Type.Resize:
            self._share_height()
        return super().eventFilter(watched, event)


def _is_shown(line: DayLine, shown: Shown | None) -> bool:
    if shown is Shown.WAITING:
        return line.outcome.is_waiting
    return shown is not Shown.FAILED or line.outcome.needs_help
