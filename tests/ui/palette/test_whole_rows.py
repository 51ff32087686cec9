"""A row of the palette is seen whole or not at all, and no branch loses the end of its name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem

from tests.ui.code_lists import of_one_branch
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.listening_painter import ListeningPainter
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.ui.palette.palette import CodePalette

SIZES = ((320, 700, 100), (320, 700, 200), (400, 800, 200), (520, 800, 200), (683, 384, 100))


def opened_at(open_desk: OpenDesk, size: tuple[int, int, int]) -> tuple[Driver, CodePalette]:
    width, height, percent = size
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(of_one_branch(), settings)
    driver.window.resize(width, height)
    driver.settle()
    driver.press("/")
    driver.settle()
    return driver, driver.window.palette_panel


def rows_in_sight(palette: CodePalette) -> list[tuple[int, QRect]]:
    """Return each row of which anything is in sight, and where it is."""
    seen = palette.view.viewport().rect()
    places = (
        (row, palette.view.visualRect(palette.codes.index(row)))
        for row in range(len(palette.codes.rows))
    )
    return [(row, place) for row, place in places if place.intersects(seen)]


def texts_of(palette: CodePalette, row: int, place: QRect) -> list[str]:
    painter = ListeningPainter(QPixmap(place.right() + 1, place.bottom() + 1))
    option = QStyleOptionViewItem()
    option.rect = place
    palette._delegate.paint(painter, option, palette.codes.index(row))
    painter.end()
    return [text for text, _end in painter.texts]


def cut_rows(palette: CodePalette) -> list[tuple[int, QRect]]:
    """Return the rows that are in sight in part, without the one that Enter takes."""
    seen, current = palette.view.viewport().rect(), palette.view.currentIndex().row()
    return [
        (row, place)
        for row, place in rows_in_sight(palette)
        if not seen.contains(place) and row != current
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_row_is_seen_whole_or_not_at_all(
    open_desk: OpenDesk, size: tuple[int, int, int]
) -> None:
    _driver, palette = opened_at(open_desk, size)
    bar, found = palette.view.verticalScrollBar(), 0

    for place in range(bar.maximum() + 1):
        bar.setValue(place)
        cut = cut_rows(palette)
        found += len(cut)
        for row, area in rows_in_sight(palette):
            assert bool(texts_of(palette, row, area)) == ((row, area) not in cut), row

    assert found > 0, "some row was cut by the foot"


def test_a_click_where_no_row_is_drawn_chooses_nothing(open_desk: OpenDesk) -> None:
    driver, palette = opened_at(open_desk, (400, 800, 200))
    bar = palette.view.verticalScrollBar()
    while not any(not palette.codes.rows[row].is_heading for row, _area in cut_rows(palette)):
        bar.setValue(bar.value() + 1)
    *_, (_row, area) = cut_rows(palette)
    before = list(palette.codes.rows)

    spot = QPoint(area.center().x(), palette.view.viewport().height() - 2)
    assert area.contains(spot)
    QTest.mouseClick(palette.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    driver.settle()

    assert palette.isVisible(), "a code was chosen"
    assert before == list(palette.codes.rows), "a branch was opened"


@pytest.mark.parametrize("size", [(320, 700, 200), (400, 800, 200)])
def test_the_name_of_a_branch_takes_a_second_line_before_its_end_is_left_out(
    open_desk: OpenDesk, size: tuple[int, int, int]
) -> None:
    _driver, palette = opened_at(open_desk, size)
    branches = {
        row: each for row, each in enumerate(palette.codes.rows) if each.branch is not None
    }
    palette.view.setCurrentIndex(palette.codes.index(min(branches)))
    seen = [(row, place) for row, place in rows_in_sight(palette) if row in branches]

    assert seen
    for row, place in seen:
        if palette.view.viewport().rect().contains(place):
            assert " ".join(texts_of(palette, row, place)).startswith(branches[row].text)
