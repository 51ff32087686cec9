"""Draws the ring that counts seconds down by the server's clock: a number and its arc."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.ui.card.appearance import Countdown
from wrapup_desk.ui.card.wording import clock_text, seconds_up
from wrapup_desk.ui.hints import show_hint
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Weight

_AMBER_BELOW = 0.40
_RED_BELOW = 0.15
_STROKE = 4.0
# Between the ring and the time in it.
_CLEAR = 3.0


def ink_of(countdown: Countdown, now: datetime) -> str:
    """Return the colour token of the time that is left: amber under 40 %, red under 15 %."""
    return _ink(_share(countdown, now)) if countdown.is_urgent else "accent"


def _share(countdown: Countdown, now: datetime) -> float:
    whole = max(countdown.whole.total_seconds(), 0.001)
    return min(1.0, countdown.seconds_left(now) / whole)


def _ink(share: float) -> str:
    if share < _RED_BELOW:
        return "bad"
    return "wrap" if share < _AMBER_BELOW else "accent"


class CountdownRing(QWidget):
    """The time left, as whole seconds and as the part of the span that is left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._countdown: Countdown | None = None
        self._seconds = 0
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def seconds(self) -> int:
        """Whole seconds as shown."""
        return self._seconds

    @property
    def ink(self) -> str:
        """The colour token of the arc: amber under 40 %, red under 15 %."""
        return _ink(self._share) if self._countdown and self._countdown.is_urgent else "accent"

    def count(self, countdown: Countdown, now: datetime) -> None:
        """Count *countdown* from now on; `tick` moves it."""
        self._countdown = countdown
        self._seconds = -1
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """Repaint if the number changed; nothing is laid out."""
        if self._countdown is None:
            return
        left = self._countdown.seconds_left(now)
        if seconds_up(left) == self._seconds:
            return
        self._seconds = seconds_up(left)
        self._share = _share(self._countdown, now)
        self._name()
        self.update()

    def _name(self) -> None:
        text = tr("{count} s left", count=self._seconds)
        if self._countdown is not None and self._countdown.is_urgent:
            text = tr("{count} s of after-call work left")
            text = fill(text, count=self._seconds)
        self.setAccessibleName(text)

    def written(self) -> tuple[str, QFont]:
        """Return the time as it is written, and in which font it stands clear of the ring."""
        is_long = self._seconds > 99
        text = clock_text(timedelta(seconds=self._seconds)) if is_long else str(self._seconds)
        font = self._theme.font(Size.CAPTION if is_long else Size.LEAD, Weight.SEMIBOLD)
        room = self.sizeHint().width() - 2 * (_STROKE + _CLEAR)
        wide = QFontMetricsF(font).horizontalAdvance(text)
        if wide > room:
            font = QFont(font)
            font.setPixelSize(int(font.pixelSize() * room / wide))
        return text, font

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return show_hint(event, self, self.accessibleName())
        return super().event(event)

    def sizeHint(self) -> QSize:
        side = max(44, self._theme.px(42))
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = _STROKE / 2 + 0.5
        circle = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(theme.ink("line"), _STROKE))
        painter.drawEllipse(circle)
        arc = QPen(theme.ink(self.ink), _STROKE)
        arc.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(arc)
        if self._share > 0:
            painter.drawArc(circle, 90 * 16, round(self._share * 360 * 16))
        text, font = self.written()
        painter.setFont(font)
        painter.setPen(theme.ink("bad" if self.ink == "bad" else "text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), text)
