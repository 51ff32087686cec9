"""A click belongs to what was pressed, whatever happens until the button comes up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.desk.test_aimed_clicks import LET_BY, row_spot, see_it_stay, spot_of
from tests.ui.desk.test_aimed_clicks import open_desk as open_desk
from tests.ui.driver import TIMEOUT_MS, Driver
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.domain.notes.note_draft import NoteDraft
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Ranking

LEFT = Qt.MouseButton.LeftButton
NOTICE = Notice("full", NoticeKind.ERROR, "The disk is full.", NoticeAction.OPEN_LOGS)
FIRST, SECOND, *OTHERS = s.CLEAR.suggestions
TURNED = replace(s.MARTA, ranking=Ranking((SECOND, FIRST, *OTHERS), is_clear=True))
LONG_DRAFT = NoteDraft("I was charged twice for the same order. " * 6)


class SlowClick:
    """A click whose button is down for a while, at a pointer that lies still."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.told: list[str] = []
        driver.window._announcements.announced.connect(self.told.append)
        QApplication.processEvents()

    def on(
        self,
        spot: QPoint,
        meanwhile: Callable[[], None],
        up: QPoint | None = None,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        handle = self.driver.window.windowHandle()
        QTest.mouseMove(handle, spot)
        QApplication.processEvents()
        see_it_stay(self.driver, spot)
        self.driver.window.list._pointer.rest()  # as it does after three seconds
        QTest.mousePress(handle, button, pos=spot)
        meanwhile()
        QApplication.processEvents()
        QTest.mouseRelease(handle, button, pos=up or spot)
        QApplication.processEvents()

    @property
    def is_let_by(self) -> bool:
        return LET_BY in self.told


def lies_at(driver: Driver, spot: QPoint, widget: QWidget) -> bool:
    there = driver.window.childAt(spot)
    return there is not None and (there is widget or widget.isAncestorOf(there))


def test_a_card_that_moves_while_it_is_clicked_is_the_one_that_opens(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    header = driver.panel("backend").header
    click, spot = SlowClick(driver), spot_of(driver, header)

    click.on(spot, lambda: driver.show(s.desk(s.MARTA, s.TOM, s.BACKEND)))

    assert driver.order == ["marta", "tom", "backend"]
    assert driver.window.list.active_id == "backend"
    assert not click.is_let_by


def test_submit_that_moves_while_it_is_clicked_sends_what_it_said(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    submit = driver.active.choice.submit_button
    click, spot = SlowClick(driver), spot_of(driver, submit)

    click.on(spot, lambda: driver.show(s.desk(replace(s.MARTA, draft=LONG_DRAFT))))

    assert not lies_at(driver, spot, submit)
    assert [each[:3] for each in driver.desk.commands] == [("choose_code", "marta", FIRST.code.id)]


def test_submit_that_comes_to_say_another_code_sends_none_and_tells_it(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    click, spot = SlowClick(driver), spot_of(driver, driver.active.choice.submit_button)

    def turn() -> None:
        driver.show(s.desk(TURNED))
        driver.settle()  # a hand that presses long

    click.on(spot, turn)

    assert driver.desk.commands == []
    assert click.is_let_by


def test_a_click_too_soon_on_submit_whose_code_changed_is_told_beside_the_pointer(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    click, spot = SlowClick(driver), spot_of(driver, driver.active.choice.submit_button)
    see_it_stay(driver, spot)
    driver.show(s.desk(TURNED))
    QApplication.processEvents()

    QTest.mouseClick(driver.window.windowHandle(), LEFT, pos=spot)

    assert driver.desk.commands == []
    assert click.is_let_by


def test_a_code_chosen_by_hand_can_be_sent_by_the_next_click_at_once(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    click = SlowClick(driver)
    choice = driver.active.choice
    row, submit = spot_of(driver, choice._rows.rows[1]), spot_of(driver, choice.submit_button)
    see_it_stay(driver, submit)

    for spot in (row, submit):
        QTest.mouseClick(driver.window.windowHandle(), LEFT, pos=spot)
        QApplication.processEvents()

    assert [each[:3] for each in driver.desk.commands] == [
        ("choose_code", "marta", SECOND.code.id)
    ]
    assert not click.is_let_by


def test_a_row_keeps_its_code_while_it_is_clicked(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    click, spot = SlowClick(driver), spot_of(driver, driver.active.choice._rows.rows[1])

    click.on(spot, lambda: driver.show(s.desk(TURNED)))

    assert [each[:2] for each in driver.desk.selections] == [("marta", SECOND.code.id)]
    assert not click.is_let_by


def test_a_row_that_another_code_takes_while_it_is_clicked_chooses_none_and_tells_it(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    click, spot = SlowClick(driver), spot_of(driver, driver.active.choice._rows.rows[0])
    left = tuple(code for code in s.MARTA.codes if code.id != FIRST.code.id)
    gone = replace(s.MARTA, codes=left, ranking=Ranking((SECOND, *OTHERS), is_clear=True))

    click.on(spot, lambda: driver.show(s.desk(gone)))

    assert driver.desk.selections == []
    assert click.is_let_by


@pytest.mark.parametrize("is_star", [False, True])
def test_a_row_of_the_palette_that_another_comes_to_stand_on_does_nothing_and_tells_it(
    open_desk: OpenDesk, *, is_star: bool
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.press("/")
    QApplication.processEvents()
    palette = driver.window.palette_panel
    click, spot = SlowClick(driver), row_spot(driver, 4)
    if is_star:
        rect = palette.view.visualRect(palette.codes.index(4))
        centre = palette._delegate._star_area(rect).center()
        spot = palette.view.viewport().mapTo(driver.window, centre)
    before = palette.codes.rows

    click.on(spot, lambda: driver.show(s.desk(s.MARTA, uses_today={s.CODES[3].id: 2})))

    assert palette.codes.rows != before
    assert palette.communication_id == "marta"
    assert driver.desk.commands == []
    assert driver.desk.selections == []
    assert click.is_let_by


def test_a_row_of_the_palette_is_not_chosen_by_letting_go_of_another(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.press("/")
    QApplication.processEvents()
    click = SlowClick(driver)

    click.on(row_spot(driver, 2), lambda: None, up=row_spot(driver, 3))

    assert driver.window.palette_panel.communication_id == "marta"
    assert driver.desk.selections == []
    assert not click.is_let_by


def test_a_notice_that_comes_to_offer_something_else_does_neither_and_tells_it(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.TOM, notices=(NOTICE,)))
    asked: list[object] = []
    driver.window.notice_acted.connect(lambda *what: asked.append(what))
    driver.window.quit_requested.connect(lambda: asked.append("quit"))
    other = replace(NOTICE, action=NoticeAction.QUIT)
    click = SlowClick(driver)

    click.on(
        spot_of(driver, driver.window.notices.bars[0]._button),
        lambda: driver.show(s.desk(s.TOM, notices=(other,))),
    )

    assert asked == []
    assert click.is_let_by


def test_a_button_that_goes_while_it_is_clicked_tells_that_nothing_came_of_it(
    open_desk: OpenDesk,
) -> None:
    on_its_way = replace(s.SENDING, leg=s.CODED_OPEN.leg)
    driver = open_desk(s.desk(on_its_way))
    QApplication.processEvents()
    undo = driver.panel(s.CODED_OPEN.leg.key.communication_id).outcome._undo
    click = SlowClick(driver)

    click.on(spot_of(driver, undo), lambda: driver.show(s.desk(s.CODED_OPEN)))

    assert not undo.isVisible()
    assert driver.desk.commands == []
    assert click.is_let_by


def test_a_press_that_is_carried_off_its_button_does_nothing_and_needs_no_word(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.settle()
    click, spot = SlowClick(driver), spot_of(driver, driver.active.choice.submit_button)

    click.on(spot, lambda: None, up=spot_of(driver, driver.panel("tom").header))

    assert driver.desk.commands == []
    assert driver.window.list.active_id == "marta"
    assert not click.is_let_by


def test_what_a_press_did_already_is_not_told_to_be_let_by(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.press("/")
    QApplication.processEvents()
    click = SlowClick(driver)

    click.on(QPoint(4, 4), lambda: None)  # beside the palette

    assert driver.window.palette_panel.communication_id == ""
    assert not click.is_let_by
    sent = s.decided(s.MARTA, "Duplicate charge refunded", SubmissionState.WAITING)
    driver.show(s.desk(sent, s.TOM))
    driver.qtbot.waitUntil(lambda: driver.window.list.active_id == "tom", timeout=TIMEOUT_MS)


def test_a_further_topic_that_the_right_button_chose_is_not_told_to_be_let_by(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, takes_topics=True)))
    row = driver.active.choice._rows.rows[1]
    click = SlowClick(driver)

    click.on(spot_of(driver, row), row.hide, button=Qt.MouseButton.RightButton)

    assert not click.is_let_by


@pytest.mark.parametrize("width", [320, 400])
def test_undo_stays_under_the_pointer_though_the_line_beside_it_gets_longer(
    open_desk: OpenDesk, width: int
) -> None:
    driver = open_desk(s.desk(s.SENDING))
    driver.window.resize(width, 700)
    QApplication.processEvents()
    outcome = driver.panel("sending").outcome
    spot, place = spot_of(driver, outcome._undo), outcome._undo.mapTo(driver.window, QPoint())
    QTest.mouseMove(driver.window.windowHandle(), spot - QPoint(3, 1))
    QTest.mouseMove(driver.window.windowHandle(), spot)
    QApplication.processEvents()
    submission = s.SENDING.submission
    assert submission is not None
    short, tried = outcome._progress.shown_text, replace(submission, attempts=1)

    driver.show(s.desk(replace(s.SENDING, submission=tried)))
    QApplication.processEvents()

    assert len(outcome._progress.shown_text) > len(short)
    assert outcome._undo.mapTo(driver.window, QPoint()).x() == place.x()
    assert lies_at(driver, spot, outcome._undo)
    assert (
        outcome._progress.heightForWidth(outcome._progress.width()) <= outcome._progress.height()
    )
    see_it_stay(driver, spot)
    QTest.mouseClick(driver.window.windowHandle(), LEFT, pos=spot)
    assert driver.desk.commands == [("undo", "sending")]
