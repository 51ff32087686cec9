"""A page that is scrolled and ends at a whole line: half a line reads as if it were cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QScrollArea, QWidget

from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.side_dialog import scroll_in
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel

# Where something that must not be cut begins and ends, in pixels from the top.
Span = tuple[int, int]


@runtime_checkable
class WithLines(Protocol):
    """What can be cut between the lines it draws."""

    def line_spans(self) -> list[Span]:
        """Return where each of its lines begins and ends, in pixels from its top."""
        ...


def left_over(start: int, foot: int, spans: Iterable[Span]) -> int:
    """Return how much above *foot* to leave out so that nothing begun there is cut.

    Nothing where that would leave nothing from *start* on.
    """
    end, listed = foot, [span for span in spans if span[0] < foot]
    while begun := [top for top, bottom in listed if top < end < bottom]:
        end = min(begun)
    return foot - end if end > start else 0


class WholeLines(QScrollArea):
    """Shows *content*, scrolled where the height does not do, with no line cut at the foot."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.page = content
        scroll_in(self, content)
        content.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self.end_at_a_line)

    def end_at_a_line(self) -> None:
        """Leave out at the foot what would be a part of a line."""
        start = self.verticalScrollBar().value()
        foot = start + self.height()
        is_whole = self.page.height() <= self.height()
        below = 0 if is_whole else left_over(start, foot, self._spans(start, foot))
        if self._has_keys_within(foot - below, foot):
            below = 0  # what has the keys is seen, in part rather than not at all
        if below != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, below)

    def _has_keys_within(self, start: int, foot: int) -> bool:
        focused = QApplication.focusWidget()
        if focused is None or not self.page.isAncestorOf(focused):
            return False
        top = focused.mapTo(self.page, QPoint(0, 0)).y()
        return top < foot and start < top + focused.height()

    def _spans(self, start: int, foot: int) -> Iterator[Span]:
        for part in self.page.findChildren(QWidget):
            top = part.mapTo(self.page, QPoint(0, 0)).y()
            if part.isVisible() and top < foot and start < top + part.height():
                yield from ((top + begin, top + end) for begin, end in _lines_of(part))

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_done = super().eventFilter(watched, event)
        if watched is self.page and event.type() in _LAID_OUT:
            self.end_at_a_line()
        return is_done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.end_at_a_line()


_LAID_OUT = (QEvent.Type.LayoutRequest, QEvent.Type.Resize)
_WHOLE = (QAbstractButton, QLineEdit, StatePill)


def _lines_of(part: QWidget) -> Iterable[Span]:
    if isinstance(part, WithLines):
        return part.line_spans()
    if isinstance(part, (TextLabel, NumbersTable)):
        ends = part.line_ends()
        return zip([0, *ends], ends, strict=False)
    return [(0, part.height())] if isinstance(part, _WHOLE) else []
