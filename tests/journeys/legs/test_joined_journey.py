"""Supervisors on an agent's call, parked mail, and two desks of one agent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.faults.desks import SignedInDesk, signed_in_desk
from tests.journeys.test_legs_journey import act, choose, code_ids, desk_of, start
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.application.desk.notices import SECOND_DESK
from wrapup_desk.domain.interaction import Joined, Media, Phase

ROLES = {
    "monitored": Joined.MONITORING,
    "coached": Joined.COACHING,
    "barged": Joined.BARGED_IN,
}


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "2") as process:
        yield process


@asynccontextmanager
async def supervisors_desk(
    simulator: SimulatorProcess, folder: Path
) -> AsyncIterator[SignedInDesk]:
    email = simulator.ready["supervisor"]["email"]
    token = await asyncio.to_thread(token_of_user, simulator.ready, email)
    async with signed_in_desk(simulator.api, token, folder / "supervisor") as desk:
        yield desk


def join(simulator: SimulatorProcess, conversation_id: str, role: str) -> str:
    fields = {"user": simulator.ready["supervisor"]["id"], "as": role}
    path = f"/simulator/conversations/{conversation_id}/join"
    leg_id: str = simulator.post(path, fields)["communication_id"]
    return leg_id


@pytest.mark.parametrize("role", ROLES)
async def test_who_listens_in_or_barges_in_sees_the_call_and_owes_no_code(
    simulator: SimulatorProcess, tmp_path: Path, role: str
) -> None:
    async with (
        desk_of(simulator, tmp_path) as agents,
        supervisors_desk(simulator, tmp_path) as supervisors,
    ):
        leg = start(simulator)
        leg_id = leg["communication_id"]
        joined_id = join(simulator, leg["conversation_id"], role)
        live = await supervisors.until_card(
            joined_id, lambda card: card.leg.phase is Phase.CONNECTED
        )
        act(simulator, leg_id, "hangup")
        await agents.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        code_id = await choose(agents, leg_id, 0)
        over = await supervisors.until_card(joined_id, lambda card: card.leg.phase.is_over)
        handled = supervisors.desk.state.day.totals().handled
        cards_of_agent = [
            card
            for card in agents.desk.state.cards
            if card.leg.key.conversation_id == leg["conversation_id"]
        ]

    assert live.leg.joined is ROLES[role]
    assert not live.needs_a_code
    assert live.plan is None
    assert not over.was_completed_without_code
    assert handled == 0
    assert len(cards_of_agent) == 1
    assert code_ids(simulator, leg_id) == [code_id]


async def test_a_barge_in_with_after_call_work_of_its_own_is_coded(tmp_path: Path) -> None:
    with SimulatorProcess("--idle", "--agents", "1", "--set", "barge_owes_code=true") as simulator:
        async with supervisors_desk(simulator, tmp_path) as desk:
            leg = start(simulator)
            joined_id = join(simulator, leg["conversation_id"], "barged")
            live = await desk.until_card(
                joined_id, lambda card: card.leg.phase is Phase.CONNECTED and bool(card.codes)
            )
            act(simulator, joined_id, "hangup")
            await desk.until_card(joined_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
            code_id = await choose(desk, joined_id, 0)

    assert live.leg.joined is Joined.BARGED_IN
    assert live.needs_a_code
    assert code_id


@pytest.mark.parametrize("listed", ["true", "false"])
async def test_a_parked_mail_stays_on_its_card_until_it_is_resumed_and_coded(
    tmp_path: Path, listed: str
) -> None:
    options = ("--set", f"active_list_has_parked={listed}")
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with desk_of(simulator, tmp_path) as desk:
            leg_id = start(simulator, media="email")["communication_id"]
            act(simulator, leg_id, "park")
            parked = await desk.until_card(leg_id, lambda card: card.leg.is_parked)
            # After a gap all is read anew, and a parked mail may not be listed
            simulator.post("/simulator/faults", {"kind": "sockets", "effect": "abort"})
            await desk.until(lambda state: not state.is_current)
            await desk.until(lambda state: state.is_current)
            act(simulator, leg_id, "resume")
            resumed = await desk.until_card(
                leg_id, lambda card: card.leg.phase is Phase.CONNECTED and not card.leg.is_parked
            )
            act(simulator, leg_id, "hangup")
            await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
            code_id = await choose(desk, leg_id, 0)

        assert (parked.leg.media, parked.leg.phase) == (Media.EMAIL, Phase.HELD)
        assert parked.needs_a_code
        assert resumed.leg.key == parked.leg.key
        assert code_ids(simulator, leg_id) == [code_id]


async def test_two_desks_of_one_agent_show_the_same_and_send_one_code(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with (
        desk_of(simulator, tmp_path / "office") as office,
        desk_of(simulator, tmp_path / "home") as home,
    ):
        leg_id = start(simulator)["communication_id"]
        await home.until_card(leg_id, lambda card: bool(card.codes))
        code_id = await choose(office, leg_id, 1)
        there = await home.until_card(leg_id, lambda card: card.code_on_record is not None)

    assert there.code_on_record is not None
    assert there.code_on_record.id == code_id
    assert there.submission is None
    assert not there.needs_a_code
    assert code_ids(simulator, leg_id) == [code_id]


async def test_two_desks_that_push_each_others_news_out_name_each_other(tmp_path: Path) -> None:
    options = ("--set", "channels_per_user=1")
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with (
            desk_of(simulator, tmp_path / "office") as office,
            desk_of(simulator, tmp_path / "home") as home,
        ):
            async with asyncio.TaskGroup() as group:
                for desk in (office, home):
                    named = desk.until(
                        lambda state: any(each.key == SECOND_DESK for each in state.notices)
                    )
                    group.create_task(named)
            (told,) = (each for each in home.desk.state.notices if each.key == SECOND_DESK)

    assert "Another WrapUp Desk of yours" in told.text
