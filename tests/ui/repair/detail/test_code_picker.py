"""The repair desk's palette offers codes, and nothing that belongs to an agent's desk."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
