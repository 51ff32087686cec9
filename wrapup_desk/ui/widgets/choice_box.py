"""Draws a drop-down field in the windows' own look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
)

from wrapup_desk.domain.codes.fitting import fitted_texts
from wrapup_desk.ui.hints import show_hint
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.text_label import Flow

_SIDE = 16
_INSET = 10
_MOST_LINES = 3
# Between the edge of the field and the text, as Qt's styles have it.
_TEXT_INSET = 2
# What the style sheet puts around the list.
_LIST_PADDING = 4


class ChoiceBox(QComboBox):
    """A QComboBox with its arrow from our icons: style sheets cannot colour one.

    What is chosen takes the lines it needs; where even those do not do, it says what tells it
    from the other choices.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        # Qt's own for this box takes no height from a style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))
        # Long names must not widen the panel.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        policy = QSizePolicy(self.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.currentTextChanged.connect(self.updateGeometry)
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

    def _whole(self, width: int) -> Flow:
        """All of what is chosen in the lines of a box of *width*, as far as they do."""
        room = self._text_area(width).width()
        return Flow(self.currentText(), self.font(), room, _MOST_LINES)

    def _shown(self, width: int) -> Flow:
        """What is read in a box of *width*."""
        whole, room = self._whole(width), self._text_area(width).width()
        return Flow(self._fitted(room), self.font(), room) if whole.is_elided else whole

    def _text_area(self, width: int) -> QRect:
        """Where the text stands in a box of *width*; its height is that of one line."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.rect = QRect(0, 0, width, super().sizeHint().height())
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        return field.adjusted(_TEXT_INSET, 0, -_TEXT_INSET, 0)

    def _fitted(self, room: int) -> str:
        wide, text = self.fontMetrics().horizontalAdvance, self.currentText()
        if wide(text) <= room:
            return text
        texts = [self.itemText(index) for index in range(self.count())]
        return fitted_texts(texts, lambda tried: wide(tried) <= room).get(text, text)

    # Qt overrides

    def heightForWidth(self, width: int) -> int:
        flow = self._shown(width)
        return super().sizeHint().height() + round(flow.line_height * (len(flow.lines) - 1))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            is_cut = self._whole(self.width()).is_elided
            return show_hint(event, self, self.currentText() if is_cut else "")
        return super().event(event)

    def showPopup(self) -> None:
        # The list may be wider than the box: it has one line for each choice.
        view = self.view()
        widest = view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width()
        around = 2 * (view.frameWidth() + _LIST_PADDING)
        room = self.screen().availableGeometry()
        view.setMinimumWidth(min(widest + around, room.width()))
        super().showPopup()
        beyond = view.window().geometry().right() - room.right()
        if beyond > 0:
            view.window().move(view.window().x() - beyond, view.window().y())

    def showEvent(self, event: QShowEvent) -> None:
        # Looked for beside the box; never shown.
        self._label.setParent(self.parentWidget())
        super().showEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        flow = self._shown(self.width())
        spot = QRectF(self._text_area(self.width()))
        spot.moveTop((self.height() - flow.height) / 2)
        painter.setPen(self._theme.ink("text" if self.isEnabled() else "muted"))
        flow.draw(painter, spot)
        side = self._theme.px(_SIDE)
        spot = QRectF(self.width() - side - _INSET, (self.height() - side) / 2, side, side)
        self._theme.draw_icon(painter, spot, "chevron-down", "muted")

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past must not change a setting.
        event.ignore()
