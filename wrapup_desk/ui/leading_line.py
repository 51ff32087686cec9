"""Shows the leading suggestion of a card that is not expanded, in one line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from wrapup_desk.application.desk_state import InteractionCard
from wrapup_desk.ui.suggestion_rows import draw_bar
from wrapup_desk.ui.text_label import TextLabel
from wrapup_desk.ui.theme import Look
from wrapup_desk.ui.tokens import GAP, Size, Weight
from wrapup_desk.ui.wording import leading_text, percent_text


class Bar(QWidget):
    """A probability as a bar; the number beside it says the same in text."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(62, 6)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_bar(painter, self._look, QRectF(self.rect()), self._share, "accent")


class LeadingLine(QWidget):
    """The first suggestion with its percent and bar, or that nothing is clear yet."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._text = TextLabel(look, Size.SMALL, "muted", Weight.MEDIUM, max_lines=3)
        self._percent = TextLabel(look, Size.SMALL, "muted", Weight.SEMIBOLD)
        self._percent.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._bar = Bar(look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._text, 1)
        row.addWidget(self._percent)
        row.addWidget(self._bar)

    def show_card(self, card: InteractionCard) -> None:
        first = card.ranking.first if card.ranking.is_clear else None
        self._text.show_text(leading_text(card))
        self._text.use_ink("text" if first is not None else "muted")
        self._percent.setVisible(first is not None)
        self._bar.setVisible(first is not None)
        if first is not None:
            self._percent.show_text(percent_text(first.probability))
            self._bar.show_share(first.probability)
