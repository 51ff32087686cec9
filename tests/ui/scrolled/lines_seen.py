"""Finds the lines of a window that are seen in part only, by what Qt clips and masks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

from tests.ui.repair.openings import settle
from wrapup_desk.ui.scrolled.lines import Span, lines_of, spare_of


def seen_of(part: QWidget, *, drawn: bool = True) -> Span:
    """Return what of *part* is not clipped, in pixels from its top; *drawn*: and is drawn."""
    first, last, above = 0, part.height(), 0
    inner = part
    while True:
        mask = inner.mask().boundingRect() if drawn else QRect()
        top, end = (mask.top(), mask.bottom() + 1) if not mask.isEmpty() else (0, inner.height())
        first, last = max(first, max(top, 0) - above), min(last, end - above)
        around = inner.parentWidget()
        if around is None or inner.isWindow():
            return first, max(first, last)
        above += inner.y()
        inner = around


def room_for(part: QWidget) -> int:
    """Return how much of *part* could be seen at once, however it is scrolled."""
    room, around = 10_000, part.parentWidget()
    while around is not None:
        if isinstance(around, QAbstractScrollArea):
            room = min(room, around.viewport().height())
        around = around.parentWidget()
    return room


def cut_lines(window: QWidget) -> list[str]:
    """Return each line in *window* that is seen in part only, though it could be seen whole."""
    return [
        f"{type(part).__name__} {part.accessibleName()!r} {span} seen {seen}"
        for part, span, seen, _ in _lines(window)
        if part is not QApplication.focusWidget()
        if 0 < seen < span[1] - span[0] - spare_of(part)
        if span[1] - span[0] <= room_for(part)
    ]


def left_out_in_vain(window: QWidget) -> list[str]:
    """Return each line in *window* that is not cut, and yet not drawn."""
    return [
        f"{type(part).__name__} {part.accessibleName()!r} {span} seen {seen}"
        for part, span, seen, in_sight in _lines(window)
        if seen < in_sight == span[1] - span[0]
    ]


def _lines(window: QWidget) -> Iterator[tuple[QWidget, Span, int, int]]:
    """Yield each line, where it is in its part, and how much of it is drawn and is in sight."""
    for part in window.findChildren(QWidget):
        if part.isVisible():
            places = seen_of(part), seen_of(part, drawn=False)
            for top, end in lines_of(part):
                drawn, in_sight = (min(end, last) - max(top, first) for first, last in places)
                yield part, (top, end), drawn, in_sight


def scrolled(window: QWidget) -> Iterator[int]:
    """Scroll each view in *window* from its top to its end, at uneven places, and yield these."""
    for area in window.findChildren(QScrollArea):
        bar = area.verticalScrollBar()
        if not area.isVisible() or not bar.maximum():
            continue
        was = bar.value()
        for share in (0.0, 0.13, 0.37, 0.61, 0.88, 1.0):
            bar.setValue(round(share * bar.maximum()))
            settle()
            yield bar.value()
        bar.setValue(was)
        settle()
