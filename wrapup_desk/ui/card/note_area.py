"""Joins the note field with what is said of it: where a draft is from, what Tab does, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.language.conventions import labelled, listed
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.notes.note_draft import DraftSource, NoteDraft
from wrapup_desk.domain.notes.templates import names_of_gaps, templates_begun, without_gaps
from wrapup_desk.ui.card.note_field import NoteField
from wrapup_desk.ui.card.note_warning import NoteWarning
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, Size
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import line_direction
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.layouts import LaidOutPart
from wrapup_desk.ui.widgets.text_label import TextLabel

_MOST_NAMES = 6


class NoteArea(LaidOutPart):
    """The field, one line about it, and the warning about numbers of cards."""

    edited = Signal()
    leave_out_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._card: InteractionCard | None = None
        self._code_name = ""
        self._templates: Mapping[str, str] = {}
        # Enter was pressed with gaps left: pressed again, it sends without them.
        self._has_told_gaps = False
        self.field = NoteField(theme, self._known)
        self.field.installEventFilter(self)
        self.warning = NoteWarning(theme)
        self.caption = TextLabel(theme, Size.SMALL, "muted", max_lines=0)
        self.button = Button(theme, ButtonKind.QUIET)
        self._line = LaidOutPart()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.field.show_hint(tr("Add a note"))
        self.field.setAccessibleName(tr("Note for the wrap-up"))
        line = self._box = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.caption, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP_TINY)
        for widget in (self.field, self._line, self.warning):
            box.addWidget(widget)
        self._line.hide()

    def _connect(self) -> None:
        self.field.edited.connect(self._on_edited)
        self.field.changed.connect(self.warning.look_at)
        self.field.changed.connect(lambda _: self._draw())
        self.field.cursorPositionChanged.connect(self._draw)
        self.field.left_out.connect(self.leave_out_requested)
        self.warning.worded.connect(lambda _: self._describe())
        self.warning.decided.connect(self.field.setFocus)
        self.button.clicked.connect(self._on_button)

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        return (self.field, self.button, *self.warning.tab_stops)

    def use_templates(self, templates: Mapping[str, str]) -> None:
        """Let these texts be called by a slash and their names."""
        self._templates = templates
        self.field.use_templates(templates)

    def show_note_of(self, card: InteractionCard) -> None:
        """Offer what *card* has as a draft."""
        self._card = card
        draft = card.draft
        self.field.show_draft(
            draft.text if draft is not None else "",
            goes_along=draft is not None and draft.goes_along,
        )
        self._draw()

    def use_code(self, name: str) -> None:
        """Note the code that is selected: a template may name it."""
        self._code_name = name

    def holds_back(self) -> bool:
        """Whether a gap is left that was not told yet: it is selected, and told."""
        if self._has_told_gaps or not names_of_gaps(self.field.text()):
            return False
        self._has_told_gaps = True
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.go_to_gap()
        self._draw()
        return True

    def fit_to_send(self) -> str:
        """Return the note as it may leave this computer: what is written, or what goes along."""
        draft = self._draft
        written = self.field.text().strip()
        if not written and draft is not None and draft.goes_along:
            return draft.text
        return self.warning.fit_to_send(without_gaps(written))

    @property
    def _draft(self) -> NoteDraft | None:
        return self._card.draft if self._card is not None else None

    def _known(self) -> Mapping[str, str]:
        card, draft = self._card, self._draft
        if card is None:
            return {}
        return {
            "customer": card.leg.customer_name,
            "queue": card.leg.queue_name,
            "code": self._code_name,
            "amount": draft.amount if draft is not None else "",
            "date": draft.date if draft is not None else "",
        }

    def _on_edited(self) -> None:
        self._has_told_gaps = False
        self.edited.emit()

    def _on_button(self) -> None:
        draft = self._draft
        if draft is not None and draft.goes_along:
            self.leave_out_requested.emit()
        elif self.field.take_draft():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        text, draft = self._said(), self._draft
        is_offered = bool(self.field.shown_draft) and draft is not None
        goes_along = draft is not None and draft.goes_along
        self.caption.show_text(text)
        self.button.show_caption(tr("Leave it out") if goes_along else tr("Take it"))
        self.button.show_key("Tab" if self.field.hasFocus() and not goes_along else "")
        show_or_hide(self.button, visible=is_offered)
        # With a draft taken the line stays: what is below must not come under the pointer.
        self._line.setMinimumHeight(self.button.least_height)
        show_or_hide(self._line, visible=bool(text) or draft is not None)
        self._describe()

    def _said(self) -> str:
        """Return what is to be said about the note as it stands."""
        if self.field.hasFocus():
            begun = templates_begun(self.field.before_caret, self._templates)[:_MOST_NAMES]
            if begun:
                names = "  ".join(f"/{name}" for name in begun)
                return tr("Tab fills in {names}", names=names)
        if missing := names_of_gaps(self.field.text()):
            fields = listed(missing)
            if self._has_told_gaps:
                return tr("Missing: {fields}. Enter again sends without it.", fields=fields)
            return tr("Missing: {fields}. Tab goes there.", fields=fields)
        draft = self._draft
        if draft is None:
            return ""
        if self.field.shown_draft:
            return _words_for(draft)
        return tr("Taken over, yours to change") if self.field.text() == draft.text else ""

    def _describe(self) -> None:
        """Tell those who do not see it what is offered, and what is amiss."""
        draft = self.field.shown_draft
        offered = labelled(self.caption.shown_text, draft) if draft else ""
        self.field.setAccessibleDescription(self.warning.shown_text or offered)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._box.setDirection(line_direction(self._theme, event.size().width()))
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._draw()
        return super().eventFilter(watched, event)


def _words_for(draft: NoteDraft) -> str:
    if draft.source is DraftSource.COPILOT:
        if draft.goes_along:
            return tr("Summary by Copilot goes with the code")
        return tr("Summary by Genesys Copilot")
    if draft.goes_along:
        return tr("This draft goes with the code")
    return tr("Drafted from what was said")
