"""Follows the agent's pointer: what it is over stays there, and what just came takes no click."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QHoverEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

# A pointer that did not move for this long rests: whoever left it there does not aim at anything.
REST_MS = 3000
# What came to its place less than this ago takes no click: it was meant for what was there before.
CAME_JUST_NOW_S = 0.3

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class PointerWatch(QObject):
    """Knows whether the pointer is in use over a list, its edges included, and at what it aims."""

    left = Signal()  # it rests, went elsewhere, or keys are used instead

    def __init__(self, area: QScrollArea, content: QWidget) -> None:
        """Watch *area*, in which *content* is scrolled."""
        super().__init__(area)
        self._area, self._content, self._bar = area, content, area.verticalScrollBar()
        self._spot = QPointF()
        self._moves = QTimer(self)
        self._moves.setSingleShot(True)
        self._moves.setInterval(REST_MS)
        self._moves.timeout.connect(self._on_left)
        # What is kept under it, and how high in the view, until it aims at something else.
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
    def spot(self) -> QPoint | None:
        """Where it is in the area; None while it is not in use."""
        return self._area.mapFromGlobal(self._spot).toPoint() if self.is_in_use else None

    def rest(self) -> None:
        """Note that it only lies there."""
        if self.is_in_use:
            self._moves.stop()
            self._on_left()

    def _on_left(self) -> None:
        self._kept = None
        self._content.setMinimumHeight(0)
        self.left.emit()

    def _on_moved(self, spot: QPointF) -> None:
        self._spot = spot
        self._kept = None
        self._moves.start()
        # A list that gets shorter would slide down under it.
        self._content.setMinimumHeight(self._content.height())

    def keep(self) -> None:
        """Keep under the pointer what is there, though something above it grows or shrinks."""
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
            self._is_keeping = True
            self._bar.setValue(self._bar.value() + self._height_of(widget) - height)
            self._is_keeping = False
        else:
            self._kept = None

    def _on_scrolled(self) -> None:
        if not self._is_keeping:
            self._kept = None

    def _height_of(self, widget: QWidget) -> int:
        return widget.mapTo(self._area.viewport(), QPoint(0, 0)).y()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content:
            # A layout has run by now, and nothing was painted yet.
            if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
                self._scroll_back()
        elif isinstance(event, QHoverEvent):
            spot = event.globalPosition()
            if event.type() == QEvent.Type.HoverMove and spot != self._spot:
                # Cards that move under a pointer that lies still are no movement of the pointer.
                self._on_moved(spot)
            elif event.type() == QEvent.Type.HoverEnter:
                self._spot = spot
            elif event.type() == QEvent.Type.HoverLeave:
                self.rest()
        return False


class ClickGuard(QObject):
    """Lets no click through to what came to its place a moment ago, or stands for something else.

    Each time the window is drawn it notes where the things to click are. What the agent moves by
    hand, with the wheel or the scroll bar, counts as seen.
    """

    def __init__(self, area: QWidget, things: Callable[[], Iterable[QWidget]]) -> None:
        super().__init__(area)
        self._area = area
        self._things = things
        self._window: QWidget | None = None
        # Where each thing is in the window, and since when.
        self._seen: dict[QWidget, tuple[QPoint, float]] = {}
        self._is_by_hand = True
        self._swallows = False

    def watch(self) -> None:
        """Begin, now that the area is in a window on the screen; once more does no harm."""
        window = self._area.window()
        handle = window.windowHandle()
        if self._window is window or handle is None:
            return
        self._window = window
        window.installEventFilter(self)
        handle.installEventFilter(self)

    def came_just_now(self, spot: QPoint) -> bool:
        """Whether what is at *spot* of the window came there a moment ago."""
        if self._window is None:
            return False
        self._look(self._window)
        there: QWidget | None = self._window.childAt(spot)
        while there is not None and there not in self._seen:
            there = there.parentWidget()
        return there is not None and time.monotonic() - self._seen[there][1] < CAME_JUST_NOW_S

    def _look(self, window: QWidget) -> None:
        is_by_hand = self._is_by_hand or bool(QApplication.mouseButtons())
        self._is_by_hand = False
        now = 0.0 if is_by_hand else time.monotonic()
        seen = {}
        for thing in self._things():
            if thing.isVisible():
                place = thing.mapTo(window, QPoint(0, 0))
                known = self._seen.get(thing)
                is_as_before = known is not None and known[0] == place
                seen[thing] = known if known is not None and is_as_before else (place, now)
        self._seen = seen

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.UpdateRequest and self._window is not None:
                self._look(self._window)
        elif kind == QEvent.Type.Wheel:
            self._is_by_hand = True
        elif kind in _PRESSES and isinstance(event, QMouseEvent):
            self._swallows = self.came_just_now(event.position().toPoint())
            return self._swallows
        elif kind == QEvent.Type.MouseButtonRelease and self._swallows:
            self._swallows = False
            return True
        return False
