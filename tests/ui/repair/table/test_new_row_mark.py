"""The dot before a row that came by itself touches neither its time nor its box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.ui.repair.table.model import LegColumn
from wrapup_desk.ui.repair.table.row_delegate import LegRowDelegate


def _painted(driver: RepairDriver, place: int, column: LegColumn) -> QImage:
    table = driver.window.area.table
    delegate = table.itemDelegate()
    assert isinstance(delegate, LegRowDelegate)
    delegate.mark(-1, has_keys=False)
    index = table.legs.index(place, int(column))
    area = QRect(0, 0, table.columnWidth(int(column)), table.rowHeight(place))
    image = QImage(area.size(), QImage.Format.Format_RGB32)
    image.fill(driver.window.theme.ink("surface"))
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    option.rect = area
    delegate.paint(painter, option, index)
    painter.end()
    return image


def _columns_in(image: QImage, ink: int) -> list[int]:
    """Return where across *image* there is anything of *ink*."""
    return [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) == ink for y in range(image.height()))
    ]


@pytest.mark.parametrize("percent", [100, 200])
def test_the_dot_of_a_new_row_touches_nothing(open_repair: OpenRepair, percent: int) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_repair(s.gallery()["58-repair-reported"], settings)
    accent = driver.window.theme.ink("accent").rgb()

    time = _painted(driver, 0, LegColumn.ENDED)
    dot = _columns_in(_painted(driver, 0, LegColumn.CHECK), accent)

    assert dot, "there is a dot"
    assert not _columns_in(time, accent), "and none in the cell of the time"
    side = driver.window.theme.px(9) + 2
    box_right = driver.window.area.table.columnWidth(int(LegColumn.CHECK)) // 2 + side
    assert dot[0] > box_right
