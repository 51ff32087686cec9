"""Says which screens there are, tells when that changes, and fits a window onto them."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication, QScreen


class Edge(enum.Enum):
    """The edge of a screen along which the window stands."""

    NONE = ""
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Monitor:
    """One screen; *area* is what bars and panels leave of it."""

    name: str
    whole: QRect
    area: QRect
    scale: float


class Screens(QObject):
    """The screens of the desktop."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._follow)
            app.screenRemoved.connect(self._tell)
            app.primaryScreenChanged.connect(self._tell)
        for screen in QGuiApplication.screens():
            self._listen(screen)

    @property
    def takes_positions(self) -> bool:
        """Whether a program may say where its window stands; Wayland leaves that to the desktop."""
        return not QGuiApplication.platformName().startswith("wayland")

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the screens there are now."""
        return tuple(
            Monitor(
                screen.name(),
                screen.geometry(),
                screen.availableGeometry(),
                screen.devicePixelRatio(),
            )
            for screen in QGuiApplication.screens()
        )

    def _follow(self, screen: QScreen) -> None:
        self._listen(screen)
        self.changed.emit()

    def _listen(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._tell)
        screen.availableGeometryChanged.connect(self._tell)
        screen.logicalDotsPerInchChanged.connect(self._tell)

    def _tell(self, _what: object) -> None:
        self.changed.emit()


def key_of(monitors: Sequence[Monitor]) -> str:
    """Return a short key of this set of monitors: their names, places, sizes and scales."""
    said = sorted(f"{each.name} {each.whole.getRect()} {each.scale:.2f}" for each in monitors)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def nearest(frame: QRect, monitors: Sequence[Monitor]) -> Monitor:
    """Return the monitor that has most of *frame*, else the one it is nearest to.

    Raises:
        ValueError: there is no monitor.
    """

    def away(monitor: Monitor) -> tuple[int, int]:
        shared = frame.intersected(monitor.whole)
        between = frame.center() - monitor.whole.center()
        return -max(0, shared.width()) * max(0, shared.height()), between.manhattanLength()

    return min(monitors, key=away)


def within(frame: QRect, area: QRect) -> QRect:
    """Return *frame* moved, and made smaller if need be, so that it is wholly in *area*."""
    width, height = min(frame.width(), area.width()), min(frame.height(), area.height())
    x = max(area.left(), min(frame.left(), area.right() + 1 - width))
    y = max(area.top(), min(frame.top(), area.bottom() + 1 - height))
    return QRect(x, y, width, height)


def along(edge: Edge, width: int, area: QRect) -> QRect:
    """Return the place along an edge of *area*, as high as that is."""
    width = min(width, area.width())
    x = area.left() if edge is Edge.LEFT else area.right() + 1 - width
    return QRect(x, area.top(), width, area.height())


def widened(frame: QRect, width: int, area: QRect) -> QRect:
    """Return *frame* with another width; the side nearer to an edge of *area* stays."""
    is_right = area.right() - frame.right() < frame.left() - area.left()
    x = frame.right() + 1 - width if is_right else frame.left()
    return within(QRect(x, frame.top(), width, frame.height()), area)
