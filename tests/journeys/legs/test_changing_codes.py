"""An administrator changes a queue's codes while agents work with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.desks import SignedInDesk
from tests.journeys.test_legs_journey import act, choose, code_ids, desk_of, start
from tests.simulator_process import SimulatorProcess
from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState

ADDED = "Voucher sent"


@pytest.fixture
def simulator() -> Iterator[SimulatorProcess]:
    # Each test leaves other codes behind
    with SimulatorProcess("--idle", "--agents", "1", "--set", "quirks=true") as process:
        yield process


def change_codes(simulator: SimulatorProcess, **changes: Any) -> None:
    simulator.post("/simulator/queues/Billing/codes", changes)


def names(card: InteractionCard) -> set[str]:
    return {code.name for code in card.codes}


async def with_codes(desk: SignedInDesk, leg_id: str) -> InteractionCard:
    return await desk.until_card(
        leg_id, lambda card: bool(card.codes) and card.leg.phase is Phase.CONNECTED
    )


async def test_a_refused_code_that_is_gone_is_offered_no_more_and_a_new_one_is(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        other_id = start(simulator)["communication_id"]
        leg_id = start(simulator)["communication_id"]
        await with_codes(desk, other_id)
        gone = (await with_codes(desk, leg_id)).codes[0]
        change_codes(simulator, remove=[gone.id], add=[{"name": ADDED}])
        desk.desk.choose_code(leg_id, gone.id)
        refused = await desk.until_card(
            leg_id,
            lambda card: (
                card.submission is not None
                and card.submission.state is SubmissionState.REFUSED
                and ADDED in names(card)
            ),
        )
        other = await desk.until_card(other_id, lambda card: ADDED in names(card))
        next_id = start(simulator)["communication_id"]
        following = await with_codes(desk, next_id)
        chosen = next(at for at, code in enumerate(refused.codes) if code.name == ADDED)
        new_id = await choose(desk, leg_id, chosen)

    assert refused.is_code_gone
    for card in (refused, other, following):
        assert gone.name not in names(card)
        assert ADDED in names(card)
        assert all(each.code.id != gone.id for each in card.ranking.suggestions)
    assert code_ids(simulator, leg_id) == [new_id]


async def test_a_queue_without_codes_says_so_and_takes_them_once_it_has_some(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        all_ids = [code["id"] for code in simulator.post("/simulator/queues/Billing/codes", {})]
        change_codes(simulator, remove=all_ids)
        leg_id = start(simulator)["communication_id"]
        empty = await desk.until_card(
            leg_id, lambda card: bool(card.codes_problem) and card.leg.phase is Phase.CONNECTED
        )
        desk.desk.choose_code(leg_id, "any")
        said = [notice.text for notice in desk.desk.state.notices]
        change_codes(simulator, add=[{"name": ADDED}])
        desk.desk.retry(leg_id)
        filled = await with_codes(desk, leg_id)

    assert empty.codes_problem == notices.NO_CODES
    assert notices.NO_CODES in said
    assert names(filled) == {ADDED}
    assert filled.codes_problem == ""


async def test_ids_in_capital_letters_are_the_same_codes(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        leg_id = start(simulator)["communication_id"]
        code_id = await choose(desk, leg_id, 1)
        act(simulator, leg_id, "hangup")
        done = await desk.until_card(leg_id, lambda card: card.leg.phase is not Phase.CONNECTED)

    assert done.leg.wrapup is not None
    assert done.leg.wrapup.code_id == code_id == code_id.lower()
    assert code_ids(simulator, leg_id) == [code_id]


async def test_a_proposed_name_that_two_codes_have_is_told_and_not_guessed(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with desk_of(simulator, tmp_path) as desk:
        twins = [{"id": f"0000000{n}-0000-4000-8000-000000000000", "name": ADDED} for n in (1, 2)]
        change_codes(simulator, add=twins)
        attributes = {"wrapup_code": ADDED.upper()}
        leg_id = start(simulator, attributes=attributes)["communication_id"]
        card = await with_codes(desk, leg_id)
        await desk.until(lambda state: any(each.key == "proposal" for each in state.notices))
        (told,) = (each.text for each in desk.desk.state.notices if each.key == "proposal")

    assert ADDED in told
    assert "2 codes" in told
    assert card.submission is None
    assert card.plan is None
