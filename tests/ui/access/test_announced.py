"""What happens by itself is said to assistive technology: heard in the events that Qt hands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest

from tests.journeys.window.hearing import CAN_HEAR, WHY_NOT, hearing
from tests.journeys.window.tree import Role, get
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.repair import snapshots as r
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.application.repair.state import Work
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.submission import SubmissionState

pytestmark = pytest.mark.skipif(not CAN_HEAR, reason=WHY_NOT)

CODE = "Delivery delayed"


@pytest.fixture
def said() -> Iterator[list[str]]:
    with hearing() as heard:
        yield heard


def one_after_the_other(driver: Driver, *cards: InteractionCard) -> None:
    """Let one interaction go through what *cards* are in."""
    for card in cards:
        driver.show(s.desk(replace(card, leg=s.MARTA.leg)))


def marta(state: SubmissionState, reason: str = "") -> InteractionCard:
    return s.decided(s.MARTA, CODE, state, reason=reason)


SUBMITTING = marta(SubmissionState.SENT)


@pytest.mark.parametrize(("seconds", "told"), [(30, "30 seconds"), (10, "10 seconds")])
def test_time_that_runs_out_is_said(
    open_desk: OpenDesk, said: list[str], seconds: int, told: str
) -> None:
    driver = open_desk(s.desk(s.with_seconds_left(s.MARTA, seconds + 5)))
    said.clear()

    driver.show(s.desk(s.with_seconds_left(s.MARTA, seconds)))
    driver.show(s.desk(s.with_seconds_left(s.MARTA, seconds - 2)))

    assert said == [f"Marta Oliveira: {told} left to choose a code"]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (s.CODED_OPEN, "Coded: Marta Oliveira, Delivery delayed · coded "),
        (s.REFUSED, "Refused: Marta Oliveira, “Contract ended” was refused. "),
        (s.TOO_LATE, "Too late: Marta Oliveira, Completed before “Refund” was set"),
    ],
    ids=["coded", "refused", "too late"],
)
def test_what_came_of_a_code_is_said_once(
    open_desk: OpenDesk, said: list[str], after: InteractionCard, told: str
) -> None:
    driver = open_desk(s.desk(SUBMITTING))

    one_after_the_other(driver, after, after)

    assert len(said) == 1
    assert said[0].startswith(told)


def test_a_code_that_can_only_be_saved_is_said_once_and_none_on_its_way(
    open_desk: OpenDesk, said: list[str]
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    said.clear()
    waiting = marta(SubmissionState.WAITING, "Genesys has not answered for 30 s")

    one_after_the_other(driver, marta(SubmissionState.WAITING), SUBMITTING, waiting)
    one_after_the_other(driver, SUBMITTING, waiting)

    assert said == ["Marta Oliveira: Saved on this PC. Genesys has not answered for 30 s"]


def test_a_code_that_was_taken_back_is_said(open_desk: OpenDesk, said: list[str]) -> None:
    driver = open_desk(s.desk(replace(s.SENDING, leg=s.MARTA.leg)))

    one_after_the_other(driver, s.MARTA)

    assert "Taken back: Marta Oliveira. Nothing is sent." in said


def test_a_code_that_is_chosen_again_is_said(open_desk: OpenDesk, said: list[str]) -> None:
    coded = marta(SubmissionState.CONFIRMED)
    driver = open_desk(s.desk(coded))

    one_after_the_other(driver, replace(coded, is_choosing_again=True))

    assert "Marta Oliveira: choose another code" in said


def test_a_submit_that_came_too_early_is_answered_and_one_pressed_twice_is_not(
    open_desk: OpenDesk, said: list[str]
) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.active.choice.unsettle()
    get(Role.Button, "Submit ").press()
    driver.qtbot.waitUntil(lambda: "Not sent: " in "".join(said))
    driver.settle()
    said.clear()

    QTest.keyClicks(driver.window, "\r\r")

    assert len(driver.desk.commands) == 1
    assert said == []


def test_a_change_of_many_rows_says_what_it_would_do_and_what_it_did(
    open_repair: OpenRepair, said: list[str]
) -> None:
    legs = r.leg_index()
    driver = open_repair(r.state(legs))
    preview = r.preview_of(legs, frozenset({1, 2}))
    running = r.batch_view(CorrectionState.SENT, work=Work(total=1, is_running=True))
    ended = r.batch_view(CorrectionState.CONFIRMED)

    driver.show(r.state(legs, preview=preview))
    assert said == [driver.window.area.fix_bar.preview.sentence.shown_text]
    said.clear()
    driver.show(r.state(legs, fix=running))
    driver.show(r.state(legs, fix=ended))
    driver.show(r.state(legs, fix=ended))

    assert said == ["1 changed in Genesys."]


def test_what_a_change_still_needs_is_said(open_repair: OpenRepair, said: list[str]) -> None:
    legs = r.leg_index()
    driver = open_repair(r.state(legs))
    driver.show(r.state(legs, preview=r.preview_of(legs, frozenset({1})), needs_reason=True))
    said.clear()

    get(Role.Button, "Change ").press()
    driver.qtbot.waitUntil(lambda: bool(said))

    assert said == ["Write a reason: it goes into the audit trail."]


def test_what_was_there_before_the_window_opened_is_no_news(
    open_desk: OpenDesk, open_repair: OpenRepair, said: list[str]
) -> None:
    open_desk(s.desk(s.CODED_OPEN, s.REFUSED))
    repair = open_repair(r.state(fix=r.batch_view(CorrectionState.CONFIRMED)))
    repair.show(r.state(fix=r.batch_view(CorrectionState.CONFIRMED)))

    assert said == []
