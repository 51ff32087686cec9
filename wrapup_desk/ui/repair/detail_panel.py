"""Shows one leg: who, what was said and happened, the code it has and the code it may get."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from wrapup_desk.application.repair.leg_index import RepairRow
from wrapup_desk.application.repair.state import Focus, RepairState
from wrapup_desk.domain.language.conventions import aside
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.card.appearance import Option
from wrapup_desk.ui.card.header import Avatar
from wrapup_desk.ui.card.suggestion_rows import SuggestionRows
from wrapup_desk.ui.card.wording import MEDIA_ICONS
from wrapup_desk.ui.repair.detail_page import DetailPage
from wrapup_desk.ui.repair.leg_story import LegStory
from wrapup_desk.ui.repair.moment_wording import undelivered_text
from wrapup_desk.ui.repair.wording import (
    beside_code,
    chooser_text,
    code_on_record,
    customer_of,
    issue_face,
    leg_line,
    record_text,
    result_face,
)
from wrapup_desk.ui.scrolled.whole_lines import SCROLL_BAR, WholeLines
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_MOST_OPTIONS = 3
# Lines of a note, whose end shows on pointing: what is done with the leg stays near.
_MOST_OF_NOTE = 10


class DetailPanel(RoundedPanel):
    """The leg the table stands on."""

    code_chosen = Signal(int, str)  # row number, code id
    search_requested = Signal()
    fix_requested = Signal(int)  # row number
    open_requested = Signal(str)  # address

    def __init__(self, theme: Theme, link_of: Callable[[str], str] = lambda _id: "") -> None:
        """Take how to find the address of a conversation in Genesys Cloud; "" for none."""
        super().__init__(theme)
        self._link_of = link_of
        self._row: RepairRow | None = None
        self._listed_of: Sequence[int] = ()
        self._listed_row = -1
        self._listed = False
        self._avatar = Avatar(theme)
        self._customer = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD, max_lines=4)
        self._line = paragraph(theme)
        self._pill = StatePill(theme)
        self.story = LegStory(theme)
        # The end of a long name is what tells it from others: never cut.
        self._now = paragraph(theme)
        self.beside = TextLabel(theme, Size.SMALL, "text", max_lines=_MOST_OF_NOTE)
        self.record = paragraph(theme, ink="wrap")
        self.rows = SuggestionRows(theme)
        self.search = Button(theme, ButtonKind.FIELD, key="/", icon="search")
        self.fix = Button(theme, ButtonKind.PRIMARY)
        self.unlisted = paragraph(theme)
        self.copy_id = Button(theme, ButtonKind.QUIET)
        self.open_link = Button(theme, ButtonKind.QUIET, icon="globe")
        self._links = FlowRow((self.copy_id, self.open_link), spreads=False)
        self._empty = paragraph(theme)
        self._empty.align(Qt.AlignmentFlag.AlignHCenter)
        self._head = QGridLayout()
        self.page = DetailPage(theme, self._head, self._links, self.story)
        self._lay_out()
        self._place_pill()
        self._word()
        self._connect()

    def _connect(self) -> None:
        self.theme.changed.connect(self._place_pill)
        self.rows.chosen.connect(self._on_chosen)
        self.search.clicked.connect(self.search_requested)
        self.fix.clicked.connect(self._on_fix)
        self.copy_id.clicked.connect(self._on_copy)
        self.open_link.clicked.connect(self._on_open)

    def _lay_out(self) -> None:
        head = self._head
        head.setHorizontalSpacing(GAP)
        head.setVerticalSpacing(1)
        head.addWidget(self._avatar, 0, 0, 2, 1)
        head.addWidget(self._line, 1, 1, 1, 2)
        head.setColumnStretch(1, 1)
        codes = (self.record, self._now, self.beside, self.unlisted, self.rows)
        self.page.put_in(codes, (self.search, self.fix))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        outer.addWidget(self.page, 1)
        # In a low window at large text even this has to be scrolled.
        nothing = QWidget()
        QVBoxLayout(nothing).addWidget(self._empty, 1, Qt.AlignmentFlag.AlignVCenter)
        self._nothing = WholeLines(nothing)
        outer.addWidget(self._nothing, 1)
        self.page.hide()
        self.setMinimumWidth(280)

    def _place_pill(self) -> None:
        """Put the state beside the name, or below it where that has no room there."""
        is_below = self.theme.has_large_text or not self._has_room_for_pill()
        is_placed = self._head.indexOf(self._pill) >= 0
        if is_placed and is_below == (self._head.itemAtPosition(2, 1) is not None):
            return
        self._head.removeWidget(self._pill)
        self._head.removeWidget(self._customer)
        if is_below:
            self._head.addWidget(self._customer, 0, 1, 1, 2)
            self._head.addWidget(self._pill, 2, 1, Qt.AlignmentFlag.AlignLeft)
        else:
            self._head.addWidget(self._customer, 0, 1)
            self._head.addWidget(self._pill, 0, 2, Qt.AlignmentFlag.AlignTop)

    def _has_room_for_pill(self) -> bool:
        parts = (self._avatar, self._customer, self._pill)
        needed = sum(part.sizeHint().width() + GAP for part in parts) - GAP
        # Whether the panel is scrolled depends on this: its bar is counted in either case.
        return needed <= self.width() - 2 * PADDING - SCROLL_BAR

    def _word(self) -> None:
        self.setAccessibleName(tr("Details"))
        self.search.show_caption(tr("Choose another code"))
        self.copy_id.show_caption(tr("Copy id"))
        self.open_link.show_caption(tr("Open in Genesys"))
        self.copy_id.setAccessibleDescription(tr("Copy the conversation's id"))
        self.unlisted.show_text(
            tr("Not in the list with these filters: it can only be looked at.")
        )
        self._empty.show_text(tr("Choose an interaction to see what was said and what happened."))

    @property
    def shown_row(self) -> RepairRow | None:
        return self._row

    @property
    def pill_word(self) -> str:
        return self._pill.word

    def show_state(self, state: RepairState) -> None:
        focus = state.focus
        show_or_hide(self.page, visible=focus is not None)
        show_or_hide(self._nothing, visible=focus is None)
        self.story.show_focus(focus)
        if focus is None:
            self._row = None
            return
        row = state.legs.row(focus.row)
        if self._row is None or self._row.row != row.row:
            self.copy_id.show_caption(tr("Copy id"))
            self.page.start_over()
        self._row = row
        self._avatar.show_icon(MEDIA_ICONS.get(row.leg.media, "phone"))
        self._customer.show_text(customer_of(row.leg))
        self._line.show_text(leg_line(row, has_day=state.find.spans_days))
        self._show_pill(row)
        self._show_codes(row, focus)
        show_or_hide(self.open_link, visible=bool(self._link_of(row.leg.key.conversation_id)))
        self._links.arrange()
        can_fix = state.access.may_fix and not (state.fix and state.fix.work.is_running)
        wanted = row.wanted
        is_change = wanted is not None and wanted.id != row.leg.code_id and not row.was_refused
        # What is not in the list is only looked at: a button there would change an unseen row.
        is_listed = self._is_listed(state, focus.row)
        show_or_hide(self.fix, visible=is_change and can_fix and is_listed)
        show_or_hide(self.search, visible=bool(focus.codes) and is_listed)
        self.rows.setVisible(is_listed)
        self.unlisted.setVisible(not is_listed)
        if wanted is not None:
            lead, _, trail = tr("Change to “{code}”").partition("{code}")
            self.fix.show_caption(wanted.name, lead, trail)
        self.page.arrange()

    def _is_listed(self, state: RepairState, row: int) -> bool:
        # Asked with every snapshot, and there may be a hundred thousand rows.
        if self._listed_of is not state.rows or self._listed_row != row:
            self._listed_of, self._listed_row = state.rows, row
            self._listed = row in state.rows
        return self._listed

    def _show_pill(self, row: RepairRow) -> None:
        face = issue_face(row.issue)
        if row.issue is not None and row.is_only_in_the_ledger and row.correction is not None:
            face = result_face(row.correction.state)
        self._pill.show_state(face.word, face.icon, face.tone)
        self._place_pill()
        text = record_text(row.correction) if row.correction is not None else ""
        text = text or undelivered_text(row)
        self.record.show_text(text)
        self.record.setVisible(bool(text))

    def _show_codes(self, row: RepairRow, focus: Focus) -> None:
        text = tr("Code now: {code}", code=code_on_record(row) or tr("none"))
        who = chooser_text(row)
        self._now.show_text(aside(text, who) if who else text)
        beside = beside_code(row.leg)
        self.beside.show_text(tr("Note: {note}", note=beside))
        self.beside.setVisible(bool(beside))
        suggestions = focus.ranking.suggestions[:_MOST_OPTIONS]
        if not suggestions and row.suggestion is not None:
            suggestions = (row.suggestion,)
        options = [Option(each.code, each) for each in suggestions]
        found = None
        above = row.chosen or row.undelivered
        if above is not None and all(each.code.id != above.id for each in options):
            found = Option(above)
        chosen_id = row.wanted.id if row.wanted is not None else ""
        self.rows.show_options(options, chosen_id, found)

    def choose_option(self, place: int) -> None:
        """Choose the suggestion with a number key, from 0."""
        options = self.rows.options
        if place < len(options):
            self._on_chosen(options[place])

    def _on_chosen(self, option: Option | None) -> None:
        if option is not None and self._row is not None and self._listed:
            self.code_chosen.emit(self._row.row, option.code.id)

    def _on_copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self._row is not None and clipboard is not None:
            clipboard.setText(self._row.leg.key.conversation_id)
            self.copy_id.show_caption(tr("Copied"))

    def _on_open(self) -> None:
        if self._row is not None:
            self.open_requested.emit(self._link_of(self._row.leg.key.conversation_id))

    def _on_fix(self) -> None:
        if self._row is not None:
            self.fix_requested.emit(self._row.row)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._row is not None:
            self._place_pill()
