"""The repair desk's palette offers codes, and nothing that belongs to an agent's desk."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair


def test_no_favourites_are_offered_where_there_are_none(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["40-repair"])
    driver.window.detail.search_requested.emit()
    palette = driver.window.choosing.palette
    toggled: list[str] = []
    palette.favourite_toggled.connect(toggled.append)
    picked: list[object] = []
    palette.picked.connect(lambda _target, code: picked.append(code))

    QTest.keyClick(palette.field, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    first = palette.view.visualRect(palette.view.currentIndex())
    QTest.mouseClick(
        palette.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=palette._delegate._star_area(first).center(),
    )

    assert toggled == []
    assert len(picked) == 1, "all of a row is its code"
    assert "favourite" not in palette._hint.shown_text


def test_the_codes_for_a_selection_cover_the_buttons_below_them(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["40-repair"])
    driver.window.area.fix_bar.one_code.click()
    palette, bar = driver.window.choosing.palette, driver.window.area.fix_bar
    shown = QRect(palette.mapTo(driver.window, QPoint(0, 0)), palette.size())

    assert palette.isVisible()
    for button in (bar.suggest, bar.one_code, bar.apply):
        spot = QRect(button.mapTo(driver.window, QPoint(0, 0)), button.size())
        assert shown.left() <= spot.left()
        assert spot.right() <= shown.right()
