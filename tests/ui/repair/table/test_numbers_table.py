"""Tests that a small table gives each column what its texts need, as long as there is the room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.ui.repair.table.test_codes_told_apart import theme_of
from wrapup_desk.ui.widgets.numbers_table import FittingDelegate, NumbersTable

TITLES = ("Result", "What Genesys answered", "Code")
LINES = (
    ("Changed", "Genesys accepted it.", "Refund"),
    (
        "Another supervisor's",
        "403: you may not change another agent's wrap-up code here.",
        "Other",
    ),
)


def opened(qtbot: QtBot, width: int, whole: tuple[int, ...] = ()) -> NumbersTable:
    table = NumbersTable(theme_of(100), "Result of each row")
    qtbot.addWidget(table)
    table.resize(width, 200)
    table.show()
    table.show_lines(TITLES, LINES, (60, 60, 60), whole)
    QApplication.processEvents()
    return table


def is_whole(table: NumbersTable, column: int) -> bool:
    return table.columnWidth(column) >= table._taken_by(column)


def test_each_text_is_whole_where_there_is_the_room(qtbot: QtBot) -> None:
    table = opened(qtbot, 900)

    assert all(is_whole(table, column) for column in range(3))


def test_where_there_is_not_the_longest_text_is_cut_and_the_short_ones_are_whole(
    qtbot: QtBot,
) -> None:
    table = opened(qtbot, 420)

    assert is_whole(table, 0)
    assert is_whole(table, 2)
    assert not is_whole(table, 1)
    assert sum(table.columnWidth(column) for column in range(3)) <= table.viewport().width()


def test_what_must_stay_whole_does_even_then(qtbot: QtBot) -> None:
    table = opened(qtbot, 420, whole=(1,))

    assert is_whole(table, 1)


def test_a_row_is_whole_above_the_bar_that_scrolls_its_columns(qtbot: QtBot) -> None:
    table = opened(qtbot, 160, whole=(1,))
    table.resize(160, table.usual_height)
    QApplication.processEvents()

    assert table.horizontalScrollBar().isVisible()
    assert table.viewport().height() == 2 * table.line_height


def test_no_title_is_cut_however_little_room_there_is(qtbot: QtBot) -> None:
    table = opened(qtbot, 200)

    widths = [table.columnWidth(column) for column in range(3)]
    assert all(
        width >= table._width_of({title}) for width, title in zip(widths, TITLES, strict=True)
    )
    assert table.horizontalScrollBar().maximum() > 0, "what is left over is scrolled to"


def test_in_a_wider_window_the_columns_take_what_they_need(qtbot: QtBot) -> None:
    table = opened(qtbot, 420)

    table.resize(900, 200)
    QApplication.processEvents()

    assert is_whole(table, 1)


def test_columns_of_numbers_are_read_by_their_ends(qtbot: QtBot) -> None:
    table = opened(qtbot, 900)
    lines = (
        ("12", "31,7\N{NO-BREAK SPACE}%", "Refund", "12:05", "0341 555", "\N{EN DASH}"),
        ("1.204", "\N{EN DASH}", "4711", "9:30", "030 4", "\N{EN DASH}"),
    )
    table.show_lines(("Rows", "Share", "Code", "Time", "Customer", "Note"), lines)
    title, cell = table.numbers.headerData, table.numbers.index
    role, flat = Qt.ItemDataRole.TextAlignmentRole, Qt.Orientation.Horizontal

    titles = [title(column, flat, int(role)) for column in range(6)]
    cells = [cell(0, column).data(role) for column in range(6)]

    middle = Qt.AlignmentFlag.AlignVCenter
    right, left = Qt.AlignmentFlag.AlignRight | middle, Qt.AlignmentFlag.AlignLeft | middle
    assert titles == 2 * [right] + 4 * [left]
    assert cells == titles


def test_columns_of_short_texts_take_no_more_than_these_at_large_text(qtbot: QtBot) -> None:
    table = NumbersTable(theme_of(200), "Rules")
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    lines = (("1", "Invoice explained, and what else there was to be told", "0"),)
    table.show_lines(("No.", "Where", "Fits"), lines, (40, 300, 70))
    QApplication.processEvents()
    widths = [table.columnWidth(column) for column in range(3)]

    assert sum(widths) == table.viewport().width()
    assert widths[2] >= table._taken_by(2)


def test_a_table_that_tells_all_takes_a_second_line_before_it_cuts_a_text(qtbot: QtBot) -> None:
    table = NumbersTable(theme_of(200), "Rules", most_lines=2)
    qtbot.addWidget(table)
    table.resize(1400, 400)
    table.show()
    table.show_lines(TITLES, LINES, (60, 60, 60))
    QApplication.processEvents()
    one_line = table.line_height
    table.resize(900, 400)
    QApplication.processEvents()

    assert not is_whole(table, 1)
    assert shown_in(table, 1, 1).split("\N{LINE SEPARATOR}") == [
        "403: you may not change another",
        "agent's wrap-up code here.",
    ]
    assert shown_in(table, 0, 1) == "Genesys accepted it."
    assert table.rowHeight(1) == table.line_height > one_line
    table.resize(1400, 400)
    QApplication.processEvents()
    assert table.rowHeight(1) == one_line


def shown_in(table: NumbersTable, row: int, column: int) -> str:
    """Return what is drawn in a cell."""
    delegate, option = table.itemDelegate(), QStyleOptionViewItem()
    assert isinstance(delegate, FittingDelegate)
    table.initViewItemOption(option)
    return delegate.shown_text(column, LINES[row][column], option)
