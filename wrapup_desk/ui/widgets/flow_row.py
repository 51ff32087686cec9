"""Lays widgets out in a row that breaks into more rows where the width does not do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP
from wrapup_desk.ui.widgets.buttons import Button

# The least width, at 100 %, in which a sentence has room beside a button.
_BESIDE = 190


def line_direction(theme: Theme, width: int) -> QBoxLayout.Direction:
    """Return how a sentence and its button stand: side by side, or one below the other."""
    if width < theme.px(_BESIDE):
        return QBoxLayout.Direction.TopToBottom
    return QBoxLayout.Direction.LeftToRight


def large_text_direction(theme: Theme) -> QBoxLayout.Direction:
    """Return how the parts of a bar stand: below each other where large text leaves no room beside."""
    if theme.has_large_text:
        return QBoxLayout.Direction.TopToBottom
    return QBoxLayout.Direction.LeftToRight


class FlowRow(QWidget):
    """Left to right, the last at the right edge; at 200 % text they stand below each other."""

    def __init__(self, widgets: Sequence[QWidget], *, spreads: bool = True) -> None:
        super().__init__()
        self._spreads = spreads
        self._widgets = tuple(widgets)
        # What was last arranged: which widgets, as large as they wanted to be.
        self._arranged: tuple[object, ...] = ()
        # How they stand, and in which width.
        self._standing: tuple[int, list[list[QWidget]]] = (0, [])
        for widget in widgets:
            widget.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def arrange(self) -> None:
        """Take into account that a widget was shown, hidden or renamed."""
        if not self.isVisible():
            # What has no width yet is placed when it is shown.
            self._arranged = ()
            self.updateGeometry()
            return
        wanted = self._wanted(self.width())
        if wanted == self._arranged:
            return  # or else each redraw of the window would lay all of it out again
        self._arranged = wanted
        self.updateGeometry()
        self._place(self.width(), moves=True)

    def _wanted(self, width: int) -> tuple[object, ...]:
        return width, *((each, each.sizeHint(), _height(each, width)) for each in self._shown())

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _lines(self, width: int) -> list[list[QWidget]]:
        """Return what stands on each line; a button that is pointed at stays on its own."""
        (placed_in, standing), shown = self._standing, self._shown()
        is_same = placed_in == width and [each for line in standing for each in line] == shown
        if is_same and any(isinstance(each, Button) and each.underMouse() for each in shown):
            return standing
        lines: list[list[QWidget]] = []
        used = 0
        for widget in self._shown():
            needed = widget.sizeHint().width()
            if lines and used + GAP + needed <= width:
                lines[-1].append(widget)
                used += GAP + needed
            else:
                lines.append([widget])
                used = needed
        return lines

    def _place(self, width: int, *, moves: bool) -> int:
        """Return the height the lines need at *width*; with *moves*, put the widgets there."""
        y = 0
        lines = self._lines(width)
        if moves:
            self._standing = width, lines
        for line in lines:
            widths = _widths(line, width)
            height = max(_height(*each) for each in zip(line, widths, strict=True))
            x = 0
            is_last_line = line[-1] is self._shown()[-1]
            for widget, needed in zip(line, widths, strict=True):
                if self._spreads and is_last_line and widget is line[-1] and len(line) > 1:
                    x = width - needed
                if moves:
                    own = _height(widget, needed)
                    widget.setGeometry(QRect(x, y + (height - own) // 2, needed, own))
                x += needed + GAP
            y += height + GAP
        return max(0, y - GAP)

    # Qt overrides

    def sizeHint(self) -> QSize:
        hints = [widget.sizeHint() for widget in self._shown()]
        width = sum(hint.width() for hint in hints) + GAP * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        return self._place(width, moves=False)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._arranged = self._wanted(self.width())
        self._place(self.width(), moves=True)

    def showEvent(self, event: QShowEvent) -> None:
        self.arrange()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.arrange()
        super().changeEvent(event)


def _widths(line: Sequence[QWidget], width: int) -> list[int]:
    """Return how wide each widget of a line becomes.

    A text that wraps gets what is left, unless it is to be no wider than it asks to be.
    """
    widths = [min(widget.sizeHint().width(), width) for widget in line]
    left = width - sum(widths) - GAP * (len(line) - 1)
    for index, widget in enumerate(line):
        if widget.hasHeightForWidth() and _grows(widget):
            widths[index] += max(0, left)
            break
    return widths


def _grows(widget: QWidget) -> bool:
    return widget.sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Maximum


def _height(widget: QWidget, width: int) -> int:
    """Return the height of a widget that may have to wrap at *width*."""
    if isinstance(widget, Button):
        # By itself it knows of a width only once it has been laid out in it.
        return widget.height_at(width)
    if widget.hasHeightForWidth():
        return max(widget.heightForWidth(width), widget.sizeHint().height())
    return widget.sizeHint().height()
