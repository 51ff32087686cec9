"""A click counts only for what was there long enough to have been seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import TIMEOUT_MS, Driver


def spot_of(driver: Driver, widget: QWidget) -> QPoint:
    return widget.mapTo(driver.window, widget.rect().center())


def click_through_the_window(driver: Driver, spot: QPoint) -> None:
    """Click as the window system does it: it knows a place, and no widget."""
    QTest.mouseClick(driver.window.windowHandle(), Qt.MouseButton.LeftButton, pos=spot)


def see_it_stay(driver: Driver, spot: QPoint) -> None:
    guard = driver.window.list.click_guard
    driver.qtbot.waitUntil(lambda: not guard.came_just_now(spot), timeout=TIMEOUT_MS)


def test_what_came_under_the_pointer_a_moment_ago_takes_no_click(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    QApplication.processEvents()
    spot = spot_of(driver, driver.panel("backend").header)
    see_it_stay(driver, spot)

    driver.show(s.desk(s.MARTA, s.TOM, s.BACKEND))
    driver.qtbot.waitUntil(lambda: driver.order[0] == "marta", timeout=TIMEOUT_MS)
    QApplication.processEvents()
    click_through_the_window(driver, spot_of(driver, driver.panel("backend").header))
    assert driver.window.list.active_id == "marta"

    spot = spot_of(driver, driver.panel("backend").header)
    see_it_stay(driver, spot)
    click_through_the_window(driver, spot)
    assert driver.window.list.active_id == "backend"


def test_what_the_wheel_brought_there_counts_as_seen(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND, s.AISHA, s.RINGING))
    driver.window.resize(400, 420)
    QApplication.processEvents()
    header = driver.panel("backend").header
    bar = driver.window.list.verticalScrollBar()
    middle = QPoint(200, 250)
    see_it_stay(driver, middle)

    QTest.wheelEvent(driver.window.windowHandle(), middle, QPoint(0, -240))
    QApplication.processEvents()

    assert bar.value() > 0
    spot = spot_of(driver, header)
    assert driver.window.list.click_guard.came_just_now(spot) is False
    bar.setValue(0)
    assert driver.window.list.click_guard.came_just_now(spot_of(driver, header))
