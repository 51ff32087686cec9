"""Shows a bulk change as it goes, then what became of each row, and offers to undo it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.repair.state import BatchView, RepairState
from wrapup_desk.domain.language.conventions import followed, number, sentences
from wrapup_desk.domain.language.texts import fill, tr, tr_marked
from wrapup_desk.domain.repair.correction import BatchKind, Correction, CorrectionState
from wrapup_desk.ui.card.wording import SEPARATOR
from wrapup_desk.ui.repair.changes.sentences import outcome_sentence
from wrapup_desk.ui.repair.wording import customer_of, result_face
from wrapup_desk.ui.scrolled.giving_way import GivingWay
from wrapup_desk.ui.scrolled.whole_lines import bring_into_view
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind, IconButton
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.progress_line import ProgressLine
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

# More would leave no room for the table above.
_MOST_LINES = 4
# What did not come to pass comes first: among hundreds of rows it is what is looked for.
_DID_NOT_CHANGE = (CorrectionState.KEPT, CorrectionState.SKIPPED, CorrectionState.CANCELLED)


class ChangeOutcomePanel(QWidget):
    """The change that runs or ran last."""

    stop_requested = Signal()
    resume_requested = Signal()
    undo_requested = Signal(str)  # batch id
    closed = Signal(str)  # batch id

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._view: BatchView | None = None
        self._state: RepairState | None = None
        self.progress = ProgressLine(theme)
        self.pill = StatePill(theme)
        self.sentence = TextLabel(theme, Size.BODY, "text", Weight.MEDIUM, max_lines=0)
        self.more = Button(theme, ButtonKind.QUIET, icon="chevron-down")
        self.resume = Button(theme, ButtonKind.PLAIN)
        self.undo = Button(theme, ButtonKind.PLAIN)
        self.close_button = IconButton(theme, "x", tr("Close the result"))
        self.rows = NumbersTable(theme, tr("Result of each row"), _MOST_LINES)
        self.rows.hide()
        # What the table has to cut: all of the row it stands on, with Genesys' answer.
        self.answer = paragraph(theme)
        self.answer.hide()
        # Below the buttons: in a low window it is scrolled, not they.
        self._reading = GivingWay(theme, GAP)
        self._lay_out()
        self.more.show_caption(tr("Each row"))
        self.resume.show_caption(tr("Go on"))
        self.undo.show_caption(tr("Undo"))
        self.progress.stop_requested.connect(self.stop_requested)
        self.resume.clicked.connect(self.resume_requested)
        self.more.clicked.connect(self._toggle_rows)
        self.rows.selectionModel().currentRowChanged.connect(self._show_answer)
        self._reading.room_changed.connect(self._share_height)
        # Once it is laid out: what is told of a row may have more lines than of the one before.
        self._reading.verticalScrollBar().rangeChanged.connect(self._go_to_answer)
        self.undo.clicked.connect(self._on_undo)
        self.close_button.clicked.connect(self._on_close)

    def _lay_out(self) -> None:
        self._controls = FlowRow((self.pill, self.more, self.resume, self.undo), spreads=False)
        self._line = QWidget()
        top = QHBoxLayout(self._line)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(GAP)
        top.addWidget(self._controls, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self.sentence, self.rows, self.answer):
            self._reading.content.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP_TINY)
        box.addWidget(self.progress)
        box.addWidget(self._line)
        box.addWidget(self._reading)

    def show_state(self, state: RepairState) -> None:
        view = self._view = state.fix
        self._state = state
        if view is None:
            return
        is_running = view.work.is_running
        show_or_hide(self.progress, visible=is_running)
        show_or_hide(self._line, visible=not is_running)
        # While it runs, only the rows can be read, and only by whoever asked for them.
        show_or_hide(self.sentence, visible=not is_running)
        if is_running:
            share, can_stop = view.work.share_done, not view.work.is_cancelling
            self.progress.show_progress(_progress_text(view), share, can_stop=can_stop)
        else:
            self._show_end(view)
        if not self.rows.isHidden():
            self._fill_rows(state)
        show_or_hide(self._reading, visible=not is_running or not self.rows.isHidden())
        self._reading.refit()

    def _show_end(self, view: BatchView) -> None:
        note = view.work.note
        self.sentence.show_text(sentences(outcome_sentence(view), note))
        self.pill.show_state(*_face(view))
        left = any(one.state.is_active for one in view.corrections)
        show_or_hide(self.resume, visible=left)
        can_undo = view.batch.kind is BatchKind.FIX and any(map(_is_undoable, view.corrections))
        show_or_hide(self.undo, visible=can_undo)
        self._controls.arrange()

    def _toggle_rows(self) -> None:
        show_or_hide(self.rows, visible=self.rows.isHidden())
        if self._state is not None:
            self._fill_rows(self._state)
        if not self.rows.isHidden() and not self.rows.currentIndex().isValid():
            self.rows.selectRow(0)
        self._show_answer()
        # At large text the window is a page that scrolls. The heights are known once laid out.
        QTimer.singleShot(0, self, self._bring_rows_into_view)

    def _bring_rows_into_view(self) -> None:
        if not self.rows.isHidden():
            self._share_height()
            bring_into_view(self)
            self._go_to_answer()

    def _go_to_answer(self) -> None:
        if not self.rows.isHidden():
            bar = self._reading.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _share_height(self) -> None:
        """Where not all of it has room: as many rows as go in over what is told of one of them."""
        reading, told = self._reading, self.answer.heightForWidth(self.answer.width()) + GAP
        if reading.fits or self.answer.isHidden():
            self.rows.show_just(None)
            return
        room = reading.height() - told - self.rows.beside_lines
        self.rows.show_just(max(1, room // self.rows.line_height))

    def _fill_rows(self, state: RepairState) -> None:
        view = state.fix
        if view is None:
            return
        titles = (
            tr("Customer"),
            tr("New code"),
            tr("Result"),
            tr("What Genesys answered"),
        )
        failed = [one for one in view.corrections if one.state in _DID_NOT_CHANGE]
        others = [one for one in view.corrections if one.state not in _DID_NOT_CHANGE]
        if view.work.is_running:
            failed, others = [], list(view.corrections)  # no row moves while it is read
        theirs = [_conflict(state, one) for one in view.conflicts]
        lines = (*(_line(state, one) for one in failed), *theirs)
        lines += tuple(_line(state, one) for one in others)
        keys = [one.key for one in (*failed, *view.conflicts, *others)]
        # What became of a row is what is looked for: never cut.
        self.rows.show_lines(titles, lines, (130, 180, 110, 200), whole=(2,), keys=keys)
        self._show_answer()

    def _show_answer(self) -> None:
        """Tell from end to end what is in the row that the table stands on."""
        at, lines = self.rows.currentIndex().row(), self.rows.numbers.lines
        text = ""
        if 0 <= at < len(lines) and not self.rows.isHidden():
            text = SEPARATOR.join(cell for cell in lines[at] if cell)
        self.answer.show_text(text)
        show_or_hide(self.answer, visible=bool(text))
        self._reading.refit()
        self._share_height()

    def _on_undo(self) -> None:
        if self._view is not None:
            self.undo_requested.emit(self._view.batch.id)

    def _on_close(self) -> None:
        if self._view is not None:
            self.closed.emit(self._view.batch.id)


def _is_undoable(one: Correction) -> bool:
    return one.state.changed_the_record or one.state is CorrectionState.KEPT


def _progress_text(view: BatchView) -> str:
    text = tr("Changing codes: {done} of {total}")
    if view.work.is_cancelling:
        text = tr("Stopping; what is out is seen to its end: {done} of {total}")
    text = fill(text, done=number(view.work.done), total=number(view.work.total))
    return followed(text, view.work.note)


def _face(view: BatchView) -> tuple[str, str, Tone]:
    counts = view.counts
    if any(one.state.is_active for one in view.corrections):
        return tr("Not finished"), "hourglass", Tone.WRAP
    if counts.get(CorrectionState.KEPT):
        return tr("Record unchanged"), "hard-drive", Tone.WRAP
    if any(_is_undoable(one) for one in view.corrections):
        return tr("Done"), "check", Tone.LIVE
    return tr("Nothing changed"), "info", Tone.NEUTRAL


def _line(state: RepairState, one: Correction) -> tuple[str, str, str, str]:
    word = result_face(one.state).word
    return _customer(state, one), one.to_code.name, word, tr_marked(one.answer)


def _conflict(state: RepairState, one: Correction) -> tuple[str, str, str, str]:
    said = tr("{person} is changing it to {code}; nothing was written.")
    answer = fill(said, person=one.who.name or one.who.id, code=one.to_code.name)
    word = tr("Another supervisor's")
    return _customer(state, one), one.to_code.name, word, answer


def _customer(state: RepairState, one: Correction) -> str:
    """Return whom the leg was with, or its conversation's id where it is not in the table."""
    row = state.legs.row_of(one.key)
    return one.key.conversation_id if row is None else customer_of(state.legs.table.leg(row))
