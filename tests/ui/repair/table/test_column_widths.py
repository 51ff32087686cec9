"""Tests that the table of legs cuts no time, title or percent, and uses the width it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF, QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from tests.languages.speaking import speaking
from tests.ui.looks.listening_painter import ListeningPainter
from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.ui.repair.table.column_widths import shared_widths
from wrapup_desk.ui.repair.table.model import LegColumn, column_title
from wrapup_desk.ui.repair.table.view import LegTableView
from wrapup_desk.ui.tokens import Size, Weight

NOTE = "Asked twice"
LANGUAGES = [LanguageChoice.ENGLISH, LanguageChoice.GERMAN, LanguageChoice.JAPANESE]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[LanguageChoice]:
    with speaking(request.param):
        yield request.param


def painted(table: LegTableView, column: LegColumn) -> list[list[tuple[str, float]]]:
    """Return for each row what is painted in its cell of *column*, and where each text ends."""
    width, height = table.columnWidth(int(column)), table.rowHeight(0)
    read = []
    for place in range(table.legs.rowCount()):
        painter = ListeningPainter(QPixmap(width, height))
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, width, height)
        table.itemDelegate().paint(painter, option, table.legs.index(place, int(column)))
        painter.end()
        read.append(painter.texts)
    return read


@pytest.mark.parametrize("name", ["40-repair", "41-repair-finding", "58-repair-reported"])
def test_the_columns_take_the_width_of_the_window_and_no_more(
    open_repair: OpenRepair, language: LanguageChoice, name: str
) -> None:
    table = open_repair(s.gallery()[name]).window.area.table
    QApplication.processEvents()

    shown = [each for each in LegColumn if not table.isColumnHidden(int(each))]
    assert sum(table.columnWidth(int(each)) for each in shown) == table.viewport().width()
    assert table.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("name", ["40-repair", "41-repair-finding"])
def test_no_time_title_name_or_percent_is_cut(
    open_repair: OpenRepair, language: LanguageChoice, name: str
) -> None:
    table = open_repair(s.gallery()[name]).window.area.table
    QApplication.processEvents()
    titles = QFontMetricsF(table.theme.font(Size.SMALL, Weight.SEMIBOLD))

    for column in LegColumn:
        if table.isColumnHidden(int(column)) or column is LegColumn.CHECK:
            continue
        width = table.columnWidth(int(column))
        assert titles.horizontalAdvance(column_title(column)) + 16 <= width
        for texts in painted(table, column):
            assert all(end <= width for _, end in texts), (column, texts)
            # A note beside a code may be longer than any column; it is whole in the details.
            assert not any("…" in text for text, _ in texts if not text.startswith(NOTE)), texts


def test_a_long_name_of_a_code_stands_on_two_lines_and_is_not_cut(
    open_repair: OpenRepair,
) -> None:
    table = open_repair(s.state()).window.area.table
    table.setColumnWidth(int(LegColumn.SUGGESTED), 170)

    first = [text for text, _ in painted(table, LegColumn.SUGGESTED)[0]]

    assert first == ["Duplicate charge", "refunded", "88%"]


def test_what_a_person_made_wide_gets_no_share_of_what_is_left() -> None:
    least = {LegColumn.CHECK: 40, LegColumn.CODE: 100, LegColumn.SUGGESTED: 100}

    shared = shared_widths(least, {LegColumn.CODE}, 340)

    assert shared == {LegColumn.CHECK: 40, LegColumn.CODE: 100, LegColumn.SUGGESTED: 200}


def test_where_the_width_does_not_do_each_column_has_its_least() -> None:
    least = {LegColumn.CODE: 100, LegColumn.SUGGESTED: 100}

    assert shared_widths(least, (), 120) == least


def test_names_are_whole_before_codes_get_what_is_left() -> None:
    least = {LegColumn.AGENT: 80, LegColumn.QUEUE: 70, LegColumn.CODE: 100}

    shared = shared_widths(least, (), 320, {LegColumn.AGENT: 110, LegColumn.QUEUE: 60})
    scarce = shared_widths(least, (), 280, {LegColumn.AGENT: 110, LegColumn.QUEUE: 72})

    assert shared == {LegColumn.AGENT: 110, LegColumn.QUEUE: 70, LegColumn.CODE: 140}
    assert scarce == {LegColumn.AGENT: 94, LegColumn.QUEUE: 70, LegColumn.CODE: 115}


@pytest.mark.parametrize("percent", [100, 140])
def test_names_stand_on_one_line_where_the_window_has_room(
    open_repair: OpenRepair, percent: int
) -> None:
    driver = open_repair(s.state(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    driver.window.resize(1600, 900)
    QApplication.processEvents()
    table = driver.window.area.table

    for column in (LegColumn.AGENT, LegColumn.QUEUE, LegColumn.CUSTOMER):
        assert all(len(texts) == 1 for texts in painted(table, column)), column


def test_a_customers_number_is_not_broken_in_a_narrow_table(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    table = open_repair(s.gallery()["41-repair-finding"]).window.area.table
    QApplication.processEvents()

    numbers = [texts for texts in painted(table, LegColumn.CUSTOMER) if texts[0][0][0] == "+"]
    assert numbers
    assert all(len(texts) == 1 for texts in numbers)


def test_columns_stand_still_while_somebody_searches(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    driver.window.resize(1200, 1400)  # no scroll bar comes or goes
    QApplication.processEvents()
    table = driver.window.area.table
    before = [table.columnWidth(int(each)) for each in LegColumn]
    state = s.state()

    driver.show(replace(state, rows=state.rows[:2]))

    assert table.legs.rowCount() == 2
    assert [table.columnWidth(int(each)) for each in LegColumn] == before


def test_the_row_that_is_looked_at_stays_in_sight_when_a_bar_opens_below(
    open_repair: OpenRepair,
) -> None:
    state = s.state()
    driver = open_repair(state)
    table = driver.window.area.table
    last = table.rowAt(table.viewport().height() - 10)
    table.setCurrentIndex(table.legs.index(last, int(LegColumn.AGENT)))
    before = table.viewport().height()

    driver.show(s.gallery()["46-repair-preview"])

    assert table.viewport().height() < before
    place = table.visualRect(table.currentIndex())
    assert place.top() >= 0
    assert place.bottom() <= table.viewport().height()


def test_shares_stand_below_each_other_at_the_edge_of_their_column(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    table = open_repair(s.gallery()["40-repair"]).window.area.table
    QApplication.processEvents()
    width = table.columnWidth(int(LegColumn.SUGGESTED))

    cells = painted(table, LegColumn.SUGGESTED)
    ends = [end for texts in cells for text, end in texts if text.endswith("%")]

    assert len(ends) > 10
    assert width - 14 < min(ends) <= max(ends) <= width
    assert max(ends) - min(ends) <= 1
