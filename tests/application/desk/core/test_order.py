"""In which order the cards stand: what needs a code first, by its deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.examples import NOON, a_leg, a_submission
from wrapup_desk.application.desk.core.turn import Turn
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard, in_order
from wrapup_desk.domain.interaction import LegKey, Phase, Prompt
from wrapup_desk.domain.submission import SubmissionState


def a_card(name: str, phase: Phase, arrived: int, left_s: float | None = None) -> InteractionCard:
    """Return a card whose after-call work has *left_s* seconds left, or no limit."""
    leg = replace(
        a_leg(phase=phase),
        key=LegKey(f"conversation-{name}", f"participant-{name}", name),
        acw_started_at=NOON if phase is Phase.AFTER_CALL else None,
        prompt=Prompt.MANDATORY if left_s is None else Prompt.TIMEOUT,
        wrapup_timeout=None if left_s is None else timedelta(seconds=left_s),
    )
    return InteractionCard(leg, arrived_order=arrived)


def coded(card: InteractionCard, state: SubmissionState) -> InteractionCard:
    return replace(card, submission=replace(a_submission(state=state), key=card.leg.key))


def names(cards: tuple[InteractionCard, ...]) -> list[str]:
    return [card.leg.key.communication_id for card in cards]


def test_the_only_running_deadline_stands_above_after_call_work_without_one() -> None:
    unlimited = [a_card(f"unlimited-{n}", Phase.AFTER_CALL, n) for n in range(6)]
    late = a_card("60 s", Phase.AFTER_CALL, 7, left_s=60)
    later = a_card("90 s", Phase.AFTER_CALL, 6, left_s=90)

    assert names(in_order([*unlimited, later, late]))[:3] == ["60 s", "90 s", "unlimited-0"]


def test_what_is_coded_stands_below_what_needs_a_code_although_its_deadline_runs() -> None:
    sent = coded(a_card("coded", Phase.AFTER_CALL, 0, left_s=5), SubmissionState.CONFIRMED)
    waiting = coded(a_card("saved", Phase.AFTER_CALL, 1, left_s=9), SubmissionState.WAITING)
    live = a_card("live", Phase.CONNECTED, 2)
    over = a_card("over", Phase.COMPLETED, 3)

    assert names(in_order([over, waiting, sent, live])) == ["live", "coded", "saved", "over"]


def test_a_refused_code_still_needs_the_agent() -> None:
    refused = coded(a_card("refused", Phase.AFTER_CALL, 1, left_s=9), SubmissionState.REFUSED)
    live = a_card("live", Phase.CONNECTED, 0)

    assert names(in_order([live, refused])) == ["refused", "live"]


def test_a_card_that_gets_its_code_goes_below_within_the_same_turn() -> None:
    first = a_card("first", Phase.AFTER_CALL, 0)
    second = a_card("second", Phase.AFTER_CALL, 1)
    turn = Turn(replace(DeskState(), cards=(first, second)), NOON)

    turn.put_card(coded(first, SubmissionState.WAITING))

    state, _ = turn.result()
    assert names(state.cards) == ["second", "first"]


def test_news_that_does_not_touch_the_order_leaves_it() -> None:
    cards = (a_card("b", Phase.CONNECTED, 1), a_card("a", Phase.CONNECTED, 0))
    turn = Turn(replace(DeskState(), cards=cards), NOON)

    turn.put_card(replace(cards[0], is_on_hold=True))

    state, _ = turn.result()
    assert names(state.cards) == ["b", "a"]
