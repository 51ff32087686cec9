"""Lets no click through to what came under the pointer a moment ago, or stands for something else.

A click belongs to what was pressed: it counts though that moves away from under a pointer that lies
still, and it is let go by if that stands for something else by the time it is let go.
Such a click is told. The second press of a double click is not: it was most often part of a click
that counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollBar, QWidget

# What came to its place less than this ago takes no click: it was meant for what was there before.
CAME_JUST_NOW_S = 0.3

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Clickable(NamedTuple):
    """A widget that can be clicked, and what a click on it is for where that can change."""

    widget: QWidget
    stands_for: object = None
    # Where it is no button: what lets the press be, so that nothing comes of letting go.
    forget: Callable[[], None] | None = None


class HasClickables(Protocol):
    """A part of the window that knows what in it can be clicked."""

    def clickables(self) -> Iterable[Clickable]:
        """Return them from below to above: of two at one place, the later one is hit."""


class _Place(NamedTuple):
    """Where something was, in pixels of the window."""

    widget: QWidget
    stands_for: object
    left: int
    top: int
    right: int
    bottom: int

    def holds(self, spot: QPoint) -> bool:
        return self.left <= spot.x() < self.right and self.top <= spot.y() < self.bottom

    def is_like(self, other: _Place) -> bool:
        """Whether a click on either is the same; how far it reaches does not matter."""
        return self[:4] == other[:4]


class RightClick(QObject):
    """Says that a widget was clicked with the right button: as it goes down, on each system.

    Qt asks for a context menu as it goes down or, on Windows, comes up, when something else may be
    there. A key or assistive technology that asks for one is heard as well.
    """

    asked = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    # Qt overrides

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            if event.reason() != QContextMenuEvent.Reason.Mouse:
                self.asked.emit()
            return True
        if (
            isinstance(event, QMouseEvent)
            and event.type() in _PRESSES
            and event.button() == Qt.MouseButton.RightButton
        ):
            self.asked.emit()
        return False


class ClickGuard(QObject):
    """Judges each click of a window by what was drawn at its place just before.

    Each time the window is drawn it notes where the things to click are, and what they stand for.
    What the agent moves by hand, with the wheel or a scroll bar, counts as seen.
    """

    # Where on the screen a click did nothing.
    let_by = Signal(QPoint)

    def __init__(self, window: QWidget, *parts: HasClickables) -> None:
        """Guard *parts* of *window* from when it is shown; what lies above comes later."""
        super().__init__(window)
        self._window = window
        self._seconds: Callable[[], float] = time.monotonic
        self._handle: QWindow | None = None
        self._parts = parts
        self._now: tuple[_Place, ...] = ()
        # What was drawn before, and until when: as far back as it still matters.
        self._before: list[tuple[tuple[_Place, ...], float]] = []
        self._is_by_hand = True
        self._is_scrolling = False
        self._swallows = False
        self._is_double = False
        self._pressed: Clickable | None = None
        self._pressed_at = QPoint()
        window.installEventFilter(self)

    def _watch_clicks(self) -> None:
        """Look at what the window system hands in; a window shown again may have a new handle."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)

    def came_just_now(self, spot: QPoint) -> bool:
        """Whether what is at *spot* of the window came there a moment ago."""
        self._look()
        hit = _hit(self._now, spot)
        if hit is None:
            return False
        drawn = [_hit(places, spot) for places, _until in self._before]
        return any(before is None or not before.is_like(hit) for before in drawn)

    def _clickables(self) -> Iterator[Clickable]:
        """Return what can be clicked now."""
        for part in self._parts:
            if not (isinstance(part, QWidget) and part.isHidden()):
                yield from (each for each in part.clickables() if each.widget.isVisible())

    def _look(self) -> None:
        places = tuple(_place_of(each, self._window) for each in self._clickables())
        now = self._seconds()
        if places != self._now:
            self._before.append((self._now, now))
            self._now = places
            if self._is_by_hand or self._is_scrolling:
                self._before.clear()
        self._is_by_hand = False
        self._before = [each for each in self._before if now - each[1] < CAME_JUST_NOW_S]

    def _on_press(self, event: QMouseEvent) -> bool:
        spot = event.position().toPoint()
        self._swallows = self.came_just_now(spot)
        self._is_double = event.type() == QEvent.Type.MouseButtonDblClick
        self._is_scrolling = isinstance(self._window.childAt(spot), QScrollBar)
        self._pressed = None if self._swallows else self._clickable_at(spot)
        self._pressed_at = event.globalPosition().toPoint()
        return self._swallows

    def _clickable_at(self, spot: QPoint) -> Clickable | None:
        hit = _hit(self._now, spot)
        found = (each for each in self._clickables() if hit and each.widget is hit.widget)
        return next(found, None)

    def _on_release(self, event: QMouseEvent) -> bool:
        swallows, self._swallows = self._swallows, False
        self._is_scrolling = False
        if swallows and not self._is_double:
            # Not before the button is up: Qt takes a hint away with each press and release.
            self.let_by.emit(event.globalPosition().toPoint())
        if not swallows:
            self._let_go(event)
        return swallows

    def _let_go(self, event: QMouseEvent) -> None:
        """Bring the click to what was pressed, or let it go by, before Qt looks what is there now."""
        pressed, self._pressed = self._pressed, None
        is_left = event.button() == Qt.MouseButton.LeftButton
        is_button = pressed is not None and isinstance(pressed.widget, QAbstractButton)
        if pressed is None or not (pressed.forget or (is_left and is_button)):
            return  # it acted when it was pressed
        spot = event.globalPosition().toPoint()
        now = next((each for each in self._clickables() if each.widget is pressed.widget), None)
        if now is None or now.stands_for != pressed.stands_for:
            _forget(pressed)
            # Later: Qt takes a hint away when the button comes up.
            QTimer.singleShot(0, self, lambda: self.let_by.emit(spot))
            return
        lies_still = (spot - self._pressed_at).manhattanLength() < QApplication.startDragDistance()
        button = pressed.widget
        if not (is_left and lies_still and isinstance(button, QAbstractButton)):
            return
        if not button.rect().contains(button.mapFromGlobal(spot)):
            button.setDown(False)
            button.click()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.UpdateRequest:
                self._look()
            elif kind == QEvent.Type.Show:
                self._watch_clicks()
        elif kind == QEvent.Type.Wheel:
            self._is_by_hand = True
        elif kind in _PRESSES and isinstance(event, QMouseEvent):
            return self._on_press(event)
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            return self._on_release(event)
        return False


def _forget(pressed: Clickable) -> None:
    """Let nothing come of a press."""
    if pressed.forget is not None:
        pressed.forget()
    elif shiboken6.isValid(pressed.widget) and isinstance(pressed.widget, QAbstractButton):
        pressed.widget.setDown(False)


def _place_of(each: Clickable, window: QWidget) -> _Place:
    widget = each.widget
    corner = widget.mapTo(window, QPoint(0, 0))
    left, top, size = corner.x(), corner.y(), widget.size()
    return _Place(widget, each.stands_for, left, top, left + size.width(), top + size.height())


def _hit(places: tuple[_Place, ...], spot: QPoint) -> _Place | None:
    return next((each for each in reversed(places) if each.holds(spot)), None)
