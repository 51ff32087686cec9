"""Menus whose ticks grow with the text, and which a small screen shows whole."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from wrapup_desk.domain.codes.fitting import fitted_texts
from wrapup_desk.ui.hints import plain_tooltip
from wrapup_desk.ui.menus.groups import MenuGroups
from wrapup_desk.ui.menus.scroll_ends import draw_ends, is_left_out
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.layouts import prompt_width
from wrapup_desk.ui.widgets.text_label import paragraph

# A tick, or the arrow of a menu in a menu: as wide as the style sheet leaves room, at 100 %.
_MARK = 16
_BESIDE_MARK = 4
# Of what is said in a menu, in pixels: at most, at 100 %; and around it, as around its entries.
_WORDS_WIDTH = 300
_AROUND_WORDS = (10, 3, 14, 3)
# Right of an entry, at 100 %: the arrows of menus in a menu are there.
_ARROW_ROOM = 26


class TickMenu(QMenu):
    """A menu that is whole on any screen, decided each time it opens.

    Where the screen is too low its groups become menus of their own. Where that does not do it has
    columns, if they are no wider than the screen; else it is scrolled, and shows whole rows.
    """

    def __init__(self, theme: Theme, owner: QWidget | None) -> None:
        super().__init__(owner)
        self._theme = theme
        self._groups = MenuGroups()
        self._submenus: list[TickMenu] = []
        # What was shortened, to what and from what: another screen may have room for it.
        self._shortened: dict[QAction, tuple[str, str]] = {}
        self._use_columns(there_are=False)
        self.aboutToShow.connect(self.fit_screen)
        self.aboutToHide.connect(self._unfold)

    def _menu_in_it(self) -> TickMenu:
        return TickMenu(self._theme, self)

    def add_submenu(self, title: str) -> TickMenu:
        """Return a new menu in this one; it is gone when this one is cleared."""
        submenu = self._menu_in_it()
        # An ampersand in a name is no shortcut.
        submenu.setTitle(title.replace("&", "&&"))
        self.addMenu(submenu)
        self._submenus.append(submenu)
        return submenu

    def add_words(self, text: str) -> None:
        """Say something about what is in this menu, on as many lines as it takes."""
        label = paragraph(self._theme)
        label.show_text(text)
        width = min(label.sizeHint().width(), self._theme.px(_WORDS_WIDTH), self._room_for_words)
        label.setFixedWidth(width)
        label.setFixedHeight(label.heightForWidth(width))
        around = QWidget()
        box = QVBoxLayout(around)
        box.setContentsMargins(*_AROUND_WORDS)
        box.addWidget(label)
        holder = QWidgetAction(self)
        holder.setDefaultWidget(around)
        holder.setText(text)
        holder.setEnabled(False)
        self.addAction(holder)

    @property
    def _room_for_words(self) -> int:
        return self._screen_size().width() - 4 * _AROUND_WORDS[2]

    def fit_screen(self) -> None:
        """Take the form that the screen has room for; it is as large as it will be then."""
        self.ensurePolished()
        self._unfold()
        self._restore()
        self._use_columns(there_are=False)
        room = self._screen_size()
        self._groups.fold(self, room.height(), self._menu_in_it)
        self._use_columns(there_are=False)  # there may be arrows now
        if self.sizeHint().height() > room.height() and not self._has_fields:
            self._use_columns(there_are=True)
            if self.sizeHint().width() > room.width():
                self._use_columns(there_are=False)
        self._shorten(room.width())

    def _unfold(self) -> None:
        self._groups.unfold(self)

    def _use_columns(self, *, there_are: bool) -> None:
        style = f"QMenu{{menu-scrollable:{0 if there_are else 1}}}"
        if any(each.menu() is not None for each in self.actions()):
            room = f"{self._theme.px(_ARROW_ROOM)}px"
            style += f"QMenu::item{{padding-right:{room}}}"
        if style != self.styleSheet():
            self.setStyleSheet(style)

    @property
    def _has_fields(self) -> bool:
        return any(isinstance(each, QWidgetAction) for each in self.actions())

    def _shorten(self, room: int) -> None:
        """Shorten what the screen has no room for, no two alike; the whole is in its tooltip."""
        excess = self.sizeHint().width() - room
        if excess <= 0:
            return
        self.setToolTipsVisible(True)
        metrics = self.fontMetrics()
        shown = [each for each in self.actions() if each.isVisible()]
        whole = {each: each.text().replace("&&", "&") for each in shown}
        longest = max(map(metrics.horizontalAdvance, whole.values())) - _BESIDE_MARK - excess
        fitted = fitted_texts(
            whole.values(), lambda tried: metrics.horizontalAdvance(tried) <= longest
        )
        for action, text in whole.items():
            if fitted[text] != text:
                self._shortened[action] = fitted[text].replace("&", "&&"), action.text()
                action.setText(self._shortened[action][0])
                action.setToolTip(plain_tooltip(text))

    def _screen_size(self) -> QSize:
        return self.screen().availableSize()

    def _restore(self) -> None:
        """Say in full what an earlier, smaller screen had no room for."""
        for action in self.actions():
            short, whole = self._shortened.get(action, ("", ""))
            if short and action.text() == short:
                action.setText(whole)
                action.setToolTip(plain_tooltip(""))
        self._shortened.clear()

    # Qt overrides

    def clear(self) -> None:
        self._unfold()
        super().clear()
        for submenu in self._submenus:
            submenu.deleteLater()
        self._submenus.clear()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not is_left_out(self, event.position().toPoint()):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not is_left_out(self, event.position().toPoint()):
            super().mouseReleaseEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        entries = (each for each in self.actions() if each.isVisible() and each.isEnabled())
        first = next((each for each in entries if not each.isSeparator()), None)
        field = first.defaultWidget() if isinstance(first, QWidgetAction) else None
        if field is not None:  # there is nothing before it that the keys could be on
            field.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._theme.px(_MARK)
        for action in self.actions():
            spot = QRectF(0, 0, side, side)
            spot.moveCenter(QRectF(self.actionGeometry(action)).center())
            ink = "text" if action.isEnabled() else "muted"
            if action.isCheckable() and action.isChecked():
                spot.moveLeft(self.actionGeometry(action).left() + _BESIDE_MARK)
                self._theme.draw_icon(painter, spot, "check", ink)
            elif action.menu() is not None:
                spot.moveRight(self.actionGeometry(action).right() - _BESIDE_MARK)
                self._theme.draw_icon(painter, spot, "chevron-right", "muted")
        draw_ends(self, self._theme, painter)


class StayOpenMenu(TickMenu):
    """A menu whose ticked choices do not close it; everything else does."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme, owner)
        # Keys and the pointer close a menu by themselves, assistive technology does not.
        self.triggered.connect(lambda action: None if _is_ticked(action) else self.close())

    def _menu_in_it(self) -> TickMenu:
        return StayOpenMenu(self._theme, self)

    def _toggle(self, action: QAction | None) -> bool:
        if action is None or not _is_ticked(action) or not action.isEnabled():
            return False
        action.trigger()
        return True

    # Qt overrides

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        if is_left_out(self, spot) or not self._toggle(self.actionAt(spot)):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_press = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_press or not self._toggle(self.activeAction()):
            super().keyPressEvent(event)


def add_field(menu: QMenu, field: QLineEdit, prompt: str) -> None:
    """Put *field* into *menu*, as wide as its *prompt*."""
    holder = QWidgetAction(menu)
    field.setPlaceholderText(prompt)
    holder.setDefaultWidget(field)
    menu.addAction(holder)
    field.setMinimumWidth(prompt_width(field))


def _is_ticked(action: QAction) -> bool:
    """Whether *action* is one of several that may be ticked, not one of which one counts."""
    return action.isCheckable() and action.actionGroup() is None
