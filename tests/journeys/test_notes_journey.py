"""A note from what was said to what Genesys has on record, and where its words are meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.desks import SignedInDesk
from tests.journeys.talks import a_desk, talk
from tests.simulator_process import SimulatorProcess
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.modes import Mode
from wrapup_desk.domain.notes.note_draft import DraftSource, NoteDrafting

REQUEST = "I was charged twice for my order, 42 dollars each time."
PROMISE = "I will refund 42 dollars to your account by Friday."
NOTE = f"{REQUEST} {PROMISE}"


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "1") as process:
        yield process


async def a_call_about_a_refund(simulator: SimulatorProcess, desk: SignedInDesk) -> dict[str, Any]:
    """Let both speak until the note of it is drafted."""
    leg = simulator.start_conversation(queue="Billing", answered=True)
    await desk.until_card(leg["communication_id"], lambda card: bool(card.codes))
    async with talk(simulator, leg, ("customer", REQUEST), ("agent", PROMISE)):
        await desk.until_card(
            leg["communication_id"], lambda card: drafted_on(card) == NOTE, what="drafted"
        )
    return leg


def drafted_on(card: InteractionCard) -> str:
    return card.draft.text if card.draft is not None else ""


def noted(simulator: SimulatorProcess, leg: dict[str, Any]) -> list[str]:
    return [code["notes"] for code in simulator.leg(leg["communication_id"])["codes"]]


def files_with(folder: Path, word: str) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, "a desk has files"
    return [path.name for path in files if word.encode() in path.read_bytes()]


async def test_a_draft_is_in_no_file_before_it_is_taken_and_on_record_afterwards(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with a_desk(simulator, tmp_path, Settings()) as desk:
        leg = await a_call_about_a_refund(simulator, desk)
        leg_id = leg["communication_id"]
        simulator.post(f"/simulator/legs/{leg_id}/hangup")
        card = await desk.until_card(leg_id, lambda card: card.leg.deadline_at is not None)
        desk.desk.select(leg_id, card.codes[0].id, "")
        await desk.desk._records.flush()
        assert files_with(tmp_path, "42 dollars") == []

        desk.desk.choose_code(leg_id, card.codes[0].id, drafted_on(card))
        await desk.until_confirmed(leg_id)

    assert noted(simulator, leg) == [NOTE]


async def test_a_draft_nobody_took_is_not_sent(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with a_desk(simulator, tmp_path, Settings(mode=Mode.AUTO, hold_seconds=0)) as desk:
        leg = await a_call_about_a_refund(simulator, desk)
        simulator.post(f"/simulator/legs/{leg['communication_id']}/hangup")
        await desk.until_confirmed(leg["communication_id"])

    assert noted(simulator, leg) == [""]
    assert files_with(tmp_path, "42 dollars") == []


async def test_where_the_rule_says_so_the_draft_goes_with_a_code_that_goes_by_itself(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    settings = Settings(mode=Mode.AUTO, hold_seconds=0, notes=NoteDrafting.TAKEN)
    async with a_desk(simulator, tmp_path, settings) as desk:
        leg = await a_call_about_a_refund(simulator, desk)
        simulator.post(f"/simulator/legs/{leg['communication_id']}/hangup")
        await desk.until_confirmed(leg["communication_id"])

    assert noted(simulator, leg) == [NOTE]


async def test_copilots_summary_becomes_the_draft(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with a_desk(simulator, tmp_path, Settings()) as desk:
        leg = await a_call_about_a_refund(simulator, desk)
        fields = {"text": "A refund of 42 dollars was agreed.", "codes": []}
        path = f"/simulator/conversations/{leg['conversation_id']}/predict"
        await asyncio.to_thread(simulator.post, path, fields)
        card = await desk.until_card(
            leg["communication_id"], lambda card: drafted_on(card) == fields["text"]
        )

    assert card.draft is not None
    assert card.draft.source is DraftSource.COPILOT
