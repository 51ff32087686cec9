"""Draws a drop-down field in the windows' own look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QStyle, QStyleOptionComboBox, QStylePainter

from wrapup_desk.domain.codes.fitting import fitted_texts
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.text_label import show_hint

_SIDE = 16
_INSET = 10
# Between the edge of the field and the text, as Qt's styles have it.
_TEXT_INSET = 2


class ChoiceBox(QComboBox):
    """A QComboBox with its arrow from our icons: style sheets cannot colour one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        # Long names must not widen the panel.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        # On Linux Qt tells screen readers the choice as the name, and what labels it besides.
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setBuddy(self)

    def name_it(self, name: str) -> None:
        """Tell screen readers what is chosen here."""
        self.setAccessibleName(name)
        self._label.setAccessibleName(name)

    def choose(self, value: object, label: str) -> None:
        """Show *value*; one that is not offered, set by hand in the file, joins the list."""
        index = self.findData(value)
        if index < 0:
            self.addItem(label, value)
            index = self.count() - 1
        self.setCurrentIndex(index)

    @property
    def shown_text(self) -> str:
        """What is chosen; in too little room what tells it from the other choices."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        return self._fitted(field.width() - 2 * _TEXT_INSET)

    def _fitted(self, room: int) -> str:
        wide, text = self.fontMetrics().horizontalAdvance, self.currentText()
        if wide(text) <= room:
            return text
        texts = [self.itemText(index) for index in range(self.count())]
        return fitted_texts(texts, lambda tried: wide(tried) <= room).get(text, text)

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            whole = self.currentText()
            return show_hint(event, self, whole if self.shown_text != whole else "")
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        # Looked for beside the box; never shown.
        self._label.setParent(self.parentWidget())
        super().showEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        side = self._theme.px(_SIDE)
        spot = QRectF(self.width() - side - _INSET, (self.height() - side) / 2, side, side)
        self._theme.draw_icon(painter, spot, "chevron-down", "muted")

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past must not change a setting.
        event.ignore()
