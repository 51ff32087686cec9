"""Tests that no two of 500 codes in levels read alike: in the table, in charts, in their numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF, QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget

from tests.languages.speaking import speaking
from tests.ui.code_lists import FIVE_HUNDRED
from tests.ui.looks.listening_painter import ListeningPainter
from tests.ui.repair.table.long_codes import DIRECTORY, legs_of, whole
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.repair_reports import Confusion, RepairReports
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.repair.reports.chart_data import confusions, uses
from wrapup_desk.ui.repair.reports.charts import Chart, HorizontalBars
from wrapup_desk.ui.repair.table.column_widths import CELL_PADDING
from wrapup_desk.ui.repair.table.model import LegColumn, LegTableModel
from wrapup_desk.ui.repair.table.row_delegate import ROW_HEIGHT, LegRowDelegate
from wrapup_desk.ui.repair.table.view import LegTableView
from wrapup_desk.ui.theme import Theme, apply_theme
from wrapup_desk.ui.tokens import Size, Weight
from wrapup_desk.ui.widgets.numbers_table import FittingDelegate


def theme_of(percent: int) -> Theme:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return apply_theme(app, Settings(theme=ThemeChoice.LIGHT, text_percent=percent))


def painted(model: LegTableModel, theme: Theme, column: LegColumn, width: int) -> list[str]:
    owner = QWidget()
    cells = LegRowDelegate(theme, owner)
    cells.use_names(model.names)
    height = theme.px(ROW_HEIGHT)
    read = []
    for place in range(model.rowCount()):
        painter = ListeningPainter(QPixmap(width, height))
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, width, height)
        cells.paint(painter, option, model.index(place, int(column)))
        painter.end()
        assert all(end <= width for _, end in painter.texts)
        read.append(" | ".join(text for text, _ in painter.texts))
    owner.deleteLater()
    return read


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("column", [LegColumn.CODE, LegColumn.SUGGESTED])
def test_no_two_of_500_codes_read_alike_in_the_table(
    qapp: QApplication, column: LegColumn, percent: int
) -> None:
    theme = theme_of(percent)
    table = LegTableView(theme)
    table.show_state(whole(legs_of()))

    read = painted(table.legs, theme, column, table.columnWidth(int(column)))

    assert len(read) == 500
    assert len(set(read)) == len(read)
    table.deleteLater()


def test_two_codes_of_the_same_name_are_told_apart_in_the_table(qapp: QApplication) -> None:
    twins = (WrapupCode("code-000001", "Refund"), WrapupCode("code-000002", "Refund"))
    model = LegTableModel()
    model.show_state(whole(legs_of(replace(DIRECTORY, codes={each.id: each for each in twins}))))

    read = painted(model, theme_of(100), LegColumn.CODE, 118)
    said = [model.text_of(model.row_at(place), LegColumn.CODE) for place in range(2)]

    assert len(set(read)) == len(set(said)) == 2


def test_what_makes_a_code_more_than_a_suggestion_stands_below_it(qapp: QApplication) -> None:
    legs = legs_of()
    legs.choose(0, FIVE_HUNDRED[9])
    model = LegTableModel()
    model.show_state(whole(legs))

    # Wide: without a screen Windows has no fonts, and each character is a box as wide as high.
    read = painted(model, theme_of(100), LegColumn.SUGGESTED, 900)[model.place_of(0)]

    assert read.endswith("chosen by you | Other")
    assert "%" not in read


@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_what_is_said_of_a_code_is_whole_in_a_narrow_cell_too(
    qapp: QApplication, language: LanguageChoice
) -> None:
    legs = legs_of()
    legs.choose(0, FIVE_HUNDRED[9])
    model = LegTableModel()
    model.show_state(whole(legs))
    theme = theme_of(100)
    with speaking(language):
        said = tr("chosen by you")
        wide = QFontMetricsF(theme.font(Size.CAPTION)).horizontalAdvance

        width = math.ceil(wide("Billing and matters" + said)) + 2 * CELL_PADDING + theme.px(20)
        read = painted(model, theme, LegColumn.SUGGESTED, width)[model.place_of(0)]

    under = read.split(" | ")[0]
    assert under.endswith(f" · {said}")
    assert "…" in under.removesuffix(said), "where it is gives way"


def test_a_code_takes_the_room_of_how_likely_it_is_where_nothing_says_that(
    qapp: QApplication,
) -> None:
    code = WrapupCode("code-000001", "Duplicate charge refunded")
    legs, model, theme = (
        legs_of(replace(DIRECTORY, codes={code.id: code})),
        LegTableModel(),
        theme_of(100),
    )
    legs.choose(0, code)
    model.show_state(whole(legs))

    name = QFontMetricsF(theme.words(Size.BODY, Weight.SEMIBOLD)).horizontalAdvance(code.name)
    beside = 2 * CELL_PADDING + theme.px(14) + 6
    width = math.ceil(name) + beside + 1
    read = painted(model, theme, LegColumn.SUGGESTED, width)[model.place_of(0)]

    assert code.name in read.split(" | ")


def shown_texts(chart: Chart, column: int) -> list[str]:
    cells = chart.table.itemDelegate()
    assert isinstance(cells, FittingDelegate)
    model = chart.table.numbers
    read = []
    for place in range(model.rowCount()):
        option = QStyleOptionViewItem()
        chart.table.initViewItemOption(option)
        cells.initStyleOption(option, model.index(place, column))
        read.append(option.text)
    return read


@pytest.mark.parametrize("percent", [100, 200])
def test_no_two_of_500_codes_read_alike_in_the_numbers_of_a_chart(
    qapp: QApplication, percent: int
) -> None:
    chart = Chart(theme_of(percent), "Use of codes")
    reports = RepairReports(uses_by_code={code.id: 1 for code in FIVE_HUNDRED})
    chart.show_data(*uses(reports, DIRECTORY))

    read = shown_texts(chart, 0)

    assert len(read) == len(set(read)) == 500
    chart.deleteLater()


def test_no_two_bars_of_a_chart_read_alike(qapp: QApplication) -> None:
    # Of the same topic in two areas, and two kinds that end differently.
    numbers = (0, 1, 9, 100, 101, 109)
    found = tuple(
        Confusion(FIVE_HUNDRED[one].id, FIVE_HUNDRED[other].id, 1)
        for one in numbers
        for other in (20, 21)
    )
    chart = Chart(theme_of(100), "Codes taken for each other")
    chart.show_data(*confusions(RepairReports(confusions=found), DIRECTORY))
    chart.plot.resize(360, chart.plot.sizeHint().height())

    assert isinstance(chart.plot, HorizontalBars)
    labels, _room = chart.plot.shown_labels()

    assert len(labels) == len(set(labels)) == 12
    chart.deleteLater()
