"""A click counts only for what was there long enough to have been seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.desk.test_out_of_sight import CROWD, WITHOUT_LIMIT, with_deadline_below
from tests.ui.driver import TIMEOUT_MS, Driver
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.ui.click_guard import CAME_JUST_NOW_S
from wrapup_desk.ui.sign_in.first_run import FirstRunStep

LET_BY = "This has just changed. Click again."
NOTICE = Notice("full", NoticeKind.ERROR, "The disk is full.", NoticeAction.OPEN_LOGS)


def spot_of(driver: Driver, widget: QWidget) -> QPoint:
    return widget.mapTo(driver.window, widget.rect().center())


def click_through_the_window(driver: Driver, spot: QPoint) -> None:
    """Click as the window system does it: it knows a place, and no widget."""
    QTest.mouseClick(driver.window.windowHandle(), Qt.MouseButton.LeftButton, pos=spot)


class HandSeconds:
    """A clock of the window's that goes on only by hand: however busy a machine is, a click is soon."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def open_desk(open_desk: OpenDesk) -> OpenDesk:
    """Open the window with a clock that goes on by hand."""

    def open_it(*state: Any, **more: Any) -> Driver:
        driver = open_desk(*state, **more)
        driver.window.click_guard._seconds = HandSeconds()
        return driver

    return open_it


def see_it_stay(driver: Driver, spot: QPoint) -> None:
    guard = driver.window.click_guard
    seconds = guard._seconds
    assert isinstance(seconds, HandSeconds)

    def stayed() -> bool:
        seconds.now_s += CAME_JUST_NOW_S
        return not guard.came_just_now(spot)

    driver.qtbot.waitUntil(stayed, timeout=TIMEOUT_MS)


def pushed_down(open_desk: OpenDesk) -> tuple[Driver, list[str]]:
    """Open a desk whose backend's card has just been pushed down; return what is spoken, too."""
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    heard: list[str] = []
    driver.window._announcements.announced.connect(heard.append)
    QApplication.processEvents()
    see_it_stay(driver, spot_of(driver, driver.panel("backend").header))
    driver.show(s.desk(s.MARTA, s.TOM, s.BACKEND))
    driver.qtbot.waitUntil(lambda: driver.order[0] == "marta", timeout=TIMEOUT_MS)
    QApplication.processEvents()
    return driver, heard


class Aimed:
    """A hand that aims at a spot of the window, and what its clicks do."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.asked: list[object] = []
        driver.window.notice_acted.connect(lambda key, action: self.asked.append((key, action)))
        QApplication.processEvents()

    def done(self) -> object:
        """Return all that clicks can change."""
        window = self.driver.window
        return (
            list(self.driver.desk.commands),
            list(self.driver.desk.selections),
            list(self.asked),
            window.list.active_id,
            window.palette_panel.communication_id,
            window.palette_panel.codes.rows,
            window.first_run.step,
        )

    def clicks_too_late(self, spot: QPoint, change: Callable[[], object]) -> None:
        """Aim at *spot*, click just after the *change*, and again after a look at it."""
        QApplication.processEvents()
        see_it_stay(self.driver, spot)
        change()
        QApplication.processEvents()
        before = self.done()
        click_through_the_window(self.driver, spot)
        assert self.done() == before
        see_it_stay(self.driver, spot)
        click_through_the_window(self.driver, spot)
        assert self.done() != before, "nothing at this spot can be clicked: the test shows nothing"

    def spot_after(self, state: DeskState, find: Callable[[], QWidget], back: DeskState) -> QPoint:
        """Return where something is going to be once *state* is shown."""
        self.driver.show(state)
        QApplication.processEvents()
        spot = spot_of(self.driver, find())
        self.driver.show(back)
        return spot


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


def test_a_click_let_go_by_is_told_beside_the_pointer_until_the_next(open_desk: OpenDesk) -> None:
    driver, heard = pushed_down(open_desk)
    spot = spot_of(driver, driver.panel("backend").header)
    click_through_the_window(driver, spot)

    assert heard.count(LET_BY) == 1
    assert QToolTip.isVisible()
    assert LET_BY in QToolTip.text()

    see_it_stay(driver, spot)
    click_through_the_window(driver, spot)
    assert not QToolTip.isVisible()
    assert heard.count(LET_BY) == 1


def test_the_second_press_of_a_double_click_is_let_go_by_without_a_word(
    open_desk: OpenDesk,
) -> None:
    driver, heard = pushed_down(open_desk)

    spot = spot_of(driver, driver.panel("backend").header)
    handle = driver.window.windowHandle()
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton, pos=spot)

    assert driver.window.list.active_id == "marta"
    assert heard.count(LET_BY) == 1  # of its first press, which came too early as well
    assert not QToolTip.isVisible()


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
    assert driver.window.click_guard.came_just_now(spot) is False
    bar.setValue(0)
    assert driver.window.click_guard.came_just_now(spot_of(driver, header))


def test_a_row_takes_no_click_meant_for_the_code_that_stood_there(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    first, second, *others = s.CLEAR.suggestions
    turned = Ranking((second, first, *others), is_clear=True)

    Aimed(driver).clicks_too_late(
        spot_of(driver, driver.active.choice._rows.rows[0]),
        lambda: driver.show(s.desk(replace(s.MARTA, ranking=turned))),
    )

    assert driver.desk.selections[-1][1] == second.code.id


def test_what_moves_up_where_a_row_was_takes_no_click_meant_for_the_row(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    fewer = s.desk(replace(s.MARTA, ranking=Ranking(s.CLEAR.suggestions[:1], is_clear=True)))
    aimed = Aimed(driver)
    spot = aimed.spot_after(
        fewer, lambda: driver.active.choice.search_anchor, back=s.desk(s.MARTA)
    )

    aimed.clicks_too_late(spot, lambda: driver.show(fewer))

    assert driver.window.palette_panel.communication_id == "marta"


def test_change_takes_no_click_meant_for_undo(open_desk: OpenDesk) -> None:
    on_its_way = replace(s.SENDING, leg=s.CODED_OPEN.leg)
    driver = open_desk(s.desk(on_its_way))
    aimed = Aimed(driver)
    outcome = driver.panel(s.CODED_OPEN.leg.key.communication_id).outcome
    spot = aimed.spot_after(s.desk(s.CODED_OPEN), lambda: outcome._change, s.desk(on_its_way))

    aimed.clicks_too_late(spot, lambda: driver.show(s.desk(s.CODED_OPEN)))

    assert [each[0] for each in driver.desk.commands] == ["choose_again"]


def test_the_pointer_to_a_deadline_takes_no_click_meant_for_another_card(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(CROWD)
    with_deadline_below(driver)
    pointer = driver.window.list.edges.bottom.pointer
    sooner = s.with_seconds_left(replace(s.UNSURE), 2)

    Aimed(driver).clicks_too_late(
        spot_of(driver, pointer),
        lambda: driver.show(s.desk(*WITHOUT_LIMIT, s.URGENT, sooner)),
    )

    assert driver.window.list.active_id == "unsure"


def test_what_a_bar_uncovers_takes_no_click_meant_for_the_bar(open_desk: OpenDesk) -> None:
    driver = open_desk(CROWD)
    driver.window.resize(400, 560)
    with_deadline_below(driver)
    pointer = driver.window.list.edges.bottom.pointer
    covered = driver.panel("calm-3").header
    cards = driver.window.list.verticalScrollBar()
    cards.setValue(cards.value() + spot_of(driver, covered).y() - spot_of(driver, pointer).y())

    coded = replace(s.AISHA, leg=replace(s.AISHA.leg, key=s.URGENT.leg.key))

    Aimed(driver).clicks_too_late(
        spot_of(driver, pointer), lambda: driver.show(s.desk(*WITHOUT_LIMIT, coded))
    )

    assert not pointer.isVisible()
    assert driver.window.list.active_id == "calm-3"


def test_a_notice_that_comes_up_takes_no_click_meant_for_what_it_pushes_away(
    open_desk: OpenDesk,
) -> None:
    calm, noticed = s.desk(s.TOM, s.BACKEND), s.desk(s.TOM, s.BACKEND, notices=(NOTICE,))
    driver = open_desk(calm)
    aimed = Aimed(driver)
    spot = aimed.spot_after(noticed, lambda: driver.window.notices.bars[0]._button, calm)

    aimed.clicks_too_late(spot, lambda: driver.show(noticed))

    assert aimed.asked == [("full", NoticeAction.OPEN_LOGS)]


def test_a_notice_takes_no_click_meant_for_what_it_offered_before(open_desk: OpenDesk) -> None:
    other = replace(NOTICE, action=NoticeAction.QUIT)
    driver = open_desk(s.desk(s.TOM, notices=(NOTICE,)))
    quits: list[bool] = []
    driver.window.quit_requested.connect(lambda: quits.append(True))
    QApplication.processEvents()
    button = driver.window.notices.bars[0]._button
    see_it_stay(driver, spot_of(driver, button))

    driver.show(s.desk(s.TOM, notices=(replace(other, text=NOTICE.text),)))
    QApplication.processEvents()
    click_through_the_window(driver, spot_of(driver, button))
    assert quits == []
    see_it_stay(driver, spot_of(driver, button))
    click_through_the_window(driver, spot_of(driver, button))
    assert quits == [True]


def row_spot(driver: Driver, row: int) -> QPoint:
    view = driver.window.palette_panel.view
    rect = view.visualRect(view.model().index(row, 0))
    return view.viewport().mapTo(driver.window, QPoint(rect.left() + 40, rect.center().y()))


def test_a_row_of_the_palette_takes_no_click_meant_for_the_one_that_stood_there(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.press("/")
    used = s.desk(s.MARTA, uses_today={s.CODES[3].id: 2})
    driver.show(used)
    spot = row_spot(driver, 4)
    driver.show(s.desk(s.MARTA))

    Aimed(driver).clicks_too_late(spot, lambda: driver.show(used))

    assert driver.window.palette_panel.communication_id == ""


def test_what_the_palette_uncovers_takes_no_click_meant_for_a_row(open_desk: OpenDesk) -> None:
    coded = replace(s.AISHA, leg=replace(s.AISHA.leg, key=s.MARTA.leg.key))
    before, after = s.desk(s.MARTA, s.TOM), s.desk(coded, s.TOM)
    driver = open_desk(before)
    aimed = Aimed(driver)
    driver.press("/")
    spot = row_spot(driver, 2)

    aimed.clicks_too_late(spot, lambda: driver.show(after))

    assert driver.desk.commands == []


def test_the_second_of_two_quick_clicks_hits_nothing_that_the_first_brought(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(connection=Connection.SIGNED_OUT, agent=None))
    window = driver.window
    QApplication.processEvents()
    window.first_run.begin()
    QApplication.processEvents()
    spot = spot_of(driver, window.first_run.go_on)
    see_it_stay(driver, spot)

    click_through_the_window(driver, spot)
    assert window.first_run.step is FirstRunStep.SIGN_IN
    click_through_the_window(driver, spot_of(driver, window.first_run.go_on))
    assert window.first_run.step is FirstRunStep.SIGN_IN


def test_cancel_takes_no_click_meant_for_signing_in(open_desk: OpenDesk) -> None:
    out = s.desk(connection=Connection.SIGNED_OUT, agent=None)
    at_it = s.desk(connection=Connection.SIGNING_IN, agent=None)
    driver = open_desk(out)
    aimed = Aimed(driver)
    spot = aimed.spot_after(at_it, lambda: driver.window.sign_in.waiting.cancel, out)

    aimed.clicks_too_late(spot, lambda: driver.show(at_it))

    assert driver.desk.commands == [("cancel_sign_in",)]


@pytest.mark.parametrize("name", sorted(s.gallery()))
def test_no_button_of_the_window_is_left_unguarded(open_desk: OpenDesk, name: str) -> None:
    driver = open_desk(s.gallery()[name])
    QApplication.processEvents()
    window = driver.window
    guarded = {each.widget for part in window.click_guard._parts for each in part.clickables()}

    visible = [each for each in window.findChildren(QAbstractButton) if each.isVisible()]

    assert [each.accessibleName() for each in visible if each not in guarded] == []
