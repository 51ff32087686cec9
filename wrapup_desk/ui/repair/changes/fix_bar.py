"""The bar under the table: what is selected, what would change, and how the change goes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.language.conventions import followed, number
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.ui.announcer import Announcer
from wrapup_desk.ui.repair.changes.outcome_panel import ChangeOutcomePanel
from wrapup_desk.ui.repair.changes.preview_panel import PreviewPanel
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_WIDE, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow, large_text_direction
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.layouts import BAR_EDGE, pad_bar, show_as_wide
from wrapup_desk.ui.widgets.progress_line import ProgressLine
from wrapup_desk.ui.widgets.text_label import TextLabel


class FixBar(QWidget):
    """One of four faces: selection, preview, a change under way, its outcome."""

    suggest_requested = Signal()
    stop_suggesting_requested = Signal()
    preview_requested = Signal()
    one_code_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.count = TextLabel(theme, Size.BODY, "text", Weight.MEDIUM, max_lines=2)
        self.hint = TextLabel(theme, Size.SMALL, "muted", max_lines=2)
        self.suggest = Button(theme, ButtonKind.PLAIN)
        self.one_code = Button(theme, ButtonKind.PLAIN)
        self.apply = Button(theme, ButtonKind.PRIMARY)
        self._choice = QWidget()
        self.suggesting = ProgressLine(theme)
        self.previewing = ProgressLine(theme)
        self.preview = PreviewPanel(theme)
        self.outcome = ChangeOutcomePanel(theme)
        self._is_dismissed = ""
        self.announcer = Announcer(self)
        # Of which batch the end was told; None before the first snapshot, which is no news.
        self._told: str | None = None
        self._lay_out()
        self._connect()
        theme.changed.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        """Stand beside the buttons, or above them where there is no room beside."""
        shown = [each for each in (self.suggest, self.one_code, self.apply) if not each.isHidden()]
        room = self.width() - 2 * BAR_EDGE - GAP - self.buttons.sizeHint().width()
        has_room = self.count.sizeHint().width() <= room
        direction = large_text_direction(self._theme)
        if not has_room or not (self.hint.isHidden() or self.hint.fits(room)):
            direction = QBoxLayout.Direction.TopToBottom
        elif len(shown) <= 1 and self.hint.isHidden():
            direction = QBoxLayout.Direction.LeftToRight
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self._choice.updateGeometry()  # Qt does not say so by itself

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addStretch(1)
        texts.addWidget(self.count)
        texts.addWidget(self.hint)
        texts.addStretch(1)
        row = self._row = QHBoxLayout(self._choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addLayout(texts, 1)
        self.buttons = FlowRow((self.suggest, self.one_code, self.apply), spreads=False)
        row.addWidget(self.buttons)
        box = QVBoxLayout(self)
        pad_bar(self, is_tight=False)
        box.setSpacing(GAP_WIDE)
        for part in (
            self.outcome,
            self.suggesting,
            self.previewing,
            self.preview,
            self._choice,
        ):
            box.addWidget(part)

    def _connect(self) -> None:
        self.suggest.clicked.connect(self.suggest_requested)
        self.suggesting.stop_requested.connect(self.stop_suggesting_requested)
        self.previewing.stop_requested.connect(self.preview.drop_requested)
        self.apply.clicked.connect(self.preview_requested)
        self.one_code.clicked.connect(self.one_code_requested)
        self.outcome.closed.connect(self._on_closed)

    def show_state(self, state: RepairState) -> None:
        is_running = state.fix is not None and state.fix.work.is_running
        batch_id = state.fix.batch.id if state.fix is not None else ""
        has_outcome = bool(batch_id) and (is_running or batch_id != self._is_dismissed)
        self.outcome.show_state(state)
        width = self.width() - 2 * BAR_EDGE
        show_as_wide(self.outcome, width, visible=has_outcome)
        was_open = self.preview.isVisible()
        self.preview.show_state(state)
        show_as_wide(self.preview, width, visible=state.preview is not None and not is_running)
        if state.preview is not None and not was_open and not is_running:
            self.announcer.say(self.preview.sentence.shown_text)
            self.preview.take_focus()
        self._tell_end(batch_id, is_running=is_running)
        self._show_suggesting(state)
        self._show_previewing(state)
        is_previewing = state.preview is not None or state.previewing.is_running
        has_choice = not is_previewing and not is_running
        show_or_hide(self._choice, visible=has_choice)
        self._show_choice(state)

    def _tell_end(self, batch_id: str, *, is_running: bool) -> None:
        """Say what came of a change once it is over; one that goes on later ends once more."""
        if self._told not in (None, batch_id) and not is_running:
            self.announcer.say(self.outcome.sentence.shown_text)
        self._told = "" if is_running else batch_id

    def _show_suggesting(self, state: RepairState) -> None:
        work = state.suggesting
        show_or_hide(self.suggesting, visible=work.is_running)
        text = tr("Reading what was said: {done} of {total}")
        text = fill(text, done=number(work.done), total=number(work.total))
        self.suggesting.show_progress(followed(text, work.note), work.share_done)

    def _show_previewing(self, state: RepairState) -> None:
        work = state.previewing
        show_or_hide(self.previewing, visible=work.is_running)
        text = tr("Looking at {done} of {total} rows")
        text = fill(text, done=number(work.done), total=number(work.total))
        self.previewing.show_progress(text, work.share_done)

    def _show_choice(self, state: RepairState) -> None:
        selected, shown = len(state.selection), len(state.rows)
        self.count.show_text(tr("{count} selected", count=number(selected)))
        self.hint.show_text(self._hint(state))
        # Whoever has just changed rows knows how they are selected.
        self.hint.setVisible(bool(self.hint.shown_text) and self.outcome.isHidden())
        caption = tr("Suggest codes for {count}")
        count = number(selected or shown)
        self.suggest.show_caption(fill(caption, count=count))
        may_read = state.access.may_read_words and shown > 0
        show_or_hide(self.suggest, visible=may_read and not state.suggesting.is_running)
        can_fix = state.access.may_fix and selected > 0
        show_or_hide(self.one_code, visible=can_fix)
        show_or_hide(self.apply, visible=can_fix)
        self.one_code.show_caption(tr("One code for all"))
        caption = tr("Apply suggestions to {count}")
        self.apply.show_caption(fill(caption, count=number(selected)))
        self._turn()
        self.buttons.arrange()

    def _hint(self, state: RepairState) -> str:
        note = state.suggesting.note
        if note and not state.suggesting.is_running:
            return note
        if state.access.person is not None and not state.access.may_fix:
            return tr("You can look, but not change codes.")
        if not state.selection and state.rows:
            return tr("Space selects a row, Ctrl+A selects all.")
        return ""

    def _on_closed(self, batch_id: str) -> None:
        self._is_dismissed = batch_id
        show_or_hide(self.outcome, visible=False)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.preview.isVisible():
            self.preview.drop_requested.emit()
            event.accept()
        else:
            super().keyPressEvent(event)
