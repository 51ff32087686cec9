from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.simulator_process import SimulatorProcess, token_of_service


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--dialect") as process:
        yield process


@pytest.fixture
def gateway(simulator: SimulatorProcess) -> Iterator[httpx.Client]:
    """The story's backend: client credentials."""
    headers = {"Authorization": f"Bearer {token_of_service(simulator.ready)}"}
    base_url = f"{simulator.api}/api/v2/interactions"
    with httpx.Client(base_url=base_url, headers=headers, trust_env=False) as client:
        yield client


def act(gateway: httpx.Client, leg: dict[str, Any], **change: Any) -> httpx.Response:
    body = {
        "actionType": "WRAPUP",
        "wrapupCode": leg["expected_code_id"],
        "wrapupDuration": 0,
        **change,
    }
    return gateway.patch(f"/{leg['interaction_id']}/actions", json=body)


def state(gateway: httpx.Client, leg: dict[str, Any]) -> str:
    return str(gateway.get(f"/{leg['interaction_id']}").json()["state"])


def test_the_story_itself_completed_first_then_409(
    simulator: SimulatorProcess, gateway: httpx.Client
) -> None:
    leg = simulator.start_conversation(queue="Billing", code="Invoice explained")
    path = f"/simulator/legs/{leg['communication_id']}"
    seen = [state(gateway, leg)]
    for action in ("answer", "hangup", "complete"):
        simulator.post(f"{path}/{action}")
        seen.append(state(gateway, leg))

    answer = act(gateway, leg)

    assert seen == ["QUEUED", "ACTIVE", "ACTIVE", "COMPLETED"]
    assert answer.status_code == 409
    assert simulator.leg(leg["communication_id"])["codes"] == []


def test_a_code_that_comes_in_time_is_kept_and_a_second_one_is_too_late(
    simulator: SimulatorProcess, gateway: httpx.Client
) -> None:
    leg = simulator.start_conversation(queue="Billing", code="Invoice explained", answered=True)
    simulator.post(f"/simulator/legs/{leg['communication_id']}/hangup")

    first = act(gateway, leg)
    simulator.wait_until(lambda _: state(gateway, leg) == "WRAPPED")
    second = act(gateway, leg)
    read = gateway.get(f"/{leg['interaction_id']}").json()

    assert (first.status_code, second.status_code) == (200, 409)
    assert read["wrapupCode"] == leg["expected_code_id"]
    assert read["conversationId"] == leg["conversation_id"]


def test_the_conversations_id_is_not_the_interactions(
    simulator: SimulatorProcess, gateway: httpx.Client
) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True)

    assert gateway.get(f"/{leg['conversation_id']}").status_code == 404
    assert leg["attributes"]["interaction_id"] == leg["interaction_id"]


@pytest.mark.parametrize("change", [{"actionType": "COMPLETE"}, {"code": "x"}, {"wrapupCode": ""}])
def test_another_action_or_body_is_a_bad_request(
    simulator: SimulatorProcess, gateway: httpx.Client, change: dict[str, str]
) -> None:
    leg = simulator.start_conversation(queue="Billing", code="Invoice explained", answered=True)

    assert act(gateway, leg, **change).status_code == 400
