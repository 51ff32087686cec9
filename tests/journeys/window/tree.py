"""Reads and works windows by the accessibility tree alone, as assistive technology does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

Role = QAccessible.Role


class NotThere(Exception):
    """Nothing in the tree fits; the text has what there is."""


@dataclass(frozen=True)
class Node:
    """One object of the tree, as it is told to a screen reader."""

    interface: QAccessibleInterface

    @property
    def role(self) -> Role:
        return self.interface.role()

    @property
    def name(self) -> str:
        """The name, or what labels it: a combo box's own name is its value on Linux."""
        labels = [
            Node(other).name
            for other, relation in self.interface.relations()
            if relation == QAccessible.RelationFlag.Label
        ]
        return " ".join(labels) or self.interface.text(QAccessible.Text.Name)

    @property
    def value(self) -> str:
        return self.interface.text(QAccessible.Text.Value)

    @property
    def is_checked(self) -> bool:
        return bool(self.interface.state().checked)

    @property
    def actions(self) -> list[str]:
        acting = self.interface.actionInterface()
        return [] if acting is None else list(acting.actionNames())

    def act(self, action: str) -> None:
        """Do one of `actions`.

        Raises:
            NotThere: it is disabled, or has no such action.
        """
        acting = self.interface.actionInterface()
        if acting is None or self.interface.state().disabled or action not in self.actions:
            raise NotThere(f"{self} offers {self.actions}, not {action}")
        acting.doAction(action)

    def press(self) -> None:
        self.act("Press")

    def find(self, role: Role, fits: str | Callable[[str], bool]) -> Node | None:
        """Return the first below it that `find` would take."""
        return _first(_below(self.interface), role, fits)

    def get(self, role: Role, fits: str | Callable[[str], bool]) -> Node:
        """Return what `find` finds.

        Raises:
            NotThere: nothing fits.
        """
        found = self.find(role, fits)
        if found is None:
            raise NotThere(f"no {role.name} {fits!r} in {self}")
        return found

    def write(self, text: str) -> None:
        """Replace the text of a field."""
        editable = self.interface.editableTextInterface()
        if editable is None:
            self.interface.setText(QAccessible.Text.Value, text)
        else:
            written = self.interface.textInterface()
            editable.replaceText(0, 0 if written is None else written.characterCount(), text)

    def __str__(self) -> str:
        return f"{self.role.name} {self.name!r}"


def shown() -> Iterator[Node]:
    """Yield everything a screen reader finds in the windows that show."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            yield from _below(QAccessible.queryAccessibleInterface(window))


def _below(interface: QAccessibleInterface | None) -> Iterator[Node]:
    if interface is None or not interface.isValid() or interface.state().invisible:
        return
    yield Node(interface)
    for number in range(interface.childCount()):
        yield from _below(interface.child(number))


def find(role: Role, fits: str | Callable[[str], bool]) -> Node | None:
    """Return the first of *role* whose name begins with, or is taken by, *fits*."""
    return _first(shown(), role, fits)


def _first(nodes: Iterator[Node], role: Role, fits: str | Callable[[str], bool]) -> Node | None:
    is_it = (lambda name: name.startswith(fits)) if isinstance(fits, str) else fits
    return next((each for each in nodes if each.role == role and is_it(each.name)), None)


def get(role: Role, fits: str | Callable[[str], bool]) -> Node:
    """Return what `find` finds.

    Raises:
        NotThere: nothing fits.
    """
    found = find(role, fits)
    if found is None:
        raise NotThere(f"no {role.name} {fits!r} among {told()}")
    return found


def told() -> list[str]:
    """Return each thing that has something to say, for the text of a failure."""
    return [str(each) for each in shown() if each.name.strip()]
