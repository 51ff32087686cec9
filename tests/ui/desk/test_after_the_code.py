"""What the window says once a code was sent: what comes next, and what can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase, Prompt
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.card.appearance import CardState
from wrapup_desk.ui.card.wording import progress_text

CODED_LIVE = s.decided(
    s.card("live", Phase.CONNECTED, "Ana Costa"), "Refund", SubmissionState.CONFIRMED
)
CODED_WITHOUT_A_LIMIT = replace(
    s.CODED_OPEN, leg=replace(s.CODED_OPEN.leg, prompt=Prompt.MANDATORY, wrapup_timeout=None)
)


def test_z_asks_the_desk_although_genesys_completed_what_was_sent_last(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA, s.TOM))
    driver.settle()
    driver.press(Qt.Key.Key_Return)
    ended = replace(s.MARTA, leg=replace(s.MARTA.leg, phase=Phase.COMPLETED))
    done = s.decided(ended, "Duplicate charge refunded", SubmissionState.CONFIRMED)
    driver.show(s.desk(done, s.TOM))

    driver.press("z")

    assert driver.desk.commands[-1] == ("undo", "marta")
    assert driver.window.list.active_id == "tom"


@pytest.mark.parametrize(
    ("card", "text"),
    [
        (s.CODED_OPEN, "Now click Done in Genesys (0:21 left)."),
        (CODED_WITHOUT_A_LIMIT, "Now click Done in Genesys."),
        (CODED_LIVE, "You can change it until you complete."),
        (s.AISHA, ""),
    ],
)
def test_a_code_that_does_not_complete_the_leg_says_what_comes_next(
    card: InteractionCard, text: str
) -> None:
    assert progress_text(card, CardState.CODED, s.NOW) == text


def test_the_time_left_for_done_counts_down(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.CODED_OPEN))
    shown = driver.panel("coded").outcome._progress
    assert "0:21 left" in shown.shown_text

    driver.desk.advance(6)
    driver.qtbot.waitUntil(lambda: "0:15 left" in shown.shown_text)

    driver.desk.advance(16)
    driver.qtbot.waitUntil(lambda: "left" not in shown.shown_text)


@pytest.mark.parametrize("card", [s.REFUSED, s.CODED_OPEN, CODED_LIVE])
def test_the_next_interaction_is_not_waited_for_while_one_is_on_hand(
    open_desk: OpenDesk, card: InteractionCard
) -> None:
    driver = open_desk(s.desk(card, s.AISHA))

    assert not driver.window.waiting.isVisible()

    driver.show(s.desk(s.AISHA))
    assert driver.window.waiting.isVisible()


def test_a_refused_card_can_be_changed_by_mouse_too(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.REFUSED))
    change = driver.panel("refused").outcome._change
    assert change.isVisible()

    driver.click(change)

    assert driver.desk.commands == [("choose_again", "refused")]


def test_a_code_chosen_in_genesys_stays_selected_while_it_is_changed(open_desk: OpenDesk) -> None:
    leg = replace(s.CHANGED.leg, phase=Phase.AFTER_CALL)
    theirs = replace(s.CHANGED, leg=leg, ranking=s.CLEAR, is_choosing_again=True)
    driver = open_desk(s.desk(theirs))

    assert driver.active.choice.code_to_submit == s.code("Refund")
