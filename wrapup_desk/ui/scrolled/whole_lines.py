"""A page that is scrolled with no line cut: half a line reads as if it were broken."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QScrollBar, QTextEdit, QWidget

from wrapup_desk.ui.scrolled.lines import (
    ANY_WIDTH,
    Span,
    areas_of_lines,
    lines_of,
    seen_whole,
    spare_of,
    with_name,
)

# What a scroll bar takes, in pixels, with some to spare.
SCROLL_BAR = 12
_LAID_OUT = (QEvent.Type.LayoutRequest, QEvent.Type.Resize)


class CutLines:
    """The lines of pages that begin or end out of sight; they are not drawn."""

    def __init__(self) -> None:
        self._cut: dict[QWidget, Span] = {}

    def leave_out(self, pages: Iterable[tuple[QWidget, Span, int]]) -> None:
        """Draw no line that is cut of *pages*: what of each is in sight, and how much can be."""
        cut: dict[QWidget, Span] = {}
        for page, (start, foot), room in pages:
            if start < foot:
                cut.update(_cut_in(page, start, foot, room))
        for part in self._cut:
            if part not in cut and shiboken6.isValid(part):
                part.clearMask()
        for part, seen in cut.items():
            draw_just(part, seen)
        self._cut = cut


class WholeLines(QScrollArea):
    """Shows *page*, scrolled up and down where the height does not do.

    A line that the top or the foot would cut is not drawn; what is beside it is, and nothing
    moves: a page is laid out as if none were left out. What has the keys is seen, in part rather
    than not at all. Of views within views the outermost knows what is in sight.
    """

    def __init__(self, page: QWidget, bar: QScrollBar | None = None) -> None:
        """Show *page*, scrolled by *bar* or by one of Qt's own."""
        super().__init__()
        self.page = page
        if bar is not None:
            self.setVerticalScrollBar(bar)
        self._cut_lines = CutLines()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.setObjectName("list")  # the style sheet keeps its background out of the way
        self.setWidget(page)
        self.verticalScrollBar().valueChanged.connect(self.leave_out_cut_lines)
        QApplication.instance().focusChanged.connect(self.leave_out_cut_lines)  # type: ignore[union-attr]  # there is one: this is a widget

    def leave_out_cut_lines(self) -> None:
        """Draw no line that is cut, here and in what is around; for what Qt does not tell of."""
        *_, outermost = self, *_views_around(self)
        outermost.leave_out_here()

    def leave_out_here(self) -> None:
        """Draw no line that is cut, of the page and of views in it; for the outermost view."""
        self._cut_lines.leave_out(
            (area.page, area.in_sight(), area.viewport().height())
            for area in (self, *self.page.findChildren(WholeLines))
        )

    def in_sight(self) -> Span:
        """Return what of the page is seen, with all that is around it; nothing while hidden."""
        if not self.isVisible():
            return 0, 0
        inner: QWidget = self.viewport()
        start, foot, below = 0, inner.height(), 0
        while not inner.isWindow() and (around := inner.parentWidget()) is not None:
            below += inner.y()
            start, foot = max(start, -below), min(foot, around.height() - below)
            inner = around
        return start - self.page.y(), foot - self.page.y()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_done = super().eventFilter(watched, event)
        if watched is self.page and event.type() in _LAID_OUT:
            if (layout := self.page.layout()) is not None:
                layout.activate()  # asked for only: what is in it stands where it stood
            self.leave_out_cut_lines()
        return is_done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.leave_out_cut_lines()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.leave_out_cut_lines()


def _views_around(part: QWidget) -> Iterator[WholeLines]:
    """Yield the views that *part* stands in, the innermost first."""
    around = part.parentWidget()
    while around is not None:
        if isinstance(around, WholeLines):
            yield around
        around = around.parentWidget()


def bring_into_view(widget: QWidget) -> None:
    """Scroll everything *widget* is in so that it is seen: a view may stand in another."""
    ancestor = widget.parentWidget()
    while ancestor is not None:
        if isinstance(ancestor, QScrollArea):
            ancestor.ensureWidgetVisible(widget)
        ancestor = ancestor.parentWidget()


def draw_just(part: QWidget, seen: Span) -> None:
    """Draw of *part* what is from the first to the second of *seen*, in pixels from its top."""
    first, last = seen
    shown = QRect(0, first, ANY_WIDTH, last - first)
    # An empty mask would be none.
    part.setMask(QRegion(shown if first < last else QRect(-1, -1, 1, 1)))


def draw_whole_lines(text: QTextEdit) -> None:
    """Draw no line that is cut of a *text* that scrolls by itself, nor by what is around it."""
    view = text.viewport()
    height = view.height()
    whole = QRegion(0, 0, ANY_WIDTH, height)
    drawn = QRegion(whole)
    for area in areas_of_lines(text):
        top, end = round(area.top()), round(area.bottom())
        if end - top <= height and (top < 0 < end or top < height < end):
            left = math.floor(area.left())
            drawn -= QRegion(left, top, math.ceil(area.right()) - left, end - top)
    if drawn == whole:
        view.clearMask()
    else:
        # An empty mask would be none.
        view.setMask(QRegion(-1, -1, 1, 1) if drawn.isEmpty() else drawn)
    if (around := next(_views_around(text), None)) is not None:
        around.leave_out_cut_lines()


def _cut_in(around: QWidget, start: int, foot: int, room: int) -> Iterator[tuple[QWidget, Span]]:
    """Yield what *start* or *foot* would cut in *around*, and what to draw of it."""
    focused = QApplication.focusWidget()
    for part in around.children():
        if not isinstance(part, QWidget) or part.isHidden() or part.isWindow():
            continue
        top, height = part.y(), part.height()
        if top >= foot or top + height <= start or start <= top <= top + height <= foot:
            continue
        first, last = max(0, start - top), min(height, foot - top)
        spans = lines_of(part)
        if not spans or (part is not focused and focused and part.isAncestorOf(focused)):
            yield from _cut_in(part, first, last, room)
        elif part is not focused or len(spans) > 1:
            spare = spare_of(part)
            begin, end = seen_whole(first - spare, last + spare, spans, room)
            if (named := with_name(part, (begin, end), room)) != (begin, end):
                begin, end = seen_whole(*named, spans, room)
            if (begin, end) != (first - spare, last + spare):
                yield part, (max(begin, first), min(end, last))
