"""What is due is told outside the window: once, without the focus, and without the customer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.history.leg_records import selection_of
from wrapup_desk.domain.notes.note_draft import DraftSource, NoteDraft
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.attention.attention import Attention
from wrapup_desk.ui.attention.toasts import Toast, ToastAction, toast_for

QUIET = Settings(theme=ThemeChoice.LIGHT)
LOUD = replace(QUIET, plays_sounds=True)
MARTA_ID = s.MARTA.leg.key.communication_id
REFUNDED = s.code("Duplicate charge refunded")


class Screen:
    """Keeps what the desktop was asked for."""

    def __init__(self) -> None:
        self.toasts: list[Toast] = []
        self.withdrawn: list[str] = []
        self.badges: list[int] = []
        self.calls: list[str] = []

    def show(self, toast: Toast) -> None:
        self.toasts.append(toast)

    def withdraw(self, communication_id: str) -> None:
        self.withdrawn.append(communication_id)

    def show_badge(self, count: int) -> None:
        self.badges.append(count)

    def flash(self) -> None:
        self.calls.append("flash")

    def play_sound(self) -> None:
        self.calls.append("sound")


def away(
    open_desk: OpenDesk, *cards: InteractionCard, settings: Settings = QUIET
) -> tuple[Driver, Screen, Attention]:
    """Return a window that is out of sight, and what is told of it."""
    driver = open_desk(s.desk(*cards), settings)
    screen = Screen()
    window = driver.window
    attention = Attention(window, window._bridge, lambda: settings, screen, screen)
    window.hide()
    driver.qtbot.waitUntil(lambda: not window.isActiveWindow())
    return driver, screen, attention


def test_after_call_work_that_begins_is_told_once(open_desk: OpenDesk) -> None:
    driver, screen, _ = away(open_desk, s.TOM)

    for state in (s.desk(s.MARTA, s.TOM), s.desk(s.MARTA), s.desk(s.MARTA, s.TOM)):
        driver.show(state)

    assert [toast.title for toast in screen.toasts] == ["Code due: Duplicate charge refunded"]
    assert screen.calls == ["flash"]
    assert not driver.window.isVisible(), "it never comes by itself"


def test_what_is_due_at_the_start_stands_in_the_window_and_needs_no_toast(
    open_desk: OpenDesk,
) -> None:
    driver, screen, _ = away(open_desk, s.MARTA)

    driver.show(s.desk(s.MARTA, s.TOM))

    assert (screen.toasts, screen.calls) == ([], [])


def test_who_is_at_the_window_gets_neither_toast_nor_flash(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM), LOUD)
    screen = Screen()
    attention = Attention(driver.window, driver.window._bridge, lambda: LOUD, screen, screen)

    driver.show(s.desk(s.MARTA, s.TOM))

    assert attention.parent() is driver.window
    assert (screen.toasts, screen.calls) == ([], ["sound"])


def test_the_badge_counts_what_is_due(open_desk: OpenDesk) -> None:
    driver, screen, _ = away(open_desk)

    for state in (s.desk(s.MARTA, s.UNSURE, s.TOM), s.desk(s.UNSURE), s.desk(s.TOM)):
        driver.show(state)

    assert screen.badges == [0, 2, 1, 0]


def test_ten_seconds_before_the_end_it_calls_once_more(open_desk: OpenDesk) -> None:
    driver, screen, _ = away(open_desk, s.MARTA, settings=LOUD)  # 18 s are left

    for seconds in (7.5, 1, 1):
        driver.desk.advance(seconds)
        driver.window.list.ticked.emit(driver.desk.now)

    assert screen.calls == ["flash", "sound"]


def test_a_code_taken_back_calls_nobody(open_desk: OpenDesk) -> None:
    driver, screen, _ = away(open_desk, s.MARTA, settings=LOUD)
    sent = s.decided(s.MARTA, REFUNDED.name, SubmissionState.WAITING, sends_in_s=4)

    for state in (s.desk(sent), s.desk(s.MARTA)):
        driver.show(state)

    assert screen.calls == []


def test_toasts_and_sound_are_settings(open_desk: OpenDesk) -> None:
    silent = replace(QUIET, shows_toasts=False)
    driver, screen, _ = away(open_desk, settings=silent)

    driver.show(s.desk(s.MARTA))

    assert (screen.toasts, screen.calls) == ([], ["flash"])


def test_a_toast_is_taken_back_once_the_code_is_sent(open_desk: OpenDesk) -> None:
    driver, screen, _ = away(open_desk)
    driver.show(s.desk(s.MARTA))

    driver.show(s.desk(s.decided(s.MARTA, REFUNDED.name, SubmissionState.SENT)))

    assert screen.withdrawn == [MARTA_ID]


@pytest.mark.parametrize("card", [s.MARTA, s.UNSURE, s.SELECTED, s.URGENT])
def test_a_toast_names_a_code_and_a_queue_and_nothing_of_the_customer(
    card: InteractionCard,
) -> None:
    noted = replace(card, draft=NoteDraft("my card was charged twice", DraftSource.TALK))

    toast = toast_for(noted)

    words = {toast.title, toast.text, *(text for _, text in toast.actions)}
    assert words <= {
        "Code due: Duplicate charge refunded",
        "Code due: Invoice explained",
        "WrapUp Desk",
        "Billing",
        "Billing: An interaction needs a wrap-up code.",
        "Send now",
        "Change…",
        "Choose a code",
    }


def test_without_a_clear_suggestion_there_is_nothing_to_send() -> None:
    assert [action for action, _ in toast_for(s.UNSURE).actions] == [ToastAction.OPEN]


def test_what_is_selected_goes_before_what_is_suggested() -> None:
    assert toast_for(s.SELECTED).code_id == s.code("Invoice explained").id


def test_send_now_sends_the_code_and_leaves_the_window_where_it_is(open_desk: OpenDesk) -> None:
    driver, _, attention = away(open_desk)
    driver.show(s.desk(s.MARTA))

    attention.answer(MARTA_ID, ToastAction.SEND)

    assert driver.desk.commands == [("choose_code", MARTA_ID, REFUNDED.id, "")]
    assert not driver.window.isVisible()


def test_it_sends_the_note_that_enter_would_send(open_desk: OpenDesk) -> None:
    driver, _, attention = away(open_desk)
    along = NoteDraft("Refund promised.", DraftSource.TALK, goes_along=True)
    typed = selection_of(s.MARTA.leg, None, "Until Friday", s.NOW, (s.code("Refund"),))
    driver.show(s.desk(replace(s.MARTA, draft=along)))

    attention.answer(MARTA_ID, ToastAction.SEND)
    driver.show(s.desk(replace(s.MARTA, draft=along, selection=typed)))
    attention.answer(MARTA_ID, ToastAction.SEND)

    assert driver.desk.commands == [
        ("choose_code", MARTA_ID, REFUNDED.id, "Refund promised."),
        ("choose_code", MARTA_ID, REFUNDED.id, "Until Friday", s.code("Refund").id),
    ]


@pytest.mark.parametrize(
    "now",
    [
        pytest.param((), id="the interaction is gone"),
        pytest.param(
            (s.decided(s.MARTA, "Refund", SubmissionState.SENT),), id="a code was sent already"
        ),
        pytest.param(
            (replace(s.MARTA, selection=selection_of(s.MARTA.leg, s.code("Refund"), "", s.NOW)),),
            id="another code was selected",
        ),
        pytest.param((replace(s.MARTA, codes=s.CODES[3:]),), id="the code is gone from the list"),
    ],
)
def test_an_answer_that_comes_too_late_only_opens_the_window(
    open_desk: OpenDesk, now: tuple[InteractionCard, ...]
) -> None:
    driver, _, attention = away(open_desk)
    driver.show(s.desk(s.MARTA))
    driver.show(s.desk(*now))

    attention.answer(MARTA_ID, ToastAction.SEND)

    assert driver.desk.commands == []
    assert driver.window.isVisible()


def test_change_opens_that_card(open_desk: OpenDesk) -> None:
    driver, _, attention = away(open_desk, s.URGENT)
    driver.show(s.desk(s.URGENT, s.MARTA))
    assert driver.window.list.active_id != MARTA_ID

    attention.answer(MARTA_ID, ToastAction.OPEN)

    assert driver.window.isVisible()
    assert driver.window.list.active_id == MARTA_ID
