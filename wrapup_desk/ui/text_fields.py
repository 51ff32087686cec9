"""Fields for a line of text, which know the words that an input method has under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

# What QLineEdit keeps free left and right of its text, in pixels.
_TEXT_MARGIN = 2


class WordsUnderWay:
    """What an input method has under way in a field; it is written when the focus leaves.

    Most do that themselves. Some of IBus, such as Anthy, give it up instead, within that very turn
    of the loop; what a person gives up, with Esc, goes in a turn of its own.

    Args:
        field: where they are.
        write: puts a text at the field's caret.
    """

    def __init__(self, field: QWidget, write: Callable[[str], object]) -> None:
        self.words = ""
        self._given_up = ""
        self._field = field
        self._write = write

    def follow(self, event: QInputMethodEvent) -> None:
        """Take what the input method says, before the field does."""
        before, self.words = self.words, event.preeditString()
        if before and not self.words and not event.commitString():
            self._given_up = before
            QTimer.singleShot(0, self._field, self._forget)

    def leave(self) -> None:
        """Write what was given up just now: the focus is leaving."""
        words, self._given_up = self._given_up, ""
        if words:
            self._write(words)

    def _forget(self) -> None:
        self._given_up = ""


class TextField(QLineEdit):
    """A line to write in: a click on a button beside it takes along what is under way here."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way = WordsUnderWay(self, self.insert)

    # Qt overrides

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._under_way.follow(event)
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._under_way.leave()
        super().focusOutEvent(event)


class PromptField(QLineEdit):
    """A line to search by: shows the first of its prompts that has room, or the last.

    What is typed counts before an input method has made its last signs of it.
    """

    looked_for = Signal(str)  # the text, with what an input method has under way in it
    prompted = Signal(bool)  # whether its prompt has room

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
        if prompts != self._prompts:
            self._prompts = prompts
            self._show_prompt()

    def _show_prompt(self) -> None:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        room = inside.width() - 2 * _TEXT_MARGIN
        wide = self.fontMetrics().horizontalAdvance
        fits = [each for each in self._prompts if wide(each) <= room]
        self.setPlaceholderText((fits or self._prompts[-1:])[0])
        self.prompted.emit(bool(self.placeholderText()))

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
