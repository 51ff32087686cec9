"""The left side of the repair window: search, table or what is there instead, and the fix bar."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from wrapup_desk.application.repair.state import FindPhase, RepairState
from wrapup_desk.domain.language.conventions import followed, number
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.repair.table_view import Filters
from wrapup_desk.ui.menus.chips import MenuChip
from wrapup_desk.ui.repair.changes.fix_bar import FixBar
from wrapup_desk.ui.repair.review_bar import ReviewBar
from wrapup_desk.ui.repair.table.model import LegColumn
from wrapup_desk.ui.repair.table.view import LegTableView
from wrapup_desk.ui.repair.table.whole_rows import RowsRoom
from wrapup_desk.ui.scrolled.whole_lines import bring_into_view
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, GAP_WIDE, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.layouts import move_to, pad_bar, prompt_width
from wrapup_desk.ui.widgets.progress_line import ProgressLine
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

# Room around the tools over the rows.
_ABOVE, _BELOW = 10, 6
# At 100 % text: in Japanese what the field asks for has two characters.
_LEAST_SEARCH = 70
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class EmptyPanel(QWidget):
    """What stands where the table has no rows: what that means and one thing to do."""

    search_requested = Signal()
    filters_requested = Signal(object)  # Filters

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        # With which filters there would be rows; None: only another search helps.
        self._wanted: Filters | None = None
        self.title = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD, max_lines=0)
        self.text = paragraph(theme)
        self.action = Button(theme, ButtonKind.PLAIN)
        for label in (self.title, self.text):
            label.align(Qt.AlignmentFlag.AlignHCenter)
        self._theme = theme
        box = self._box = QVBoxLayout(self)
        box.setSpacing(GAP)
        box.addStretch(1)
        box.addWidget(self.title)
        box.addWidget(self.text)
        box.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        theme.changed.connect(self._place)
        self._place()
        self.action.clicked.connect(self._on_action)
        self.use_room(is_tight=False)

    def use_room(self, *, is_tight: bool) -> None:
        """Leave the room around it to what it says, on a screen that is small."""
        across, along = (GAP, GAP_TINY) if is_tight else (40, 24)
        self._box.setContentsMargins(across, along, across, along)

    def _place(self) -> None:
        """Stand in the middle, or on top at large text: there the middle is scrolled out of sight."""
        self._box.setStretch(0, 0 if self._theme.has_large_text else 1)

    def show_state(self, state: RepairState) -> None:
        title, text, action, self._wanted = _emptiness(state)
        self.title.show_text(title)
        self.text.show_text(text)
        show_or_hide(self.text, visible=bool(text))
        self.action.show_caption(action)
        show_or_hide(self.action, visible=bool(action))

    def _on_action(self) -> None:
        if self._wanted is not None:
            self.filters_requested.emit(self._wanted)
        else:
            self.search_requested.emit()

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        # A splitter asks only for this: without it, lines that wrap would be cut at their foot.
        least = self._box.minimumSize().width()
        return QSize(least, self._box.minimumHeightForWidth(max(self.width(), least)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def _emptiness(state: RepairState) -> tuple[str, str, str, Filters | None]:
    """Return title, text, the caption of the one thing to do, and with which filters it is done."""
    phase = state.find.phase
    if state.access.problem:
        # Why, and whom to ask, stands in the bar over it.
        return tr("This account cannot search"), "", "", None
    again = tr("Search again")
    if phase is FindPhase.FAILED:
        return tr("The search failed"), state.find.note, again, None
    if phase is FindPhase.CANCELLED:
        return tr("The search was stopped"), "", again, None
    if phase is FindPhase.FINDING:
        return tr("Searching …"), "", "", None
    if phase is FindPhase.IDLE:
        return tr("Choose a time range to search."), "", tr("Search"), None
    if _is_filtered(state.filters):
        text = tr("Others may, with fewer filters.")
        clear = tr("Clear the filters")
        return tr("No interaction fits the filters"), text, clear, Filters()
    if not state.totals.interactions:
        text = tr("Choose a longer time range.")
        return tr("No interactions in this time"), text, "", None
    text = tr("Codes can still be wrong: “Suggest codes” reads what was said.")
    # Suggestions are asked for rows: without any, the button that the text names is not there.
    every = Filters(includes_good=True)
    show = tr("Show all interactions")
    return tr("Nothing to fix: every interaction has a code"), text, show, every


def _rows_text(state: RepairState) -> str:
    rows = tr_n("1 row", "{count} rows", len(state.rows))
    new = len(state.legs.new_rows)
    if not new:
        return rows
    return tr("{rows}, {count} new", rows=rows, count=number(new))


def _is_filtered(filters: Filters) -> bool:
    return filters != Filters()


def _is_fixing(state: RepairState) -> bool:
    is_running = state.fix is not None and state.fix.work.is_running
    return is_running or state.preview is not None


def _bring_if_shown(bar: QWidget) -> None:
    if bar.isVisible():
        bring_into_view(bar)


class TableArea(RoundedPanel):
    """Search field and menus, then the rows, then what is done with them."""

    filters_requested = Signal(object)  # Filters

    def __init__(self, theme: Theme, search: QLineEdit, more: QWidget) -> None:
        """Take the search field and the chip of more filters to stand over the rows."""
        super().__init__(theme)
        self.search = search
        self.shown = TextLabel(theme, Size.SMALL, "muted")
        self.view_menu = MenuChip(theme, tr("View"))
        self.changes_menu = MenuChip(theme, tr("Changes"))
        self.sample_menu = MenuChip(theme, tr("Sample"))
        chips = (more, self.sample_menu, self.changes_menu, self.view_menu)
        self._chips = FlowRow(chips, spreads=False)
        self.finding = ProgressLine(theme)
        self.table = LegTableView(theme)
        self.empty = EmptyPanel(theme)
        # The rows, and in a narrow window the details beside them.
        self.middle = QSplitter(Qt.Orientation.Horizontal)
        self.middle.setHandleWidth(GAP)
        self.middle.setChildrenCollapsible(False)
        self.fix_bar = FixBar(theme)
        self.review_bar = ReviewBar(theme)
        self._lay_out()
        theme.changed.connect(self._place_tools)
        self.empty.filters_requested.connect(self.filters_requested)

    def _lay_out(self) -> None:
        tools = self._tools = QHBoxLayout()
        tools.setContentsMargins(GAP_WIDE, _ABOVE, GAP_WIDE, _BELOW)
        tools.setSpacing(GAP)
        tools.addWidget(self.search, 2)
        tools.addWidget(self._chips, 0, _MIDDLE)
        self._chips_below = QHBoxLayout()
        self._chips_below.setContentsMargins(GAP_WIDE, 0, GAP_WIDE, 0)
        self._below_tools = QHBoxLayout()
        self._below_tools.setContentsMargins(GAP_WIDE, 0, GAP_WIDE, 0)
        self._place_tools()
        progress = QHBoxLayout()
        progress.setContentsMargins(GAP_WIDE, 2, GAP_WIDE, 2)
        progress.addWidget(self.finding)
        self.middle.addWidget(RowsRoom(self.table, self.empty))
        self.middle.setStretchFactor(0, 5)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(tools)
        box.addLayout(self._chips_below)
        box.addLayout(self._below_tools)
        box.addLayout(progress)
        box.addWidget(self.middle, 1)
        box.addWidget(self.fix_bar)
        box.addWidget(self.review_bar)

    def _place_tools(self) -> None:
        """Put the chips beside the search field, or below it where they would be cut."""
        self._chips.arrange()
        room = self.width() - 2 * GAP_WIDE
        asked = min(self._least_of_search, room)
        self.search.setMinimumWidth(asked)
        is_below = asked + GAP + self._chips.sizeHint().width() > room
        if is_below:
            move_to(self._chips_below, self._chips, self._tools)
        else:
            move_to(self._tools, self._chips, self._chips_below, align=_MIDDLE)
        self._place_count()

    def _place_count(self) -> None:
        """Say how many rows there are beside the search field, or below it where that has no room."""
        is_below = self.theme.has_large_text or not self._has_room_for_count()
        least = 0 if is_below else self.shown.sizeHint().width()
        self.shown.setMinimumWidth(least)
        if is_below:
            move_to(self._below_tools, self.shown, self._tools)
        else:
            move_to(self._tools, self.shown, self._below_tools, place=1, stretch=1, align=_MIDDLE)

    @property
    def _least_of_search(self) -> int:
        """The width in which the field says what it asks for, and shows some of what is typed."""
        return max(prompt_width(self.search), self.theme.px(_LEAST_SEARCH))

    def _has_room_for_count(self) -> bool:
        is_beside = self._tools.indexOf(self._chips) >= 0
        beside = self._chips.sizeHint().width() + GAP if is_beside else 0
        needed = self._least_of_search + GAP + self.shown.sizeHint().width() + beside
        return needed <= self.width() - 2 * GAP_WIDE

    def use_room(self, *, is_tight: bool) -> None:
        """Leave what room there is to rows and buttons, on a screen that is small."""
        if self.table.is_tight != is_tight:
            self.table.is_tight = is_tight
            above, below = (GAP_TINY, 0) if is_tight else (_ABOVE, _BELOW)
            self._tools.setContentsMargins(GAP_WIDE, above, GAP_WIDE, below)
            for bar in (self.fix_bar, self.review_bar):
                pad_bar(bar, is_tight=is_tight)
            self.table.updateGeometry()

    def show_state(self, state: RepairState) -> None:
        self._show_finding(state)
        named = state.legs.table.names_agents
        self.table.withhold(frozenset() if named else frozenset({LegColumn.AGENT}))
        self.table.show_state(state)
        if state.sample is not None and state.focus is not None:
            self.table.stand_on(state.focus.row)
        has_rows = bool(len(state.rows))
        show_or_hide(self.table, visible=has_rows)
        self.empty.show_state(state)
        show_or_hide(self.empty, visible=not has_rows)
        self.shown.show_text(_rows_text(state) if has_rows else "")
        self.fix_bar.show_state(state)
        has_work = has_rows or state.fix is not None or state.preview is not None
        # A sample is gone through; what is corrected meanwhile shows as ever.
        is_reviewing = state.sample is not None and not _is_fixing(state)
        self.review_bar.show_state(state)
        show_or_hide(self.review_bar, visible=is_reviewing)
        show_or_hide(self.fix_bar, visible=has_work and not is_reviewing)
        show_or_hide(
            self.sample_menu, visible=state.sample is None and state.totals.interactions > 0
        )
        show_or_hide(self.changes_menu, visible=bool(state.batches))
        self._place_tools()

    def keep_bars_in_sight(self) -> None:
        """Scroll to what is done with the rows, once it is laid out."""
        for bar in (self.fix_bar, self.review_bar):
            QTimer.singleShot(0, bar, partial(_bring_if_shown, bar))

    def _show_finding(self, state: RepairState) -> None:
        find = state.find
        is_finding = find.phase is FindPhase.FINDING
        show_or_hide(self.finding, visible=is_finding)
        if is_finding:
            text = tr("Searching: {count} found", count=number(find.legs_found))
            self.finding.show_progress(followed(text, find.note), find.share_done)

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        # A splitter asks only for this: without it, texts that wrap would lie over each other.
        layout = self.layout()
        least = super().minimumSizeHint()
        if layout is None or not layout.hasHeightForWidth():
            return least
        return QSize(least.width(), layout.minimumHeightForWidth(max(self.width(), 300)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_tools()
            self.updateGeometry()
