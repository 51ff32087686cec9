"""What the window's tests share: the Qt loop, windows that clean up, and a guard against leaks."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.driver import Driver
from tests.ui.recording_desk import RecordingDesk
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.main.qt_loop import QtLoop
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.theme import Theme, apply_theme

REGIONS = (("mypurecloud.com.au", "Asia Pacific (Sydney)"), ("mypurecloud.de", "EMEA (Frankfurt)"))


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run this folder's async tests on the event loop the program itself uses."""

    def qt_loop() -> asyncio.AbstractEventLoop:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        return QtLoop(app)

    return {"qt": qt_loop}


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    # The offscreen platform has no windows to raise, and says so each time.
    for item in items:
        if "/ui/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def old_objects_are_not_searched() -> None:
    """Let the leak guard look at what tests make, not at what imports made."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window, a running timer or a pressed button behind."""
    yield
    if "qapp" not in request.fixturenames:
        return
    qapp = QApplication.instance()
    assert isinstance(qapp, QApplication)
    qapp.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    gc.collect()
    windows = [each for each in qapp.topLevelWidgets() if each.isVisible()]
    timers = [
        each
        for each in gc.get_objects()
        if isinstance(each, QTimer) and shiboken6.isValid(each) and each.isActive()
    ]
    assert (windows, timers) == ([], [])
    # The pointer of the next test would carry it, and point at nothing.
    assert QApplication.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return apply_theme(qapp, Settings(theme=ThemeChoice.LIGHT))


OpenDesk = Callable[..., Driver]


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[OpenDesk]:
    """Return a function that opens the window on a state and gives a driver for it."""
    opened: list[DeskBridge] = []

    def open_it(
        state: DeskState,
        settings: Settings | None = None,
        locked: frozenset[str] = frozenset(),
    ) -> Driver:
        desk = RecordingDesk(state)
        given = settings or Settings(theme=ThemeChoice.LIGHT)
        bridge = DeskBridge(desk)
        opened.append(bridge)
        window = MainWindow(bridge, given, locked, REGIONS)
        qtbot.addWidget(window)
        window.resize(400, 800)
        QCursor.setPos(790, 790)  # beside the window: Qt enters whatever shows under the pointer
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        QTest.mouseMove(window, QPoint(2, 2))  # not where the test before left the pointer
        return Driver(qtbot, window, desk)

    yield open_it
    for bridge in opened:
        # The frame of the last redraw, 16 ms, may not be over yet.
        pace = bridge.pace
        qtbot.waitUntil(partial(getattr, pace, "is_resting"))
