"""Says what a bulk change would do before it is done, and asks for its reason."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.language.conventions import number, sentences
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.domain.repair.preview import Preview
from wrapup_desk.ui.announcer import Announcer
from wrapup_desk.ui.repair.changes.sentences import (
    lasting_sentence,
    preview_sentence,
    refused_sentence,
    skip_word,
)
from wrapup_desk.ui.repair.wording import NOTHING, code_labels
from wrapup_desk.ui.scrolled.giving_way import GivingWay
from wrapup_desk.ui.scrolled.whole_lines import bring_into_view
from wrapup_desk.ui.text_fields import TextField
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import large_text_direction
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.layouts import prompt_width
from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_LONGEST_REASON = 500
# More would push the button that confirms out of a small window.
_MOST_LINES = 4


class PreviewPanel(QWidget):
    """The sentence, its details on request, reason, note and the button that does it."""

    confirmed = Signal(str, str)  # reason, note
    drop_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fields, self._foot = QHBoxLayout(), QHBoxLayout()
        # What is read before the button is pressed; in a low window it is scrolled, not the button.
        self.reading = GivingWay(theme, GAP)
        self._preview: Preview | None = None
        self._needs_reason = False
        self._needs_note = False
        self.sentence = TextLabel(theme, Size.BODY, "text", Weight.SEMIBOLD, max_lines=0)
        self.warning = paragraph(theme)
        self.more = Button(theme, ButtonKind.QUIET, icon="chevron-down")
        self.details = NumbersTable(theme, tr("What will change, and what not"), _MOST_LINES)
        self.details.hide()
        self.details.selectionModel().currentRowChanged.connect(self._show_line)
        self.reason = TextField()
        self.note = TextField()
        self.announcer = Announcer(self)
        self.missing = TextLabel(theme, Size.SMALL, "bad", Weight.MEDIUM)
        self.cancel = Button(theme, ButtonKind.PLAIN)
        self.confirm = Button(theme, ButtonKind.PRIMARY)
        self._lay_out()
        self._word()
        theme.changed.connect(self._turn)
        self.reading.room_changed.connect(self._share_height)
        self.more.clicked.connect(self._toggle_details)
        self.cancel.clicked.connect(self.drop_requested)
        self.confirm.clicked.connect(self._on_confirm)
        for field in (self.reason, self.note):
            field.setMaxLength(_LONGEST_REASON)
            field.returnPressed.connect(self._on_confirm)
            field.textChanged.connect(lambda _text: self.missing.hide())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.sentence, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        fields, ends = self._fields, QHBoxLayout()
        for row in (fields, ends, self._foot):
            row.setSpacing(GAP)
        # Of one width: in a narrow window what each asks for is then read whole.
        fields.addWidget(self.reason, 1)
        fields.addWidget(self.note, 1)
        ends.addStretch(1)
        ends.addWidget(self.cancel)
        ends.addWidget(self.confirm)
        self._foot.addLayout(fields, 1)
        self._foot.addLayout(ends)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        self.reading.content.addLayout(top)
        self.reading.content.addWidget(self.details)
        self.reading.content.addWidget(self.warning)
        box.addWidget(self.reading)
        box.addWidget(self.missing)
        box.addLayout(self._foot)
        self.missing.hide()
        self._turn()

    def _turn(self) -> None:
        """Stand in one line, or below each other where what the fields ask for has no room."""
        fields = [each for each in (self.reason, self.note) if not each.isHidden()]
        asked = len(fields) * (max(map(prompt_width, fields)) + GAP) - GAP
        ends = self.cancel.sizeHint().width() + GAP + self.confirm.sizeHint().width()
        has_room = asked + GAP + ends <= self.width()
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._foot.setDirection(large_text_direction(self._theme) if has_room else below)
        self._fields.setDirection(beside if asked <= self.width() else below)

    def _word(self) -> None:
        self.cancel.show_caption(tr("Cancel"))
        self.more.show_caption(tr("Details"))
        self.note.setPlaceholderText(tr("Note (optional)"))
        self.note.setAccessibleName(tr("Note to go with each code"))

    def take_focus(self) -> None:
        """Go to the one thing to be filled in or pressed."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: RepairState) -> None:
        preview = state.preview
        if preview is None:
            self._preview = None
            self.missing.hide()
            return
        if preview is not self._preview:
            self._preview = preview
            self.sentence.show_text(preview_sentence(preview, state.preview_takes))
            # What has happened says more than what may.
            warning = refused_sentence(state.fix) or _warning()
            self.warning.show_text(sentences(warning, lasting_sentence(preview)))
            titles = (
                tr("Rows"),
                tr("Now"),
                tr("Then"),
            )
            self.details.show_lines(titles, lines_of(preview, state.directory), (60, 220, 320))
        self._needs_reason = state.needs_reason
        count = len(preview.changes)
        is_undo = bool(preview.undoes_batch_id)
        caption = tr("Undo {count}") if is_undo else ""
        caption = caption or tr("Change {count}")
        self.confirm.show_caption(fill(caption, count=number(count)))
        self.confirm.setEnabled(count > 0)
        needed = tr("Reason (required)")
        free = tr("Reason (optional)")
        self.reason.setPlaceholderText(needed if state.needs_reason else free)
        self.reason.setAccessibleName(needed if state.needs_reason else free)
        self._needs_note = state.needs_note and not is_undo
        needed, free = (
            tr("Note (required)"),
            tr("Note (optional)"),
        )
        self.note.setPlaceholderText(needed if self._needs_note else free)
        show_or_hide(self.note, visible=not is_undo)
        self._turn()
        self._refit()

    def _toggle_details(self) -> None:
        is_open = self.details.isHidden()
        show_or_hide(self.details, visible=is_open)
        self._refit()
        # The heights are known once laid out.
        begin = self.details if is_open else self.sentence
        QTimer.singleShot(0, self, lambda: self._begin_with(begin))

    def _refit(self) -> None:
        self.reading.refit()
        self._share_height()

    def _share_height(self) -> None:
        """Have one scroll bar: of the table, or where not all has room, of all that is read."""
        self.details.show_just(None if self.reading.fits else self.details.line_count)

    def _begin_with(self, part: QWidget) -> None:
        if self.reading.fits:
            bring_into_view(part)
        else:
            self.reading.begin_with(part)

    def _show_line(self, line: QModelIndex) -> None:
        """Scroll to the line that the keys stand on, where the table itself does not scroll."""
        if not self.reading.fits:
            spot = self.details.visualRect(line).center()
            at = self.details.viewport().mapTo(self.reading.page, spot)
            self.reading.ensureVisible(0, at.y(), 0, self.details.line_height)

    def _ask_for(self, field: QLineEdit, text: str) -> None:
        self.missing.show_text(text)
        self.missing.show()
        self.announcer.say(text)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_confirm(self) -> None:
        if self._preview is None or not self._preview.changes:
            return
        if self._needs_reason and not self.reason.text().strip():
            text = tr("Write a reason: it goes into the audit trail.")
            self._ask_for(self.reason, text)
            return
        if self._needs_note and not self.note.text().strip():
            text = tr("Write a note: it goes with each code.")
            self._ask_for(self.note, text)
            return
        reason, note = self.reason.text(), self.note.text()
        self.reason.clear()
        self.note.clear()
        self.confirmed.emit(reason, note)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()


def _warning() -> str:
    return tr(
        "Genesys may refuse to change an ended interaction. Then its official record"
        " stays as it is, and the right code is kept in the corrections ledger.",
    )


def lines_of(preview: Preview, directory: NameDirectory) -> tuple[tuple[str, str, str], ...]:
    """Return what will change, the most frequent first, then what is skipped and why."""
    none, label = tr("No code"), code_labels(directory)
    skipped = tr("skipped: {why}")
    return (
        *(
            (
                number(count),
                label(before) or none,
                (label(after.id) if after.id in directory.codes else after.name) or none,
            )
            for (before, after), count in preview.moves.items()
        ),
        *(
            (number(count), NOTHING, fill(skipped, why=skip_word(reason, count)))
            for reason, count in preview.reasons.items()
        ),
    )
