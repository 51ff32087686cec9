"""What Enter did is painted first; what follows from it, the next card, comes a frame later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import TIMEOUT_MS, Driver
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.card.appearance import CardState
from wrapup_desk.ui.just_sent import JustSent

ENTER = Qt.Key.Key_Return
LONGER_THAN_A_POLL_MS = 1_000
SENT = s.decided(s.MARTA, "Duplicate charge refunded", SubmissionState.WAITING)


class FrameWatch(QObject):
    """Notes what *seen* returns as each frame of a window is about to be painted."""

    def __init__(self, window: QWidget, seen: Callable[[], object]) -> None:
        super().__init__(window)
        self._seen = seen
        self.frames: list[object] = []
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest:
            self.frames.append(self._seen())
        return False


def send(driver: Driver, *after: InteractionCard) -> None:
    """Press Enter on the first card, and let the desk say that its code is on its way."""
    driver.settle()
    driver.press(ENTER)
    assert [command[:2] for command in driver.desk.commands] == [("choose_code", "marta")]
    driver.desk.commands.clear()
    driver.desk.show(s.desk(*after))


def seen_of(driver: Driver) -> tuple[CardState, str, bool]:
    cards = driver.window.list
    return driver.panel("marta").state, cards.active_id, driver.panel("tom").offers_choice


def wait_for_the_next(driver: Driver) -> None:
    wanted = driver.panel("tom")
    driver.qtbot.waitUntil(lambda: wanted.offers_choice, timeout=TIMEOUT_MS)


def test_the_answer_to_enter_is_painted_before_the_next_card_opens(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    watch = FrameWatch(driver.window, lambda: seen_of(driver))
    before = seen_of(driver)

    send(driver, SENT, s.TOM)
    wait_for_the_next(driver)
    QApplication.processEvents()

    answers = [frame for frame in watch.frames if frame != before]
    assert answers[0] == (CardState.SAVED, "marta", False)
    assert answers[-1] == (CardState.SAVED, "tom", True)


def test_a_key_pressed_before_the_next_card_opens_is_for_no_card(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    watch = FrameWatch(driver.window, lambda: seen_of(driver)[0])
    driver.window.list.just_sent._frame.setInterval(LONGER_THAN_A_POLL_MS)
    send(driver, SENT, s.TOM)
    driver.qtbot.waitUntil(lambda: CardState.SAVED in watch.frames, timeout=TIMEOUT_MS)
    assert driver.window.list.active_id == "marta"

    for key in (ENTER, "2", "n", "/"):
        driver.press(key)
    wait_for_the_next(driver)

    assert driver.desk.commands == []
    assert driver.desk.selections == []
    assert not driver.panel("tom").choice.has_draft


def test_cards_change_places_after_the_answer_and_not_in_it(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    watch = FrameWatch(driver.window, lambda: tuple(driver.order))

    send(driver, s.TOM, SENT)
    driver.qtbot.waitUntil(lambda: driver.order == ["tom", "marta"], timeout=TIMEOUT_MS)
    QApplication.processEvents()

    assert ("marta", "tom") in watch.frames
    assert watch.frames[-1] == ("tom", "marta")


def test_what_is_refused_at_once_holds_nothing_back(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    refused = replace(s.MARTA, codes_problem="")

    send(driver, refused, s.TOM)
    QApplication.processEvents()

    assert not driver.window.list.just_sent.is_answering
    assert not driver.window.list.is_frozen


def test_the_frame_of_the_answer_begins_when_it_is_laid_out(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    answered: list[bool] = []
    sent = JustSent(driver.window)
    sent.answered.connect(lambda: answered.append(True))
    sent.note("marta")
    sent.follow([SENT])
    assert sent.is_answering
    QApplication.processEvents()
    assert not answered

    sent.note_laid_out()
    driver.qtbot.waitUntil(lambda: bool(answered), timeout=TIMEOUT_MS)

    assert not sent.is_answering
    sent.follow([SENT])
    assert not sent.is_answering
