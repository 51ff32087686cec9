"""Works windows by the keyboard alone: each key goes to what has the focus, as a person's does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.journeys.window.tree import Node, NotThere

Key = Qt.Key
# No window has more stops.
_MOST_STOPS = 200
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def press(*keys: Key | str, modifier: Qt.KeyboardModifier = _NO_MODIFIER) -> None:
    """Press each key where the focus is then; a text is typed."""
    for key in keys:
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or _window()
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifier)
        else:
            QTest.keyClick(target, key, modifier)
        QApplication.processEvents()


def focused_name() -> str:
    """Return the name of what has the focus, as a screen reader tells it."""
    focused = QApplication.focusWidget()
    return "" if focused is None else Node(QAccessible.queryAccessibleInterface(focused)).name


def tab_to(name: str) -> None:
    """Press Tab until what is called *name* has the focus.

    Raises:
        NotThere: Tab never gets there.
    """
    passed = []
    for _ in range(_MOST_STOPS):
        if focused_name().startswith(name):
            return
        passed.append(focused_name())
        press(Key.Key_Tab)
    raise NotThere(f"Tab never comes to {name!r}, but to {list(dict.fromkeys(passed))}")


def go_down_to(entry: str) -> None:
    """Press Down in the menu that is open until *entry* is the one that Enter takes.

    Raises:
        NotThere: Down never gets there.
    """
    menu = QApplication.activePopupWidget()
    for _ in range(_MOST_STOPS):
        action = menu.activeAction() if isinstance(menu, QMenu) else None
        if action is not None and action.text().startswith(entry):
            return
        press(Key.Key_Down)
    raise NotThere(f"Down never comes to {entry!r}")


def _window() -> QWidget:
    window = QApplication.activeWindow() or _activated()
    if window is None:
        raise NotThere("there is no window")
    return window


def _activated() -> QWidget | None:
    """Activate the window that shows, as a window system does with a new one.

    A key comes after that: until a window is active, no window takes any.
    """
    shown_windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    for each in shown_windows:
        each.activateWindow()
        return each if QTest.qWaitForWindowActive(each) else None
    return None
