"""The supervisor's window: finds missing and wrong codes, shows why, fixes and proves."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.repair.state import FindPhase, RepairState
from wrapup_desk.domain.history.conversation_link import conversation_link
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.table_view import Order
from wrapup_desk.ui.desk.tray import program_icon
from wrapup_desk.ui.repair.bridge import RepairBridge
from wrapup_desk.ui.repair.changes.code_picker import CodePicker
from wrapup_desk.ui.repair.changes.rules_page import RulesPage
from wrapup_desk.ui.repair.detail_panel import DetailPanel
from wrapup_desk.ui.repair.file_dialogs import FileDialogs, csv_filter
from wrapup_desk.ui.repair.notices import notices_for
from wrapup_desk.ui.repair.pages import LeastHeight, RepairPages
from wrapup_desk.ui.repair.reports.page import ReportPage
from wrapup_desk.ui.repair.sample_review import SampleReview
from wrapup_desk.ui.repair.sign_in_panel import RepairSignInPanel
from wrapup_desk.ui.repair.table.area import TableArea
from wrapup_desk.ui.repair.table.days import DayRange
from wrapup_desk.ui.repair.table.filter_row import FilterRow, TimeRange
from wrapup_desk.ui.repair.table.kpi_tiles import KpiTiles
from wrapup_desk.ui.repair.table.saved_views import SavedView, SavedViews
from wrapup_desk.ui.repair.table.view_menu import fill_changes_menu, fill_view_menu
from wrapup_desk.ui.repair.window_head import WindowHead
from wrapup_desk.ui.scrolled.notice_bars import NoticeBars
from wrapup_desk.ui.scrolled.whole_lines import WholeLines
from wrapup_desk.ui.shortcuts import is_command, single_key
from wrapup_desk.ui.support_text import of_repair
from wrapup_desk.ui.theme import Theme, apply_theme, running_application
from wrapup_desk.ui.tokens import GAP, GAP_TINY, GAP_WIDE
from wrapup_desk.ui.widgets.focus import (
    bring_forward,
    is_typing,
    put_in_order,
    show_or_hide,
    stops_in,
)

WIDTH, HEIGHT = 1200, 760
# What a screen of 1366 x 768 has room for at a scale of 200 %, beside the task bar.
LEAST_WIDTH, LEAST_HEIGHT = 620, 280
_MARGIN = 18
# In a lower window, at 100 % text, the list needs the room of the figures.
_HEIGHT_FOR_FIGURES = 500


class RepairWindow(QWidget):
    """Draws each snapshot of the repair desk; what the supervisor wants goes to the desk.

    *views* is the file that remembers views by name; *domain* the region's, for links.
    """

    sign_in_requested = Signal()
    # An address in Genesys Cloud, for the browser.
    link_requested = Signal(str)

    def __init__(
        self, bridge: RepairBridge, settings: Settings, views: QSettings, domain: str = ""
    ) -> None:
        super().__init__()
        link_of = partial(conversation_link, settings.repair_conversation_link, domain)
        self.theme: Theme = apply_theme(running_application(), settings)
        self._bridge = bridge
        self._views = SavedViews(views)
        self._phase, self._was_suggesting = FindPhase.IDLE, False
        # How what Tab goes through was placed when that was last put in order.
        self._placed: tuple[bool, ...] | None = None
        self.files = FileDialogs(self)
        self.filters = FilterRow(self.theme, lambda: bridge.state, bridge.server_now)
        details = partial(of_repair, settings, lambda: bridge.state)
        self.notices = NoticeBars(self.theme, details, is_inset=False)
        self.tiles = KpiTiles(self.theme)
        self.area = TableArea(self.theme, self.filters.search, self.filters.more)
        self.detail = DetailPanel(self.theme, link_of)
        self.reports = ReportPage(self.theme)
        self.rules = RulesPage(self.theme)
        self.sign_in = RepairSignInPanel(self.theme)
        self.pages = RepairPages(self.area, self.detail, self.reports, self.rules)
        self._signed_in = LeastHeight()
        self._inner = QVBoxLayout(self._signed_in)
        self.head = WindowHead(self.theme, self.filters)
        # What does not fit into a small window, or at large text, is scrolled to.
        self._scroll = WholeLines(self._signed_in)
        self._scroll.verticalScrollBar().rangeChanged.connect(self.area.keep_bars_in_sight)
        self.choosing = CodePicker(self.theme, self, bridge.commands, self._focus_table)
        self.choosing.use_settings(settings)
        self.area.table.legs.separators = settings.code_separators
        self._build()
        self._connect()
        self._on_state(bridge.state)
        # Else Qt gives the keys to the search field.
        (self.area.table if len(bridge.state.rows) else self._signed_in).setFocus()

    # Building

    def _build(self) -> None:
        head = self.head
        self.rules_button, self.reports_button, self.export = head.rules, head.reports, head.export
        self.setWindowTitle(tr("Fix wrap-up codes"))
        self.setAccessibleName(tr("Fix wrap-up codes"))
        self.setWindowIcon(program_icon(self.theme))
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.filters.use_range(TimeRange.TODAY)
        if (hidden := self._views.hidden) is not None:
            self.area.table.hide_columns(hidden)
        self._lay_out()

    def _lay_out(self) -> None:
        inner = self._inner
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.head)
        inner.addWidget(self.notices)
        inner.addWidget(self.tiles)
        inner.addWidget(self.pages, 1)
        box = self._box = QVBoxLayout(self)
        # Holds the keys while nothing else has them: else Qt gives them to the search field.
        self._signed_in.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._signed_in.setAccessibleName(tr("Fix wrap-up codes"))
        self._order_tabs()
        box.addWidget(self._scroll)
        self._signed_out = WholeLines(self.sign_in)
        box.addWidget(self._signed_out)

    def _make_room(self) -> None:
        """Leave the figures' room to what needs it in a low window; the reports show them in any."""
        self.pages.use_width(self.width())
        is_low = self.height() < self.theme.px(_HEIGHT_FOR_FIGURES)
        is_tight = is_low and self.pages.is_narrow
        needs_room = is_low and self.pages.currentWidget() is not self.reports
        show_or_hide(self.tiles, visible=not needs_room)
        self.area.use_room(is_tight=is_tight)
        self.area.empty.use_room(is_tight=is_low)
        edge = GAP_TINY if is_low else _MARGIN - 4
        self._box.setContentsMargins(_MARGIN, edge, _MARGIN, edge)
        gap = GAP if is_low else GAP_WIDE
        self._inner.setSpacing(gap)
        self.head.use_spacing(gap)
        self.head.arrange()
        self._order_tabs()

    def _connect(self) -> None:
        self.theme.changed.connect(self._make_room)
        self.head.chips_moved.connect(self._order_tabs)
        self.detail.page.rearranged.connect(self._order_tabs)
        self.pages.currentChanged.connect(self._make_room)
        commands, area, table = self._bridge.commands, self.area, self.area.table
        self._bridge.state_changed.connect(self._on_state)
        self.sign_in.sign_in_requested.connect(self.sign_in_requested)
        self.filters.find_requested.connect(self._find)
        self.filters.filters_requested.connect(commands.set_filters)
        area.filters_requested.connect(commands.set_filters)
        area.empty.search_requested.connect(lambda: self._find(self.filters.range))
        area.finding.stop_requested.connect(commands.cancel_find)
        table.row_focused.connect(commands.focus)
        table.rows_seen.connect(commands.see_rows)
        table.selection_requested.connect(commands.select)
        table.all_requested.connect(commands.select_all)
        table.sort_requested.connect(self._sort)
        table.opened.connect(self._go_to_detail)
        area.view_menu.opening.connect(self._fill_view_menu)
        area.changes_menu.opening.connect(self._fill_changes_menu)
        self.notices.dismissed.connect(commands.dismiss_notice)
        self.reports_button.clicked.connect(lambda: self._toggle(self.reports))
        self.rules_button.clicked.connect(lambda: self._toggle(self.rules))
        self.export.clicked.connect(
            lambda: self.files.ask_for_table("wrap-up-codes", commands.export_rows)
        )
        self.reports.audit.check_requested.connect(lambda: commands.check_audit())
        self.reports.audit.export_requested.connect(
            lambda: self.files.ask_for_csv("audit-trail", commands.export_audit)
        )
        self._connect_fixing()
        self._connect_rules()

    def _connect_rules(self) -> None:
        commands, rules = self._bridge.commands, self.rules
        rules.preview_requested.connect(commands.preview_rules)
        rules.keep_requested.connect(commands.keep_rules)
        rules.remove_requested.connect(commands.remove_rules)
        rules.import_requested.connect(
            lambda: self.files.ask_to_read(csv_filter(), commands.import_rules)
        )
        rules.export_requested.connect(
            lambda one: self.files.ask_for_csv(
                one.name, lambda path: commands.export_rules(path, one)
            )
        )
        rules.preview.confirmed.connect(self._confirm_rules)
        self.reports.merges_requested.connect(rules.use)
        self.reports.merges_requested.connect(lambda _rules: self._toggle(rules))
        rules.preview.drop_requested.connect(commands.drop_preview)

    def _connect_fixing(self) -> None:
        commands, bar = self._bridge.commands, self.area.fix_bar
        bar.suggest_requested.connect(lambda: commands.suggest())
        bar.stop_suggesting_requested.connect(commands.cancel_suggesting)
        bar.preview_requested.connect(lambda: commands.preview_fix())
        bar.one_code_requested.connect(self._choose_for_selection)
        bar.preview.confirmed.connect(commands.confirm)
        bar.preview.drop_requested.connect(self._drop_preview)
        bar.outcome.stop_requested.connect(commands.cancel_fix)
        bar.outcome.resume_requested.connect(commands.resume_fix)
        bar.outcome.undo_requested.connect(commands.preview_undo)
        self._review = SampleReview(self._bridge, self.area, self.choosing)
        self.detail.code_chosen.connect(commands.choose_code)
        self.detail.fix_requested.connect(lambda row: commands.preview_fix(rows=(row,)))
        self.detail.open_requested.connect(self.link_requested)
        self.detail.search_requested.connect(self._choose_for_row)

    def _order_tabs(self) -> None:
        """Let Tab go from top left to bottom right, wherever the chips and the details stand."""
        placed = (self.pages.is_narrow, self.head.has_chips_below, *self.detail.page.order)
        if placed == self._placed:
            return
        self._placed = placed
        area, detail = self.area, tuple(self.detail.page.stops())
        bars = (*stops_in(area.fix_bar), *stops_in(area.review_bar))
        put_in_order(
            *self.head.stops(), self.filters.search, self.filters.more,
            area.sample_menu, area.changes_menu, area.view_menu, area.table,
            *((*detail, *bars) if self.pages.is_narrow else (*bars, *detail)),
        )  # fmt: skip

    # The snapshot

    def _on_state(self, state: RepairState) -> None:
        is_in = state.access.person is not None
        if state.access.problem and not is_in:
            self.sign_in.show_problem(state.access.problem)
        show_or_hide(self._scroll, visible=is_in)
        show_or_hide(self._signed_out, visible=not is_in)
        if not is_in:
            return
        self.notices.show_notices(notices_for(state))
        self.head.show_live(is_live=state.live_problem == "")
        self.filters.show_state(state)
        self.tiles.show_totals(state.totals)
        self.area.show_state(state)
        self.detail.show_state(state)
        self.pages.use_rows(any_row=bool(len(state.rows)) or state.focus is not None)
        for page in (self.reports, self.rules):
            if self.pages.currentWidget() is page:
                page.show_state(state)
        self.export.setEnabled(len(state.rows) > 0)
        self._word_page_buttons()
        self._follow(state)

    def _follow(self, state: RepairState) -> None:
        """Do what follows from a change of the snapshot by itself."""
        is_found = state.find.phase is FindPhase.DONE and self._phase is FindPhase.FINDING
        is_suggested = self._was_suggesting and not state.suggesting.is_running
        self._phase, self._was_suggesting = state.find.phase, state.suggesting.is_running
        if is_found and not is_typing() and self.pages.currentWidget() is self.pages.list:
            # The first thing to do with a list is to go through it.
            self._focus_table()
        if is_found:
            self._bridge.commands.follow_queues(tuple(state.directory.queues))
        if is_found or is_suggested:
            self._bridge.commands.read_reports()

    def begin(self) -> None:
        """Search what the chips say; called once somebody is signed in."""
        if self._bridge.state.access.may_find:
            self._find(self.filters.range)

    def come_forward(self) -> None:
        """Show the window because somebody asked for it again."""
        bring_forward(self)

    # Wishes

    def _find(self, wanted: TimeRange | DayRange) -> None:
        self.filters.use_range(wanted)
        self._bridge.commands.find(wanted.span_at(self._bridge.server_now()))

    def _sort(self, order: Order) -> None:
        self._bridge.commands.sort(order.column, is_descending=order.is_descending)

    def _drop_preview(self) -> None:
        self._bridge.commands.drop_preview()
        self._focus_table()

    def _go_to_detail(self) -> None:
        self.detail.page.go_to_story()

    def _toggle(self, page: QWidget) -> None:
        """Show *page*, or the list again where it is shown already."""
        is_open = self.pages.currentWidget() is page
        self.pages.setCurrentWidget(self.pages.list if is_open else page)
        if not is_open and page is self.reports:
            self._bridge.commands.read_reports()
            self.reports.show_state(self._bridge.state)
        elif not is_open:
            self.rules.show_state(self._bridge.state)
        self._word_page_buttons()

    def _word_page_buttons(self) -> None:
        shown, back = self.pages.currentWidget(), tr("Back to the list")
        for button, page, caption in (
            (self.reports_button, self.reports, tr("Reports")),
            (self.rules_button, self.rules, tr("Rules")),
        ):
            button.show_caption(back if shown is page else caption)
        self.head.arrange()

    def _confirm_rules(self, reason: str, note: str) -> None:
        """Do what the rules say, and go where it is seen how that goes."""
        self._bridge.commands.confirm(reason, note)
        self._toggle(self.rules)

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
        filters, hidden = state.filters, table.hidden_columns
        self._views.keep(SavedView(name, self.filters.range, filters, state.order, hidden))
        self.area.view_menu.menu.close()

    def use_view(self, view: SavedView) -> None:
        """Show a saved view."""
        commands = self._bridge.commands
        self.area.table.hide_columns(view.hidden)
        self._views.hide(view.hidden)
        commands.set_filters(view.filters)
        self._sort(view.order)
        if view.range != self.filters.range:
            self._find(view.range)

    def _fill_changes_menu(self) -> None:
        commands, menu = self._bridge.commands, self.area.changes_menu.menu
        fill_changes_menu(menu, self._bridge.state.batches, commands.preview_undo)

    def _choose_for_row(self) -> None:
        self.choosing.open_for_row(self._bridge.state, self.detail.search)

    def _choose_for_selection(self) -> None:
        self.choosing.open_for_selection(self._bridge.state, self.area.fix_bar.buttons)

    def _focus_table(self) -> None:
        self.area.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that no field or button wanted."""
        key = "" if is_typing() else single_key(event)
        if is_command(event, "f"):
            self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filters.search.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            self.area.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key in ("1", "2", "3"):
            self.detail.choose_option(int(key) - 1)
        elif key and self.area.review_bar.press(key):
            event.accept()
        elif key == "/" and self.detail.search.isVisible():
            self._choose_for_row()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.choosing.palette.close_palette()
        super().resizeEvent(event)
        self._make_room()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)
