"""The bars at the edges come up at once, and over nothing that the pointer is about to click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import TIMEOUT_MS, Driver
from tests.ui.scrolled.test_room_of_the_list import CALM
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.ui.edge_bar import EdgeBar

RINGING = [s.card(f"ringing-{n}", Phase.ALERTING, f"Ringing {n}") for n in range(3)]
LIVE = [s.card(f"live-{n}", Phase.CONNECTED, f"Live {n}", s.CLEAR) for n in range(5)]
NOTICE = Notice("full", NoticeKind.ERROR, "The disk is full.", NoticeAction.OPEN_LOGS)
_NEVER_MS = 3_600_000


def opened(open_desk: OpenDesk, *cards: InteractionCard, height: int = 420) -> Driver:
    """Open a desk whose seconds do not go on: nothing is looked at again because of them."""
    driver = open_desk(s.desk(*cards))
    seconds = driver.window.list._seconds
    seconds.stop()
    seconds.setInterval(_NEVER_MS)
    driver.window.resize(400, height)
    come_to_rest()
    return driver


def come_to_rest() -> None:
    for _ in range(8):  # a layout whose heights follow from widths takes some turns
        QApplication.processEvents()


def lowest(driver: Driver) -> QPoint:
    """Return a spot where the bar below comes up, at the very foot of the list."""
    return QPoint(driver.window.list.width() // 2, driver.window.list.height() - 4)


def a_call_ends(driver: Driver, *cards: InteractionCard) -> None:
    driver.show(s.desk(*cards, s.MARTA))


def compact_form_is_left(driver: Driver) -> None:
    driver.window.list.use_compact(is_compact=False)


def a_notice_comes(driver: Driver) -> None:
    driver.show(replace(driver.desk.state, notices=(NOTICE,)))


def the_window_comes_back(driver: Driver) -> None:
    driver.window.show()


def the_palette_closes(driver: Driver) -> None:
    driver.press(Qt.Key.Key_Escape)


def is_pinned(driver: Driver) -> bool:
    bottom = driver.window.list.edges.bottom
    return bottom.isVisible() and bottom.submit.isVisible()


Change = Callable[[Driver], object]


@pytest.mark.parametrize(
    ("change", "begun", "height"),
    [
        (a_call_ends, RINGING, 420),
        (a_notice_comes, CALM[:1], 500),
        (compact_form_is_left, LIVE[:1], 420),
    ],
)
def test_what_waited_for_the_pointer_comes_up_as_soon_as_it_moves_on(
    open_desk: OpenDesk, change: Change, begun: list[InteractionCard], height: int
) -> None:
    driver = opened(open_desk, *begun, height=height)
    cards = driver.window.list
    cards.use_compact(is_compact=change is compact_form_is_left)
    come_to_rest()
    assert not is_pinned(driver)
    driver.point_at(cards, lowest(driver))

    change(driver)
    come_to_rest()
    assert not is_pinned(driver)
    QTest.mouseMove(driver.window, cards.mapTo(driver.window, QPoint(200, 20)))

    assert is_pinned(driver)


def test_it_comes_up_as_well_when_keys_are_used_instead(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, *RINGING)
    driver.point_at(driver.window.list, lowest(driver))
    a_call_ends(driver, *RINGING)
    come_to_rest()
    assert not is_pinned(driver)

    driver.press(Qt.Key.Key_Down)

    assert is_pinned(driver)


def lowered_to_the_row_aimed_at(open_desk: OpenDesk) -> tuple[Driver, EdgeBar, QPoint]:
    """Lower the window so that the bar with Submit would cut a row that the pointer is over."""
    driver = opened(open_desk, *CALM[:2], height=800)
    driver.window.list.select("calm-1")
    come_to_rest()
    row = driver.active.choice._rows.rows[1]
    above = QPoint(row.width() // 2, 12)
    driver.point_at(row, above)
    spot = row.mapTo(driver.window, above)
    cards, bottom = driver.window.list, driver.window.list.edges.bottom
    foot = row.mapTo(cards, QPoint(0, row.height())).y()

    for _ in range(2):  # the foot of the window gives way at first
        driver.window.resize(400, driver.window.height() - cards.height() + foot + 20)
        come_to_rest()

    assert row.mapTo(driver.window, above) == spot
    needed = bottom._needed(bottom._said)
    assert QRect(0, cards.height() - needed, 400, needed).top() < foot
    assert spot.y() < cards.mapTo(driver.window, QPoint(0, cards.height() - needed)).y()
    return driver, bottom, spot


def covers_row(driver: Driver, bar: EdgeBar) -> bool:
    row, cards = driver.active.choice._rows.rows[1], driver.window.list
    place = QRect(row.mapTo(cards, QPoint(0, 0)), row.size())
    return bar.isVisible() and bar.geometry().intersects(place)


def test_no_bar_comes_up_over_a_part_of_what_the_pointer_aims_at(open_desk: OpenDesk) -> None:
    driver, bottom, spot = lowered_to_the_row_aimed_at(open_desk)
    guard = driver.window.click_guard
    driver.qtbot.waitUntil(lambda: not guard.came_just_now(spot), timeout=TIMEOUT_MS)

    # No line is drawn that a bar cuts: the click would go through it, to nothing.
    QTest.mouseClick(driver.window.windowHandle(), Qt.MouseButton.LeftButton, pos=spot)

    assert not covers_row(driver, bottom)
    code = driver.active.choice.code_to_submit
    assert code is not None
    assert code.name == "Payment method updated"


def test_it_comes_up_once_the_pointer_aims_at_something_else(open_desk: OpenDesk) -> None:
    driver, bottom, _spot = lowered_to_the_row_aimed_at(open_desk)
    assert not covers_row(driver, bottom)

    driver.point_at(driver.active.header)

    assert is_pinned(driver)
    assert covers_row(driver, bottom)


def test_what_stayed_under_the_pointer_goes_as_it_moves_on(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, s.MARTA, height=324)
    cards, bottom = driver.window.list, driver.window.list.edges.bottom
    assert is_pinned(driver)
    driver.point_at(bottom.submit)
    scroll = cards.verticalScrollBar()
    scroll.setValue(scroll.maximum())
    assert is_pinned(driver)

    QTest.mouseMove(driver.window, cards.mapTo(driver.window, QPoint(200, 40)))

    assert not is_pinned(driver)


def looked_at(driver: Driver) -> object:
    edges = driver.window.list.edges
    return [
        (bar.isVisible(), bar.geometry(), [part.isVisible() for part in bar._parts])
        for bar in (edges.top, edges.bottom)
    ]


def before(driver: Driver, change: Change) -> None:
    """Bring about what the change ends."""
    if change is compact_form_is_left:
        driver.window.list.use_compact(is_compact=True)
    elif change is the_window_comes_back:
        driver.window.hide()
        driver.show(s.desk(*LIVE, s.MARTA))
    elif change is the_palette_closes:
        driver.press("/")
        driver.show(s.desk(*LIVE, s.MARTA, *CALM))
    come_to_rest()


@pytest.mark.parametrize(
    "change",
    [
        a_call_ends,
        a_notice_comes,
        compact_form_is_left,
        the_window_comes_back,
        the_palette_closes,
    ],
)
@pytest.mark.parametrize("height", [324, 370, 420])
def test_the_bars_need_no_second_to_pass(open_desk: OpenDesk, height: int, change: Change) -> None:
    driver = opened(open_desk, *LIVE, *CALM, height=height)
    before(driver, change)

    driver.window.list.note_key_press()  # no pointer is in use, at which a bar would wait
    change(driver)
    driver.window.list.note_key_press()  # nor the one that a window comes up under
    come_to_rest()

    driver.window.list._in_hand.stop()
    seen = looked_at(driver)
    driver.window.list.tick()
    come_to_rest()
    assert looked_at(driver) == seen
    assert is_pinned(driver)
