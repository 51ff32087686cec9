"""The table of legs: scrolls a hundred thousand rows, works by mouse and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.table_view import Column, Order
from wrapup_desk.ui.assistive import AssistiveSelection, stand_on
from wrapup_desk.ui.repair.table.column_widths import NameWidths, least_width, shared_widths
from wrapup_desk.ui.repair.table.header import HEADER_HEIGHT, LegHeader
from wrapup_desk.ui.repair.table.model import SORTS, LegColumn, LegTableModel
from wrapup_desk.ui.repair.table.row_delegate import ROW_HEIGHT, LegRowDelegate
from wrapup_desk.ui.repair.table.whole_rows import begin_at_a_row
from wrapup_desk.ui.shortcuts import is_command, single_key
from wrapup_desk.ui.theme import Theme

HIDDEN_AT_FIRST = frozenset(
    {
        LegColumn.MEDIA,
        LegColumn.NOTE,
        LegColumn.PROBLEM,
        LegColumn.RESULT,
        LegColumn.COPILOT,
    }
)
# Whoever holds an arrow key down passes rows without having the words of each read.
FOCUS_DELAY_MS = 180
# Whoever scrolls passes rows without having their predictions read.
SIGHT_DELAY_MS = 300
# In pixels, at any text size: beside the details it has to go into the narrowest window.
_LEAST_WIDTH = 240
_FOR_THE_WINDOW = frozenset("/?123rwxu")


class LegTableView(QTableView):
    """The view; it keeps the current row where it was when rows come and go around it."""

    row_focused = Signal(int)  # row number in the index
    selection_requested = Signal(object)  # frozenset[int]
    all_requested = Signal()
    sort_requested = Signal(object)  # Order
    opened = Signal()
    rows_seen = Signal(object)  # tuple[int, ...]: rows in sight whose predictions are to be shown

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        # Columns that nobody may see, whatever a saved view says.
        self.withheld: frozenset[LegColumn] = frozenset()
        # Whether there is little room: two rows in sight have to do.
        self.is_tight = False
        self.theme = theme
        self._selection: frozenset[int] = frozenset()
        self._order: Order | None = Order()  # None: the rows stand by chance
        self._anchor: int | None = None
        self._wide_times = False
        self._by_hand: dict[LegColumn, int] = {}
        self._names = NameWidths(theme)
        self._is_sharing = False
        self._is_restoring = False
        # Where the pointer was when the first rows came under it.
        self._pointer_rested = QPoint()
        self.legs = LegTableModel(self)
        self.titles = LegHeader(theme, self)
        self._cells = LegRowDelegate(theme, self)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(FOCUS_DELAY_MS)
        self._delay.timeout.connect(self._report_focus)
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.setInterval(SIGHT_DELAY_MS)
        self._sight.timeout.connect(self._report_sight)
        self._set_up()
        self._size_rows()
        theme.changed.connect(self._size_rows)

    def _set_up(self) -> None:
        self.setObjectName("legs")
        self.setModel(self.legs)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(self.titles)
        self.titles.sectionClicked.connect(self._on_title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Interactions to fix"))
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.titles.setStretchLastSection(True)
        self.titles.setMinimumSectionSize(36)
        self.titles.sectionResized.connect(self._on_resized)
        self.legs.toggled.connect(self._toggle_number)
        selection = AssistiveSelection(self)
        selection.taken.connect(self._take)
        selection.currentRowChanged.connect(self._on_current)
        selection.currentRowChanged.connect(lambda *_: self._mark_current())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.look_soon())
        self.horizontalScrollBar().rangeChanged.connect(lambda *_: self.updateGeometry())
        for column in HIDDEN_AT_FIRST:
            self.hideColumn(int(column))

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.theme.px(ROW_HEIGHT))
        self._by_hand.clear()
        self._names.forget()
        self._names.look_at(self.legs)
        self._share_width()

    def _mark_current(self) -> None:
        """Let the whole row show that it is looked at, not only the cell that Qt knows of."""
        self._cells.mark(self.currentIndex().row(), has_keys=self.hasFocus())
        self.viewport().update()

    def _share_width(self) -> None:
        """Give the columns the whole width, each at least what its times and title need."""
        least = {
            each: self._by_hand.get(each)
            or least_width(
                self.theme,
                each,
                has_day=self._wide_times,
                is_sorted=each in SORTS and SORTS[each] is self._sorted_by,
                wanted=self._names.wanted.get(each, 0),
            )
            for each in self._shown_columns
        }
        self._is_sharing = True
        room, wanted = self.viewport().width(), self._names.wanted
        for column, width in shared_widths(least, self._by_hand, room, wanted).items():
            self.setColumnWidth(int(column), width)
        self._is_sharing = False

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        """Leave a column alone that a person dragged; the last one only fills the row."""
        is_dragged = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        # Titles cannot be moved: the last shown is the last one.
        is_last = section == self._shown_columns[-1]
        if is_dragged and width and not is_last and not self._is_sharing:
            self._by_hand[LegColumn(section)] = width

    @property
    def _shown_columns(self) -> list[LegColumn]:
        return [each for each in LegColumn if not self.isColumnHidden(int(each))]

    @property
    def _sorted_by(self) -> Column | None:
        return self._order.column if self._order is not None else None

    @property
    def hidden_columns(self) -> frozenset[LegColumn]:
        """The columns that are not shown."""
        return frozenset(each for each in LegColumn if self.isColumnHidden(int(each)))

    def hide_columns(self, hidden: frozenset[LegColumn]) -> None:
        """Show all columns but *hidden*; the check boxes always stay."""
        for column in LegColumn:
            is_hidden = column in hidden | self.withheld and column is not LegColumn.CHECK
            self.setColumnHidden(int(column), is_hidden)
        self._share_width()
        self.look_soon()

    def withhold(self, columns: frozenset[LegColumn]) -> None:
        """Show these columns to nobody."""
        if columns != self.withheld:
            shown = self.hidden_columns - self.withheld
            self.withheld = columns
            self.hide_columns(shown)

    # The snapshot

    def show_state(self, state: RepairState) -> None:
        """Draw the rows of *state*, keeping the current row and the place scrolled to."""
        current = self.current_number
        top = self._top_row()
        was_sorted_by = self._sorted_by
        # A sample stands as it was drawn.
        self._order = state.order if state.sample is None else None
        self._selection = state.selection
        is_new = self.legs.show_state(state)
        self._cells.use_names(self.legs.names)
        shown = len(self.legs.numbers)
        self.titles.show_order(self._order, len(state.selection) / shown if shown else 0.0)
        wants_more = is_new and self._names.look_at(self.legs)
        has_days = state.find.spans_days
        if wants_more or has_days != self._wide_times or self._sorted_by is not was_sorted_by:
            self._wide_times = has_days
            self._share_width()
        if is_new:
            self._restore(current, top)
            self._mark_current()
            self.look_soon()

    def stand_on(self, number: int) -> None:
        """Stand on a row that the desk itself has gone to, and show it."""
        place = self.legs.place_of(number)
        if place >= 0 and number != self.current_number:
            self._is_restoring = True
            stand_on(self, self.legs.index(place, int(LegColumn.ENDED)))
            self._is_restoring = False

    def _top_row(self) -> tuple[int | None, int, int]:
        """Return the row that stands at the top, its distance from there, and the place scrolled to."""
        scrolled = self.verticalScrollBar().value()
        pointer = QCursor.pos()
        if not self.legs.numbers:
            self._pointer_rested = pointer
        # At the very top, what is new is to be seen; unless the pointer has come to a row.
        is_at_a_row = self.viewport().underMouse() and pointer != self._pointer_rested
        if scrolled == 0 and not is_at_a_row:
            return None, 0, 0
        place = self.rowAt(0)
        return self.legs.number_at(place), self.rowViewportPosition(place), scrolled

    def _restore(self, number: int | None, top: tuple[int | None, int, int]) -> None:
        place = self.legs.place_of(number) if number is not None else -1
        if place >= 0:
            self._is_restoring = True
            stand_on(self, self.legs.index(place, int(LegColumn.ENDED)))
            self._is_restoring = False
        # The row that stood at the top stands there again, whatever came above it.
        topmost, distance, scrolled = top
        place = self.legs.place_of(topmost) if topmost is not None else -1
        if place >= 0:
            scrolled = place * self.verticalHeader().defaultSectionSize() - distance
        # The bar knows how many rows there are now only after this.
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scrolled)

    @property
    def current_number(self) -> int | None:
        """The row the keyboard stands on."""
        return self.legs.number_at(self.currentIndex().row())

    # Wishes

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._is_restoring:
            self._delay.start()

    def _report_focus(self) -> None:
        number = self.current_number
        if number is not None:
            self.row_focused.emit(number)

    def look_soon(self) -> None:
        """Have predictions read of the rows in sight, once they stand still; if they are shown."""
        if not self.isColumnHidden(int(LegColumn.COPILOT)):
            self._sight.start()

    def _report_sight(self) -> None:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        shown = self.legs.numbers
        if first >= 0:
            self.rows_seen.emit(tuple(shown[first : last + 1 if last >= 0 else len(shown)]))

    def _on_title(self, section: int) -> None:
        column = LegColumn(section)
        if column is LegColumn.CHECK:
            self._toggle_all()
        elif column in SORTS:
            self.sort_by(column)

    def sort_by(self, column: LegColumn) -> None:
        """Sort by a column; by the same one again, the other way round."""
        sort = SORTS[column]
        order = self._order
        is_descending = column is LegColumn.ENDED  # the newest first
        if order is not None and sort is order.column:
            is_descending = not order.is_descending
        self.sort_requested.emit(Order(sort, is_descending))

    def _toggle_all(self) -> None:
        if self._selection:
            self.selection_requested.emit(frozenset())
        else:
            self.all_requested.emit()

    def _toggle_number(self, number: int) -> None:
        self._anchor = self.legs.place_of(number)
        self.selection_requested.emit(self._selection ^ {number})

    def _take(self, place: int) -> None:
        """Go to the row that assistive technology selected, and select it for changes."""
        stand_on(self, self.legs.index(place, int(LegColumn.ENDED)))
        self._toggle_number(self.legs.numbers[place])

    def _toggle_highlighted(self) -> None:
        """Select the highlighted rows; when all of them are selected, let them go."""
        places = (
            place
            for each in self.selectionModel().selection().toList()
            for place in range(each.top(), each.bottom() + 1)
        )
        numbers = frozenset(self.legs.numbers[place] for place in places)
        if numbers <= self._selection:
            self.selection_requested.emit(self._selection - numbers)
        else:
            self.selection_requested.emit(self._selection | numbers)

    def _select_span(self, place: int) -> None:
        first, last = sorted((self._anchor if self._anchor is not None else place, place))
        numbers: Iterable[int] = self.legs.numbers[first : last + 1]
        self.selection_requested.emit(self._selection | frozenset(numbers))

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        # The titles and three rows, or two where the room is small: less is no list.
        least_rows = 2 if self.theme.has_large_text or self.is_tight else 3
        height = self.theme.px(HEADER_HEIGHT + least_rows * ROW_HEIGHT)
        sideways = self.horizontalScrollBar()
        if sideways.maximum() > 0:
            height += sideways.sizeHint().height()
        # At large text it is scrolled sideways before the whole window had to be.
        return QSize(_LEAST_WIDTH, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        was_shown = self.visualRect(self.currentIndex()).top() < event.oldSize().height()
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_width()
        if was_shown and event.size().height() < event.oldSize().height():
            # A bar that opens below must not cover the row it is about.
            self.scrollTo(self.currentIndex())
        if event.size().height() != event.oldSize().height():
            begin_at_a_row(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Space:
            self._toggle_highlighted()
        elif is_command(event, "a"):
            self.all_requested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._delay.stop()
            self._report_focus()
            self.opened.emit()
        elif single_key(event) in _FOR_THE_WINDOW or is_command(event, "f"):
            # The window's keys: Qt would search the first column for what is typed.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        # It would walk through a hundred thousand rows; the search field finds better.
        return

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot: QPoint = event.position().toPoint()
        index = self.indexAt(spot)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or not index.isValid() or index.column() != LegColumn.CHECK:
            super().mousePressEvent(event)
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._select_span(index.row())
        else:
            self._toggle_number(self.legs.numbers[index.row()])
        self.setCurrentIndex(self.legs.index(index.row(), int(LegColumn.ENDED)))
