"""Every kind of leg gets its own code: media, transfers, the same agent twice, odd prompts."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.desks import SignedInDesk, signed_in_desk
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.domain.interaction import LegKey, Media, Phase

MEDIA = {
    "call": Media.CALL,
    "callback": Media.CALLBACK,
    "message": Media.MESSAGE,
    "email": Media.EMAIL,
    "video": Media.VIDEO,
    "social": Media.SOCIAL,
    "cobrowse": Media.COBROWSE,
    "screenshare": Media.SCREENSHARE,
    "chat": Media.CHAT,
}


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "2") as process:
        yield process


@asynccontextmanager
async def desk_of(
    simulator: SimulatorProcess, folder: Path, number: int = 0
) -> AsyncIterator[SignedInDesk]:
    agent = simulator.ready["agents"][number]
    token = await asyncio.to_thread(token_of_user, simulator.ready, agent["email"])
    async with signed_in_desk(simulator.api, token, folder / str(number)) as desk:
        yield desk


def start(simulator: SimulatorProcess, number: int = 0, **fields: Any) -> dict[str, Any]:
    agent = simulator.ready["agents"][number]["id"]
    return simulator.start_conversation(queue="Billing", answered=True, agent=agent, **fields)


def hand_over(
    simulator: SimulatorProcess, leg: dict[str, Any], number: int, *, is_consult: bool = False
) -> str:
    """Ring agent *number* with the customer of *leg*; return the new leg's id."""
    path = f"/simulator/conversations/{leg['conversation_id']}/transfer"
    fields = {"agent": simulator.ready["agents"][number]["id"], "consult": is_consult}
    leg_id: str = simulator.post(path, fields)["communication_id"]
    return leg_id


def act(simulator: SimulatorProcess, leg_id: str, action: str) -> None:
    simulator.post(f"/simulator/legs/{leg_id}/{action}")


async def choose(desk: SignedInDesk, leg_id: str, index: int) -> str:
    """Choose the leg's code number *index* and wait until Genesys has it."""
    # The codes may be there before the event that the call was answered
    card = await desk.until_card(
        leg_id, lambda card: bool(card.codes) and card.leg.phase is not Phase.ALERTING
    )
    code_id = card.codes[index].id
    desk.desk.choose_code(leg_id, code_id)
    await desk.until_card(
        leg_id,
        lambda card: (
            card.submission is not None
            and card.submission.decision.code.id == code_id
            and card.submission.confirmed_at is not None
        ),
        what=f"code {index} confirmed",
    )
    return code_id


def code_ids(simulator: SimulatorProcess, leg_id: str) -> list[str]:
    return [code["code_id"] for code in simulator.leg(leg_id)["codes"]]


@pytest.mark.parametrize("medium", MEDIA)
async def test_each_medium_is_coded_by_its_own_path(
    simulator: SimulatorProcess, tmp_path: Path, medium: str
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        leg_id = start(simulator, media=medium)["communication_id"]
        await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.CONNECTED)
        act(simulator, leg_id, "hangup")
        card = await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        code_id = await choose(desk, leg_id, 1)

    row = simulator.leg(leg_id)
    assert card.leg.media is MEDIA[medium]
    via = "B" if medium == "chat" else "A"  # a web chat has no path by communication
    assert [(code["code_id"], code["via"]) for code in row["codes"]] == [(code_id, via)]
    assert row["coded_before_complete"]


async def test_after_a_transfer_each_agent_codes_their_own_leg(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path, 0) as first, desk_of(simulator, tmp_path, 1) as second:
        leg = start(simulator)
        first_id = leg["communication_id"]
        await first.until_card(first_id, lambda card: bool(card.codes))
        second_id = hand_over(simulator, leg, 1)
        act(simulator, second_id, "answer")
        ours = await choose(first, first_id, 0)
        act(simulator, second_id, "hangup")
        theirs = await choose(second, second_id, 1)

        assert first.card(second_id) is None
        assert second.card(first_id) is None

    assert code_ids(simulator, first_id) == [ours]
    assert code_ids(simulator, second_id) == [theirs]


async def test_two_legs_of_the_same_agent_in_one_conversation_keep_their_codes_apart(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        leg = start(simulator)
        first_id = leg["communication_id"]
        await desk.until_card(first_id, lambda card: bool(card.codes))
        second_id = hand_over(simulator, leg, 0)
        act(simulator, second_id, "answer")
        await desk.until_card(second_id, lambda card: card.leg.phase is Phase.CONNECTED)
        first_code = await choose(desk, first_id, 0)
        untouched = desk.card(second_id)
        act(simulator, second_id, "hangup")
        second_code = await choose(desk, second_id, 1)

    assert untouched is not None
    assert untouched.submission is None
    assert code_ids(simulator, first_id) == [first_code]
    assert code_ids(simulator, second_id) == [second_code]


async def test_with_a_forced_time_out_the_code_can_be_changed_until_it_runs_out(
    tmp_path: Path,
) -> None:
    options = ("--prompt", "MANDATORY_FORCED_TIMEOUT", "--acw-timeout-ms", "60000")
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg_id = start(simulator)["communication_id"]
            await desk.until_card(leg_id, lambda card: bool(card.codes))
            act(simulator, leg_id, "hangup")
            await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
            first = await choose(desk, leg_id, 0)
            card = desk.card(leg_id)
            assert card is not None
            assert card.can_change
            second = await choose(desk, leg_id, 1)
            act(simulator, leg_id, "time-out")
            await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.COMPLETED)

        assert code_ids(simulator, leg_id) == [first, second]
        assert simulator.leg(leg_id)["completed_by"] == "timeout"


async def test_agent_requested_after_call_work_needs_nothing_when_the_code_comes_while_connected(
    tmp_path: Path,
) -> None:
    with SimulatorProcess("--idle", "--agents", "1", "--prompt", "AGENT_REQUESTED") as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg_id = start(simulator)["communication_id"]
            await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.CONNECTED)
            code_id = await choose(desk, leg_id, 0)
            act(simulator, leg_id, "hangup")
            await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.COMPLETED)

        row = simulator.leg(leg_id)
    assert row["completed_by"] == "no after-call work"
    assert row["final_code_id"] == code_id
    assert row["coded_before_complete"]


@pytest.mark.parametrize("leaves_first", ["who was asked", "who asked"])
async def test_in_a_consult_and_in_a_conference_each_agent_codes_their_own_leg(
    simulator: SimulatorProcess, tmp_path: Path, leaves_first: str
) -> None:
    async with desk_of(simulator, tmp_path, 0) as first, desk_of(simulator, tmp_path, 1) as second:
        leg = start(simulator)
        first_id = leg["communication_id"]
        await first.until_card(first_id, lambda card: card.leg.phase is Phase.CONNECTED)
        second_id = hand_over(simulator, leg, 1, is_consult=True)
        act(simulator, second_id, "answer")
        # All three talk now.
        await second.until_card(second_id, lambda card: card.leg.phase is Phase.CONNECTED)
        still_on = first.card(first_id)
        order = [(second, second_id, 1), (first, first_id, 0)]
        if leaves_first == "who asked":
            order.reverse()
        codes = {}
        for desk, leg_id, index in order:
            act(simulator, leg_id, "hangup")
            await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
            codes[leg_id] = await choose(desk, leg_id, index)

    assert still_on is not None
    assert still_on.leg.phase is Phase.CONNECTED
    assert {leg_id: code_ids(simulator, leg_id) for leg_id in codes} == {
        leg_id: [code_id] for leg_id, code_id in codes.items()
    }


async def test_several_interactions_at_once_get_each_their_own_code(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        legs = {medium: start(simulator, media=medium)["communication_id"] for medium in MEDIA}
        for leg_id in legs.values():
            await desk.until_card(leg_id, lambda card: bool(card.codes))
        for leg_id in legs.values():
            act(simulator, leg_id, "hangup")
        for leg_id in legs.values():
            await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        codes = {}
        for index, leg_id in enumerate(legs.values()):
            card = desk.card(leg_id)
            assert card is not None
            codes[leg_id] = card.codes[index % len(card.codes)].id
            desk.desk.choose_code(leg_id, codes[leg_id])
        # Cards of what is done make way for others, so the server's record tells.
        await desk.until(lambda state: state.waiting_count == 0, what="all on record")

    assert {leg_id: code_ids(simulator, leg_id) for leg_id in codes} == {
        leg_id: [code_id] for leg_id, code_id in codes.items()
    }


async def test_a_missed_alert_wants_no_code_and_the_next_alert_is_a_leg_of_its_own_that_is_coded(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    agent = simulator.ready["agents"][0]["id"]
    async with desk_of(simulator, tmp_path) as desk:
        leg = simulator.start_conversation(queue="Billing", agent=agent)
        missed_id = leg["communication_id"]
        await desk.until_card(missed_id, lambda card: card.leg.phase is Phase.ALERTING)
        act(simulator, missed_id, "miss")
        missed = await desk.until_card(missed_id, lambda card: card.leg.phase is Phase.MISSED)
        # Back in the queue, it rings the same agent again.
        path = f"/simulator/conversations/{leg['conversation_id']}/alert"
        again_id = simulator.post(path, {"agent": agent})["communication_id"]
        act(simulator, again_id, "answer")
        await desk.until_card(again_id, lambda card: card.leg.phase is Phase.CONNECTED)
        act(simulator, again_id, "hangup")
        code_id = await choose(desk, again_id, 0)

    assert not missed.needs_a_code
    assert again_id != missed_id
    assert code_ids(simulator, missed_id) == []
    assert code_ids(simulator, again_id) == [code_id]


def ask_for_after_call_work(simulator: SimulatorProcess, key: LegKey) -> Any:
    """Ask as Genesys' own window does when the agent wants time for a code."""
    path = (
        f"/api/v2/conversations/aftercallwork/{key.conversation_id}"
        f"/participants/{key.participant_id}/communications/{key.communication_id}"
    )
    token = token_of_user(simulator.ready, simulator.ready["agents"][0]["email"])
    request = urllib.request.Request(
        simulator.api + path,
        data=b'{"afterCallWorkRequired": true}',
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        method="PATCH",
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


async def test_after_call_work_asked_for_while_connected_leaves_time_for_a_code(
    tmp_path: Path,
) -> None:
    with SimulatorProcess("--idle", "--agents", "1", "--prompt", "AGENT_REQUESTED") as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg = start(simulator)
            leg_id = leg["communication_id"]
            card = await desk.until_card(leg_id, lambda card: bool(card.codes))
            asked = ask_for_after_call_work(simulator, card.leg.key)
            act(simulator, leg_id, "hangup")
            card = await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
            code_id = await choose(desk, leg_id, 0)

        assert asked == {"afterCallWorkRequired": True}
        assert code_ids(simulator, leg_id) == [code_id]
        assert simulator.leg(leg_id)["coded_before_complete"]
