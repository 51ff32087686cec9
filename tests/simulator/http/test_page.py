import urllib.request
from collections.abc import Iterator

import httpx
import pytest

from tests.simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle") as process:
        yield process


def page_of(simulator: SimulatorProcess) -> str:
    with urllib.request.urlopen(simulator.api + "/", timeout=10) as response:
        return str(response.read().decode())


def test_the_page_shows_each_leg_with_the_buttons_of_its_state(
    simulator: SimulatorProcess,
) -> None:
    leg = simulator.start_conversation(queue="Billing", title="<b>Charged twice</b>")
    path = f"/simulator/legs/{leg['communication_id']}"
    ringing = page_of(simulator)
    simulator.post(f"{path}/answer")
    talking = page_of(simulator)
    simulator.post(f"{path}/hangup")
    wrapping = page_of(simulator)

    assert "&lt;b&gt;Charged twice&lt;/b&gt;" in ringing
    assert "<b>" not in ringing
    assert f"{path}/answer" in ringing
    assert f"{path}/complete" not in talking
    assert f"{path}/hold" in talking
    assert f"{path}/complete" in wrapping


def test_a_persons_click_comes_back_to_the_page(simulator: SimulatorProcess) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True)

    answer = httpx.post(
        f"{simulator.api}/simulator/legs/{leg['communication_id']}/hangup",
        headers={"Accept": "text/html"},
        trust_env=False,
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert simulator.leg(leg["communication_id"])["state"] == "acw"


def test_a_click_that_no_longer_fits_is_refused_in_words(simulator: SimulatorProcess) -> None:
    leg = simulator.start_conversation(queue="Billing")

    answer = httpx.post(
        f"{simulator.api}/simulator/legs/{leg['communication_id']}/complete", trust_env=False
    )

    assert answer.status_code == 409
    assert "alerting" in answer.json()["error"]


def test_a_held_conversation_can_be_started_for_a_test(simulator: SimulatorProcess) -> None:
    leg = simulator.start_conversation(queue="Support", media="call", hold=True)

    assert leg["state"] == "held"


def test_a_code_chosen_on_the_page_counts_as_the_agents_own(simulator: SimulatorProcess) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True)
    path = f"/simulator/legs/{leg['communication_id']}"
    with urllib.request.urlopen(f"{simulator.api}{path}/codes", timeout=10) as response:
        page = response.read().decode()

    by_page = httpx.post(
        f"{simulator.api}{path}/code",
        data={"code": "Payment taken"},
        headers={"Accept": "text/html"},
        trust_env=False,
    )
    row = simulator.post(f"{path}/code", {"code": "Invoice explained", "notes": "asked twice"})

    assert "Payment taken" in page
    assert by_page.status_code == 303
    assert [(code["code_name"], code["via"]) for code in row["codes"]] == [
        ("Payment taken", "agent"),
        ("Invoice explained", "agent"),
    ]
    assert row["codes"][1]["by_user_id"] == leg["user_id"]


def test_a_leg_that_rings_takes_no_code_by_hand_either(simulator: SimulatorProcess) -> None:
    leg = simulator.start_conversation(queue="Billing")

    answer = httpx.post(
        f"{simulator.api}/simulator/legs/{leg['communication_id']}/code",
        json={"code": "Payment taken"},
        trust_env=False,
    )

    assert answer.status_code == 409
