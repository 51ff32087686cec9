"""Fills the window while there is nothing to code: waiting, connecting, the last results."""

from __future__ import annotations

from collections import deque
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import Connection, DeskState, InteractionCard
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.ui.card.appearance import CardState, state_of
from wrapup_desk.ui.card.wording import SEPARATOR, coded_text
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Weight
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_SHOWN_RESULTS = 3
_NOT_THERE = (Connection.OFFLINE, Connection.NOT_PERMITTED)
# Of the window, at 100 % text: a lower one has no room for results, or for a bar and two sentences.
_LOW = 400
# Beside the bar that says what is wrong, one sentence has room in a lower one, too.
_LOWEST = 360


class WaitingPanel(QWidget):
    """Says that all is well and what comes next, and what became of the last three."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._has_cards = self._has_trouble = False
        self._results: deque[Submission] = deque(maxlen=_SHOWN_RESULTS)
        self._box = RoundedPanel(theme)
        self._title = TextLabel(theme, Size.BODY, "text", Weight.SEMIBOLD, max_lines=0)
        self._text = paragraph(theme)
        self._heading = TextLabel(theme, Size.CAPTION, "muted", Weight.SEMIBOLD)
        self._lines = [paragraph(theme) for _ in range(_SHOWN_RESULTS)]
        self._lay_out()

    def make_room(self) -> None:
        """Leave the room to cards and, in a low window, to the bar above that says what is wrong."""
        height = self.window().height()
        is_low = height < self._theme.px(_LOW)
        has_room = not self._has_trouble or height >= self._theme.px(_LOWEST)
        self._text.setVisible(has_room and not self._has_cards)
        # While done cards are listed, they are the last results themselves.
        count = 0 if self._has_cards or is_low else len(self._results)
        self._heading.setVisible(count > 0)
        for index, line in enumerate(self._lines):
            line.setVisible(index < count)
        edge = GAP if is_low else PADDING + GAP
        self._inner.setContentsMargins(PADDING, edge, PADDING, edge)

    def _lay_out(self) -> None:
        inner = self._inner = QVBoxLayout(self._box)
        inner.setSpacing(GAP - 2)
        for label in (self._title, self._text):
            label.align(Qt.AlignmentFlag.AlignHCenter)
            inner.addWidget(label)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PADDING, 2, PADDING, GAP)
        outer.setSpacing(GAP)
        outer.addWidget(self._box)
        outer.addSpacing(GAP)
        outer.addWidget(self._heading)
        for line in self._lines:
            outer.addWidget(line)

    def _note_results(self, state: DeskState) -> None:
        """Remember what was confirmed, newest first; cards are taken away after a while."""
        for card in state.cards:
            submission = card.submission
            if submission is None or submission.state is not SubmissionState.CONFIRMED:
                continue
            known = [each for each in self._results if each.key == submission.key]
            if known:
                self._results[self._results.index(known[0])] = submission
            else:
                self._results.appendleft(submission)

    def show_state(self, state: DeskState) -> None:
        """Follow the connection, and what becomes of codes."""
        self._note_results(state)
        title, text = _texts(state.connection)
        self._title.show_text(title)
        self._text.show_text(text)
        self._has_cards, self._has_trouble = bool(state.cards), state.connection in _NOT_THERE
        self._heading.show_text(tr("Your last results"))
        for line, result in zip(self._lines, self._results, strict=False):
            line.show_text(result.decision.code.name + SEPARATOR + coded_text(result))
        self.make_room()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()


def _texts(connection: Connection) -> tuple[str, str]:
    if connection is Connection.CONNECTING:
        return (
            tr("Connecting to Genesys Cloud"),
            tr("Your interactions appear here in a moment."),
        )
    if connection in _NOT_THERE:
        return (
            tr("Not connected"),
            tr("New interactions appear here once the connection is back."),
        )
    return (
        tr("Waiting for your next interaction"),
        tr("Suggestions appear here as soon as you answer."),
    )


def occupies(card: InteractionCard, now: datetime) -> bool:
    """Whether the agent has this interaction on hand, and so does not wait for the next."""
    state = state_of(card, now)
    return state.is_open or state is CardState.REFUSED or not card.leg.phase.is_over
