from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import TIMEOUT_MS, Driver
from tests.ui.looks.tab_walk import stops_of
from wrapup_desk.domain.history.leg_records import selection_of
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.ui import shortcuts
from wrapup_desk.ui.card.evidence import evidence_text
from wrapup_desk.ui.shortcuts import Shortcut, action_for

SHIFT = Qt.KeyboardModifier.ShiftModifier
MARTA = replace(s.MARTA, takes_topics=True)
UPDATED, EXPLAINED = s.code("Payment method updated"), s.code("Invoice explained")


def opened(open_desk: OpenDesk, **changes: object) -> Driver:
    driver = open_desk(s.desk(replace(MARTA, **changes)))  # type: ignore[arg-type]  # fields of a card
    driver.settle()
    return driver


def shifted(driver: Driver, key: Qt.Key) -> None:
    driver.press(key, SHIFT)


def topics(driver: Driver) -> list[str]:
    rows = driver.active.choice._rows.rows
    return [row.option.code.name for row in rows if row.option and row._is_topic]


def test_shift_and_a_number_adds_a_topic_and_takes_it_off(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)

    shifted(driver, Qt.Key.Key_At)
    assert topics(driver) == ["Payment method updated"]
    assert driver.active.choice.submit_button.caption == (
        "Submit “Duplicate charge refunded” + 1 topic"
    )
    shifted(driver, Qt.Key.Key_NumberSign)
    assert driver.active.choice.submit_button.caption.endswith("+ 2 topics")
    shifted(driver, Qt.Key.Key_At)

    assert topics(driver) == ["Invoice explained"]
    assert driver.desk.selections[-1] == ("marta", "code-0", "", EXPLAINED.id)


def test_tab_goes_through_topics_after_the_suggestions(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    choice = driver.active.choice
    for code in driver.active.card.codes[-2:] if driver.active.card else ():
        choice.turn_topic(code)
    QApplication.processEvents()

    rows = [row for row in choice._rows.rows if not row.isHidden()]
    stops = list(stops_of(driver.qtbot, driver.window))
    first = stops.index(rows[0])
    assert len(rows) == 5
    assert stops[first : first + 6] == [*rows, choice.search_anchor]


def test_enter_sends_the_code_with_its_topics(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)

    shifted(driver, Qt.Key.Key_At)
    driver.press(Qt.Key.Key_Return)

    assert driver.desk.commands == [("choose_code", "marta", "code-0", "", UPDATED.id)]


def test_the_code_that_is_selected_is_no_further_topic(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)

    shifted(driver, Qt.Key.Key_Exclam)
    assert topics(driver) == []
    shifted(driver, Qt.Key.Key_At)
    driver.press("2")

    assert topics(driver) == []
    assert driver.active.choice.code_to_submit == UPDATED


def test_where_tags_are_used_otherwise_the_key_does_nothing(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, takes_topics=False)

    shifted(driver, Qt.Key.Key_At)

    assert topics(driver) == []
    assert driver.desk.selections == []


def test_escape_takes_the_topics_off_with_the_selection(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    shifted(driver, Qt.Key.Key_At)

    driver.press(Qt.Key.Key_Escape)

    assert topics(driver) == []
    assert driver.desk.selections[-1] == ("marta", "", "")


@pytest.mark.parametrize("trigger", Qt.ContextMenuTrigger)
def test_the_right_button_adds_the_topic_it_was_pressed_on_on_each_system(
    open_desk: OpenDesk, trigger: Qt.ContextMenuTrigger
) -> None:
    driver = opened(open_desk)
    row, handle = driver.active.choice._rows.rows[1], driver.window.windowHandle()
    spot = row.mapTo(driver.window, row.rect().center())
    driver.qtbot.waitUntil(
        lambda: not driver.window.click_guard.came_just_now(spot), timeout=TIMEOUT_MS
    )
    hints = QApplication.styleHints()
    usual = hints.contextMenuTrigger()
    hints.setContextMenuTrigger(trigger)  # on Windows it comes up, elsewhere it goes down
    try:
        QTest.mousePress(handle, Qt.MouseButton.RightButton, pos=spot)
        first, *others = s.CLEAR.suggestions
        codes = tuple(code for code in MARTA.codes if code.id != first.code.id)
        driver.show(s.desk(replace(MARTA, codes=codes, ranking=Ranking(tuple(others)))))
        driver.qtbot.waitUntil(
            lambda: row.option is not None and row.option.code == EXPLAINED, timeout=TIMEOUT_MS
        )
        QTest.mouseRelease(handle, Qt.MouseButton.RightButton, pos=spot)
    finally:
        hints.setContextMenuTrigger(usual)

    assert topics(driver) == ["Payment method updated"]


def test_the_menu_key_adds_the_topic_that_has_the_focus(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    row = driver.active.choice._rows.rows[1]
    spot = row.rect().center()

    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, row.mapToGlobal(spot))
    QApplication.sendEvent(row, event)

    assert topics(driver) == ["Payment method updated"]


def test_a_topic_comes_from_the_palette_by_key_and_by_the_right_button(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk)
    driver.press("/")
    driver.press("passw")
    driver.press(Qt.Key.Key_Return, SHIFT)
    assert topics(driver) == ["Password reset"]

    driver.press("/")
    palette = driver.window.palette_panel
    driver.press("delay")
    spot = palette.view.visualRect(palette.codes.index(0)).center()
    QTest.mouseClick(palette.view.viewport(), Qt.MouseButton.RightButton, pos=spot)

    assert topics(driver) == ["Password reset", "Delivery delayed"]
    assert not palette.isVisible()


def test_topics_of_an_earlier_run_are_taken_over(open_desk: OpenDesk) -> None:
    kept = selection_of(MARTA.leg, s.code("Password reset"), "", s.NOW, (UPDATED,))
    driver = opened(open_desk, selection=kept)

    assert topics(driver) == ["Payment method updated"]


def test_choosing_again_begins_with_the_topics_that_were_sent(open_desk: OpenDesk) -> None:
    coded = s.decided(MARTA, "Invoice explained", SubmissionState.CONFIRMED)
    assert coded.submission is not None
    decision = replace(coded.submission.decision, tags=("Payment method updated", "gone"))
    submission = replace(coded.submission, decision=decision)

    driver = opened(open_desk, submission=submission, is_saved=True, is_choosing_again=True)

    assert topics(driver) == ["Payment method updated"]


def test_what_was_sent_is_told_with_its_topics(open_desk: OpenDesk) -> None:
    coded = s.decided(MARTA, "Invoice explained", SubmissionState.CONFIRMED)
    assert coded.submission is not None
    decision = replace(coded.submission.decision, tags=("Address changed",))
    card = replace(coded, submission=replace(coded.submission, decision=decision))

    driver = open_desk(s.desk(card))

    assert "Invoice explained + Address changed" in driver.panel("marta").accessibleName()


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        (Qt.Key.Key_Exclam, "!", Shortcut.FIRST_ALSO),
        (Qt.Key.Key_At, "@", Shortcut.SECOND_ALSO),
        (Qt.Key.Key_1, "1", Shortcut.FIRST),  # a keyboard that needs Shift for its digits
        (Qt.Key.Key_Question, "?", Shortcut.KEYS),
        (Qt.Key.Key_Slash, "/", Shortcut.SEARCH),
    ],
)
def test_shift_means_a_topic_only_with_a_number_key(
    key: Qt.Key, text: str, expected: Shortcut
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, SHIFT, text)

    assert action_for(event, has_single_keys=True, is_typing=False) is expected
    assert action_for(event, has_single_keys=True, is_typing=True) is None


@pytest.mark.parametrize(
    ("key", "text", "windows_key", "expected"),
    [
        (Qt.Key.Key_Apostrophe, "'", "1", Shortcut.FIRST_ALSO),  # a Hungarian keyboard
        (Qt.Key.Key_Exclam, "!", "4", None),  # the same: not the number that it has elsewhere
        (Qt.Key.Key_At, "@", "2", Shortcut.SECOND_ALSO),
        (Qt.Key.Key_At, "@", "", Shortcut.SECOND_ALSO),  # sent by Qt: Windows knows nothing of it
        (Qt.Key.Key_1, "1", "1", Shortcut.FIRST),
    ],
)
def test_windows_tells_the_number_key_whatever_character_is_on_it(
    monkeypatch: pytest.MonkeyPatch,
    key: Qt.Key,
    text: str,
    windows_key: str,
    expected: Shortcut | None,
) -> None:
    monkeypatch.setattr(shortcuts, "sys", SimpleNamespace(platform="win32"))
    code = ord(windows_key) if windows_key else 0
    event = QKeyEvent(QEvent.Type.KeyPress, key, SHIFT, 0, code, 0, text)

    assert action_for(event, has_single_keys=True, is_typing=False) is expected


def test_a_second_topic_of_the_talk_is_offered_with_its_key(open_desk: OpenDesk) -> None:
    further = replace(s.CLEAR, further=UPDATED)
    driver = opened(open_desk, ranking=further)

    option = driver.active.choice.options[1]
    assert option.code == UPDATED
    assert evidence_text(option) == "Also heard: Shift+2 adds it · “card”"
    shifted(driver, Qt.Key.Key_At)
    assert topics(driver) == ["Payment method updated"]


def test_a_second_topic_that_is_no_suggestion_takes_the_last_row(open_desk: OpenDesk) -> None:
    elsewhere = s.code("Address changed")
    driver = opened(open_desk, ranking=replace(s.CLEAR, further=elsewhere))

    assert [option.code.name for option in driver.active.choice.options] == [
        "Duplicate charge refunded",
        "Payment method updated",
        "Address changed",
    ]
    assert driver.active.choice.options[2].topic_key == 3


def test_no_second_topic_is_offered_where_tags_are_used_otherwise(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, takes_topics=False, ranking=replace(s.CLEAR, further=UPDATED))

    assert not any(option.topic_key for option in driver.active.choice.options)


def test_change_begins_at_the_topics_that_were_sent_each_time(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    sent = replace(s.CODED_OPEN, takes_topics=True)
    assert sent.submission is not None
    code, other = sent.codes[:2]
    decision = replace(sent.submission.decision, code=code, tags=(other.name,))
    sent = replace(sent, submission=replace(sent.submission, decision=decision))
    changing = replace(sent, is_choosing_again=True)
    for _ in range(2):
        driver.show(s.desk(sent))
        driver.show(s.desk(changing))
        driver.window.list.select(changing.leg.key.communication_id)
        assert driver.active.choice._topic_ids == (other.id,)
        driver.settle()
        driver.press(Qt.Key.Key_Return)
        assert driver.desk.commands[-1] == (
            "choose_code",
            changing.leg.key.communication_id,
            code.id,
            "",
            other.id,
        )
