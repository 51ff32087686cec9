"""Goes through a window by the Tab key, and says what is wrong with where it stops."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

# No window has more controls: a walk that is longer goes in a circle that misses its beginning.
_MOST_STOPS = 200


def stops_of(qtbot: QtBot, window: QWidget) -> Iterator[QWidget]:
    """Yield what has the focus after each press of Tab, once around."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    QApplication.processEvents()
    seen: list[QWidget] = []
    for _ in range(_MOST_STOPS):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            return
        seen.append(focused)
        yield focused
    raise AssertionError("Tab never comes around")


def faults_of_stops(qtbot: QtBot, window: QWidget) -> list[str]:
    """Return what is wrong with each stop; a stop that is well is not listed."""
    return [
        f"{type(stop).__name__} {_spoken(stop, QAccessible.Text.Name)!r}: {fault}"
        for stop in stops_of(qtbot, window)
        for fault in _faults(stop)
    ]


def _faults(stop: QWidget) -> Iterator[str]:
    if not stop.isVisible() or stop.visibleRegion().isEmpty():
        yield "cannot be seen"
    elif not _shows_focus(stop):
        yield "does not show that it has the focus"
    if not _spoken(stop, QAccessible.Text.Name).strip():
        yield "has no name"
    if "<" in _spoken(stop, QAccessible.Text.Description):
        yield "is described in markup"


def _spoken(widget: QWidget, what: QAccessible.Text) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(what))


def _shows_focus(stop: QWidget) -> bool:
    with_focus = _painted(stop)
    stop.clearFocus()
    without = _painted(stop)
    stop.setFocus(Qt.FocusReason.OtherFocusReason)
    return bool(with_focus != without)


def _painted(widget: QWidget) -> QImage:
    return widget.grab().toImage()
