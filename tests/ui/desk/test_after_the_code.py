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
        (s.CODED_OPEN, "Now click Done in Genesys (0:21 left). You can change it until then."),
        (CODED_WITHOUT_A_LIMIT, "Now click Done in Genesys. You can change it until then."),
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
