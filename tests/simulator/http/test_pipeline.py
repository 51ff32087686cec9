from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.simulator.client import SimulatorClient, agent_line, wrapup_path
from tests.simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle") as process:
        yield process


@pytest.fixture
def line(simulator: SimulatorProcess) -> Iterator[SimulatorClient]:
    with agent_line(simulator) as line:
        yield line
    simulator.call("DELETE", "/simulator/faults")


@pytest.fixture
def switched(simulator: SimulatorProcess) -> Iterator[SimulatorProcess]:
    """The simulator, with its switches put back afterwards."""
    before = simulator.call("GET", "/simulator/capabilities")
    yield simulator
    simulator.post("/simulator/capabilities", before)


def test_a_request_without_a_token_or_with_a_wrong_one_is_not_authenticated(
    simulator: SimulatorProcess,
) -> None:
    url = f"{simulator.api}/api/v2/users/me"

    without = httpx.get(url, trust_env=False)
    wrong = httpx.get(url, headers={"Authorization": "Bearer wrong"}, trust_env=False)

    assert (without.status_code, without.json()["code"]) == (401, "authentication.required")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "bad.credentials")


def test_every_answer_carries_correlation_id_date_and_rate_limit(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    first, second = line.rest.get("/users/me"), line.rest.get("/users/me")

    counts = [int(one.headers["inin-ratelimit-count"]) for one in (first, second)]
    assert counts == [1, 2]
    assert first.headers["inin-ratelimit-allowed"] == "300"
    assert first.headers["ININ-Correlation-Id"] != second.headers["ININ-Correlation-Id"]
    assert parsedate_to_datetime(first.headers["Date"]) is not None


def test_too_many_requests_are_told_when_to_come_back(
    switched: SimulatorProcess, line: SimulatorClient
) -> None:
    switched.post("/simulator/capabilities", {"requests_per_minute": 2})

    answers = [line.rest.get("/users/me") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "too.many.requests"
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60


def test_a_missing_permission_is_named(switched: SimulatorProcess, line: SimulatorClient) -> None:
    leg = switched.start_conversation(queue="Billing", answered=True)
    denied = {"denied_permissions": "conversation:participant:wrapup"}
    switched.post("/simulator/capabilities", denied)

    answer = line.rest.post(wrapup_path(leg), json={"code": "x"})

    assert (answer.status_code, answer.json()["code"]) == (403, "missing.any.permissions")
    assert "conversation:participant:wrapup" in answer.json()["message"]


def test_a_missing_scope_is_named(switched: SimulatorProcess, line: SimulatorClient) -> None:
    leg = switched.start_conversation(queue="Billing", answered=True)
    switched.post("/simulator/capabilities", {"granted_scopes": "conversations:readonly"})

    read = line.rest.get(f"/conversations/{leg['conversation_id']}")
    write = line.rest.post(wrapup_path(leg), json={"code": "x"})

    assert read.status_code == 200
    assert write.status_code == 403
    assert "App not authorized to use scope [conversations]" in write.json()["message"]


def test_a_body_that_is_not_json_is_refused(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True)
    path = wrapup_path(leg)

    torn = line.rest.post(path, content="{", headers={"Content-Type": "application/json"})
    form = line.rest.post(path, data={"code": "x"})
    listed = line.rest.post(path, json=["x"])

    assert [one.status_code for one in (torn, form, listed)] == [400, 415, 400]


def test_an_unknown_path_is_a_json_404(simulator: SimulatorProcess, line: SimulatorClient) -> None:
    answer = line.rest.get("/interactions/1")

    assert (answer.status_code, answer.json()["code"]) == (404, "not.found")


def test_a_fault_before_the_effect_leaves_no_trace_and_one_after_it_does(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    leg = simulator.start_conversation(queue="Billing", answered=True, code="Payment taken")
    body = {"code": leg["expected_code_id"]}
    match = "POST .*/wrapup"
    before = {"kind": "http", "effect": "status", "status": 503, "retry_after": 2, "match": match}
    simulator.post("/simulator/faults", before)

    refused = line.rest.post(wrapup_path(leg), json=body)
    simulator.post("/simulator/faults", {**before, "when": "after", "status": 500})
    lost = line.rest.post(wrapup_path(leg), json=body)
    record = simulator.wait_until(
        lambda record: any(
            row["codes"]
            for row in record["legs"]
            if row["communication_id"] == leg["communication_id"]
        )
    )

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert lost.status_code == 500
    row = next(row for row in record["legs"] if row["participant_id"] == leg["participant_id"])
    assert len(row["codes"]) == 1


@pytest.mark.parametrize("effect", ["drop", "truncate"])
def test_a_cut_connection_is_an_error_on_the_wire(
    simulator: SimulatorProcess, line: SimulatorClient, effect: str
) -> None:
    simulator.post("/simulator/faults", {"kind": "http", "effect": effect, "when": "after"})

    with pytest.raises(httpx.TransportError):
        line.rest.get("/users/me")

    assert line.rest.get("/users/me").status_code == 200


def test_garbage_is_not_json(simulator: SimulatorProcess, line: SimulatorClient) -> None:
    simulator.post("/simulator/faults", {"kind": "http", "effect": "garbage"})

    answer = line.rest.get("/users/me")

    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_delay_holds_the_answer_back(simulator: SimulatorProcess, line: SimulatorClient) -> None:
    simulator.post("/simulator/faults", {"kind": "http", "effect": "delay", "delay_ms": 300})

    answer = line.rest.get("/users/me")

    assert answer.elapsed.total_seconds() >= 0.3


def test_an_unknown_fault_or_switch_is_refused_with_what_is_known(
    simulator: SimulatorProcess,
) -> None:
    fault = httpx.post(
        f"{simulator.api}/simulator/faults", json={"kind": "sockets", "effect": "melt"}
    )
    switch = httpx.post(f"{simulator.api}/simulator/capabilities", json={"no_such": 1})

    assert fault.status_code == switch.status_code == 400
    assert "mute" in fault.json()["error"]
    assert "code_after_complete" in switch.json()["error"]


def test_the_round_trip_is_added_to_every_answer() -> None:
    with SimulatorProcess("--idle", "--rtt-ms", "120") as slow, agent_line(slow) as line:
        answer = line.rest.get("/users/me")

    assert answer.elapsed.total_seconds() >= 0.12


def test_an_expired_token_is_refused() -> None:
    with SimulatorProcess("--idle") as simulator, agent_line(simulator) as line:
        assert line.rest.get("/users/me").status_code == 200
        simulator.post("/simulator/faults", {"kind": "tokens", "effect": "expire"})

        answer = line.rest.get("/users/me")

    assert (answer.status_code, answer.json()["code"]) == (401, "bad.credentials")


def test_the_record_counts_requests_by_route_and_status() -> None:
    with SimulatorProcess("--idle") as simulator, agent_line(simulator) as line:
        line.rest.get("/users/me")
        line.rest.get("/routing/queues/nothing")

        requests = simulator.record()["requests"]

    assert requests == {
        "GET /api/v2/routing/queues/{queue_id}": {"404": 1},
        "GET /api/v2/users/me": {"200": 1},
        "POST /oauth/token": {"200": 1},
    }
