"""The window's keys bring it forward, and give the keyboard back to whoever had it."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.hot_key import HotKey, HotKeyReport
from wrapup_desk.ui.attention.front_and_back import FrontAndBack

CALLER = 4711


class Windows:
    """The other windows on a screen, by number."""

    def __init__(self, in_front: int) -> None:
        self.in_front = in_front
        self.gone: set[int] = set()

    def use(
        self,
        keys: HotKey | None,
        pressed: Callable[[], None],
        report: Callable[[HotKeyReport], None],
    ) -> None:
        """Nothing presses keys here."""

    def window_in_front(self) -> int:
        return self.in_front

    def give_keyboard_to(self, window: int) -> bool:
        if window in self.gone:
            return False
        self.in_front = window
        return True

    def close(self) -> None:
        """Nothing was taken."""


def beside(open_desk: OpenDesk, in_front: int = CALLER) -> tuple[Driver, Windows, FrontAndBack]:
    driver = open_desk(s.desk(s.MARTA))
    windows = Windows(in_front)
    return driver, windows, FrontAndBack(driver.window, windows)


def test_it_comes_and_the_keyboard_goes_back_to_the_caller(open_desk: OpenDesk) -> None:
    driver, windows, front_and_back = beside(open_desk)

    front_and_back.turn()
    assert windows.in_front == int(driver.window.winId())
    front_and_back.turn()

    assert windows.in_front == CALLER
    assert driver.window.isVisible()
    assert not driver.window.isMinimized()


def test_a_window_that_was_hidden_hides_again(open_desk: OpenDesk) -> None:
    driver, windows, front_and_back = beside(open_desk)
    driver.window.hide()

    front_and_back.turn()
    assert driver.window.isVisible()
    front_and_back.turn()

    assert not driver.window.isVisible()
    assert windows.in_front == CALLER


def test_a_window_that_was_minimized_is_so_again(open_desk: OpenDesk) -> None:
    driver, _, front_and_back = beside(open_desk)
    driver.window.showMinimized()

    front_and_back.turn()
    assert not driver.window.isMinimized()
    front_and_back.turn()

    assert driver.window.isMinimized()


def test_where_the_caller_is_gone_the_window_makes_way(open_desk: OpenDesk) -> None:
    driver, windows, front_and_back = beside(open_desk)
    front_and_back.turn()
    windows.gone.add(CALLER)

    front_and_back.turn()

    assert driver.window.isMinimized()


def test_where_the_system_tells_no_windows_it_comes_and_makes_way(open_desk: OpenDesk) -> None:
    driver, windows, front_and_back = beside(open_desk, in_front=0)
    windows.gone = {int(driver.window.winId())}  # and cannot bring one forward either
    assert driver.window.isActiveWindow()

    front_and_back.turn()
    assert driver.window.isMinimized()
    front_and_back.turn()

    assert not driver.window.isMinimized()


def test_from_a_window_beside_the_agents_it_goes_back_too(open_desk: OpenDesk) -> None:
    driver, windows, front_and_back = beside(open_desk)
    front_and_back.turn()
    driver.window.open_settings()
    settings = driver.window.side_windows.settings
    assert settings is not None
    windows.in_front = int(settings.winId())

    front_and_back.turn()

    assert windows.in_front == CALLER


def test_what_came_while_the_window_was_hidden_is_there_as_it_comes_back(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.TOM))
    cards = driver.window.list
    driver.qtbot.waitUntil(lambda: cards._spare is not None)  # the next card is made ahead
    driver.window.hide()

    driver.show(s.desk(s.TOM, s.MARTA))
    driver.window.show()

    driver.qtbot.waitUntil(lambda: all(panel.isVisible() for panel in cards.panels))
    assert len(cards.panels) == 2
