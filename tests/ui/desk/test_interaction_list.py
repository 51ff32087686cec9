from __future__ import annotations

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.card.collapsed_suggestion import CollapsedSuggestion
from wrapup_desk.ui.card.header import CardHeader
from wrapup_desk.ui.card.outcome_panel import OutcomePanel
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.card.suggestion_rows import SuggestionRow
from wrapup_desk.ui.card.wrapup_panel import WrapupPanel
from wrapup_desk.ui.desk.interaction_list import InteractionList


class LayoutWatch(QObject):
    """Counts what makes Qt lay the window out again."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.count += 1
        return False


def rest_the_pointer(cards: InteractionList) -> None:
    """End the time after which a still pointer counts as resting, without waiting for it."""
    cards._pointer._moves.stop()
    cards._catch_up()


def test_after_call_work_comes_first(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.RINGING))

    driver.show(s.desk(s.TOM, s.RINGING, s.MARTA))

    assert driver.order == ["marta", "tom", "ring"]
    assert driver.window.list.active_id == "marta"


def test_nothing_moves_under_the_pointer(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    before = driver.panel("tom").geometry()
    driver.point_at(driver.panel("tom"))

    driver.show(s.desk(s.TOM, s.BACKEND, s.MARTA))

    assert driver.order == ["tom", "backend", "marta"]
    assert driver.window.list.active_id == "tom"
    assert driver.panel("tom").geometry() == before


def test_what_the_pointer_aims_at_stays_there_though_a_card_above_it_grows(
    open_desk: OpenDesk, qapp: QApplication
) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM, s.BACKEND, s.RINGING))
    driver.window.resize(400, 420)
    qapp.processEvents()
    bar = driver.window.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    header = driver.panel("backend").header
    driver.point_at(header)
    before = header.mapTo(driver.window, header.rect().topLeft())
    height = driver.panel("marta").height()

    planned = replace(s.MARTA, plan=s.SELECTED.plan, selection=s.SELECTED.selection)
    driver.show(s.desk(planned, s.TOM, s.BACKEND, s.RINGING))
    driver.qtbot.waitUntil(lambda: driver.panel("marta").height() > height)
    qapp.processEvents()

    assert header.mapTo(driver.window, header.rect().topLeft()) == before


def test_what_the_pointer_aims_at_at_the_end_of_the_list_stays_and_the_room_it_took_goes(
    open_desk: OpenDesk, qapp: QApplication
) -> None:
    planned = replace(s.MARTA, plan=s.SELECTED.plan, selection=s.SELECTED.selection)
    driver = open_desk(s.desk(planned, s.TOM, s.BACKEND, s.RINGING))
    driver.window.resize(400, 420)
    qapp.processEvents()
    bar = driver.window.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    header, marta = driver.panel("backend").header, driver.panel("marta")
    driver.point_at(header)
    height = marta.height()
    driver.show(s.desk(s.MARTA, s.TOM, s.BACKEND, s.RINGING))
    driver.qtbot.waitUntil(lambda: marta.height() < height)
    # Scrolled by hand to where the list ended before it got shorter.
    bar.setValue(bar.maximum())
    least, end = marta.height(), bar.maximum()
    before = header.mapTo(driver.window, header.rect().topLeft())

    driver.show(s.desk(planned, s.TOM, s.BACKEND, s.RINGING))
    driver.qtbot.waitUntil(lambda: marta.height() > least)
    qapp.processEvents()

    assert header.mapTo(driver.window, header.rect().topLeft()) == before
    assert bar.value() == bar.maximum() == end + marta.height() - least
    driver.window.list.note_key_press()
    qapp.processEvents()
    assert bar.maximum() <= end


def test_what_waited_is_caught_up_when_the_pointer_leaves(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.BACKEND))
    driver.point_at(driver.panel("tom"))
    driver.show(s.desk(s.TOM, s.BACKEND, s.MARTA))

    driver.point_away()

    assert driver.order == ["marta", "tom", "backend"]
    assert driver.window.list.active_id == "marta"


def test_a_pointer_left_lying_over_the_list_holds_nothing_up(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM))
    driver.point_at(driver.panel("tom"))
    driver.show(s.desk(s.TOM, s.MARTA))
    assert driver.order == ["tom", "marta"]

    rest_the_pointer(driver.window.list)

    assert driver.order == ["marta", "tom"]


def test_a_key_press_tells_that_the_pointer_only_lies_there(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM))
    driver.point_at(driver.panel("tom"))
    driver.show(s.desk(s.TOM, s.MARTA))

    driver.press(Qt.Key.Key_Escape)

    assert driver.order == ["marta", "tom"]


def test_a_click_meant_for_the_card_before_sends_nothing(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM))
    driver.settle()
    driver.show(s.desk(s.TOM, s.MARTA))

    driver.click(driver.active.choice._submit)

    assert driver.desk.commands == []


def test_a_card_that_went_stays_in_place_until_the_pointer_leaves(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.AISHA, s.NO_CODE))
    driver.point_at(driver.panel("tom"))

    driver.show(s.desk(s.TOM, s.NO_CODE))
    assert driver.order == ["tom", "aisha", "late"]
    assert not driver.panel("aisha").isEnabled()
    driver.point_away()

    assert driver.order == ["tom", "late"]


def test_cards_are_redrawn_and_never_rebuilt(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.MARTA))
    tom = driver.panel("tom")

    ended = replace(s.TOM, leg=replace(s.TOM.leg, phase=Phase.AFTER_CALL))
    driver.show(s.desk(ended, s.MARTA))

    assert driver.panel("tom") is tom


def test_exactly_one_card_is_expanded(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.UNSURE, s.TOM, s.BACKEND))

    for _ in range(4):
        expanded = [p.communication_id for p in driver.window.list.panels if p.offers_choice]
        assert expanded == [driver.window.list.active_id]
        driver.press(Qt.Key.Key_Down)


def test_the_next_card_that_needs_a_code_opens_by_itself(open_desk: OpenDesk) -> None:
    later = s.with_seconds_left(s.UNSURE, 25)
    driver = open_desk(s.desk(s.MARTA, later))
    assert driver.window.list.active_id == "marta"

    driver.show(s.desk(s.decided(s.MARTA, "Refund", SubmissionState.WAITING), later))

    assert driver.window.list.active_id == "unsure"


def test_the_card_whose_time_runs_out_first_opens_and_stands_on_top(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM))

    driver.show(s.desk(s.TOM, s.CODED_OPEN, s.MARTA, s.URGENT))

    assert driver.order == ["urgent", "marta", "tom", "coded"]
    assert driver.window.list.active_id == "urgent"


def test_a_deadline_that_begins_moves_nothing_under_the_pointer(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.point_at(driver.panel("marta"))

    driver.show(s.desk(s.MARTA, s.TOM, s.URGENT))

    assert driver.order == ["marta", "tom", "urgent"]
    driver.point_away()
    rest_the_pointer(driver.window.list)
    assert driver.order == ["urgent", "marta", "tom"]


def test_a_draft_keeps_its_card_open_although_another_call_ends(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM))
    driver.press("1")

    driver.show(s.desk(s.TOM, s.MARTA))

    assert driver.window.list.active_id == "tom"


def test_a_click_on_a_card_expands_it(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))

    driver.click(driver.panel("tom").header)

    assert driver.window.list.active_id == "tom"


def test_seconds_follow_the_servers_clock_without_laying_anything_out(
    open_desk: OpenDesk, qapp: QApplication
) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    qapp.processEvents()
    watch = LayoutWatch()
    qapp.installEventFilter(watch)

    for second in range(1, 8):
        driver.desk.advance(1)
        driver.window.list.tick()
        qapp.processEvents()
        assert driver.panel("marta").header.ring.seconds == 18 - second
    qapp.removeEventFilter(watch)

    assert driver.panel("tom").header._place.shown_text == "Support · message · 2:12"
    assert watch.count == 0


def test_an_undo_time_that_ran_out_changes_the_card_without_a_snapshot(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.SENDING))
    assert driver.panel("sending").header.ring.isVisible()

    driver.desk.advance(4)
    driver.window.list.tick()

    assert not driver.panel("sending").header.ring.isVisible()
    assert driver.panel("sending").header.pill.word == "Saved"


def test_the_clock_stands_still_when_nothing_counts(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    assert driver.window.list._seconds.isActive()

    driver.show(s.desk(s.AISHA))

    assert not driver.window.list._seconds.isActive()


def test_tab_goes_through_the_cards_in_the_order_they_stand(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.AISHA))
    driver.show(s.desk(s.TOM, s.AISHA, s.MARTA))
    driver.window._stage.setFocus()

    seen: list[str] = []
    for _ in range(14):
        driver.press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        seen += [p.communication_id for p in driver.window.list.panels if p is focused]

    assert seen == ["marta", "tom", "aisha"]


class PaintWatch(QObject):
    """Notes which of its widgets are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: set[QObject] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted.add(watched)
        return False


def test_a_code_sent_on_one_card_has_no_other_card_drawn_again(
    open_desk: OpenDesk, qapp: QApplication
) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM, s.BACKEND))
    watch = PaintWatch()
    others = [driver.panel("tom"), driver.panel("backend")]
    for panel in others:
        panel.installEventFilter(watch)

    driver.show(replace(s.desk(s.MARTA, s.TOM, s.BACKEND), uses_today={s.CODES[0].id: 1}))

    assert watch.painted == set()


_PARTS = (CardPanel, CardHeader, CollapsedSuggestion, OutcomePanel, WrapupPanel, SuggestionRow)


class ResizeWatch(QObject):
    """Counts how often each part of a card is given another size."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, _PARTS):
            self.counts[repr(watched)] += 1
        return False


def test_a_code_that_is_sent_gives_each_part_of_the_cards_its_size_once(
    open_desk: OpenDesk, qapp: QApplication
) -> None:
    before = s.desk(s.MARTA, s.TOM, s.BACKEND)
    sent = s.decided(s.MARTA, "Duplicate charge refunded", SubmissionState.WAITING)
    after = s.desk(sent, s.TOM, s.BACKEND)
    driver = open_desk(before)
    for state in (after, before):  # what is shown for the first time had no size
        driver.show(state)
    watch = ResizeWatch()
    qapp.installEventFilter(watch)

    driver.show(after)
    for _ in range(5):
        qapp.processEvents()

    qapp.removeEventFilter(watch)
    assert driver.window.list.active_id == "tom"
    assert set(watch.counts.values()) == {1}, watch.counts


def test_a_snapshot_that_changes_nothing_lays_nothing_out(
    open_desk: OpenDesk, qapp: QApplication
) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    # What comes of the first showing takes some turns of the loop.
    driver.show(replace(s.desk(s.MARTA, s.TOM), arrivals=6))
    for _ in range(5):
        qapp.processEvents()
    watch = LayoutWatch()
    qapp.installEventFilter(watch)

    driver.show(replace(s.desk(s.MARTA, s.TOM), arrivals=7))

    qapp.removeEventFilter(watch)
    assert watch.count == 0
