"""Puts markup where customers and administrators can write, and finds where Qt would render it."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtGui import Qt as QtGui
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QMenu,
    QTextEdit,
    QToolTip,
    QWidget,
)

Value = TypeVar("Value")

# On Windows, to open this is to sign in to somebody else's server.
MARKUP = '<qt><img src="file://host/share/x.png"><b>Mia</b> &lt; & Co</qt>'
_WRITTEN_BY_OTHERS = frozenset({
    "name", "description", "customer_name", "queue_name", "agent_name", "customer_address", "text",
    "reason", "note", "problem", "region_label", "connection_note", "codes_problem", "answer",
    "store_label", "words_problem", "live_problem",
})  # fmt: skip
# All of a screen, few enough that the search takes no minute.
_MOST_ROWS = 30
_RENDERED_ROLES = (
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
)


def poisoned(value: Value) -> Value:
    """Return *value* with markup in every text in it that somebody else may have written."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return cast(Value, tuple(map(poisoned, value)))
    if isinstance(value, Mapping):
        return cast(Value, {key: poisoned(each) for key, each in value.items()})
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        if not field.init:
            continue
        now = getattr(value, field.name)
        is_text = isinstance(now, str) and field.name in _WRITTEN_BY_OTHERS
        changes[field.name] = MARKUP if is_text and now else poisoned(now)
    return dataclasses.replace(value, **changes)


def would_render(text: str) -> bool:
    """Whether Qt takes *text* for markup, and the markup is more than our own wrapping."""
    if not QtGui.mightBeRichText(text):
        return False
    inner = text.removeprefix("<qt>").removesuffix("</qt>")
    return not text.startswith("<qt>") or html.escape(html.unescape(inner)) != inner


def rendered_in(window: QWidget) -> Iterator[tuple[str, str]]:
    """Yield each place in *window* where Qt would render what is text."""
    for widget in (window, *window.findChildren(QWidget)):
        texts = [widget.toolTip(), widget.statusTip(), widget.whatsThis(), hovered(widget)]
        texts += _guessed_by(widget)
        yield from ((type(widget).__name__, text) for text in texts if would_render(text))
    for action in window.findChildren(QAction):
        texts = [action.statusTip(), action.whatsThis()]
        yield from (("QAction", text) for text in texts if would_render(text))


def _guessed_by(widget: QWidget) -> Iterator[str]:
    """Yield what this kind of widget shows, where Qt decides by itself whether it is markup."""
    if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
        yield widget.text()
    elif isinstance(widget, QTextEdit) and "<img" in widget.toHtml():
        yield "<img> in a text"
    elif isinstance(widget, QMenu) and widget.toolTipsVisible():
        yield from (action.toolTip() for action in widget.actions())
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        yield from _of_model(widget.model())


def hovered(widget: QWidget) -> str:
    """Return what shows while the pointer rests on *widget*."""
    QToolTip.hideText()
    middle = widget.rect().center()
    QApplication.sendEvent(
        widget, QHelpEvent(QEvent.Type.ToolTip, middle, widget.mapToGlobal(middle))
    )
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    rows = min(model.rowCount(), _MOST_ROWS)
    cells = [model.index(row, column) for row in range(rows) for column in range(columns)]
    found = [cell.data(role) for cell in cells for role in _RENDERED_ROLES]
    found += [
        model.headerData(section, Qt.Orientation.Horizontal, role)
        for section in range(columns)
        for role in _RENDERED_ROLES
    ]
    yield from (text for text in found if isinstance(text, str))
