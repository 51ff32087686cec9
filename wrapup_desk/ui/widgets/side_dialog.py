"""A small window beside the agent's: as large as its text needs, scrolling where it must."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import PADDING

_WIDTH = 360
_SCROLL_BAR = 12


def scrolling(content: QWidget) -> QScrollArea:
    """Return *content* in a view that scrolls up and down where the height does not do."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setObjectName("list")  # the style sheet keeps its background out of the way
    area.setWidget(content)
    return area


def bring_into_view(widget: QWidget) -> None:
    """Scroll everything *widget* is in so that it is seen: a view may stand in another."""
    ancestor = widget.parentWidget()
    while ancestor is not None:
        if isinstance(ancestor, QScrollArea):
            ancestor.ensureWidgetVisible(widget)
        ancestor = ancestor.parentWidget()


class SideDialog(QDialog):
    """The base of settings, keys and about: never modal, gone with Esc."""

    # At 100 % text.
    wished_width = _WIDTH

    def __init__(self, theme: Theme, window: QWidget | None, title: str) -> None:
        super().__init__(window)
        self.theme = theme
        self.setWindowTitle(title)
        self.content = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(self.content))

    def fit(self) -> None:
        """Take the size the text needs, as far as the screen has it."""
        room = self.screen().availableSize()
        wished = max(self.wished_width, self.theme.px(self.wished_width))
        width = min(wished, room.width() - 2 * PADDING)
        layout = self.content.layout()
        height = layout.totalHeightForWidth(width - _SCROLL_BAR) if layout is not None else 0
        self.setMinimumWidth(min(_WIDTH, width))
        self.resize(width, min(height + 2, room.height() - 4 * PADDING))
