"""What is scrolled out of sight and must not be is pointed to or pinned at the edges."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QHoverEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import TIMEOUT_MS, Driver
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.interaction import Phase, Prompt
from wrapup_desk.ui.desk.window import MainWindow

WITHOUT_LIMIT = [
    replace(card, leg=replace(card.leg, prompt=Prompt.MANDATORY))
    for card in (s.card(f"calm-{n}", Phase.AFTER_CALL, f"Calm {n}", s.CLEAR) for n in range(6))
]
CROWD = s.desk(*WITHOUT_LIMIT)


def with_deadline_below(driver: Driver) -> DeskState:
    """Freeze the list by a note, and let a call with a deadline end below the fold."""
    driver.press("n")
    state = s.desk(*WITHOUT_LIMIT, s.URGENT)
    driver.show(state)
    driver.qtbot.waitUntil(lambda: driver.order[-1] == "urgent", timeout=TIMEOUT_MS)
    QApplication.processEvents()
    return state


def is_in_sight(widget: QWidget, window: MainWindow) -> bool:
    view = window.list.viewport()
    top = widget.mapTo(view, QPoint(0, 0)).y()
    free = QRect(0, window.list.edges.top.inset, 1, view.height())
    free.setBottom(view.height() - window.list.edges.bottom.inset)
    return free.top() <= top and top + widget.height() <= free.bottom() + 1


def test_a_deadline_below_the_fold_is_pointed_to_with_its_name_and_seconds(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(CROWD)
    with_deadline_below(driver)
    pointer = driver.window.list.edges.bottom.pointer

    assert pointer.isVisible()
    assert pointer.caption == "↓  Eva Lind · 4 s"
    driver.desk.advance(2)
    driver.window.list.tick()
    assert pointer.caption == "↓  Eva Lind · 2 s"


def test_the_pointer_tells_the_time_behind_any_name(open_desk: OpenDesk) -> None:
    urgent = replace(s.URGENT, leg=replace(s.URGENT.leg, customer_name="Wolfeschlegel" * 15))
    hebrew = replace(s.URGENT, leg=replace(s.URGENT.leg, customer_name="\u05d9\u05d5\u05e1\u05d9"))
    driver = open_desk(CROWD)
    with_deadline_below(driver)
    pointer = driver.window.list.edges.bottom.pointer

    driver.show(s.desk(*WITHOUT_LIMIT, urgent))
    driver.window.list.tick()
    assert pointer.caption.endswith("… · 4 s")
    _, flow = pointer._laid_out()
    assert flow is not None
    assert flow.lines[-1].endswith("4 s")
    driver.show(s.desk(*WITHOUT_LIMIT, hebrew))
    driver.window.list.tick()
    # Isolated: the number would be drawn before the name.
    assert pointer.caption == "↓  \u2068\u05d9\u05d5\u05e1\u05d9\u2069 · 4 s"


def test_a_click_on_the_pointer_goes_there_and_it_is_gone(open_desk: OpenDesk) -> None:
    driver = open_desk(CROWD)
    with_deadline_below(driver)
    pointer = driver.window.list.edges.bottom.pointer

    driver.click(pointer)

    assert driver.window.list.active_id == "urgent"
    driver.qtbot.waitUntil(lambda: not pointer.isVisible(), timeout=TIMEOUT_MS)


def test_g_goes_to_the_first_deadline_and_then_to_the_next(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(*WITHOUT_LIMIT, s.MARTA, s.UNSURE))
    driver.press(Qt.Key.Key_Up)

    seen = []
    for _ in range(3):
        driver.press("g")
        seen.append(driver.window.list.active_id)

    assert set(seen) == {"marta", "unsure"}
    assert seen[0] != seen[1]


def test_the_order_stays_under_the_hand_while_the_deadline_is_pointed_to(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(CROWD)
    before = driver.order

    with_deadline_below(driver)

    assert driver.order == [*before, "urgent"]


def test_name_seconds_and_submit_of_the_active_card_are_pinned_in_a_low_window(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.window.resize(400, 324)
    QApplication.processEvents()
    edges = driver.window.list.edges
    assert edges.bottom.submit.isVisible()
    assert edges.bottom.submit.caption == "Submit “Duplicate charge refunded”"

    bar = driver.window.list.verticalScrollBar()
    bar.setValue(bar.maximum())

    assert edges.top.name.isVisible()
    assert edges.top.name.shown_text == "Marta Oliveira"
    assert edges.top.seconds.shown_text == "18 s"
    assert not edges.bottom.submit.isVisible()


def test_a_deadline_that_is_pointed_to_hides_no_name_of_the_card_gone_to(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.URGENT, *WITHOUT_LIMIT))
    driver.window.resize(400, 420)
    driver.settle()

    driver.window.list.select("calm-3")
    driver.settle()

    edges = driver.window.list.edges
    assert edges.top.pointer.isVisible()
    assert is_in_sight(driver.active.header, driver.window)


def test_a_name_under_the_bar_that_points_to_a_deadline_is_pinned(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.URGENT, *WITHOUT_LIMIT))
    driver.window.resize(400, 420)
    driver.window.list.select("calm-3")
    driver.settle()
    cards, edges = driver.window.list, driver.window.list.edges
    bar = cards.verticalScrollBar()

    # Its first pixel is in the view, and under the bar.
    bar.setValue(bar.value() + edges.height_of(driver.active.header))

    assert edges.top.pointer.isVisible()
    assert edges.top.name.isVisible()
    assert edges.top.name.shown_text == "Calm 3"


def test_the_pinned_submit_sends(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.window.resize(400, 324)
    driver.settle()

    driver.click(driver.window.list.edges.bottom.submit)

    assert driver.desk.commands == [("choose_code", "marta", "code-0", "")]


def test_what_goes_out_by_itself_is_pinned_with_submit_and_can_be_stopped_there(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.SELECTED))
    driver.window.resize(400, 340)
    QApplication.processEvents()
    bar = driver.window.list.edges.bottom

    assert (bar.submit.isVisible(), bar.plan.isVisible()) == (True, True)
    assert bar.plan.shown_text == "Sends “Invoice explained” in 13 s"
    driver.desk.advance(3)
    driver.window.list.tick()
    assert bar.plan.shown_text == "Sends “Invoice explained” in 10 s"
    driver.click(bar.hold)

    assert driver.desk.commands == [("hold", "marta")]


def test_submit_is_pinned_where_only_its_countdown_is_below_the_fold(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.SELECTED))
    bar = driver.window.list.edges.bottom
    height = 800
    while not bar.plan.isVisible() and height > 340:
        height -= 10
        driver.window.resize(400, height)
        QApplication.processEvents()

    assert bar.submit.isVisible()
    assert bar.submit.isEnabled()
    assert bar.submit.caption == driver.active.choice.submit_button.caption


def test_notices_leave_two_thirds_of_a_low_window_to_the_choice(open_desk: OpenDesk) -> None:
    driver = open_desk(s.gallery()["17-notices"])

    driver.window.resize(400, 340)
    QApplication.processEvents()
    assert driver.window.notices.height() <= 340 // 3
    driver.window.resize(400, 900)
    QApplication.processEvents()
    bars = driver.window.notices.bars
    assert driver.window.notices.height() > sum(bar.height() for bar in bars)


def test_what_has_the_caret_is_scrolled_to(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.window.resize(400, 324)
    QApplication.processEvents()
    note = driver.active.choice.note
    assert not is_in_sight(note, driver.window)

    driver.press("n")

    driver.qtbot.waitUntil(lambda: is_in_sight(note, driver.window), timeout=TIMEOUT_MS)


def test_the_foot_gives_way_to_the_choice_in_a_low_window(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    assert driver.window.foot.isVisible()

    driver.window.resize(400, 324)
    assert not driver.window.foot.isVisible()
    driver.show(s.desk(s.AISHA))

    assert driver.window.foot.isVisible()


def test_a_wide_window_keeps_its_lines_short(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    driver.window.resize(1600, 800)
    QApplication.processEvents()

    assert driver.active.width() <= 640


def test_the_pinned_submit_stays_under_the_pointer_as_another_customer_hangs_up(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.BACKEND, s.TOM))
    driver.window.resize(400, 324)
    cards, submit = driver.window.list, driver.window.list.edges.bottom.submit
    cards.select("tom")
    driver.settle()
    cards.verticalScrollBar().setValue(0)
    cards._in_hand.stop()
    assert submit.isVisible()
    driver.point_at(submit)
    before = submit.mapTo(driver.window, QPoint(0, 0)), submit.caption

    driver.show(s.desk(s.URGENT, s.BACKEND, s.TOM))
    planned = replace(s.TOM, plan=s.SELECTED.plan)
    driver.show(s.desk(s.URGENT, s.BACKEND, planned))
    cards.tick()
    QApplication.processEvents()

    assert cards.active_id == "tom"
    assert (submit.mapTo(driver.window, QPoint(0, 0)), submit.caption) == before
    driver.point_away()
    driver.qtbot.waitUntil(lambda: driver.order[0] == "urgent", timeout=TIMEOUT_MS)


@pytest.mark.parametrize("comes_in_anew", [False, True])
def test_nothing_comes_up_at_the_edge_under_a_pointer_that_is_in_use(
    open_desk: OpenDesk, *, comes_in_anew: bool
) -> None:
    driver = open_desk(CROWD)
    cards, bar = driver.window.list, driver.window.list.edges.bottom
    lowest = QPoint(cards.viewport().width() // 2, cards.viewport().height() - 4)
    driver.point_at(cards.viewport(), lowest)
    if comes_in_anew:
        # As when something that lay over the list goes: Qt gives no place on the screen then.
        here, nowhere = QPointF(cards.viewport().mapTo(cards, lowest)), QPointF(-1, -1)
        QApplication.sendEvent(cards, QHoverEvent(QEvent.Type.HoverEnter, here, nowhere, nowhere))

    driver.show(s.desk(*WITHOUT_LIMIT, s.URGENT))
    QApplication.processEvents()
    assert (driver.order[-1], bar.isVisible()) == ("urgent", False)
    driver.point_away()

    # It is told of there, or stands on top by now.
    driver.qtbot.waitUntil(
        lambda: bar.pointer.isVisible() or driver.order[0] == "urgent", timeout=TIMEOUT_MS
    )


def test_the_last_card_can_be_scrolled_clear_of_the_bar_below(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, *WITHOUT_LIMIT))
    cards = driver.window.list
    cards.select(cards.panels[0].communication_id)
    driver.window.resize(400, 620)
    last = cards.panels[-1]
    bar = cards.verticalScrollBar()

    def is_last_in_sight() -> bool:
        bar.setValue(bar.maximum())
        return cards.edges.bottom.isVisible() and is_in_sight(last, driver.window)

    driver.qtbot.waitUntil(is_last_in_sight, timeout=TIMEOUT_MS)


class GivenHeights(QObject):
    """Notes each height that a widget is given."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.seen = {watched.height()}
        watched.installEventFilter(self)

    # Qt overrides

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self.seen.add(event.size().height())
        return False


def test_a_bar_that_grows_squeezes_no_row_of_the_card_even_for_a_moment(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(replace(s.URGENT_SELECTED, plan=None), *WITHOUT_LIMIT[:2]))
    driver.window.resize(400, 440)
    cards, edges = driver.window.list, driver.window.list.edges
    QApplication.processEvents()
    inset = edges.bottom.inset
    assert edges.bottom.submit.isVisible()
    # The bar waits with the line about the plan while the pointer is where it would come up.
    driver.point_at(cards, QPoint(200, cards.height() - inset - 20))
    driver.show(s.desk(s.URGENT_SELECTED, *WITHOUT_LIMIT[:2]))
    QApplication.processEvents()
    assert edges.bottom.inset == inset
    rows = driver.active.choice._rows.rows
    driver.point_at(rows[1])
    heights = [GivenHeights(row) for row in rows if row.isVisible()]

    cards.tick()
    QApplication.processEvents()

    assert edges.bottom.inset > inset
    assert [len(each.seen) for each in heights] == [1] * len(heights)


def test_what_the_pointer_aims_at_stays_though_a_notice_comes_above_the_list(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(CROWD)
    QApplication.processEvents()
    cards = driver.window.list
    row = driver.active.choice._rows.rows[1]
    driver.point_at(row)
    top = row.mapTo(driver.window, QPoint(0, 0)).y()
    list_top = cards.mapTo(driver.window, QPoint(0, 0)).y()

    notice = Notice("full", NoticeKind.ERROR, "The disk is full.", NoticeAction.OPEN_LOGS)
    driver.show(replace(CROWD, notices=(notice,)))
    QApplication.processEvents()

    assert cards.mapTo(driver.window, QPoint(0, 0)).y() > list_top
    assert row.mapTo(driver.window, QPoint(0, 0)).y() == top


def test_a_name_from_right_to_left_is_written_in_its_own_direction_wherever_it_stands(
    open_desk: OpenDesk,
) -> None:
    name = "\u05d9\u05d5\u05e1\u05d9 (VIP)"
    hebrew = replace(s.MARTA, leg=replace(s.MARTA.leg, customer_name=name))
    driver = open_desk(s.desk(hebrew, *WITHOUT_LIMIT))
    driver.window.resize(400, 420)
    QApplication.processEvents()
    cards = driver.window.list
    # Isolated: its brackets would be drawn at its other end.
    isolated = f"\u2068{name}\u2069"

    assert driver.active.header._name.shown_text == isolated
    cards.verticalScrollBar().setValue(150)
    assert cards.edges.top.name.isVisible()
    assert cards.edges.top.name.shown_text == isolated
    driver.show(s.desk(replace(hebrew, leg=replace(hebrew.leg, phase=Phase.CONNECTED))))
    cards.use_compact(is_compact=True)
    assert driver.panel("marta").line._name.shown_text == isolated
