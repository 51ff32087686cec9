"""A field to search by: its hint is never cut, and what is typed counts before it is confirmed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QInputMethodEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame

# What QLineEdit keeps free left and right of its text, in pixels.
_TEXT_MARGIN = 2


class PromptField(QLineEdit):
    """Shows the first of its prompts that has room, or the last."""

    looked_for = Signal(str)  # the text, with what an input method has under way in it

    def __init__(self) -> None:
        super().__init__()
        self._prompts: tuple[str, ...] = ("",)
        self._composed = ""
        self._told = ""
        self.textChanged.connect(self._tell)

    @property
    def is_composing(self) -> bool:
        """Whether an input method has words under way that are not in the text yet."""
        return bool(self._composed)

    @property
    def wanted(self) -> str:
        """What is looked for: the text, with what an input method has under way in it."""
        caret = self.cursorPosition()
        return self.text()[:caret] + self._composed + self.text()[caret:]

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

    def _tell(self) -> None:
        if self.wanted != self._told:
            self._told = self.wanted
            self.looked_for.emit(self._told)

    # Qt overrides

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composed = event.preeditString()
        super().inputMethodEvent(event)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_prompt()
