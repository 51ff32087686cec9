"""Warns while a note has the number of a payment card, which is left out unless the agent insists."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.privacy.card_data import has_card_data, without_card_data
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.text_label import paragraph


class NoteWarning(QWidget):
    """Stands below the note; Enter never waits for an answer, and sends the note without it."""

    # What it says, also for those who do not see it; empty when there is nothing to say.
    worded = Signal(str)
    # The agent has decided, and goes on with the note.
    decided = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._is_due = False
        self._keeps = False
        self._text = paragraph(theme, "bad")
        self._keep = Button(theme, ButtonKind.QUIET)
        self._keep.clicked.connect(self._change_mind)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._keep)
        self.hide()

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        return (self._keep,)

    @property
    def shown_text(self) -> str:
        """What it says; empty when there is nothing to say."""
        return self._text.shown_text if self._is_due else ""

    def look_at(self, note: str) -> None:
        """Warn, or stop warning, now that the note is this one."""
        is_due = has_card_data(note)
        if not is_due:
            self._keeps = False
        if is_due != self._is_due:
            self._is_due = is_due
            self._word()
        show_or_hide(self, visible=is_due)

    def fit_to_send(self, note: str) -> str:
        """Return the note as it may leave this computer."""
        return note if self._keeps else without_card_data(note)

    def _change_mind(self) -> None:
        self._keeps = not self._keeps
        self._word()
        self.decided.emit()

    def _word(self) -> None:
        if self._keeps:
            text = tr("The note is sent with the number.")
            caption = tr("Leave it out")
        else:
            text = tr("Looks like a payment card: left out when sent.")
            caption = tr("Keep the number")
        self._text.show_text(text)
        self._keep.show_caption(caption)
        self.worded.emit(text if self._is_due else "")
