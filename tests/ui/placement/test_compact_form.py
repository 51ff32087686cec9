"""In compact form a card is one line, and opens when it needs a hand or a key needs it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.desk.test_interaction_list import LayoutWatch
from tests.ui.driver import Driver
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.widgets.text_label import TextLabel

TOM_ENDED = s.with_seconds_left(replace(s.TOM, leg=replace(s.TOM.leg, phase=Phase.AFTER_CALL)), 25)
BACKEND_SOON = s.with_seconds_left(
    replace(s.BACKEND, leg=replace(s.BACKEND.leg, phase=Phase.AFTER_CALL)), 20
)


@pytest.fixture
def open_compact(open_desk: OpenDesk) -> OpenDesk:
    def open_it(state: DeskState) -> Driver:
        driver = open_desk(state)
        driver.window.resize(320, 700)
        driver.window.list.use_compact(is_compact=True)
        QApplication.processEvents()
        return driver

    return open_it


def lines_of(driver: Driver) -> list[str]:
    """Return which cards are one line, from top to bottom."""
    panels = driver.window.list.panels
    return [panel.communication_id for panel in panels if panel.line.isVisible()]


def test_a_card_is_one_line_with_customer_and_code(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM, s.LISTENING, s.AISHA))

    assert sorted(lines_of(driver)) == ["aisha", "listen", "tom"]
    said = {each: driver.panel(each).line.what.shown_text for each in driver.order}
    assert said == {"tom": "Password reset · 64%", "listen": "Live", "aisha": "Delivery delayed"}
    assert all(driver.panel(each).height() < 40 for each in driver.order)


def test_a_selected_code_is_told_from_a_suggested_one(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.MARTA, s.URGENT_SELECTED))

    assert lines_of(driver) == ["meant"]
    assert driver.panel("meant").line.what.shown_text == "Refund · selected"


def test_the_seconds_run_on_in_a_line(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.MARTA, s.URGENT_SELECTED))
    line = driver.panel("meant").line
    assert line.time.shown_text == "21 s"

    driver.desk.advance(14)
    driver.window.list.tick()

    assert line.time.shown_text == "7 s"


def test_after_call_work_without_a_code_opens_its_card(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM, s.BACKEND))
    assert sorted(lines_of(driver)) == ["backend", "tom"]

    driver.show(s.desk(TOM_ENDED, s.BACKEND))

    assert lines_of(driver) == ["backend"]
    assert driver.active.communication_id == "tom"
    assert driver.active.offers_choice


def test_a_bare_enter_waits_for_a_card_that_opened_by_itself(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM))
    driver.show(s.desk(TOM_ENDED))

    driver.press(Qt.Key.Key_Return)
    assert driver.desk.commands == []

    driver.settle()
    driver.press(Qt.Key.Key_Return)
    assert driver.desk.commands == [("choose_code", "tom", s.code("Password reset").id, "")]


def test_a_refused_code_opens_its_card(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.AISHA, s.REFUSED))

    assert lines_of(driver) == ["aisha"]
    assert driver.panel("refused").outcome.isVisible()


def test_nothing_opens_under_a_pointer_that_is_in_use(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM, s.BACKEND))
    driver.point_at(driver.panel("backend"))
    before = driver.panel("backend").geometry()

    driver.show(s.desk(TOM_ENDED, s.BACKEND))
    assert driver.panel("backend").geometry() == before
    assert sorted(lines_of(driver)) == ["backend", "tom"]

    driver.point_away()
    assert lines_of(driver) == ["backend"]


def test_a_card_that_opens_takes_no_focus_from_a_field(
    open_compact: OpenDesk, qapp: QApplication
) -> None:
    driver = open_compact(s.desk(s.TOM, s.BACKEND))
    elsewhere = QLineEdit(driver.window)
    elsewhere.show()
    elsewhere.setFocus()

    driver.show(s.desk(TOM_ENDED, s.BACKEND))

    assert lines_of(driver) == ["backend"]
    assert qapp.focusWidget() is elsewhere


def test_a_note_being_written_stays_open_while_another_call_ends(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.BACKEND, s.TOM))
    driver.press("n")
    driver.press("Parcel lost")
    writing = driver.active.communication_id

    other = TOM_ENDED if writing == "backend" else BACKEND_SOON
    still = s.BACKEND if writing == "backend" else s.TOM
    driver.show(s.desk(still, other))

    assert driver.active.communication_id == writing
    assert driver.active.choice.note.isVisible()
    assert driver.active.choice.note.text() == "Parcel lost"


def test_the_number_keys_open_the_card_and_select(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM))
    assert lines_of(driver) == ["tom"]

    driver.press("1")

    assert lines_of(driver) == []
    assert driver.desk.selections[-1][:2] == ("tom", s.code("Password reset").id)


def test_enter_opens_the_card_first_and_then_sends(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM))

    driver.press(Qt.Key.Key_Return)
    assert (driver.desk.commands, lines_of(driver)) == ([], [])

    driver.settle()
    driver.press(Qt.Key.Key_Return)
    assert driver.desk.commands == [("choose_code", "tom", s.code("Password reset").id, "")]


def test_the_foot_gives_way_to_a_card_that_a_key_opened(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM))
    driver.window.resize(320, 330)
    QApplication.processEvents()
    assert driver.window.foot.isVisible()

    driver.press("1")

    driver.qtbot.waitUntil(lambda: not driver.window.foot.isVisible())
    driver.press(Qt.Key.Key_Escape)
    driver.press(Qt.Key.Key_Escape)
    driver.qtbot.waitUntil(driver.window.foot.isVisible)


def test_the_search_key_opens_the_card_and_the_palette_over_it(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.LISTENING, s.TOM))
    driver.window.resize(320, 1000)  # room for all of it below the field
    QApplication.processEvents()

    driver.press("/")

    palette = driver.window.palette_panel
    assert palette.isVisible()
    assert palette.communication_id == driver.active.communication_id
    anchor = driver.active.choice.search_anchor
    QApplication.processEvents()
    place = anchor.mapTo(driver.window, anchor.rect().center())
    field = palette.field
    assert field.rect().contains(field.mapFrom(driver.window, place)), "one lies over the other"
    palette.close_palette()


def test_a_key_for_a_note_opens_the_card_and_types_into_it(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM))

    driver.press("n")
    driver.press("late")

    assert driver.active.choice.note.hasFocus()
    assert driver.active.choice.note.text() == "late"


def test_the_arrows_go_from_line_to_line_and_open_what_needs_a_hand(
    open_compact: OpenDesk,
) -> None:
    driver = open_compact(s.desk(s.MARTA, s.TOM, s.BACKEND))
    assert lines_of(driver) == driver.order[1:]

    driver.press(Qt.Key.Key_Down)
    assert lines_of(driver) == driver.order
    assert driver.window.list.active_id == driver.order[1]

    driver.press(Qt.Key.Key_Up)
    assert lines_of(driver) == driver.order[1:]


def test_a_click_opens_a_line_and_esc_closes_it(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM, s.LISTENING))
    driver.click(driver.panel("listen"))
    assert lines_of(driver) == ["tom"]

    driver.press(Qt.Key.Key_Escape)

    assert sorted(lines_of(driver)) == ["listen", "tom"]


def test_a_card_that_was_sent_is_one_line_again_and_undo_opens_it(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.MARTA))
    driver.settle()
    driver.press("1")
    driver.press(Qt.Key.Key_Return)
    sent = s.decided(s.MARTA, "Invoice explained", SubmissionState.WAITING, sends_in_s=4)

    driver.show(s.desk(sent))
    assert lines_of(driver) == ["marta"]
    assert driver.panel("marta").line.what.shown_text == "Invoice explained"

    driver.press("z")
    assert lines_of(driver) == []
    assert driver.desk.commands[-1] == ("undo", "marta")


def test_time_that_gets_short_opens_its_card_though_another_was_gone_to(
    open_compact: OpenDesk,
) -> None:
    driver = open_compact(s.desk(TOM_ENDED, s.BACKEND))
    driver.press(Qt.Key.Key_Down)
    assert driver.window.list.active_id == "backend"
    cards = driver.window.list
    cards._in_hand.stop()  # the moment in which the card gone to stays, without waiting for it

    driver.desk.advance(5)
    cards.tick()
    assert driver.window.list.active_id == "backend"

    driver.desk.advance(6)
    cards.tick()
    assert driver.window.list.active_id == "tom"
    assert lines_of(driver) == ["backend"]


def test_whole_cards_come_back(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.TOM, s.AISHA))

    driver.window.list.use_compact(is_compact=False)

    assert lines_of(driver) == []
    assert driver.panel("tom").offers_choice
    assert driver.panel("aisha").header.isVisible()


def test_counting_lays_no_line_out_again(open_compact: OpenDesk) -> None:
    driver = open_compact(s.desk(s.MARTA, s.URGENT_SELECTED))
    QApplication.processEvents()
    watch = LayoutWatch()
    driver.panel("meant").line.installEventFilter(watch)

    driver.desk.advance(12)
    driver.window.list.tick()
    QApplication.processEvents()

    assert watch.count == 0


@pytest.mark.parametrize("name", ["08-not-permitted", "10-waiting-empty", "11-connecting"])
def test_at_large_text_what_is_said_while_waiting_is_whole(open_desk: OpenDesk, name: str) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    driver = open_desk(s.desk(s.MARTA, s.AISHA), settings)
    driver.window.resize(320, 560)
    driver.window.list.use_compact(is_compact=True)
    driver.show(s.gallery()["09-waiting"])  # has results to remember
    driver.show(s.gallery()[name])
    for _ in range(4):
        QApplication.processEvents()

    labels = [each for each in driver.window.waiting.findChildren(TextLabel) if each.isVisible()]
    assert labels
    assert all(each._laid_out(each.width()).height <= each.height() + 1 for each in labels)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_code_that_is_cut_keeps_whole_words_at_its_end(
    open_desk: OpenDesk, percent: int
) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(s.desk(s.SENDING, s.TOM), settings)
    driver.window.list.use_compact(is_compact=True)
    shown = []
    for width in range(320, 400, 8):
        driver.window.resize(width, 700)
        QApplication.processEvents()
        line = driver.panel("sending").line.what
        shown += line._laid_out(line.width()).lines

    words = {"Duplicate", "charge", "refunded"}
    assert all({*each.rpartition("…")[2].split()} <= words for each in shown), shown
