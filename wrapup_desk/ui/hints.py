"""Shows what a widget has to add while the pointer rests on it, never as markup."""

from __future__ import annotations

import html

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

_SHOWN_FOR_MS = 3_000


def plain_tooltip(text: str) -> str:
    """Return *text* for a tooltip; Qt guesses rich text there, and customers can write HTML."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


def show_hint(event: QHelpEvent, widget: QWidget, text: str) -> bool:
    """Show *text* while the pointer rests on *widget*; True, for the widget's `event`.

    Not by `setToolTip`: Qt reads a tooltip aloud where there is no description, markup and all.
    """
    QToolTip.showText(event.globalPos(), plain_tooltip(text), widget)
    return True


def show_beside_pointer(spot: QPoint, text: str, window: QWidget) -> None:
    """Show *text* at *spot* of the screen, until the next press and for 3 s at most."""
    QToolTip.showText(spot, plain_tooltip(text), window, QRect(), _SHOWN_FOR_MS)
