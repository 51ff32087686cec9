"""Made-up monitors that come and go, for windows that keep their place on them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect

from wrapup_desk.ui.placement.screens import Monitor, Screens

TASKBAR = 40


def monitor(name: str, x: int, width: int, height: int, scale: float = 1.0) -> Monitor:
    """Return a monitor with a task bar at its lower edge."""
    return Monitor(
        name,
        QRect(x, 0, width, height),
        QRect(x, 0, width, height - TASKBAR),
        scale,
    )


LAPTOP = monitor("LAPTOP", 0, 1366, 768)
LARGE = monitor("LARGE", 1366, 1920, 1080)
SMALL_AT_200 = monitor("LAPTOP", 0, 683, 384, 2.0)


class FakeScreens(Screens):
    """The monitors that a test plugs in."""

    def __init__(self, *monitors: Monitor, takes_positions: bool = True) -> None:
        self._parent = QObject()
        super().__init__(self._parent)
        self._monitors = monitors
        self._takes_positions = takes_positions

    @property
    def takes_positions(self) -> bool:
        return self._takes_positions

    def monitors(self) -> tuple[Monitor, ...]:
        return self._monitors

    def plug(self, *monitors: Monitor) -> None:
        """Let there be these monitors from now on."""
        self._monitors = monitors
        self.changed.emit()
