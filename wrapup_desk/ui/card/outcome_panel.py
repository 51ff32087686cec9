"""Says what became of a chosen code, and offers undo, change, retry and the supervisor."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.card.appearance import CardState
from wrapup_desk.ui.card.wording import progress_text
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.layouts import LaidOutPart
from wrapup_desk.ui.widgets.text_label import paragraph

_NOT_SENT_YET = (CardState.SENDING, CardState.SAVED)
_COUNTS = (CardState.SENDING, CardState.CODED, CardState.CHANGED)
_ON_RECORD = (CardState.SUBMITTING, CardState.CODED, CardState.CHANGED)


class OutcomePanel(LaidOutPart):
    """The lower part of a card whose code is on its way, or settled."""

    undo_requested = Signal()
    change_requested = Signal()
    retry_requested = Signal()
    supervisor_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._card: InteractionCard | None = None
        self._state = CardState.CODED
        self._has_keys = True
        self._progress = paragraph(theme, "text")
        self._undo = Button(theme, ButtonKind.PLAIN, key="Z")
        self._change = Button(theme, ButtonKind.PLAIN, key="Z")
        self._supervisor = Button(theme, ButtonKind.PLAIN)
        self._retry = Button(theme, ButtonKind.PLAIN, key="R")
        self._lay_out()
        self._word()
        self._undo.clicked.connect(self.undo_requested)
        self._change.clicked.connect(self.change_requested)
        self._retry.clicked.connect(self.retry_requested)
        self._supervisor.clicked.connect(self.supervisor_requested)

    def _lay_out(self) -> None:
        self._line = FlowRow((self._progress, self._undo, self._change))
        self._buttons = FlowRow((self._supervisor, self._retry))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        box.addWidget(self._line)
        box.addWidget(self._buttons)

    def _word(self) -> None:
        self._undo.show_caption(tr("Undo"))
        self._change.show_caption(tr("Change"))
        self._supervisor.show_caption(tr("Tell your supervisor"))
        self._retry.show_caption(tr("Try again"))

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        return (self._undo, self._change, self._supervisor, self._retry)

    @property
    def says_something(self) -> bool:
        """Whether there is anything to be seen here."""
        return not self._progress.isHidden()

    def show_card(self, card: InteractionCard, state: CardState, now: datetime) -> None:
        self._card, self._state = card, state
        show_or_hide(self._undo, visible=state in _NOT_SENT_YET)
        is_refused = state is CardState.REFUSED
        has_change = card.can_change and (is_refused or state in _ON_RECORD)
        show_or_hide(self._change, visible=has_change)
        show_or_hide(self._buttons, visible=is_refused)
        show_or_hide(self._retry, visible=is_refused and not card.is_code_gone)
        self._buttons.arrange()
        self._draw_progress(now)
        self._line.arrange()
        self._progress.use_ink("muted" if state in _SAID_BY_THE_WAY else "text")

    def tick(self, now: datetime) -> None:
        if self._state in _COUNTS:
            self._draw_progress(now)

    def use_keys(self, *, has_single_keys: bool) -> None:
        for button, key in ((self._undo, "Z"), (self._change, "Z"), (self._retry, "R")):
            button.show_key(key if has_single_keys else "")

    def _draw_progress(self, now: datetime) -> None:
        if self._card is None:
            return
        text = progress_text(self._card, self._state, now)
        if text != self._progress.shown_text:
            self._progress.show_text(text)
        self._progress.setVisible(bool(text))


_SAID_BY_THE_WAY = (
    CardState.TOO_LATE,
    CardState.NO_CODE,
    CardState.REFUSED,
    CardState.SUBMITTING,
    CardState.CODED,
    CardState.CHANGED,
)
