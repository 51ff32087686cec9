"""Shows how far something is, in words and as a bar, with a button to stop it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP_WIDE, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.share_bar import ShareBar
from wrapup_desk.ui.widgets.text_label import TextLabel


class ProgressBar(ShareBar):
    """A longer bar; it leaves the room to the words beside it as they grow."""

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(150, 8)


class ProgressLine(QWidget):
    """Text, bar and "Stop"."""

    stop_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text = TextLabel(theme, Size.BODY, "text", Weight.MEDIUM, max_lines=0)
        self._bar = ProgressBar(theme)
        self.stop = Button(theme, ButtonKind.PLAIN)
        self.stop.show_caption(tr("Stop"))
        self.stop.clicked.connect(self.stop_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_WIDE)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.stop)

    @property
    def text(self) -> str:
        return self._text.shown_text

    def show_progress(self, text: str, share: float | None, *, can_stop: bool = True) -> None:
        """Show *text* and, where it is known, the share done."""
        self._text.show_text(text)
        self._bar.setVisible(share is not None)
        self._bar.show_share(share or 0.0)
        self.stop.setEnabled(can_stop)
