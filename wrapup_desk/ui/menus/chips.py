"""Draws a filter as a chip that opens a menu, which stays open while choices are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy

from wrapup_desk.domain.language.conventions import labelled
from wrapup_desk.domain.language.folding import folded
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.menus.tick_menu import StayOpenMenu, add_field
from wrapup_desk.ui.text_fields import PromptField
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import RADIUS, TARGET, Size
from wrapup_desk.ui.widgets.buttons import PressButton

_PADDING = 13
_LONGEST = 260
# A menu of more choices than that is searched by typing.
_SEARCHED_FROM = 12


class _SearchField(PromptField):
    """The line over a long menu: what is typed there, or anywhere in the menu, narrows it."""

    moved_on = Signal()  # Down: on to the choices
    taken = Signal()  # Enter: the first that fits

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.moved_on.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class MenuChip(PressButton):
    """A chip with a caption and a chevron; Enter, Space or Down opens its menu."""

    opening = Signal()  # fill the menu now

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self._name = name
        self._caption = ""
        self.menu = StayOpenMenu(theme, self)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self.show_caption(name)

    @property
    def caption(self) -> str:
        return self._caption

    def show_caption(self, caption: str) -> None:
        if caption == self._caption:
            return
        self._caption = caption
        is_own = caption == self._name
        self.setAccessibleName(caption if is_own else labelled(self._name, caption))
        self.updateGeometry()
        self.update()

    def hint(self) -> str:
        return self.accessibleName()

    def open_menu(self) -> None:
        """Open the menu under the chip; it blocks nothing. Asked again, close it."""
        if self.menu.isVisible():
            self.menu.close()
            return
        self.opening.emit()
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        actions = [
            each for each in self.menu.actions() if not each.isSeparator() and each.isEnabled()
        ]
        checked = next((each for each in actions if each.isChecked()), None)
        if checked is not None:
            self.menu.setActiveAction(checked)
        elif actions and actions[0].menu() is None:  # it would open at once, over the others
            self.menu.setActiveAction(actions[0])

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.words(Size.BODY))
        text = min(metrics.horizontalAdvance(self._caption), float(self._theme.px(_LONGEST)))
        width = text + 2 * _PADDING + 6 + self._theme.px(14)
        return QSize(int(width) + 1, max(TARGET, int(metrics.height()) + 13))

    def minimumSizeHint(self) -> QSize:
        return QSize(TARGET * 2, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hovered = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.setBrush(theme.ink("bg" if is_hovered else "surface"))
        painter.setPen(QPen(theme.ink("accent" if self.hasFocus() else "edge"), 1))
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(whole, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.ink("accent"), 2))
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
        font = theme.words(Size.BODY)
        side = theme.px(14)
        room = self.width() - 2 * _PADDING - 6 - side
        text = QFontMetricsF(font).elidedText(self._caption, Qt.TextElideMode.ElideRight, room + 1)
        painter.setFont(font)
        painter.setPen(theme.ink("text" if self.isEnabled() else "muted"))
        band = QRectF(_PADDING, 0, room + 1, self.height())
        painter.drawText(band, int(Qt.AlignmentFlag.AlignVCenter), text)
        top = (self.height() - side) / 2
        spot = QRectF(self.width() - _PADDING - side, top, side, side)
        theme.draw_icon(painter, spot, "chevron-down", "muted")


class ManyChip(MenuChip):
    """A chip to choose any number of values; none chosen means all."""

    chosen = Signal(object)  # frozenset of values

    def __init__(self, theme: Theme, name: str, every: str) -> None:
        super().__init__(theme, name)
        self.every = every
        self._actions: dict[object, QAction] = {}
        self._words: dict[object, str] = {}
        # Where there are many choices; None where all are seen at once.
        self.field: _SearchField | None = None

    def fill(self, choices: Sequence[tuple[object, str]], chosen: frozenset[object]) -> None:
        """Offer *choices* (value, label), with *chosen* ticked."""
        self.menu.clear()
        self._actions.clear()
        self._words = {value: folded(label) for value, label in choices}
        self.field = self._add_field() if len(choices) >= _SEARCHED_FROM else None
        every = QAction(self.every, self.menu)
        every.triggered.connect(lambda: self.chosen.emit(frozenset()))
        self.menu.addAction(every)
        self.menu.addSeparator()
        for value, label in choices:
            # An ampersand in a name is no shortcut.
            action = QAction(label.replace("&", "&&"), self.menu)
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.triggered.connect(self._on_ticked)
            self.menu.addAction(action)
            self._actions[value] = action

    def open_menu(self) -> None:
        super().open_menu()
        if self.field is not None:
            self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _add_field(self) -> _SearchField:
        field = _SearchField()
        prompt = tr("Type to find")
        field.use_prompts(prompt)
        field.setAccessibleName(labelled(self._name, prompt))
        field.looked_for.connect(self._narrow)
        field.moved_on.connect(self._move_on)
        field.taken.connect(self._take_first)
        add_field(self.menu, field, prompt)
        return field

    def _narrow(self) -> None:
        found = set(self._found())
        for action in self._actions.values():
            # What is ticked stays in sight: it is in force, found or not.
            action.setVisible(action.isChecked() or action in found)

    def _move_on(self) -> None:
        self.menu.setFocus(Qt.FocusReason.OtherFocusReason)
        if shown := self._found():
            self.menu.setActiveAction(shown[0])

    def _take_first(self) -> None:
        if self.field is not None and self.field.text() and (shown := self._found()):
            shown[0].trigger()

    def _found(self) -> list[QAction]:
        """Return the choices that fit what is typed, in the menu's order.

        Kana that are still to become kanji may fit none: then those before them count alone.
        """
        if self.field is None:
            return list(self._actions.values())
        found = self._with(self.field.wanted)
        return found if found or not self.field.is_composing else self._with(self.field.text())

    def _with(self, text: str) -> list[QAction]:
        wanted = folded(text).split()
        return [
            action
            for value, action in self._actions.items()
            if all(part in self._words[value] for part in wanted)
        ]

    def _on_ticked(self) -> None:
        ticked = (value for value, action in self._actions.items() if action.isChecked())
        self.chosen.emit(frozenset(ticked))


class OneChip(MenuChip):
    """A chip to choose one value."""

    chosen = Signal(object)

    def fill(self, choices: Sequence[tuple[object, str]], chosen: object) -> None:
        self.menu.clear()
        group = QActionGroup(self.menu)
        for value, label in choices:
            action = QAction(label.replace("&", "&&"), self.menu)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _on=False, one=value: self.chosen.emit(one))
            group.addAction(action)
            self.menu.addAction(action)
