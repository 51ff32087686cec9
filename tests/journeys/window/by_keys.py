"""Works windows by the keyboard alone: each key goes to what has the focus, as a person's does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.window.tree import NotThere, shown

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
    return next((each.name for each in shown() if each.is_focused), "")


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
    raise NotThere(f"Tab never comes to {name!r}, but to {sorted(set(passed))}")


def _window() -> QWidget:
    window = QApplication.activeWindow() or _activated()
    if window is None:
        raise NotThere("there is no window")
    return window


def _activated() -> QWidget | None:
    """Activate the window that shows, as a window system does with a new one."""
    shown_windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    for each in shown_windows:
        each.activateWindow()
        return each
    return None
