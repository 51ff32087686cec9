"""Follows the agent's pointer: what it is over stays there, whatever changes around it."""

from __future__ import annotations

from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHoverEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QScrollArea, QWidget

# A pointer that did not move for this long rests: whoever left it there does not aim at anything.
REST_MS = 3000


class Aim(NamedTuple):
    """Where a pointer in use is, and all of what it aims at there: a button or a field, or a spot."""

    spot: QPoint
    whole: QRect


class PointerWatch(QObject):
    """Knows whether the pointer is in use over a list, its edges included, and at what it aims."""

    left = Signal()  # it rests, went elsewhere, or keys are used instead
    aims_anew = Signal()  # it moved, or left

    def __init__(self, area: QScrollArea, content: QWidget) -> None:
        """Watch *area*, in which *content* is scrolled."""
        super().__init__(area)
        self._area, self._content, self._bar = area, content, area.verticalScrollBar()
        self._spot = QPointF()
        self._moves = QTimer(self)
        self._moves.setSingleShot(True)
        self._moves.setInterval(REST_MS)
        self._moves.timeout.connect(self._on_left)
        # What is kept under it, and how high in the window, until it aims at something else.
        self._kept: tuple[QWidget, int] | None = None
        self._is_keeping = False
        self._bar.valueChanged.connect(self._on_scrolled)
        # It cannot be scrolled further down before the range has grown.
        self._bar.rangeChanged.connect(self._scroll_back)
        area.setAttribute(Qt.WidgetAttribute.WA_Hover)
        area.installEventFilter(self)
        self._content.installEventFilter(self)

    @property
    def is_in_use(self) -> bool:
        return self._moves.isActive()

    @property
    def aim(self) -> Aim | None:
        """What it aims at, in pixels of the area; None while it is not in use."""
        if not self.is_in_use:
            return None
        spot = self._area.mapFromGlobal(self._spot).toPoint()
        there = self._area.childAt(spot)
        if there is not None and isinstance(there.parentWidget(), QPlainTextEdit):
            there = there.parentWidget()  # the page of a field is a part of its own
        if not isinstance(there, (QAbstractButton, QPlainTextEdit)):
            return Aim(spot, QRect(spot, QSize(1, 1)))
        return Aim(spot, QRect(there.mapTo(self._area, QPoint(0, 0)), there.size()))

    def rest(self) -> None:
        """Note that it only lies there."""
        if self.is_in_use:
            self._moves.stop()
            self._on_left()

    def _on_left(self) -> None:
        self._kept = None
        self._content.setMinimumHeight(0)
        self.left.emit()
        self.aims_anew.emit()

    def _on_moved(self, spot: QPointF) -> None:
        self._spot = spot
        self._kept = None
        self._moves.start()
        # A list that gets shorter would slide down under it.
        self._content.setMinimumHeight(self._content.height())
        self.aims_anew.emit()

    def keep(self) -> None:
        """Keep under the pointer what is there, though something above it, or the list, changes."""
        if self.is_in_use and self._kept is None:
            there = self._content.childAt(self._content.mapFromGlobal(self._spot).toPoint())
            if there is not None:
                self._kept = there, self._height_of(there)

    def let_go(self) -> None:
        """Let what is under the pointer move: something else is to be seen."""
        self._kept = None

    def _scroll_back(self) -> None:
        if self._kept is None:
            return
        widget, height = self._kept
        if shiboken6.isValid(widget) and widget.isVisible():
            was_keeping, self._is_keeping = self._is_keeping, True
            wanted = self._bar.value() + self._height_of(widget) - height
            self._make_room_for(wanted)
            self._bar.setValue(wanted)
            self._is_keeping = was_keeping
        else:
            self._kept = None

    def _make_room_for(self, value: int) -> None:
        """Let the list, where it is scrolled at all, end later, if it ends too early to scroll to *value*."""
        # As the bar is going to have it: its range is set after the list has its size.
        end = self._content.height() - self._area.viewport().height()
        if 0 < end < value:
            self._content.setMinimumHeight(self._content.height() + value - end)
            QApplication.sendEvent(self._area, QEvent(QEvent.Type.LayoutRequest))

    def _on_scrolled(self) -> None:
        if not self._is_keeping:
            self._kept = None

    def _height_of(self, widget: QWidget) -> int:
        return widget.mapTo(self._area.window(), QPoint(0, 0)).y()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content:
            # A layout has run by now, and nothing was painted yet.
            if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
                self._scroll_back()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._scroll_back()
        elif isinstance(event, QHoverEvent):
            # Qt says (-1, -1) for where on the screen it came in.
            spot = self._area.mapToGlobal(event.position())
            if event.type() == QEvent.Type.HoverMove and spot != self._spot:
                # Cards that move under a pointer that lies still are no movement of the pointer.
                self._on_moved(spot)
            elif event.type() == QEvent.Type.HoverEnter:
                self._spot = spot
            elif event.type() == QEvent.Type.HoverLeave:
                self.rest()
        return False
