"""What the program may do by itself, mode by mode, from the first ring to the code on record."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.desks import SignedInDesk
from tests.journeys.talks import a_desk, talk
from tests.simulator_process import SimulatorProcess
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import GUARD_MARGIN, UNDO_WINDOW, Mode

HOLD_S = 2.0
# After-call work ends this long after the guard has sent.
LEFT_S = 3.0
# The server's clock is known to within a second by whole-second headers.
CLOCKS_S = 1.0
SURE = 0.9


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "1") as process:
        yield process


async def a_call(simulator: SimulatorProcess, desk: SignedInDesk, **fields: Any) -> str:
    """Let a call be answered and the customer speak, and wait until the desk has heard it."""
    leg = simulator.start_conversation(queue="Billing", answered=True, **fields)
    leg_id: str = leg["communication_id"]
    await desk.until_card(leg_id, lambda card: bool(card.codes))
    await said(simulator, desk, leg)
    return leg_id


async def said(simulator: SimulatorProcess, desk: SignedInDesk, leg: dict[str, Any]) -> None:
    """Let the customer speak until the desk has heard it."""
    async with talk(simulator, leg, ("customer", "I was charged twice")):
        await desk.until_card(
            leg["communication_id"],
            lambda card: card.ranking.may_auto_submit or card.submission is not None,
            what="heard",
        )


def hang_up(simulator: SimulatorProcess, leg_id: str) -> None:
    simulator.post(f"/simulator/legs/{leg_id}/hangup")


def written(simulator: SimulatorProcess, leg_id: str) -> list[dict[str, Any]]:
    codes: list[dict[str, Any]] = simulator.leg(leg_id)["codes"]
    return codes


async def test_what_the_customer_says_is_heard_on_the_agents_card(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with a_desk(simulator, tmp_path, Settings()) as desk:
        leg_id = await a_call(simulator, desk)
        card = desk.card(leg_id)

    assert card is not None
    assert card.ranking.may_auto_submit, "the recommender acts once it has heard a turn"


async def test_suggest_sends_nothing_by_itself(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with a_desk(
        simulator, tmp_path, Settings(mode=Mode.SUGGEST, min_probability=SURE)
    ) as desk:
        leg_id = await a_call(simulator, desk)
        hang_up(simulator, leg_id)
        card = await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        simulator.post(f"/simulator/legs/{leg_id}/complete")
        await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.COMPLETED)

    assert card.ranking.may_auto_submit
    assert card.plan is None
    assert written(simulator, leg_id) == []


async def test_auto_shows_what_it_will_send_for_the_whole_hold_and_then_sends_it(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    settings = Settings(mode=Mode.AUTO, hold_seconds=HOLD_S, min_probability=SURE)
    async with a_desk(simulator, tmp_path, settings) as desk:
        leg_id = await a_call(simulator, desk)
        hang_up(simulator, leg_id)
        planned = await desk.until_card(leg_id, lambda card: card.plan is not None)
        sent = await desk.until_card(leg_id, lambda card: card.submission is not None)
        await desk.until_confirmed(leg_id)

    assert planned.plan is not None
    assert sent.submission is not None
    assert sent.submission.decision.decided_at >= planned.plan.at
    assert [code["while"] for code in written(simulator, leg_id)] == ["acw"]


async def test_any_key_stops_auto(simulator: SimulatorProcess, tmp_path: Path) -> None:
    settings = Settings(mode=Mode.AUTO, hold_seconds=HOLD_S, min_probability=SURE)
    async with a_desk(simulator, tmp_path, settings) as desk:
        held = await a_call(simulator, desk)
        hang_up(simulator, held)
        await desk.until_card(held, lambda card: card.plan is not None)
        desk.desk.hold(held)
        # A second call that goes its way shows that the first one's time is over, too.
        let_go = await a_call(simulator, desk)
        hang_up(simulator, let_go)
        await desk.until_confirmed(let_go)
        card = desk.card(held)

    assert card is not None
    assert (card.is_on_hold, card.submission) == (True, None)
    assert written(simulator, held) == []


async def test_early_has_the_code_on_record_while_the_call_goes_on(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with a_desk(
        simulator, tmp_path, Settings(mode=Mode.EARLY, min_probability=SURE)
    ) as desk:
        leg_id = await a_call(simulator, desk)
        await desk.until_confirmed(leg_id)
        hang_up(simulator, leg_id)
        simulator.post(f"/simulator/legs/{leg_id}/complete")

    row = simulator.leg(leg_id)
    assert [code["while"] for code in row["codes"]] == ["connected"]
    assert row["coded_before_complete"]


async def test_early_as_a_draft_keeps_it_at_genesys_and_sends_the_code_at_the_hang_up(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    settings = Settings(mode=Mode.EARLY, early_as_draft=True, min_probability=SURE)
    async with a_desk(simulator, tmp_path, settings) as desk:
        leg_id = await a_call(simulator, desk)
        await asyncio.to_thread(
            simulator.wait_until, lambda record: any(each["codes"] for each in record["legs"][-1:])
        )
        drafted = desk.card(leg_id)
        hang_up(simulator, leg_id)
        await desk.until_confirmed(leg_id)

    codes = written(simulator, leg_id)
    assert drafted is not None
    assert (drafted.submission, drafted.plan) == (None, None)
    assert [(code["provisional"], code["while"]) for code in codes] == [
        (True, "connected"),
        (False, "acw"),
    ]


@pytest.mark.parametrize("media", ["call", "callback"])
@pytest.mark.parametrize("mode", [Mode.EARLY, Mode.AUTO])
async def test_a_dialer_leg_is_never_coded_without_a_person(
    simulator: SimulatorProcess, tmp_path: Path, mode: Mode, media: str
) -> None:
    settings = Settings(mode=mode, hold_seconds=0.0, min_probability=SURE)
    async with a_desk(simulator, tmp_path, settings) as desk:
        leg_id = await a_call(simulator, desk, media=media, dialer=True, direction="outbound")
        hang_up(simulator, leg_id)
        card = await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        # Another call is coded meanwhile, so the program had every opportunity.
        other = await a_call(simulator, desk)
        hang_up(simulator, other)
        await desk.until_confirmed(other)

    assert card.leg.is_dialer
    assert card.ranking.may_auto_submit
    assert written(simulator, leg_id) == []


@pytest.mark.parametrize("media", ["call", "callback"])
async def test_the_guard_lets_a_dialer_leg_time_out(tmp_path: Path, media: str) -> None:
    timeout_ms = round((GUARD_MARGIN.total_seconds() + LEFT_S) * 1000)
    options = ("--prompt", "MANDATORY_TIMEOUT", "--acw-timeout-ms", str(timeout_ms))
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with a_desk(
            simulator, tmp_path, Settings(mode=Mode.GUARD, min_probability=SURE)
        ) as desk:
            leg_id = await a_call(simulator, desk, media=media, dialer=True)
            hang_up(simulator, leg_id)
            card = await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.COMPLETED)
        row = simulator.leg(leg_id)

    assert card.ranking.may_auto_submit
    assert [code["via"] for code in row["codes"]] == ["system"]


@pytest.mark.parametrize("media", ["call", "callback"])
async def test_a_code_chosen_on_a_dialer_leg_waits_out_the_undo_window(
    simulator: SimulatorProcess, tmp_path: Path, media: str
) -> None:
    async with a_desk(simulator, tmp_path, Settings(mode=Mode.SUGGEST)) as desk:
        leg_id = await a_call(simulator, desk, media=media, dialer=True)
        hang_up(simulator, leg_id)
        card = await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        decided_at = desk.desk.server_now()
        desk.desk.choose_code(leg_id, card.codes[0].id)
        await desk.until_confirmed(leg_id)

    (code,) = written(simulator, leg_id)
    waited_s = (datetime.fromisoformat(code["at"]) - decided_at).total_seconds()
    assert waited_s >= UNDO_WINDOW.total_seconds() - CLOCKS_S


async def test_a_code_taken_back_within_the_undo_window_of_a_dialer_leg_was_never_sent(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with a_desk(simulator, tmp_path, Settings(mode=Mode.SUGGEST)) as desk:
        leg_id = await a_call(simulator, desk, dialer=True)
        hang_up(simulator, leg_id)
        card = await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL)
        first, second = card.codes[0], card.codes[1]
        desk.desk.choose_code(leg_id, first.id)
        await desk.until_card(leg_id, lambda card: card.submission is not None)
        desk.desk.undo(leg_id)
        await desk.until_card(leg_id, lambda card: card.submission is None)
        desk.desk.choose_code(leg_id, second.id)
        await desk.until_confirmed(leg_id)

    assert [code["code_id"] for code in written(simulator, leg_id)] == [second.id]


async def test_guard_sends_shortly_before_the_time_out_and_a_forced_one_still_runs_out(
    tmp_path: Path,
) -> None:
    timeout_ms = round((GUARD_MARGIN.total_seconds() + LEFT_S) * 1000)
    options = ("--prompt", "MANDATORY_FORCED_TIMEOUT", "--acw-timeout-ms", str(timeout_ms))
    with SimulatorProcess("--idle", "--agents", "1", *options) as simulator:
        async with a_desk(
            simulator, tmp_path, Settings(mode=Mode.GUARD, min_probability=SURE)
        ) as desk:
            leg_id = await a_call(simulator, desk)
            hang_up(simulator, leg_id)
            planned = await desk.until_card(leg_id, lambda card: card.plan is not None)
            card = await desk.until_confirmed(leg_id)
            await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.COMPLETED)
        row = simulator.leg(leg_id)

    assert planned.plan is not None
    assert card.submission is not None
    assert card.submission.decision.decided_at >= planned.plan.at
    assert card.leg.phase is Phase.AFTER_CALL, "a forced time-out frees nobody early"
    assert row["completed_by"] == "timeout"
    assert row["final_code_id"] == card.submission.decision.code.id
