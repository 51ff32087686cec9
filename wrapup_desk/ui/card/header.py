"""Shows who a card is about: medium, customer, queue and time, and the state or its ring."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.card.appearance import CardState, appearance_of, countdown_of
from wrapup_desk.ui.card.countdown import CountdownRing
from wrapup_desk.ui.card.wording import (
    MEDIA_ICONS,
    SEPARATOR,
    clock_text,
    name_text,
    outcome_text,
    place_text,
    talk_time,
)
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, Size, Weight
from wrapup_desk.ui.widgets.buttons import IconButton
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.layouts import LaidOutPart
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel

_Spot = tuple[int, int, int, int]  # row, column, and how many of each

# Where the state stands: beside both lines, above a wide outcome, or below large text.
_BESIDE: _Spot = (0, 2, 2, 1)
_ABOVE: _Spot = (0, 2, 1, 1)
_BELOW: _Spot = (2, 1, 1, 2)

# Narrower cards, at 100 %, have their width for the words: the medium is told among them.
_LEAST_WITH_AVATAR = 200

_SHOWS_TALK_TIME = (CardState.LIVE, CardState.HELD, CardState.AFTER_CALL)


class Avatar(QWidget):
    """The medium of an interaction as an icon in a circle."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = "phone"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        side = round(34 * min(130, max(100, self._theme.text_percent)) / 100)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.ink("accent_soft"))
        circle = QRectF(self.rect())
        painter.drawEllipse(circle)
        side = round(circle.width() * 0.5)
        spot = QRectF((circle.width() - side) / 2, (circle.height() - side) / 2, side, side)
        self._theme.draw_icon(painter, spot, self._icon, "accent")


class CardHeader(LaidOutPart):
    """The top of every card."""

    dismiss_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._leg: Leg | None = None
        self._state = CardState.RINGING
        self._avatar = Avatar(theme)
        self._name = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD, max_lines=3)
        self._place = TextLabel(theme, Size.SMALL, "muted", max_lines=6)
        self._outcome = TextLabel(theme, Size.SMALL, "muted", max_lines=0)
        self.pill = StatePill(theme)
        self.ring = CountdownRing(theme)
        self._dismiss = IconButton(theme, "x", tr("Dismiss"), side=24)
        self._dismiss.clicked.connect(self.dismiss_requested)
        self._outcome.setVisible(False)
        self._lay_out()

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP + 1)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._avatar, 0, 0, 2, 1, top)
        self._grid.addWidget(self._name, 0, 1)
        self._grid.addWidget(self._place, 1, 1)
        self._right = QWidget()
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GAP_TINY)
        for part in (self.pill, self.ring, self._dismiss):
            right.addWidget(part)
        # Beside many lines the time stands at the name: it is in sight as long as that is.
        right.setAlignment(self.ring, top)
        self._spot = _BESIDE
        self._put_right(_BESIDE, is_outcome_wide=False)

    def _put_right(self, spot: _Spot, *, is_outcome_wide: bool) -> None:
        """Move the state to where it leaves room for the words, and the outcome with it."""
        for part in (self._right, self._outcome):
            self._grid.removeWidget(part)
        self._spot = spot
        self._grid.addWidget(self._right, *spot)
        if spot is _BELOW:
            self._grid.setAlignment(self._right, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._outcome, 1, 1, 1, 2 if is_outcome_wide else 1)

    def _spot_for(self, state: CardState, *, has_outcome: bool, has_ring: bool) -> _Spot:
        is_below = (
            self._theme.has_large_text
            and not has_ring
            and self._needs_width(has_outcome=has_outcome)
        )
        if is_below or self._breaks_words():
            return _BELOW
        # An undo time has its ring beside both lines, as the after-call work has.
        if has_outcome and not (has_ring and state is CardState.SENDING):
            return _ABOVE
        return _BESIDE

    def _needs_width(self, *, has_outcome: bool) -> bool:
        """Whether what stands beside the state would take more lines there than below it."""
        beside = (self._name,) if has_outcome else (self._name, self._place)
        return max(label.sizeHint().width() for label in beside) > self._room_beside()

    def _breaks_words(self) -> bool:
        """Whether beside the state, or its ring, there is no room for the longest word or the name."""
        widest = self._name.widest_word
        # An outcome has the whole width, below the pill.
        if self._outcome.isHidden():
            widest = max(widest, self._place.widest_word)
        elif not self.ring.isHidden():
            widest = max(widest, self._outcome.widest_word)
        room = self._room_beside()
        return widest > room or not self._name.fits(room)

    def _room_beside(self) -> int:
        """Return how wide words can be beside the state, or its ring."""
        beside = [part for part in (self.pill, self.ring, self._dismiss) if not part.isHidden()]
        state = sum(part.sizeHint().width() for part in beside) + GAP_TINY * (len(beside) - 1)
        taken = state + GAP + 1
        if not self._avatar.isHidden():
            taken += self._avatar.sizeHint().width() + GAP + 1
        return self.width() - taken

    def _arrange(self) -> None:
        has_width = self.width() >= self._theme.px(_LEAST_WITH_AVATAR)
        show_or_hide(self._avatar, visible=has_width or not self._theme.has_large_text)
        spot = self._spot_for(
            self._state,
            has_outcome=not self._outcome.isHidden(),
            has_ring=not self.ring.isHidden(),
        )
        if self._spot is not spot:
            self._put_right(spot, is_outcome_wide=spot is not _BESIDE)

    @property
    def told_by(self) -> tuple[QWidget, ...]:
        """What tells whose card it is, and how much time is left; the rest is further news."""
        return (self._name,) if self.ring.isHidden() else (self._name, self.ring)

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        return (self._dismiss,)

    def show_card(self, card: InteractionCard, state: CardState, now: datetime) -> None:
        self._leg, self._state = card.leg, state
        self._avatar.show_icon(MEDIA_ICONS[card.leg.media])
        self._name.show_text(name_text(card.leg))
        has_outcome = card.submission is not None or not state.is_open
        has_outcome = has_outcome and not card.needs_a_code and state is not CardState.MISSED
        self._outcome.setVisible(has_outcome)
        self._place.setVisible(not has_outcome)
        if has_outcome:
            self._outcome.show_text(outcome_text(card, state))
        self._place.show_text(place_text(card.leg, state), self._talk_tail(now))
        self._show_state(card, state, now)
        self._dismiss.setVisible(card.leg.phase.is_over and not state.is_open)
        self._arrange()

    def _show_state(self, card: InteractionCard, state: CardState, now: datetime) -> None:
        countdown = countdown_of(card, state)
        self.ring.setVisible(countdown is not None)
        self.pill.setVisible(countdown is None)
        if countdown is not None:
            self.ring.count(countdown, now)
        else:
            face = appearance_of(state)
            self.pill.show_state(face.word, face.icon, face.tone)

    def tick(self, now: datetime) -> None:
        """Move the seconds on; repaints, lays nothing out."""
        self._place.tick_tail(self._talk_tail(now))
        if not self.ring.isHidden():
            self.ring.tick(now)

    def _talk_tail(self, now: datetime) -> str:
        if self._leg is None or self._state not in _SHOWS_TALK_TIME:
            return ""
        talked = talk_time(self._leg, now)
        return SEPARATOR + clock_text(talked) if talked is not None else ""

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)
