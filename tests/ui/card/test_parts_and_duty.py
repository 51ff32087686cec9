"""What a card says of a leg with several communications, and of one that owes nothing."""

from dataclasses import replace

from tests.ui import snapshots as s
from wrapup_desk.domain.interaction import LegPart, Media, Phase, Prompt
from wrapup_desk.ui.card.appearance import CardState, state_of
from wrapup_desk.ui.card.wording import outcome_text, place_text

MAIN = LegPart("b", Media.CALLBACK, was_connected=True, is_over=False, is_main=True)
BUSY = LegPart("x", Media.CALL, was_connected=False, is_over=True, is_main=False)
TALK = LegPart("c", Media.CALL, was_connected=True, is_over=False, is_main=False)
NOT_REQUESTED = replace(
    s.MARTA.leg, prompt=Prompt.AGENT_REQUESTED, phase=Phase.CONNECTED, acw_started_at=None
)


def test_a_callback_tells_its_failed_attempts_and_its_call() -> None:
    leg = replace(s.MARTA.leg, media=Media.CALLBACK, parts=(MAIN, BUSY, BUSY, BUSY, TALK))

    text = place_text(leg, CardState.LIVE)

    assert text.endswith("3 failed attempts · with its call")


def test_a_call_tells_its_consult() -> None:
    leg = replace(s.MARTA.leg, media=Media.CALL, parts=(replace(MAIN, media=Media.CALL), TALK))

    assert place_text(leg, CardState.LIVE).endswith("with a consult")


def test_a_leg_that_owes_nothing_says_so_while_live_and_once_it_ended() -> None:
    card = replace(s.MARTA, leg=replace(NOT_REQUESTED, phase=Phase.COMPLETED, wrapup=None))
    state = state_of(card, s.NOW)

    assert place_text(NOT_REQUESTED, CardState.LIVE).endswith("no code needed")
    assert state is CardState.NOTHING_DUE
    assert outcome_text(card, state).endswith("no code needed")
