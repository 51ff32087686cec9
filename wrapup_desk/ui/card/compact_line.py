"""Draws a card as one line: its state as an icon, the customer, the code or the state, the time."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.card.appearance import CardState, Countdown, appearance_of, countdown_of
from wrapup_desk.ui.card.countdown import ink_of
from wrapup_desk.ui.card.wording import (
    SEPARATOR,
    clock_text,
    name_text,
    percent_text,
    seconds_up,
)
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Tone, Weight
from wrapup_desk.ui.widgets.text_label import Flow, TextLabel

_ICON = 16
# How much of a name stays beside a time, and beside a long code; a shorter one stays whole.
_LEAST_NAME, _MOST_KEPT = 48, 110
# Of a name, and of what is below it.
_MOST_LINES = 2
_MINUTE = 60
_SHOWS_ITS_CODE = (
    CardState.SENDING,
    CardState.SAVED,
    CardState.SUBMITTING,
    CardState.CODED,
)


class LineIcon(QWidget):
    """The icon of a line: a part of its own, so that it is seen whole or not at all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon, self._ink = "phone", Tone.NEUTRAL.ink

    def show_icon(self, icon: str, ink: str) -> None:
        self._icon, self._ink = icon, ink
        self.update()

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._theme.draw_icon(QPainter(self), QRectF(self.rect()), self._icon, self._ink)


class SomeLines(TextLabel):
    """A text that has one line, or more where that is said."""

    def use_lines(self, most: int) -> None:
        """Take so many lines at most."""
        if most != self._max_lines:
            self._max_lines = most
            policy = self.sizePolicy()
            policy.setHeightForWidth(most > 1)
            self.setSizePolicy(policy)
            self._measure_again()
            self.updateGeometry()


class CompactLine(QWidget):
    """What is left of a card in compact form, in one line.

    Large text has the code below the name, as has what would be cut beside it: but for a suggestion
    nothing changes while they talk, and so nothing moves.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        # It makes do with any width: what it would like is no reason to widen the card.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._icon = LineIcon(theme)
        self._countdown: Countdown | None = None
        self._said = ("", "", "muted")
        self._fitted: tuple[object, ...] = ()  # what is shown, and in how much room
        self._is_below = theme.has_large_text  # whether the code is below the name
        self._name = SomeLines(theme, Size.BODY, "text", Weight.SEMIBOLD)
        self.what = SomeLines(theme, Size.SMALL, "muted", Weight.MEDIUM, keeps_end=True)
        self.time = TextLabel(theme, Size.BODY, "accent", Weight.SEMIBOLD)
        self.time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.time.align(Qt.AlignmentFlag.AlignRight)
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        side = self._theme.px(_ICON)
        self._icon.setFixedSize(side, side)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._keep_name()
        for part in (self._icon, self._name, self.what, self.time):
            self._grid.removeWidget(part)
        self._grid.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._name, 0, 1)
        self._grid.addWidget(self.time, 0, 3)
        self._name.use_lines(_MOST_LINES if self._is_below else 1)
        if self._is_below:
            self._grid.addWidget(self.what, 1, 1, 1, 3)
            self.what.align(Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(self.what, 0, 2)
            self.what.align(Qt.AlignmentFlag.AlignRight)

    def _keep_name(self) -> None:
        """Let a long code give way to the name first: it is told by both its ends."""
        most = _LEAST_NAME if self._is_below else _MOST_KEPT
        kept = min(self._name.sizeHint().width(), self._theme.px(most))
        if kept != self._name.minimumWidth():
            self._name.setMinimumWidth(kept)

    def show_card(self, card: InteractionCard, state: CardState, now: datetime) -> None:
        face = appearance_of(state)
        self._icon.show_icon(face.icon, face.tone.ink)
        self._countdown = countdown_of(card, state)
        self._name.show_text(name_text(card.leg))
        self._keep_name()
        self.time.setVisible(self._countdown is not None)
        if self._countdown is not None:
            self.time.show_text("", _time_text(self._countdown, now))
            self.time.use_ink(ink_of(self._countdown, now))
        self._said = _said(card, state)
        self._show_said()

    def _show_said(self) -> None:
        """Show the code or the state; at large text a code's name comes before how likely it is."""
        text, tail, ink = self._said
        room = self.width() - self._icon.width() - GAP
        beside = room - self._taken_beside
        fitted = self._said, room, beside, self._theme.text_percent
        if fitted == self._fitted:
            return  # each snapshot asks for it
        self._fitted = fitted
        is_suggestion = ink == "text"
        font = self._theme.font_of(text + tail, Size.SMALL, Weight.MEDIUM)
        needed = QFontMetricsF(font).horizontalAdvance(text + tail)
        is_below = self._theme.has_large_text or (needed > beside and not is_suggestion)
        if is_suggestion and is_below and needed > room:
            tail = ""
        if is_below != self._is_below:
            self._is_below = is_below
            self._lay_out()
        has_more = is_below and needed > room and not is_suggestion
        has_more = has_more and not Flow(text + tail, font, room, _MOST_LINES).is_elided
        self.what.use_lines(_MOST_LINES if has_more else 1)
        self.what.show_text(text, tail)
        self.what.use_ink(ink)

    @property
    def _taken_beside(self) -> int:
        """How much name and time take of a line that they share with the code."""
        name = min(self._name.sizeHint().width(), self._theme.px(_MOST_KEPT))
        time = 0 if self._countdown is None else self.time.sizeHint().width() + GAP
        return name + GAP + time + 2

    def tick(self, now: datetime) -> None:
        """Move the seconds on; laid out only where minutes become seconds."""
        if self._countdown is None:
            return
        text = _time_text(self._countdown, now)
        if len(text) > len(self.time.shown_text):
            self.time.show_text("", text)
        self.time.tick_tail(text)
        self.time.use_ink(ink_of(self._countdown, now))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_said()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._lay_out()
        super().changeEvent(event)


def _time_text(countdown: Countdown, now: datetime) -> str:
    left = seconds_up(countdown.seconds_left(now))
    if left >= _MINUTE:
        return clock_text(timedelta(seconds=left))
    return tr("{count} s", count=left)


def _said(card: InteractionCard, state: CardState) -> tuple[str, str, str]:
    """Return the code or the state, what of it is never elided, and the ink."""
    face = appearance_of(state)
    if card.needs_a_code and card.leg.phase is not Phase.ALERTING:
        first = card.ranking.first
        if card.selected_code is not None:
            return card.selected_code.name, SEPARATOR + tr("selected"), "wrap"
        if card.codes_problem:
            return tr("No codes"), "", "bad"
        if first is not None and card.ranking.is_clear:
            return first.code.name, SEPARATOR + percent_text(first.probability), "text"
        return face.word, "", "muted"
    if card.submission is not None and state in _SHOWS_ITS_CODE:
        return card.submission.decision.code.name, "", "muted"
    return face.word, "", face.tone.ink
