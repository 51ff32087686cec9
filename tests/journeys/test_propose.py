"""A backend proposes a code from another machine, and hears what became of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.desks import signed_in_desk
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.__main__ import main
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.suggestion import Source

CODE = "Late fee waived"


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "2") as process:
        yield process


@pytest.fixture(autouse=True)
def credentials(simulator: SimulatorProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRAPUP_DESK_CLIENT_ID", simulator.ready["service_client_id"])
    monkeypatch.setenv("WRAPUP_DESK_CLIENT_SECRET", simulator.ready["service_client_secret"])


def propose(simulator: SimulatorProcess, conversation_id: str, *more: str) -> int:
    command = ["propose", "--api-url", simulator.api, "--conversation", conversation_id, "--json"]
    return main([*command, *(more or ("--code", CODE))])


def events(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_proposal_stands_on_the_conversation_with_its_note(
    simulator: SimulatorProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True)

    code = propose(simulator, leg["conversation_id"], "--code", CODE, "--note", "as agreed")

    assert code == 0
    assert [each["event"] for each in events(capsys)] == ["proposed", "shown"]


def test_an_id_may_be_copied_with_the_quotation_marks_around_it(
    simulator: SimulatorProcess,
) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True)

    assert propose(simulator, f" “{leg['conversation_id']}”\n") == 0


def test_a_code_the_queue_does_not_have_is_not_proposed_and_close_ones_are_named(
    simulator: SimulatorProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True)

    code = propose(simulator, leg["conversation_id"], "--code", "Late fee waved")

    complaint = capsys.readouterr().err
    assert code == 1
    assert "nothing was proposed" in complaint
    assert f"“{CODE}”" in complaint


def test_waiting_tells_that_the_agent_completed_without_a_code(
    simulator: SimulatorProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    agent = simulator.ready["agents"][0]
    leg = simulator.start_conversation(queue="Billing", answered=True, agent=agent["id"])
    simulator.post(f"/simulator/legs/{leg['communication_id']}/hangup")
    simulator.post(f"/simulator/legs/{leg['communication_id']}/complete")

    code = propose(simulator, leg["conversation_id"], "--code", CODE, "--wait", "20")

    assert code == 3
    assert "completed without any code" in events(capsys)[-1]["text"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--code", CODE, "--client-secret-env", "NO_SUCH_VARIABLE"), "NO_SUCH_VARIABLE"),
        (("--code", CODE, "--client-id", "unknown"), "client ID"),
    ],
)
def test_credentials_that_cannot_work_are_one_clear_line(
    simulator: SimulatorProcess,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    complaint: str,
) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True)

    code = propose(simulator, leg["conversation_id"], *arguments)

    lines = capsys.readouterr().err.splitlines()
    assert code == 1
    assert len(lines) == 1
    assert complaint in lines[0]


def test_something_that_is_no_conversation_id_never_reaches_the_server(
    simulator: SimulatorProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    assert propose(simulator, "../users/me") == 1
    assert "not a conversation id" in capsys.readouterr().err


async def test_the_desk_shows_the_proposal_and_the_backend_hears_that_the_agent_took_it(
    simulator: SimulatorProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agent = simulator.ready["agents"][1]
    token = await asyncio.to_thread(token_of_user, simulator.ready, agent["email"])
    async with signed_in_desk(simulator.api, token, tmp_path, with_real_recommender=True) as desk:
        leg = simulator.start_conversation(queue="Billing", answered=True, agent=agent["id"])
        leg_id = leg["communication_id"]
        await desk.until_card(leg_id, lambda card: bool(card.codes))

        waiting = asyncio.to_thread(
            propose, simulator, leg["conversation_id"], "--code", CODE, "--wait", "30"
        )
        backend = asyncio.get_running_loop().create_task(waiting)
        card = await desk.until_card(
            leg_id,
            lambda card: any(each.source is Source.BACKEND for each in card.ranking.suggestions),
            what="the backend's proposal shown",
        )
        proposed = next(each for each in card.ranking.suggestions if each.source is Source.BACKEND)
        desk.desk.choose_code(leg_id, proposed.code.id)
        await desk.until_confirmed(leg_id)
        code = await backend

    assert code == 0
    assert proposed.code.name == CODE
    assert events(capsys)[-1]["code"] == CODE


async def test_a_trusted_backends_proposal_is_sent_with_its_note_by_the_agents_own_token(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    agent = simulator.ready["agents"][1]
    token = await asyncio.to_thread(token_of_user, simulator.ready, agent["email"])
    trusting = Settings(trusts_backend=True)
    async with signed_in_desk(simulator.api, token, tmp_path, trusting) as desk:
        leg = simulator.start_conversation(queue="Billing", answered=True, agent=agent["id"])
        leg_id = leg["communication_id"]
        await desk.until_card(leg_id, lambda card: bool(card.codes))

        arguments = ("--code", CODE, "--note", "as agreed")
        code = await asyncio.to_thread(propose, simulator, leg["conversation_id"], *arguments)
        await desk.until_confirmed(leg_id)

    written = simulator.leg(leg_id)["codes"]
    assert code == 0
    assert [(each["code_name"], each["notes"], each["by_user_id"]) for each in written] == [
        (CODE, "as agreed", agent["id"])
    ]
    assert written[0]["while"] == "connected"
