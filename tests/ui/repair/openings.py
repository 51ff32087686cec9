"""Opens the repair window on one of its states, in a size, and tells what of it is in sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.repair import snapshots
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from tests.ui.repair.quality.quality_snapshots import gallery as quality_gallery
from wrapup_desk.application.base.settings import Settings, ThemeChoice

STATES = {**snapshots.gallery(), **quality_gallery()}
# Width and height of the window in pixels, size of its text in per cent.
Size = tuple[int, int, int]


def opened(open_repair: OpenRepair, name: str, size: Size) -> RepairDriver:
    width, height, percent = size
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_repair(STATES[name], settings, domain="mypurecloud.de")
    driver.window.resize(width, height)
    settle()
    return driver


def settle() -> None:
    # A layout in a splitter in a scroll area takes some turns of the loop to settle.
    for _ in range(10):
        QApplication.processEvents()


def is_in_sight(part: QWidget, driver: RepairDriver) -> bool:
    """Whether all of *part* is shown, in the window and in each view that scrolls."""
    around = part.parentWidget()
    seen = part.rect()
    while around is not None and around is not driver.window:
        moved = part.mapTo(around, QPoint(0, 0))
        if not around.rect().contains(seen.translated(moved)):
            return False
        around = around.parentWidget()
    return part.isVisible()
