"""One code for a callback with its calls; none for what owes none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.desks import signed_in_desk
from tests.journeys.test_legs_journey import act, choose, code_ids, desk_of, start
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.domain.interaction import LegKey, Media, Phase
from wrapup_desk.domain.suggestion import Source
from wrapup_desk.domain.wrapup import WrapupCode


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "2") as process:
        yield process


async def test_a_callback_with_three_busy_attempts_and_a_call_is_one_card_and_one_code(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        leg = start(simulator, media="callback")
        leg_id = leg["communication_id"]
        for action in ("dial-busy", "dial-busy", "dial-busy", "dial"):
            act(simulator, leg_id, action)
        whole = await desk.until_card(leg_id, lambda card: len(card.leg.parts) == 5)
        act(simulator, leg_id, "end-calls")
        callback_on = await desk.until_card(
            leg_id, lambda card: all(part.is_over or part.is_main for part in card.leg.parts)
        )
        act(simulator, leg_id, "hangup")
        await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        code_id = await choose(desk, leg_id, 1)
        ours = [
            card.leg.key.communication_id
            for card in desk.desk.state.cards
            if card.leg.key.conversation_id == leg["conversation_id"]
        ]

    assert whole.leg.media is Media.CALLBACK
    assert callback_on.leg.phase is Phase.CONNECTED
    assert ours == [leg_id]
    assert code_ids(simulator, leg_id) == [code_id]
    assert simulator.leg(leg_id)["coded_before_complete"]


async def test_the_end_of_a_consult_asks_for_no_code_while_the_customer_is_on_the_line(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    def is_consult_over(card: InteractionCard) -> bool:
        return any(part.is_over for part in card.leg.parts)

    async with desk_of(simulator, tmp_path) as desk:
        leg_id = start(simulator, media="call")["communication_id"]
        act(simulator, leg_id, "dial")
        await desk.until_card(leg_id, lambda card: len(card.leg.parts) == 2)
        act(simulator, leg_id, "end-calls")
        after_consult = await desk.until_card(leg_id, is_consult_over)
        cards = [
            card.leg.key.communication_id
            for card in desk.desk.state.cards
            if not card.leg.phase.is_over
        ]
        act(simulator, leg_id, "hangup")
        await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)

    assert after_consult.leg.phase is Phase.CONNECTED
    assert after_consult.plan is None
    assert cards == [leg_id]
    assert code_ids(simulator, leg_id) == []


async def test_a_colleagues_direct_call_owes_nothing(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        leg_id = start(simulator, media="call", direct=True)["communication_id"]
        live = await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.CONNECTED)
        before = desk.desk.state.day.totals()
        act(simulator, leg_id, "hangup")
        done = await desk.until_card(leg_id, lambda card: card.leg.phase.is_over)
        after = desk.desk.state.day.totals()

    assert not live.needs_a_code
    assert not done.was_completed_without_code
    assert after == before
    assert code_ids(simulator, leg_id) == []


async def test_where_the_communication_counts_the_call_of_a_callback_has_the_card_to_code(
    tmp_path: Path,
) -> None:
    options = ("--set", "communication_based_acw=true")
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg = start(simulator, media="callback")
            act(simulator, leg["communication_id"], "dial")
            callback = await desk.until_card(
                leg["communication_id"], lambda card: card.leg.is_coded_elsewhere
            )
            owing = [card.leg.media for card in desk.desk.state.cards if card.needs_a_code]

    assert not callback.needs_a_code
    assert owing == [Media.CALL]


async def test_where_the_communication_counts_a_callback_is_coded_by_its_call_alone(
    tmp_path: Path,
) -> None:
    options = ("--set", "communication_based_acw=true")
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            callback_id = start(simulator, media="callback")["communication_id"]
            await desk.until_card(callback_id, lambda card: card.leg.phase.is_live)
            act(simulator, callback_id, "dial-busy")
            act(simulator, callback_id, "dial")
            await desk.until(
                lambda state: any(card.leg.media is Media.CALL for card in state.cards),
                what="a card of the call",
            )
            (call,) = (card for card in desk.desk.state.cards if card.leg.media is Media.CALL)
            call_id = call.leg.key.communication_id
            act(simulator, callback_id, "hangup")
            due = await desk.until_card(call_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
            owing = [card.leg.media for card in desk.desk.state.cards if card.needs_a_code]
            code_id = await choose(desk, call_id, 1)
            await desk.until_card(call_id, lambda card: card.leg.phase is Phase.COMPLETED)

    assert owing == [Media.CALL]
    assert due.leg.deadline_at is not None
    assert code_id


async def test_where_the_communication_counts_a_consult_is_not_coded(tmp_path: Path) -> None:
    options = ("--set", "communication_based_acw=true")
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg_id = start(simulator)["communication_id"]
            await desk.until_card(leg_id, lambda card: card.leg.phase.is_live)
            act(simulator, leg_id, "dial")
            await desk.until(lambda state: len(state.cards) == 2, what="a card of the consult")
            act(simulator, leg_id, "end-calls")
            await desk.until(
                lambda state: any(card.leg.phase is Phase.AFTER_CALL for card in state.cards),
                what="the consult has ended",
            )
            cards = desk.desk.state.cards
            owing = [card.leg.key.communication_id for card in cards if card.needs_a_code]
            act(simulator, leg_id, "hangup")
            code_id = await choose(desk, leg_id, 0)

        assert owing == [leg_id]
        assert code_ids(simulator, leg_id) == [code_id]


async def test_where_the_settings_cannot_be_read_one_code_counts_for_the_participant(
    tmp_path: Path,
) -> None:
    options = ("--set", "communication_based_acw=true", "--set", "settings_answer=403")
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg = start(simulator, media="callback")
            act(simulator, leg["communication_id"], "dial")
            card = await desk.until_card(
                leg["communication_id"], lambda card: len(card.leg.parts) == 2
            )

    assert not card.leg.is_coded_elsewhere
    assert card.needs_a_code


async def test_settings_that_could_not_be_read_are_read_at_the_next_connection(
    tmp_path: Path,
) -> None:
    options = ("--set", "communication_based_acw=true", "--set", "settings_answer=503")
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg = start(simulator, media="callback")
            leg_id = leg["communication_id"]
            act(simulator, leg_id, "dial")
            united = await desk.until_card(leg_id, lambda card: len(card.leg.parts) == 2)
            simulator.post("/simulator/capabilities", {"settings_answer": 200})
            simulator.post("/simulator/faults", {"kind": "sockets", "effect": "abort"})
            callback = await desk.until_card(leg_id, lambda card: card.leg.is_coded_elsewhere)
            owing = [card.leg.media for card in desk.desk.state.cards if card.needs_a_code]

    assert united.needs_a_code
    assert not callback.needs_a_code
    assert owing == [Media.CALL]


async def test_genesys_own_prediction_may_change_while_they_talk(tmp_path: Path) -> None:
    with SimulatorProcess("--idle", "--agents", "1") as simulator:
        token = token_of_user(simulator.ready, simulator.ready["agents"][0]["email"])
        async with signed_in_desk(
            simulator.api, token, tmp_path, with_real_recommender=True
        ) as desk:
            leg = start(simulator, media="call")
            card = await desk.until_card(leg["communication_id"], lambda card: bool(card.codes))
            key, codes = card.leg.key, card.codes
            path = f"/simulator/conversations/{leg['conversation_id']}/predict"
            for wanted in (codes[2], codes[1], codes[2]):
                prediction = {"text": "so far", "codes": [[wanted.name, 0.97]]}
                simulator.post(path, prediction)
                await desk.until(partial(puts_first, key, wanted), what=wanted.name)
            act(simulator, key.communication_id, "hangup")
            await desk.until_card(
                key.communication_id, lambda card: card.leg.phase is Phase.AFTER_CALL
            )
            is_last_still_first = puts_first(key, codes[2], desk.desk.state)

    assert is_last_still_first


def puts_first(key: LegKey, code: WrapupCode, state: DeskState) -> bool:
    """Whether the recommender does, for a prediction; now and then a card is blind to it."""
    notes = state.notes.get(key)
    first = notes.ranking.first if notes is not None else None
    return first is not None and (first.code, first.source) == (code, Source.COPILOT)
