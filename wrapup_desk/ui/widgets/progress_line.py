"""Shows how far something is, in words and as a bar, with a button to stop it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP_TINY, GAP_WIDE, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.layouts import move_to
from wrapup_desk.ui.widgets.share_bar import ShareBar
from wrapup_desk.ui.widgets.text_label import TextLabel

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
# The least width, at 100 %, in which the words have room between the bar and the button.
_BESIDE = 420


class ProgressBar(ShareBar):
    """A longer bar; it leaves the room to the words beside it as they grow."""

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(150, 8)


class ProgressLine(QWidget):
    """Text, bar and "Stop": in one line, or the bar above where the words need its room."""

    stop_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = TextLabel(theme, Size.BODY, "text", Weight.MEDIUM, max_lines=0)
        self._bar = ProgressBar(theme)
        self.stop = Button(theme, ButtonKind.PLAIN)
        self.stop.show_caption(tr("Stop"))
        self.stop.clicked.connect(self.stop_requested)
        self._row, self._above = QHBoxLayout(), QHBoxLayout()
        self._row.setSpacing(GAP_WIDE)
        self._row.addWidget(self._bar, 0, _MIDDLE)
        self._row.addWidget(self._text, 1, _MIDDLE)
        self._row.addWidget(self.stop, 0, _MIDDLE)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_TINY)
        lines.addLayout(self._above)
        lines.addLayout(self._row)

    @property
    def text(self) -> str:
        return self._text.shown_text

    def show_progress(self, text: str, share: float | None, *, can_stop: bool = True) -> None:
        """Show *text* and, where it is known, the share done."""
        self._text.show_text(text)
        self._bar.setVisible(share is not None)
        self._bar.show_share(share or 0.0)
        self.stop.setEnabled(can_stop)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() < self._theme.px(_BESIDE):
            move_to(self._above, self._bar, self._row, align=Qt.AlignmentFlag.AlignLeft)
        else:
            move_to(self._row, self._bar, self._above, place=0, align=_MIDDLE)
