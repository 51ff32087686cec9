from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.domain.modes import HiddenReason
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.ui.card.appearance import Option

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


def test_enter_sends_the_clear_first_suggestion(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-0", "")]


def test_a_number_selects_and_enter_sends(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press("2")
    assert driver.desk.commands == []
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-1", "")]


def test_nothing_is_sent_without_a_choice_when_no_suggestion_is_clear(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.UNSURE))
    driver.settle()

    driver.press(ENTER)
    assert driver.desk.commands == []
    driver.press("3")
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "unsure", "code-4", "")]


def test_a_note_is_written_and_sent_by_keyboard_alone(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press("n")
    driver.press("2 nights, 1 refund/z r")
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-0", "2 nights, 1 refund/z r")]
    assert not isinstance(QApplication.focusWidget(), QLineEdit)


def test_any_code_is_found_and_sent_by_keyboard_alone(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press("/")
    driver.press("dup no")
    driver.press(ENTER)
    assert driver.active.choice._submit.caption == "Submit “Duplicate charge, no refund”"
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-6", "")]


def test_ctrl_enter_in_the_palette_sends_at_once(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    driver.press("/")
    driver.press("passw")
    driver.press(ENTER, CTRL)

    assert driver.desk.commands == [("choose_code", "marta", "code-3", "")]


def test_escape_closes_the_palette_and_gives_the_focus_back(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    driver.press("/")
    assert driver.window.palette_panel.isVisible()
    driver.press(ESC)

    assert not driver.window.palette_panel.isVisible()
    assert driver.active is QApplication.focusWidget()


def test_the_palette_stays_closed_for_a_leg_without_codes(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.WITHOUT_CODES))

    driver.press("/")

    assert not driver.window.palette_panel.isVisible()


def test_the_palette_closes_when_its_interaction_no_longer_needs_a_code(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.press("/")

    driver.show(s.desk(s.decided(s.MARTA, "Refund", SubmissionState.SENT)))

    assert not driver.window.palette_panel.isVisible()


def test_z_undoes_the_code_sent_last_although_another_card_is_open(open_desk: OpenDesk) -> None:
    later = s.with_seconds_left(s.UNSURE, 25)
    driver = open_desk(s.desk(s.MARTA, later))
    driver.settle()
    driver.press(ENTER)
    saved = s.decided(s.MARTA, "Duplicate charge refunded", SubmissionState.WAITING)
    driver.show(s.desk(saved, later))
    assert driver.window.list.active_id == "unsure"

    driver.press("z")

    assert driver.desk.commands[-1] == ("undo", "marta")
    assert driver.window.list.active_id == "marta"


def test_z_does_nothing_when_nothing_can_be_undone(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.AISHA))

    driver.press("z")

    assert driver.desk.commands == []


def test_r_tries_a_refused_code_again(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM, s.REFUSED))

    driver.press("r")

    assert driver.desk.commands == [("retry", "refused")]


def test_escape_holds_what_would_go_out_by_itself(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, plan=s.GUARD_PLAN)))

    driver.press(ESC)

    assert driver.desk.commands == [("hold", "marta")]


def test_escape_leaves_the_note_before_it_holds_anything(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, plan=s.GUARD_PLAN)))
    driver.press("n")

    driver.press(ESC)

    assert driver.desk.commands == []
    assert driver.active is QApplication.focusWidget()


def test_choosing_by_hand_stops_the_automatic_submission(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, plan=s.AUTO_PLAN)))

    driver.press("2")

    assert driver.desk.commands == [("hold", "marta")]


def test_escape_ends_choosing_again(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.CODED_OPEN, is_choosing_again=True)))

    driver.press(ESC)

    assert driver.desk.commands == [("choose_again", "coded")]


def test_a_note_added_to_a_coded_card_keeps_its_code(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.CODED_OPEN))
    driver.show(s.desk(replace(s.CODED_OPEN, is_choosing_again=True)))

    assert s.CODED_OPEN.ranking.first is not None
    assert s.CODED_OPEN.ranking.first.code != s.code("Delivery delayed")
    assert "Delivery delayed" in driver.active.choice._submit.accessibleName()
    driver.settle()
    driver.press("n")
    driver.press("Called back")
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "coded", "code-4", "Called back")]


def test_another_code_replaces_the_one_on_record_only_when_it_is_selected(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(replace(s.CODED_OPEN, is_choosing_again=True)))
    checked = [row.option for row in driver.active.choice._rows.rows if row.isChecked()]
    assert checked == [Option(s.code("Delivery delayed"), is_present_code=True)]

    driver.settle()
    driver.press("2")
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "coded", "code-1", "")]


def test_a_code_on_record_that_is_not_the_queues_is_never_replaced_by_the_first_suggestion(
    open_desk: OpenDesk,
) -> None:
    foreign = replace(s.CODED_OPEN, is_choosing_again=True, codes=s.CODES[:3])
    driver = open_desk(s.desk(foreign))
    driver.settle()

    driver.press(ENTER)

    assert driver.desk.commands == []


def test_up_and_down_go_through_the_cards(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.active.setFocus()

    driver.press(Qt.Key.Key_Down)
    assert driver.window.list.active_id == "tom"
    assert driver.active is QApplication.focusWidget()
    driver.press(Qt.Key.Key_Up)

    assert driver.window.list.active_id == "marta"


def test_a_live_card_can_be_coded_before_the_call_ends(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))

    driver.press(Qt.Key.Key_Down)
    driver.settle()
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "tom", "code-3", "")]


def test_single_keys_do_nothing_once_switched_off(open_desk: OpenDesk) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, has_single_keys=False)
    driver = open_desk(s.desk(s.MARTA), settings)
    driver.settle()

    for key in ("2", "/", "n", "?"):
        driver.press(key)
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-0", "")]
    assert not driver.window.palette_panel.isVisible()


def test_ctrl_keys_work_without_single_keys(open_desk: OpenDesk) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, has_single_keys=False)
    driver = open_desk(s.desk(s.MARTA), settings)
    driver.settle()

    driver.press(Qt.Key.Key_2, CTRL)
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-1", "")]


def test_a_held_down_enter_sends_once(open_desk: OpenDesk, qapp: QApplication) -> None:
    from PySide6.QtGui import QKeyEvent

    driver = open_desk(s.desk(s.MARTA))
    driver.settle()

    for is_repeat in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", is_repeat
        )
        qapp.sendEvent(driver.active, event)

    assert len(driver.desk.commands) == 1


def test_a_bouncing_enter_does_not_send_another_code_after_the_first(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    driver.press("2")

    driver.press(ENTER)
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-1", "")]


def test_enter_does_not_send_a_code_that_only_just_took_the_first_place(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    swapped = replace(s.CLEAR, suggestions=tuple(reversed(s.CLEAR.suggestions)))

    driver.show(s.desk(replace(s.MARTA, ranking=swapped)))
    driver.press(ENTER)
    assert driver.desk.commands == []
    driver.settle()
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-2", "")]


def test_a_hand_made_selection_survives_a_new_ranking(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    driver.press("3")
    swapped = replace(s.CLEAR, suggestions=tuple(reversed(s.CLEAR.suggestions)))

    driver.show(s.desk(replace(s.MARTA, ranking=swapped)))
    driver.press(ENTER)

    assert driver.desk.commands == [("choose_code", "marta", "code-2", "")]


def test_the_rows_stay_as_they_are_once_the_agent_chose_among_them(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.press("3")
    swapped = replace(s.CLEAR, suggestions=tuple(reversed(s.CLEAR.suggestions)))

    driver.show(s.desk(replace(s.MARTA, ranking=swapped)))

    assert [each.code.id for each in driver.active.choice.options] == [
        "code-0",
        "code-1",
        "code-2",
    ]


def test_the_rows_do_not_change_under_the_pointer(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    QApplication.processEvents()
    driver.point_at(driver.active.choice._rows.rows[1])
    swapped = replace(s.CLEAR, suggestions=tuple(reversed(s.CLEAR.suggestions)))

    driver.show(s.desk(replace(s.MARTA, ranking=swapped)))

    assert [each.code.id for each in driver.active.choice.options] == [
        "code-0",
        "code-1",
        "code-2",
    ]


def test_the_foot_counts_today_and_what_waits(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(waiting_count=2))
    foot = driver.window.foot

    assert foot._tally.shown_text == "34 of 34 coded today · 31 as suggested"
    assert foot._waiting.shown_text == "2 waiting to send"
    driver.show(s.desk(tally=DayTotals()))

    assert foot._tally.shown_text == "Nothing coded yet today"


def test_the_whole_journey_works_with_tab_space_and_enter_alone(open_desk: OpenDesk) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, has_single_keys=False)
    driver = open_desk(s.desk(s.MARTA), settings)
    driver.settle()
    driver.active.setFocus()

    names = []
    for _ in range(12):
        driver.press(TAB)
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName())
        if focused.accessibleName().startswith("2, Payment method updated"):
            driver.press(Qt.Key.Key_Space)
        if focused.accessibleName().startswith("Submit"):
            driver.press(ENTER)
            break

    assert driver.desk.commands == [("choose_code", "marta", "code-1", "")], names


def test_on_a_card_asked_blind_enter_and_numbers_send_nothing_and_the_palette_does(
    open_desk: OpenDesk,
) -> None:
    blind = replace(s.MARTA, ranking=Ranking(), hidden_reason=HiddenReason.BLIND)
    driver = open_desk(s.desk(blind))
    driver.settle()

    for key in (ENTER, "1", ENTER):
        driver.press(key)
    assert driver.desk.commands == []
    driver.press("/")
    driver.press("invoice")
    driver.press(ENTER, CTRL)

    assert driver.desk.commands == [("choose_code", "marta", "code-2", "")]
