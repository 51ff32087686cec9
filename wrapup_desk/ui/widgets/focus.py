"""Keeps the keyboard focus where the agent left it, and gives it to windows that come forward."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QWidget

_TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)


class KeyStage(QWidget):
    """Has the keyboard while none of its controls does, which is nothing to be painted."""

    # Qt overrides

    def focusInEvent(self, _event: QFocusEvent) -> None: ...

    def focusOutEvent(self, _event: QFocusEvent) -> None: ...


def is_inside(widget: QWidget, ancestor: QWidget) -> bool:
    """Whether *widget* is *ancestor* or one of its descendants."""
    return widget is ancestor or ancestor.isAncestorOf(widget)


def is_typing() -> bool:
    """Whether a text field has the focus, so that single keys are text."""
    return isinstance(QApplication.focusWidget(), _TEXT_FIELDS)


def finish_composing() -> None:
    """Write what an input method has under way where the agent types: a click acts on all of it.

    A button takes no focus, so that nothing else would tell the input method to finish.
    """
    if is_typing():
        QGuiApplication.inputMethod().commit()


def show_or_hide(widget: QWidget, *, visible: bool) -> None:
    """Show or hide *widget*; a focus it held goes to the nearest ancestor that takes one.

    Qt would give it to the next widget in the chain, which may be a note field: the agent's
    next single key would end up as text.
    """
    if widget.isHidden() is not visible:
        return  # most are as they were, and each snapshot asks for dozens
    if not visible:
        give_focus_back(widget)
    widget.setVisible(visible)


def bring_forward(window: QWidget) -> None:
    """Show *window* in front of the others and give it the keyboard, as large as it was left.

    A hidden one is shown and a minimised one comes back, maximised if it was before.
    """
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def give_focus_back(widget: QWidget) -> None:
    """Move a focus inside *widget* to the nearest ancestor that takes one."""
    focused = QApplication.focusWidget()
    if focused is None or not is_inside(focused, widget):
        return
    ancestor = widget.parentWidget()
    while ancestor is not None and ancestor.focusPolicy() == Qt.FocusPolicy.NoFocus:
        ancestor = ancestor.parentWidget()
    if ancestor is not None:
        # No hand put it there: a card takes any other reason for a wish to be opened.
        ancestor.setFocus(Qt.FocusReason.NoFocusReason)
    else:
        focused.clearFocus()


def stops_in(container: QWidget) -> tuple[QWidget, ...]:
    """Return what in *container* takes the focus, shown or not, in the order of its layout.

    Not by `nextInFocusChain`: PySide takes what it returns for a child of what it was asked of, and
    no window would ever be freed.
    """
    inside = container.findChildren(QWidget)
    return tuple(each for each in inside if each.focusPolicy() != Qt.FocusPolicy.NoFocus)


def put_in_order(*stops: QWidget) -> None:
    """Let Tab go through *stops* one after the other."""
    for first, second in pairwise(stops):
        QWidget.setTabOrder(first, second)
