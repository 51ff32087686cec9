"""A code's name in the palette takes a second line before anything of it is left out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.listening_painter import ListeningPainter
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.domain.codes.fitting import LEFT_OUT
from wrapup_desk.ui.palette.list_model import ROW_ROLE


def opened_at(open_desk: OpenDesk, width: int, percent: int) -> Driver:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(s.gallery()["01-agent"], settings)
    driver.window.resize(width, 800)
    driver.settle()
    driver.press("/")
    driver.settle()
    return driver


def drawn_rows(driver: Driver) -> list[tuple[str, list[str]]]:
    """Return each code's name with what is painted in its row, and check that it is inside."""
    palette = driver.window.palette_panel
    rows = []
    for number, row in enumerate(palette.codes.rows):
        index = palette.codes.index(number)
        if (code := index.data(ROW_ROLE).code) is None:
            continue
        option = QStyleOptionViewItem()
        option.rect = palette.view.visualRect(index).translated(
            0, -palette.view.visualRect(index).top()
        )
        painter = ListeningPainter(QPixmap(option.rect.size()))
        palette._delegate.paint(painter, option, index)
        painter.end()
        rows.append((code.name, [text for text, _end in painter.texts]))
        assert all(end <= option.rect.width() for _text, end in painter.texts), row
    return rows


@pytest.mark.parametrize(("width", "percent"), [(340, 200), (400, 200), (320, 140), (320, 100)])
def test_no_name_that_two_lines_hold_is_shortened(
    open_desk: OpenDesk, width: int, percent: int
) -> None:
    driver = opened_at(open_desk, width, percent)
    delegate = driver.window.palette_panel._delegate
    room = delegate._room(driver.window.palette_panel.view.viewport().width())

    rows = drawn_rows(driver)

    assert len(rows) >= 4
    for name, painted in rows:
        is_held = not delegate._fitter.flow_of(name, room).is_elided
        assert is_held == (LEFT_OUT not in "".join(painted)), name
        if is_held:
            assert " ".join(painted).startswith(name)


def test_a_row_is_as_high_as_the_lines_of_its_name(open_desk: OpenDesk) -> None:
    driver = opened_at(open_desk, 340, 200)
    palette = driver.window.palette_panel
    more = driver.window.theme.px(12)

    heights = {
        row.text: palette.view.visualRect(palette.codes.index(number)).height()
        for number, row in enumerate(palette.codes.rows)
    }

    assert heights["Invoice explained"] >= min(heights.values()) + more


def test_rows_follow_the_width_of_the_window(open_desk: OpenDesk) -> None:
    driver = opened_at(open_desk, 340, 200)
    palette = driver.window.palette_panel
    high = palette.view.visualRect(palette.codes.index(1)).height()
    driver.press(Qt.Key.Key_Escape)
    driver.window.resize(700, 800)
    driver.settle()

    driver.press("/")
    QApplication.processEvents()

    assert palette.view.visualRect(palette.codes.index(1)).height() < high


def test_the_line_of_keys_gives_way_to_rows_where_the_window_is_small(open_desk: OpenDesk) -> None:
    driver = opened_at(open_desk, 320, 200)
    palette = driver.window.palette_panel
    assert palette._hint.isVisible(), "it has the room of a high window"
    driver.press(Qt.Key.Key_Escape)
    driver.window.resize(320, 560)
    driver.settle()

    driver.press("/")
    assert palette._hint.isHidden()

    driver.press("reset")
    assert palette._hint.isVisible(), "few rows leave the room"
