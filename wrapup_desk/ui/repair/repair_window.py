"""The supervisor's window: finds missing and wrong codes, shows why, fixes and proves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QRect, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wrapup_desk.application.repair.repair_state import FindPhase, RepairState
from wrapup_desk.application.settings import Settings
from wrapup_desk.domain.repair.arrangement import Filters, Order
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.buttons import Button, Kind
from wrapup_desk.ui.code_palette import CodePalette
from wrapup_desk.ui.focus_care import is_typing, show_or_hide
from wrapup_desk.ui.notices import NoticeBars
from wrapup_desk.ui.repair.detail_panel import DetailPanel
from wrapup_desk.ui.repair.filter_row import FilterRow, Range
from wrapup_desk.ui.repair.leg_table_model import LegColumn
from wrapup_desk.ui.repair.repair_bridge import RepairBridge
from wrapup_desk.ui.repair.repair_notices import notices_for
from wrapup_desk.ui.repair.report_page import ReportPage
from wrapup_desk.ui.repair.saved_views import SavedView, SavedViews
from wrapup_desk.ui.repair.sign_in_part import SignInPart
from wrapup_desk.ui.repair.table_area import TableArea
from wrapup_desk.ui.repair.tiles import Tiles
from wrapup_desk.ui.repair.view_menu import fill_changes_menu, fill_view_menu
from wrapup_desk.ui.state_pill import StatePill
from wrapup_desk.ui.text_label import TextLabel
from wrapup_desk.ui.theme import Look, apply_theme
from wrapup_desk.ui.tokens import GAP, GAP_WIDE, Size, Tone, Weight
from wrapup_desk.ui.tray import program_icon

translate = QCoreApplication.translate

WIDTH, HEIGHT = 1200, 760
_MARGIN = 18
# What the palette is open for when it is no single row.
_SELECTION = "selection"


class RepairWindow(QWidget):
    """Draws each snapshot of the repair desk; what the supervisor wants goes to the desk.

    *views* is the file that remembers views by name.
    """

    sign_in_wanted = Signal()

    def __init__(self, bridge: RepairBridge, settings: Settings, views: QSettings) -> None:
        super().__init__()
        self.look: Look = apply_theme(_application(), settings)
        self._bridge = bridge
        self._views = SavedViews(views)
        self._phase = FindPhase.IDLE
        self._was_suggesting = False
        self._had_outcome = False
        self._file_dialog: QFileDialog | None = None
        self._title = TextLabel(self.look, Size.TITLE, "text", Weight.SEMIBOLD)
        self._live = StatePill(self.look)
        self.filters = FilterRow(self.look, lambda: bridge.state)
        self.reports_button = Button(self.look, Kind.PLAIN)
        self.export = Button(self.look, Kind.PLAIN)
        self.notices = NoticeBars(self.look)
        self.tiles = Tiles(self.look)
        self.area = TableArea(self.look, self.filters.search)
        self.detail = DetailPanel(self.look)
        self.reports = ReportPage(self.look)
        self.sign_in = SignInPart(self.look)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self.pages = QStackedWidget()
        self._signed_in = QWidget()
        self.palette_panel = CodePalette(self.look, self)
        self._build()
        self._connect()
        self._connect_fixing()
        self._on_state(bridge.state)

    # Building

    def _build(self) -> None:
        self.setWindowTitle(translate("Repair", "Fix wrap-up codes"))
        self.setAccessibleName(translate("Repair", "Fix wrap-up codes"))
        self.setWindowIcon(program_icon(self.look))
        self.setMinimumSize(900, 560)
        self._title.show_text(translate("Repair", "Fix wrap-up codes"))
        self._live.show_state(translate("Repair", "Live"), "check", Tone.LIVE)
        self.export.show_caption(translate("Repair", "Export CSV"))
        self.filters.use_range(Range.TODAY)
        self._lay_out()

    def _lay_out(self) -> None:
        self._split.addWidget(self.area)
        self._split.addWidget(self.detail)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 2)
        self._split.setHandleWidth(GAP_WIDE)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes([800, 340])
        self.pages.addWidget(self._split)
        self.pages.addWidget(self.reports)
        inner = QVBoxLayout(self._signed_in)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GAP_WIDE)
        inner.addLayout(self._top())
        inner.addWidget(self.notices)
        inner.addWidget(self.tiles)
        inner.addWidget(self.pages, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(_MARGIN, _MARGIN - 4, _MARGIN, _MARGIN - 4)
        box.addWidget(self._signed_in)
        box.addWidget(self.sign_in)

    def _top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(GAP_WIDE)
        middle = Qt.AlignmentFlag.AlignVCenter
        top.addWidget(self._title, 0, middle)
        top.addWidget(self._live, 0, middle)
        top.addSpacing(GAP)
        top.addWidget(self.filters, 1, middle)
        top.addWidget(self.reports_button, 0, middle)
        top.addWidget(self.export, 0, middle)
        return top

    def _connect(self) -> None:
        wishes = self._bridge.wishes
        area, table = self.area, self.area.table
        self._bridge.state_changed.connect(self._on_state)
        self.sign_in.sign_in_wanted.connect(self.sign_in_wanted)
        self.filters.find_wanted.connect(self._find)
        self.filters.filters_wanted.connect(wishes.set_filters)
        area.clear_wanted.connect(lambda: wishes.set_filters(Filters()))
        area.empty.search_wanted.connect(lambda: self._find(self.filters.range))
        area.finding.stop_wanted.connect(wishes.cancel_find)
        table.row_focused.connect(wishes.focus)
        table.selection_wanted.connect(wishes.select)
        table.all_wanted.connect(wishes.select_all)
        table.sort_wanted.connect(self._sort)
        table.opened.connect(self._go_to_detail)
        area.view_menu.opening.connect(self._fill_view_menu)
        area.changes_menu.opening.connect(self._fill_changes_menu)
        self.notices.dismissed.connect(wishes.dismiss_notice)
        self.reports_button.clicked.connect(self._toggle_reports)
        self.export.clicked.connect(lambda: self._export("wrap-up-codes", wishes.export_rows))
        self.reports.audit.check_wanted.connect(lambda: wishes.check_audit())
        self.reports.audit.export_wanted.connect(
            lambda: self._export("audit-trail", wishes.export_audit)
        )

    def _connect_fixing(self) -> None:
        wishes, bar = self._bridge.wishes, self.area.fix_bar
        bar.suggest_wanted.connect(lambda: wishes.suggest())
        bar.stop_suggesting_wanted.connect(wishes.cancel_suggesting)
        bar.preview_wanted.connect(lambda: wishes.preview_fix())
        bar.one_code_wanted.connect(lambda: self._open_palette(_SELECTION))
        bar.preview.confirmed.connect(wishes.confirm)
        bar.preview.drop_wanted.connect(self._drop_preview)
        bar.outcome.stop_wanted.connect(wishes.cancel_fix)
        bar.outcome.resume_wanted.connect(wishes.resume_fix)
        bar.outcome.undo_wanted.connect(wishes.preview_undo)
        self.detail.code_chosen.connect(wishes.choose_code)
        self.detail.fix_wanted.connect(lambda row: wishes.preview_fix(rows=(row,)))
        self.detail.search_wanted.connect(self._open_row_palette)
        self.palette_panel.picked.connect(self._on_picked)
        self.palette_panel.picked_to_send.connect(self._on_picked_to_send)
        self.palette_panel.closed.connect(self._on_palette_closed)

    # The snapshot

    def _on_state(self, state: RepairState) -> None:
        is_in = state.access.person is not None
        if state.access.problem and not is_in:
            self.sign_in.show_problem(state.access.problem)
        show_or_hide(self._signed_in, visible=is_in)
        show_or_hide(self.sign_in, visible=not is_in)
        if not is_in:
            return
        self.notices.show_notices(notices_for(state))
        self._live.setVisible(state.live_problem == "")
        self.filters.show_state(state)
        self.tiles.show_totals(state.totals)
        self.area.show_state(state)
        self.detail.show_state(state)
        if self.pages.currentWidget() is self.reports:
            self.reports.show_state(state)
        self.export.setEnabled(len(state.rows) > 0)
        self._word_reports_button()
        self._follow(state)

    def _follow(self, state: RepairState) -> None:
        """Do what follows from a change of the snapshot by itself."""
        if state.fix is not None and not self._had_outcome:
            self._had_outcome = True
            self.area.table.showColumn(int(LegColumn.RESULT))
        is_found = state.find.phase is FindPhase.DONE and self._phase is FindPhase.FINDING
        is_suggested = self._was_suggesting and not state.suggesting.is_running
        self._phase, self._was_suggesting = state.find.phase, state.suggesting.is_running
        if is_found and not is_typing() and self.pages.currentWidget() is self._split:
            # The first thing to do with a list is to go through it.
            self.area.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if is_found:
            self._bridge.wishes.follow_queues(tuple(state.directory.queues))
        if is_found or is_suggested:
            self._bridge.wishes.read_reports()

    def begin(self) -> None:
        """Search what the chips say; called once somebody is signed in."""
        if self._bridge.state.access.may_find:
            self._find(self.filters.range)

    # Wishes

    def _find(self, wanted: Range) -> None:
        self.filters.use_range(wanted)
        self._bridge.wishes.find(wanted.span_at(self._bridge.server_now()))

    def _sort(self, order: Order) -> None:
        self._bridge.wishes.sort(order.column, is_descending=order.is_descending)

    def _drop_preview(self) -> None:
        self._bridge.wishes.drop_preview()
        self.area.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_detail(self) -> None:
        self.detail.story.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle_reports(self) -> None:
        shows_reports = self.pages.currentWidget() is not self.reports
        self.pages.setCurrentWidget(self.reports if shows_reports else self._split)
        if shows_reports:
            self._bridge.wishes.read_reports()
            self.reports.show_state(self._bridge.state)
        self._word_reports_button()

    def _word_reports_button(self) -> None:
        is_open = self.pages.currentWidget() is self.reports
        self.reports_button.show_caption(
            translate("Repair", "Back to the list") if is_open else translate("Repair", "Reports")
        )

    def _export(self, name: str, write: Callable[[Path], None]) -> None:
        """Ask where to write; the dialog blocks nothing, and the desk writes."""
        if self._file_dialog is not None:
            self._file_dialog.deleteLater()
        dialog = QFileDialog(self, translate("Repair", "Export as CSV"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(translate("Repair", "CSV files (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{name}.csv")
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        dialog.fileSelected.connect(lambda path: write(Path(path)))
        self._file_dialog = dialog
        dialog.show()

    # Menus

    def _fill_view_menu(self) -> None:
        menu = self.area.view_menu.menu
        field = fill_view_menu(menu, self.area.table, self._views, self.use_view)
        field.returnPressed.connect(lambda: self._save_view(field))

    def _save_view(self, field: QLineEdit) -> None:
        name = field.text().strip()
        if not name:
            return
        state, table = self._bridge.state, self.area.table
        hidden = frozenset(each for each in LegColumn if table.isColumnHidden(int(each)))
        filters = state.filters
        self._views.keep(SavedView(name, self.filters.range, filters, state.order, hidden))
        self.area.view_menu.menu.close()

    def use_view(self, view: SavedView) -> None:
        """Show a saved view."""
        wishes = self._bridge.wishes
        for column in LegColumn:
            self.area.table.setColumnHidden(int(column), column in view.hidden)
        wishes.set_filters(view.filters)
        self._sort(view.order)
        if view.range is not self.filters.range:
            self._find(view.range)

    def _fill_changes_menu(self) -> None:
        wishes, menu = self._bridge.wishes, self.area.changes_menu.menu
        fill_changes_menu(menu, self._bridge.state.batches, wishes.preview_undo)

    # The palette

    def _open_row_palette(self) -> None:
        row = self.detail.shown_row
        if row is not None:
            self._open_palette(str(row.row))

    def _open_palette(self, target: str) -> None:
        state = self._bridge.state
        anchor: QWidget = self.detail.search
        if target == _SELECTION:
            queues = {state.board.table.queue_id(row) for row in state.selection}
            directory, anchor = state.directory, self.area.fix_bar.one_code
            found = {
                code.id: code for queue in sorted(queues) for code in directory.codes_of(queue)
            }
            codes = tuple(found.values())
        else:
            codes = state.focus.codes if state.focus is not None else ()
        if codes:
            corner = anchor.mapTo(self, anchor.rect().topLeft())
            width = max(anchor.width(), self.look.px(320))
            left = min(corner.x(), self.width() - width - _MARGIN)
            area = QRect(left, corner.y(), width, anchor.height())
            self.palette_panel.open_for(area, target, codes, {}, ())

    def _on_picked(self, target: str, code: WrapupCode) -> None:
        if target == _SELECTION:
            self._bridge.wishes.preview_fix(code.id)
        else:
            self._bridge.wishes.choose_code(int(target), code.id)

    def _on_picked_to_send(self, target: str, code: WrapupCode) -> None:
        self._on_picked(target, code)
        if target != _SELECTION:
            self._bridge.wishes.preview_fix(rows=(int(target),))

    def _on_palette_closed(self) -> None:
        self.area.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that no field or button wanted."""
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        text = event.text()
        if has_control and event.key() == Qt.Key.Key_F:
            self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filters.search.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            self.area.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif text and text in "123" and not is_typing():
            self.detail.choose_option(int(text) - 1)
        elif text == "/" and not is_typing():
            self._open_row_palette()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.palette_panel.close_palette()
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("the window needs a QApplication")
    return app
