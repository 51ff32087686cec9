"""Draws a state as a small pill: icon and word in the state's colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Tone, Weight

_SIDE_PADDING = 9
_ICON_GAP = 5
# How much smaller than its text size a word may get rather than be cut.
_LEAST_SHARE = 0.7


class StatePill(QLabel):
    """A word with its icon on the soft colour of its tone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._word = ""
        self._icon = ""
        self._tone = Tone.NEUTRAL
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def word(self) -> str:
        return self._word

    def show_state(self, word: str, icon: str, tone: Tone) -> None:
        if (word, icon, tone) == (self._word, self._icon, self._tone):
            return
        self._word, self._icon, self._tone = word, icon, tone
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        """The font of its text size, or a smaller one where the word would be cut."""
        font = self._theme.font_of(self._word, Size.CAPTION, Weight.SEMIBOLD)
        wanted = self.sizeHint().width()
        if self.width() < wanted:
            # What is around the word does not shrink.
            fixed = wanted - QFontMetricsF(font).horizontalAdvance(self._word)
            share = (self.width() - fixed) / (wanted - fixed)
            font = QFont(font)
            font.setPixelSize(max(1, int(font.pixelSize() * max(share, _LEAST_SHARE))))
        return font

    # Qt overrides

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.font_of(self._word, Size.CAPTION, Weight.SEMIBOLD))
        icon = self._theme.px(12) + _ICON_GAP if self._icon else 0
        width = metrics.horizontalAdvance(self._word) + icon + 2 * _SIDE_PADDING
        return QSize(int(width) + 1, max(20, int(metrics.height()) + 5))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(int(hint.width() * _LEAST_SHARE), hint.height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, whole = self._theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ink(self._tone.soft))
        painter.drawRoundedRect(whole, whole.height() / 2, whole.height() / 2)
        self._paint_word(painter)

    def _paint_word(self, painter: QPainter) -> None:
        theme, whole = self._theme, QRectF(self.rect())
        x = float(_SIDE_PADDING)
        if self._icon:
            side = theme.px(12)
            spot = QRectF(x, (whole.height() - side) / 2, side, side)
            theme.draw_icon(painter, spot, self._icon, self._tone.ink)
            x += side + _ICON_GAP
        painter.setFont(self._font())
        painter.setPen(theme.ink(self._tone.ink))
        band = QRectF(x, 0, whole.width() - x, whole.height())
        painter.drawText(band, int(Qt.AlignmentFlag.AlignVCenter), self._word)
