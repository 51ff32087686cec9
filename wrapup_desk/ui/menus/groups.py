"""Folds named groups of a menu into menus of their own, where the screen is too low for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

_HEADING = "heading"


def begin_group(menu: QMenu, name: str) -> None:
    """Separate what comes next in *menu*; *name* stands for it where it has no room."""
    menu.addSeparator().setData(name)


def add_heading(menu: QMenu, text: str) -> None:
    """Name what comes next in *menu*: under a style sheet Qt draws a section's line, not its name."""
    begin_group(menu, text)
    heading = menu.addAction(text)
    heading.setEnabled(False)
    heading.setData(_HEADING)


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    actions: tuple[QAction, ...]

    def height(self, menu: QMenu) -> int:
        """Return how high its entries in *menu* are, without its heading."""
        entries = (each for each in self.actions if each.isVisible() and each.data() != _HEADING)
        return sum(menu.actionGeometry(each).height() for each in entries)


class MenuGroups:
    """The groups of one menu: its entries are moved, so their keys, ticks and states stay theirs."""

    def __init__(self) -> None:
        self._folded: list[QMenu] = []

    def fold(self, menu: QMenu, height: int, make: Callable[[], QMenu]) -> None:
        """Fold as few groups as make *menu* no higher than *height*, the highest first.

        One entry alone stays: what would stand for it is as high.

        Args:
            menu: whose groups they are, none of them folded.
            height: of the screen.
            make: makes a menu for a group.
        """
        row = menu.fontMetrics().height()
        while menu.sizeHint().height() > height:
            groups = [each for each in _groups(menu) if each.height(menu) > 2 * row]
            if not groups:
                return
            # Of two that are as high the later one: what comes first is used most.
            highest = max(reversed(groups), key=lambda each: each.height(menu))
            self._put_away(menu, highest, make())

    def unfold(self, menu: QMenu) -> None:
        """Put everything back where it was."""
        for submenu in self._folded:
            place = submenu.menuAction()
            for action in submenu.actions():
                submenu.removeAction(action)
                menu.insertAction(place, action)
                if action.data() == _HEADING:
                    action.setVisible(True)
            menu.removeAction(place)
            submenu.deleteLater()
        self._folded.clear()

    def _put_away(self, menu: QMenu, group: _Group, submenu: QMenu) -> None:
        submenu.setTitle(group.name.replace("&", "&&"))
        icons = (each.icon() for each in group.actions if not each.icon().isNull())
        for icon in icons:
            submenu.setIcon(icon)
            break
        menu.insertMenu(group.actions[0], submenu)
        for action in group.actions:
            menu.removeAction(action)
            submenu.addAction(action)
            if action.data() == _HEADING:
                action.setVisible(False)  # it is the submenu's own name
        self._folded.append(submenu)


def _groups(menu: QMenu) -> Iterator[_Group]:
    name, actions = "", list[QAction]()
    for action in menu.actions():
        if action.isSeparator():
            if name:
                yield _Group(name, tuple(actions))
            name, actions = str(action.data() or ""), []
        else:
            actions.append(action)
    if name:
        yield _Group(name, tuple(actions))
