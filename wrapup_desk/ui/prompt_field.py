"""A field whose hint is never cut: where the whole of it has no room, a shorter one stands there."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame

# What QLineEdit keeps free left and right of its text, in pixels.
_TEXT_MARGIN = 2


class PromptField(QLineEdit):
    """Shows the first of its prompts that has room, or the last."""

    def __init__(self) -> None:
        super().__init__()
        self._prompts: tuple[str, ...] = ("",)

    def use_prompts(self, *prompts: str) -> None:
        """Take hints that say the same, the longest first."""
        self._prompts = prompts
        self._show_prompt()

    def _show_prompt(self) -> None:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        room = inside.width() - 2 * _TEXT_MARGIN
        wide = self.fontMetrics().horizontalAdvance
        fits = (each for each in self._prompts if wide(each) <= room)
        self.setPlaceholderText(next(fits, self._prompts[-1]))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_prompt()
