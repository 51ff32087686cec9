"""A small window beside the agent's: as large as its text needs, scrolling where it must."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QScrollBar, QVBoxLayout, QWidget

from wrapup_desk.ui.scrolled.whole_lines import SCROLL_BAR, WholeLines
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import PADDING

_WIDTH = 360
_STEPS = {
    Qt.Key.Key_Up: QScrollBar.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QScrollBar.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QScrollBar.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QScrollBar.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QScrollBar.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QScrollBar.SliderAction.SliderToMaximum,
}
_FLAG = Qt.WindowType.WindowStaysOnTopHint


def stays_above(window: QWidget) -> bool:
    """Whether *window* is kept above the others."""
    return bool(window.windowFlags() & _FLAG)


def stay_above(window: QWidget, *, stays: bool) -> None:
    """Keep *window* above the others, or no longer; it stays where it is, and shown if it is."""
    if stays_above(window) == stays:
        return
    handle = window.windowHandle()
    if window.isVisible() and handle is not None and sys.platform != "win32":
        # Else it would be hidden and shown again: before, or above, the window it belongs to.
        flags = window.windowFlags() ^ _FLAG
        window.overrideWindowFlags(flags)
        handle.setFlags(flags)
        return
    was_visible = window.isVisible()
    window.setWindowFlag(_FLAG, stays)  # hides the window
    if was_visible:
        window.show()


class SideDialog(QDialog):
    """The base of settings, keys and about: never modal, gone with Esc."""

    # At 100 % text.
    wished_width = _WIDTH

    def __init__(self, theme: Theme, window: QWidget | None, title: str) -> None:
        super().__init__(window)
        self.theme = theme
        self.setWindowTitle(title)
        self.content = QWidget()
        self._fitted = QSize()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = WholeLines(self.content)
        outer.addWidget(self._area)

    def fit(self) -> None:
        """Take the size the text needs, as far as the screen has it."""
        room = self.screen().availableSize()
        wished = max(self.wished_width, self.theme.px(self.wished_width))
        width = min(wished, room.width() - 2 * PADDING)
        self.setMinimumWidth(min(_WIDTH, width))
        self.resize(width, min(self._height_for(width), room.height() - 4 * PADDING))
        self._fitted = self.size()

    def grow(self) -> None:
        """Become higher where there is more to show, downwards; never one that was resized."""
        room = self.screen().availableGeometry()
        lowest = room.y() + room.height() - PADDING - self.geometry().y()
        height = min(self._height_for(self.width()), lowest)
        if self.size() == self._fitted and height > self.height():
            self.resize(self.width(), height)
            self._fitted = self.size()

    def _height_for(self, width: int) -> int:
        layout = self.content.layout()
        return 2 + (layout.totalHeightForWidth(width - SCROLL_BAR) if layout is not None else 0)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, where nothing else wants the key: not everything here takes the focus."""
        bar = self._area.verticalScrollBar()
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or bar.maximum() == 0:
            super().keyPressEvent(event)
        else:
            bar.triggerAction(step)

    def show(self) -> None:
        """Come up above the window it belongs to, where that stays above all others."""
        parent = self.parentWidget()
        if parent is not None:
            stay_above(self, stays=stays_above(parent.window()))
        super().show()
