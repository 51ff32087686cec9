"""Draws a check box whose border can be seen in both themes and whose label wraps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, TARGET, Size
from wrapup_desk.ui.widgets.text_label import LEAST_END, Flow

_INSET = 3


class TickBox(QCheckBox):
    """A setting that is on or off."""

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__()
        self._theme = theme
        self._label = label
        self.setAccessibleName(label)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _side(self) -> int:
        return self._theme.px(18)

    def _left(self) -> int:
        return _INSET + self._side() + GAP

    def _flow(self, width: int) -> Flow:
        room = width - self._left() - _INSET
        return Flow(self._label, self._theme.words(Size.BODY), room, 5).even_out(LEAST_END)

    # Qt overrides

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.words(Size.BODY))
        width = self._left() + int(metrics.horizontalAdvance(self._label)) + 2 * _INSET
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left() + self._theme.px(60), TARGET)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(TARGET, self._side() + 2 * _INSET, int(self._flow(width).height) + 2 * _INSET)

    def hitButton(self, spot: QPoint) -> bool:
        return self.rect().contains(spot)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, side = self._theme, self._side()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        flow = self._flow(self.width())
        top = (self.height() - flow.height) / 2
        box = QRectF(_INSET + 0.5, top + (flow.line_height - side) / 2, side - 1, side - 1)
        is_on, is_usable = self.isChecked(), self.isEnabled()
        painter.setPen(QPen(theme.ink("accent" if is_on and is_usable else "edge"), 1.2))
        painter.setBrush(theme.ink("accent" if is_on and is_usable else "bg"))
        painter.drawRoundedRect(box, 5, 5)
        if is_on:
            ink = "on_accent" if is_usable else "muted"
            theme.draw_icon(painter, box.adjusted(2, 2, -2, -2), "check", ink)
        painter.setPen(theme.ink("text" if is_usable else "muted"))
        painter.setFont(theme.words(Size.BODY))
        flow.draw(painter, QRectF(self._left(), top, self.width(), flow.height))
        if self.hasFocus():
            painter.setPen(QPen(theme.ink("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
