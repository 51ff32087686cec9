"""Keeps the agent's window in its place and form: along an edge, and on each set of monitors."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSettings, QSize, QTimer

from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.placement.edge_menu import EdgeMenu
from wrapup_desk.ui.placement.screens import (
    Edge,
    Monitor,
    Screens,
    along,
    key_of,
    nearest,
    widened,
    within,
)
from wrapup_desk.ui.tokens import PANEL_MIN_WIDTH, PANEL_WIDTH

# A change of monitors comes as several events, and the desktop moves windows meanwhile.
SETTLE_MS = 150
# And whoever drags the window has let go of it after so long.
REST_MS = 400
# Farther from its edge than this, it was dragged away.
_AWAY = 32


class WindowPlace(QObject):
    """Follows one window; what it keeps is in *file*, at once.

    Args:
        window: the agent's window.
        file: the place file of the profile.
        screens: the monitors; by default those of the desktop.
    """

    def __init__(
        self, window: MainWindow, file: QSettings, screens: Screens | None = None
    ) -> None:
        super().__init__(window)
        self.window = window
        self._file = file
        self._screens = screens or Screens(self)
        self._key = ""
        self.is_compact = file.value("form") == "compact"
        edges = {edge.value: edge for edge in Edge}
        self.edge = edges.get(str(file.value("edge", "")), Edge.NONE)
        self.menu = EdgeMenu(
            window.theme, window.header.menu, takes_positions=self._screens.takes_positions
        )
        self._settling = self._timer(SETTLE_MS, self.settle)
        self._resting = self._timer(REST_MS, self.note)
        self._connect()

    def _timer(self, interval_ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval_ms)
        timer.timeout.connect(then)
        return timer

    def _connect(self) -> None:
        menu = self.window.header.menu
        menu.setToolTipsVisible(True)
        menu.insertMenu(menu.actions()[1], self.menu)
        menu.aboutToShow.connect(self._draw_icon)
        self.menu.chosen.connect(self.use_edge)
        self.menu.show_edge(self.edge)
        self.window.header.form_button.clicked.connect(self.turn_form)
        self.window.list.form_requested.connect(self.turn_form)
        self._screens.changed.connect(self._settling.start)
        self.window.installEventFilter(self)

    def restore(self) -> None:
        """Put the window where it was on these monitors, or else where it was last."""
        self._show_form()
        self._key = key_of(self._screens.monitors())
        last = self._file.value("geometry")
        if isinstance(last, QByteArray):
            self.window.restoreGeometry(last)
        self._put_back()
        self._fit()
        self._settling.start()  # once more, when it is known how wide its borders are

    def keep(self) -> None:
        """Remember where the window is: it is about to go."""
        self._settling.stop()
        self._resting.stop()
        self.note()
        self._file.setValue("geometry", self.window.saveGeometry())
        self._file.sync()

    def turn_form(self) -> None:
        """Go from whole cards to one line a card, or back; the nearer edge stays."""
        self.note()
        self.is_compact = not self.is_compact
        self._file.setValue("form", self._form)
        self._show_form()
        self._use_width(PANEL_MIN_WIDTH if self.is_compact else PANEL_WIDTH)
        self._fit()

    def use_edge(self, edge: Edge) -> None:
        """Stand along an edge from now on, or where the agent puts it."""
        if self.edge is Edge.NONE:
            self.note()
        self._turn_to(edge)
        if edge is Edge.NONE:
            self._put_back()
        elif self.window.isMaximized():
            self.window.showNormal()
        self._fit()

    def settle(self) -> None:
        """Take the place that belongs to the monitors there are now."""
        self._key = key_of(self._screens.monitors())
        self._put_back()
        self._fit()

    def note(self) -> None:
        """Remember where the window stands, or that it was dragged away from its edge."""
        window, monitors = self.window, self._screens.monitors()
        if not window.isVisible() or window.isMinimized():
            return
        if self._settling.isActive() or key_of(monitors) != self._key:
            return  # the desktop put it there, not the agent
        if self.edge is not Edge.NONE and self._is_dragged_away(monitors):
            self._turn_to(Edge.NONE)
            before = self._file.value(self._place)
            if isinstance(before, QRect) and not window.isMaximized():
                window.resize(window.width(), before.height())
        if not window.isMaximized():
            self._file.setValue(self._width, window.width())
            # How wide its borders are is not known when it is put back.
            self._file.setValue(self._place, QRect(window.pos(), window.size()))

    @property
    def _form(self) -> str:
        return "compact" if self.is_compact else "cards"

    @property
    def _place(self) -> str:
        """Where it is kept where the window stands: at its edge, and where the agent put it."""
        return f"{'places' if self.edge is Edge.NONE else 'edges'}/{self._key}"

    @property
    def _width(self) -> str:
        """Where it is kept how wide the window is."""
        return f"widths/{self._key}-{self._form}"

    def _turn_to(self, edge: Edge) -> None:
        self.edge = edge
        self.menu.show_edge(edge)
        self._file.setValue("edge", edge.value)

    def _draw_icon(self) -> None:
        self.menu.setIcon(self.window.theme.icon("panel-right", "muted"))

    def _show_form(self) -> None:
        self.window.header.show_form(is_compact=self.is_compact)
        self.window.list.use_compact(is_compact=self.is_compact)

    def _put_back(self) -> None:
        """Go where the window was on these monitors, as wide as it was in this form."""
        kept = self._file.value(self._place)
        if isinstance(kept, QRect) and not self.window.isMaximized():
            self.window.resize(kept.size())
            self.window.move(kept.topLeft())
        self._use_width(self.window.width())

    def _use_width(self, usual: int) -> None:
        """Take the width this form had on these monitors; the height stays."""
        monitors = self._screens.monitors()
        if self.window.isMaximized() or not monitors:
            return
        kept = str(self._file.value(self._width, ""))
        width = int(kept) if kept.isdecimal() else usual
        frame = self.window.frameGeometry()
        beside = frame.width() - self.window.width()
        self._move(widened(frame, width + beside, nearest(frame, monitors).area))

    def _fit(self) -> None:
        """Stand along the edge, or at least wholly on a screen."""
        window, monitors = self.window, self._screens.monitors()
        if not monitors or window.isMinimized() or window.isMaximized():
            return
        frame = window.frameGeometry()
        area = nearest(frame, monitors).area
        if self.edge is Edge.NONE or not self._screens.takes_positions:
            self._move(within(frame, area))
        else:
            self._move(along(self.edge, frame.width(), area))

    def _is_dragged_away(self, monitors: tuple[Monitor, ...]) -> bool:
        if self.window.isMaximized() or not monitors:
            return True
        frame = self.window.frameGeometry()
        wanted = along(self.edge, frame.width(), nearest(frame, monitors).area)
        return abs(frame.left() - wanted.left()) > _AWAY or abs(frame.top() - wanted.top()) > _AWAY

    def _move(self, frame: QRect) -> None:
        """Give the window's frame, its borders included, this place."""
        window = self.window
        borders = window.frameGeometry().size() - window.size()
        wanted: QSize = frame.size() - borders
        if wanted != window.size():
            window.resize(wanted)
        if frame.topLeft() != window.frameGeometry().topLeft():
            window.move(frame.topLeft())

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window:
            if event.type() == QEvent.Type.Show:
                self._settling.start()  # how wide its borders are is known only now
            elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
                self._resting.start()
            elif event.type() == QEvent.Type.Hide:
                self._settling.stop()
                self._resting.stop()
        return super().eventFilter(watched, event)
