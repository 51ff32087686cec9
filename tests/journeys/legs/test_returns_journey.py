"""A customer who comes back to the same agent is coded again: a thread, a transfer to and fro."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.test_legs_journey import act, choose, code_ids, desk_of, hand_over, start
from tests.simulator_process import SimulatorProcess
from wrapup_desk.domain.interaction import Phase


def come_back(simulator: SimulatorProcess, leg_id: str) -> str:
    """The customer of the leg writes again; return the id of the session that rings now."""
    act(simulator, leg_id, "come-back")
    newest: str = simulator.record()["legs"][-1]["communication_id"]
    return newest


def say(simulator: SimulatorProcess, conversation_id: str, text: str) -> None:
    path = f"/simulator/conversations/{conversation_id}/words"
    simulator.post(path, {"speaker": "customer", "text": text})


@pytest.mark.parametrize("medium", ["message", "email", "chat"])
@pytest.mark.parametrize("way_a", [202, 405])
async def test_each_return_of_the_customer_is_coded_by_itself(
    tmp_path: Path, medium: str, way_a: int
) -> None:
    with SimulatorProcess("--idle", "--agents", "1", "--set", f"write_a={way_a}") as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg = start(simulator, media=medium)
            first_id = leg["communication_id"]
            await desk.until_card(first_id, lambda card: card.leg.phase is Phase.CONNECTED)
            act(simulator, first_id, "hangup")
            first_code = await choose(desk, first_id, 0)
            await desk.until_card(first_id, lambda card: card.leg.phase is Phase.COMPLETED)
            second_id = come_back(simulator, first_id)
            rings = await desk.until_card(second_id, lambda card: card.leg.phase is Phase.ALERTING)
            act(simulator, second_id, "answer")
            talks = await desk.until_card(
                second_id, lambda card: card.leg.phase is Phase.CONNECTED
            )
            act(simulator, second_id, "hangup")
            due = await desk.until_card(second_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
            second_code = await choose(desk, second_id, 1)

        rows = [simulator.leg(leg_id) for leg_id in (first_id, second_id)]
        codes = [code_ids(simulator, leg_id) for leg_id in (first_id, second_id)]

    assert rings.leg.key.participant_id == leg["participant_id"]
    assert talks.needs_a_code
    assert due.leg.deadline_at is not None
    assert codes == [[first_code], [second_code]]
    assert all(row["coded_before_complete"] for row in rows)


async def test_a_customer_who_comes_back_before_the_code_leaves_both_to_be_coded(
    tmp_path: Path,
) -> None:
    with SimulatorProcess("--idle", "--agents", "1") as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            first_id = start(simulator, media="message")["communication_id"]
            await desk.until_card(first_id, lambda card: card.leg.phase is Phase.CONNECTED)
            act(simulator, first_id, "hangup")
            second_id = come_back(simulator, first_id)
            act(simulator, second_id, "answer")
            await desk.until_card(second_id, lambda card: card.leg.phase is Phase.CONNECTED)
            waits = desk.card(first_id)
            second_code = await choose(desk, second_id, 1)
            first_code = await choose(desk, first_id, 0)

        codes = [code_ids(simulator, leg_id) for leg_id in (first_id, second_id)]

    assert waits is not None
    assert waits.leg.phase is Phase.AFTER_CALL
    assert codes == [[first_code], [second_code]]


async def test_a_desk_that_starts_while_the_customer_is_back_shows_the_return_uncoded(
    tmp_path: Path,
) -> None:
    with SimulatorProcess("--idle", "--agents", "1") as simulator:
        async with desk_of(simulator, tmp_path / "before") as desk:
            leg = start(simulator, media="message")
            first_id = leg["communication_id"]
            say(simulator, leg["conversation_id"], "I want my money back")
            await desk.until_card(first_id, lambda card: card.leg.phase is Phase.CONNECTED)
            act(simulator, first_id, "hangup")
            await choose(desk, first_id, 0)
        second_id = come_back(simulator, first_id)
        act(simulator, second_id, "answer")
        say(simulator, leg["conversation_id"], "Now my password is gone")
        async with desk_of(simulator, tmp_path / "after") as desk:
            card = await desk.until_card(second_id, lambda card: bool(card.leg.message_ids))

    assert card.leg.wrapup is None
    assert card.needs_a_code
    assert len(card.leg.message_ids) == 1


async def test_where_the_participant_alone_is_written_an_earlier_visit_is_told_to_be_too_late(
    tmp_path: Path,
) -> None:
    with SimulatorProcess("--idle", "--agents", "1", "--set", "write_a=405") as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            first_id = start(simulator, media="message")["communication_id"]
            card = await desk.until_card(first_id, lambda card: bool(card.codes))
            act(simulator, first_id, "hangup")
            second_id = come_back(simulator, first_id)
            act(simulator, second_id, "answer")
            await desk.until_card(second_id, lambda card: card.leg.phase.is_live)
            desk.desk.choose_code(first_id, card.codes[0].id)
            refused = await desk.until_card(
                first_id,
                lambda card: card.submission is not None and card.submission.state.is_final,
            )

        codes = [code_ids(simulator, leg_id) for leg_id in (first_id, second_id)]

    assert refused.submission is not None
    assert "come back" in refused.submission.reason
    assert codes == [[], []]


@pytest.mark.parametrize("is_session", [True, False])
async def test_a_call_that_is_transferred_to_and_fro_is_coded_by_its_agent_twice(
    tmp_path: Path, *, is_session: bool
) -> None:
    switch = f"transfer_back_is_session={is_session}"
    with SimulatorProcess("--idle", "--agents", "2", "--set", switch) as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg = start(simulator)
            first_id = leg["communication_id"]
            await desk.until_card(first_id, lambda card: bool(card.codes))
            between_id = hand_over(simulator, leg, 1)
            first_code = await choose(desk, first_id, 0)
            act(simulator, between_id, "answer")
            back_id = hand_over(simulator, leg, 0)
            act(simulator, back_id, "answer")
            back = await desk.until_card(back_id, lambda card: card.leg.phase.is_live)
            act(simulator, back_id, "hangup")
            back_code = await choose(desk, back_id, 1)

        codes = [code_ids(simulator, leg_id) for leg_id in (first_id, back_id)]

    assert (back.leg.key.participant_id == leg["participant_id"]) is is_session
    assert back.needs_a_code
    assert codes == [[first_code], [back_code]]
