"""Fills the menus over the table: order, columns, saved views, help, and changes to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu

from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.domain.repair.correction import Batch, BatchKind
from wrapup_desk.ui.menus.groups import add_heading
from wrapup_desk.ui.menus.tick_menu import TickMenu, add_field
from wrapup_desk.ui.repair.table.model import SORTS, LegColumn, column_title
from wrapup_desk.ui.repair.table.saved_views import SavedView, SavedViews
from wrapup_desk.ui.repair.table.view import LegTableView
from wrapup_desk.ui.repair.wording import local_time
from wrapup_desk.ui.text_fields import TextField

_MOST_BATCHES = 20


def fill_view_menu(
    menu: TickMenu, table: LegTableView, views: SavedViews, use: Callable[[SavedView], None]
) -> QLineEdit:
    """Fill the "View" menu; return the field that names a new view."""
    menu.clear()
    add_heading(menu, tr("Saved views"))
    for view in views.views:
        submenu = menu.add_submenu(view.name)
        _add(submenu, tr("Show"), partial(use, view))
        _add(submenu, tr("Forget"), partial(views.forget, view.name))
    field = TextField()
    field.setAccessibleName(tr("Name of this view; Enter saves it"))
    add_field(menu, field, tr("Save this view as …"))
    menu.addSeparator()
    sorts = menu.add_submenu(tr("Sort by"))
    for column in SORTS:
        _add(sorts, column_title(column), partial(table.sort_by, column))
    add_heading(menu, tr("Columns"))
    for column in LegColumn:
        if column is not LegColumn.CHECK and column not in table.withheld:
            action = QAction(column_title(column), menu)
            action.setCheckable(True)
            action.setChecked(not table.isColumnHidden(int(column)))
            action.toggled.connect(partial(_show_column, table, views, column))
            menu.addAction(action)
    menu.addSeparator()
    _add(menu, tr("Help"), partial(_open_help, table))
    return field


def _open_help(table: LegTableView) -> None:
    # Loaded when it is wanted: it delays no first paint.
    from wrapup_desk.ui.dialogs.help_window import open_help

    open_help(table.theme, table.window(), "supervisors")


def _show_column(table: LegTableView, views: SavedViews, column: LegColumn, on: bool) -> None:  # noqa: FBT001 - a Qt signal's own argument
    table.setColumnHidden(int(column), not on)
    table.look_soon()
    views.hide(table.hidden_columns)


def fill_changes_menu(
    menu: TickMenu, batches: Sequence[Batch], undo: Callable[[str], None]
) -> None:
    """List the changes made, the newest first: each opens who made it and why, and its undo."""
    menu.clear()
    add_heading(menu, tr("Undo a change"))
    undone = {batch.undoes_id for batch in batches}
    for batch in batches[:_MOST_BATCHES]:
        submenu = menu.add_submenu(_batch_text(batch))
        for words in (batch.who.name or batch.who.id, batch.rule, batch.reason):
            if words:
                submenu.add_words(words)
        submenu.addSeparator()
        action = _add(submenu, tr("Undo this change"), partial(undo, batch.id))
        action.setEnabled(batch.kind is BatchKind.FIX and batch.id not in undone)


def _batch_text(batch: Batch) -> str:
    is_undo = batch.kind is BatchKind.UNDO
    verb = tr("{count} undone") if is_undo else ""
    verb = verb or tr("{count} changed")
    when = local_time(batch.decided_at, has_day=True)
    return f"{when} \N{MIDDLE DOT} {fill(verb, count=number(batch.count))}"


def _add(menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
    action = QAction(text, menu)
    action.triggered.connect(lambda _on=False: act())
    menu.addAction(action)
    return action
