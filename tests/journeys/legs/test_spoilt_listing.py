"""One bad string costs itself alone: the other interactions are on the desk, and it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.test_legs_journey import choose, code_ids, desk_of, start
from tests.simulator_process import SimulatorProcess
from wrapup_desk.application.desk.notices import UNREADABLE

LISTING = "GET /api/v2/conversations$"


@pytest.fixture
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "1") as process:
        yield process


@pytest.mark.parametrize("effect", ["lone_half", "raw_tab", "invalid_utf8"])
async def test_a_name_with_bad_signs_empties_no_list(
    simulator: SimulatorProcess, tmp_path: Path, effect: str
) -> None:
    leg_ids = [start(simulator)["communication_id"] for _ in range(3)]
    spoilt = {"kind": "http", "effect": effect, "match": LISTING, "when": "after"}
    simulator.post("/simulator/faults", spoilt)
    async with desk_of(simulator, tmp_path) as desk:
        cards = [await desk.until_card(each, lambda card: bool(card.codes)) for each in leg_ids]
        code_id = await choose(desk, leg_ids[0], 0)
        notices = desk.desk.state.notices

    assert notices == ()
    assert code_ids(simulator, leg_ids[0]) == [code_id]
    for card in cards:
        assert card.leg.customer_name.startswith("Zoe")
        assert card.leg.customer_name.isprintable()
        card.leg.customer_name.encode("utf-8")


async def test_a_conversation_that_cannot_be_made_out_is_told_with_its_id_and_the_rest_shown(
    simulator: SimulatorProcess, tmp_path: Path, expect_log: Any
) -> None:
    expect_log("cannot be read")
    legs = [start(simulator) for _ in range(3)]
    spoilt = {"kind": "http", "effect": "wrong_types", "match": "GET .*/conversations"}
    simulator.post("/simulator/faults", {**spoilt, "when": "after", "times": 4})
    async with desk_of(simulator, tmp_path) as desk:
        await desk.until(lambda state: any(each.key == UNREADABLE for each in state.notices))
        (told,) = (each.text for each in desk.desk.state.notices if each.key == UNREADABLE)
        shown = {card.leg.key.conversation_id for card in desk.desk.state.cards}
        simulator.call("DELETE", "/simulator/faults")
        simulator.post("/simulator/faults", {"kind": "sockets", "effect": "abort"})
        await desk.until(lambda state: len(state.cards) == len(legs))
        after = {each.key for each in desk.desk.state.notices}

    (missing,) = {leg["conversation_id"] for leg in legs} - shown
    assert missing in told
    assert "Zoe" not in told
    assert UNREADABLE not in after
