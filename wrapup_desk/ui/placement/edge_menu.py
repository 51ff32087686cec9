"""Lets the agent choose along which edge of the screen the window stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.hints import plain_tooltip
from wrapup_desk.ui.menus.tick_menu import TickMenu
from wrapup_desk.ui.placement.screens import Edge
from wrapup_desk.ui.theme import Theme


class EdgeMenu(TickMenu):
    """Left, right or free; closed, with the reason, where programs may not place windows."""

    chosen = Signal(object)  # Edge

    def __init__(self, theme: Theme, parent: QWidget, *, takes_positions: bool) -> None:
        super().__init__(theme, parent)
        self.setTitle(tr("At the screen's edge"))
        group = QActionGroup(self)
        self._choices: dict[Edge, QAction] = {}
        for edge, text in (
            (Edge.NONE, tr("Anywhere")),
            (Edge.LEFT, tr("Left edge")),
            (Edge.RIGHT, tr("Right edge")),
        ):
            action = QAction(text, group)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, it=edge: self.chosen.emit(it))
            self.addAction(action)
            self._choices[edge] = action
        if not takes_positions:
            self.menuAction().setEnabled(False)
            reason = tr("This desktop (Wayland) lets no program place its windows.")
            self.menuAction().setToolTip(plain_tooltip(reason))

    def show_edge(self, edge: Edge) -> None:
        """Tick the choice in use."""
        self._choices[edge].setChecked(True)
