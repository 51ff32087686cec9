"""Collects each text and icon that a window paints, with its colour and what lies behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPalette
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from tests.ui.test_tokens import CONTROL, TEXT, contrast
from wrapup_desk.ui.theme import Theme

_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox)
# What covers less than that of the ground is an edge that the text or icon only touches.
_LEAST_SHARE = 0.08


@dataclass(frozen=True)
class Painted:
    """One text or icon, in coordinates of its window."""

    what: str
    ink: str
    spot: QRect
    least: float  # contrast
    is_field: bool = False  # its text stands in the second picture, too


@dataclass
class Painting:
    """What was painted, while it was, and whether it is to be seen."""

    window: QWidget
    is_bare: bool = False
    marks: list[Painted] = field(default_factory=list)

    def note(self, painter: QPainter, spot: QRectF, what: str, ink: QColor, least: float) -> None:
        widget = painter.device()
        if not isinstance(widget, QWidget) or not what.strip():
            return
        there = painter.worldTransform().mapRect(spot).toRect()
        seen = there.intersected(widget.visibleRegion().boundingRect())
        if seen.width() > 1 and seen.height() > 1 and ink.alpha():
            corner = widget.mapTo(self.window, seen.topLeft())
            mark = Painted(what, ink.name(), QRect(corner, seen.size()), least)
            if not self._is_covered(widget, mark.spot):
                self.marks.append(mark)

    def note_field(self, entry: QLineEdit | QPlainTextEdit | QTextEdit | QComboBox) -> None:
        """Note what Qt paints by itself: a field's text, or what it asks for while it is empty."""
        if isinstance(entry, QComboBox):
            text, asked = entry.currentText(), ""
        else:
            text = entry.text() if isinstance(entry, QLineEdit) else entry.toPlainText()
            asked = entry.placeholderText()
        role = QPalette.ColorRole.Text if text else QPalette.ColorRole.PlaceholderText
        seen = entry.visibleRegion().boundingRect().adjusted(4, 4, -4, -4)
        spot = QRect(entry.mapTo(self.window, seen.topLeft()), seen.size())
        if (text or asked) and not spot.isEmpty() and not self._is_covered(entry, spot):
            ink = entry.palette().color(role).name()
            self.marks.append(Painted(text or asked, ink, spot, TEXT, is_field=True))

    def _is_covered(self, widget: QWidget, spot: QRect) -> bool:
        """Whether another part of the window lies over it: a bar at its edge, the palette."""
        middle = spot.center().y()
        for x in (spot.left() + 1, spot.center().x(), spot.right() - 1):
            top = self.window.childAt(x, middle) or self.window
            if top is not widget and not widget.isAncestorOf(top):
                return True
        return False


@contextmanager
def _watched(painting: Painting) -> Iterator[None]:
    draw_text, draw_icon = QPainter.drawText, Theme.draw_icon

    def text(painter: QPainter, *given: Any) -> Any:
        if painting.is_bare:
            return None
        painting.note(painter, _text_spot(painter, given), given[-1], painter.pen().color(), TEXT)
        return draw_text(painter, *given)

    def icon(theme: Theme, painter: QPainter, spot: QRectF, name: str, ink: str) -> None:
        if not painting.is_bare:
            painting.note(painter, spot, f"icon {name}", theme.ink(ink), CONTROL)
            draw_icon(theme, painter, spot, name, ink)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QPainter, "drawText", text)
        patch.setattr(Theme, "draw_icon", icon)
        yield


def _text_spot(painter: QPainter, given: tuple[Any, ...]) -> QRectF:
    where = given[0]
    if isinstance(where, QPointF):
        return QFontMetricsF(painter.font()).boundingRect(given[-1]).translated(where)
    spot: QRectF = painter.boundingRect(QRectF(where), given[1], given[-1])
    return spot


def faint(window: QWidget) -> tuple[list[str], int]:
    """Return what of *window* is too faint on its ground, and how many marks were looked at.

    The window is painted twice, with its texts and icons and without: what is behind a mark is
    what is there in the second picture. WCAG 2.2 AA: 4.5 for a text, 3 for an icon.
    """
    painting = Painting(window)
    with _watched(painting):
        window.grab()
        painting.is_bare = True
        bare = window.grab().toImage()
    for entry in window.findChildren(QWidget):
        if entry.isVisible() and isinstance(entry, _FIELDS):
            painting.note_field(entry)
    marks = painting.marks
    return [said for mark in marks for said in _faults(mark, bare)], len(marks)


def _faults(mark: Painted, bare: QImage) -> Iterator[str]:
    for ground in grounds(bare, mark.spot, only_most=mark.is_field):
        found = contrast(mark.ink, ground)
        if found < mark.least:
            yield f"{mark.what!r} {mark.ink} on {ground}: {found:.2f}"


def grounds(picture: QImage, spot: QRect, *, only_most: bool = False) -> list[str]:
    """Return the colours that make up *spot*, but those of mere edges; or the one of most of it."""
    inside = spot.intersected(picture.rect())
    pixels = Counter(
        picture.pixel(x, y)
        for x in range(inside.left(), inside.right() + 1, 2)
        for y in range(inside.top(), inside.bottom() + 1, 2)
    )
    if only_most:
        return [QColor(pixel).name() for pixel, _count in pixels.most_common(1)]
    least = _LEAST_SHARE * pixels.total()
    return [QColor(pixel).name() for pixel, count in pixels.items() if count >= least]
