"""A customer who writes again after the end comes back to the same agent, and is coded again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.test_legs_journey import act, choose, code_ids, desk_of, start
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
