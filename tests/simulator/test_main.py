import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.client import agent_line, wrapup_path
from tests.simulator_process import SimulatorProcess

COMMAND = [sys.executable, "-m", "wrapup_desk.simulator", "--port", "0", "--idle"]


def talks(folder: Path, count: int) -> Path:
    path = folder / "talks.jsonl"
    rows = [
        {
            "id": f"talk-{number}",
            "queue": "bank",
            "code": ("balance", "lost card")[number % 2],
            "split": "test",
            "turns": [{"speaker": "customer", "text": "hello, my card is gone"}] * 4,
        }
        for number in range(count)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def is_finished(record: dict[str, Any]) -> bool:
    return bool(record["finished"])


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--scenarios", "no-such-folder"], "organization.json"),
        (["--conversations", "no-such-file.jsonl"], "no-such-file.jsonl"),
        (["--set", "no_such=1"], "no_such"),
        (["--set", "quirks"], "NAME=VALUE"),
        (["--speed", "0"], "speed"),
        (["--speed", "inf"], "speed"),
        (["--rtt-ms", "nan"], "NaN"),
        (["--history", "1", "--history-days", "9999999"], "out of range"),
        (["--port", "80000"], "Cannot listen on 127.0.0.1:80000"),
        (["--log", "no-such-folder/log"], "no-such-folder"),
        (["--ready-file", "no-such-folder/ready"], "no-such-folder"),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1:0"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_named_without_a_traceback(
    options: list[str], complaint: str
) -> None:
    done = subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, timeout=20, check=False
    )

    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_named() -> None:
    with SimulatorProcess("--idle") as first:
        port = first.api.rpartition(":")[2]
        command = [*COMMAND[:3], "--idle", "--port", port]
        second = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert second.returncode == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in second.stderr
    assert "choose another --port" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_quietly(number: signal.Signals) -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)

    assert ready["api"].startswith("http://127.0.0.1:")
    assert process.returncode == 0
    assert errors == b""


def test_it_ends_with_its_parent_even_while_a_client_is_connected() -> None:
    simulator = SimulatorProcess("--idle")
    simulator.start()
    with agent_line(simulator) as line, line.socket():
        assert simulator.stop() == ""


def test_a_file_of_conversations_is_played_to_its_end_with_every_expected_code(
    tmp_path: Path,
) -> None:
    path = talks(tmp_path, 12)
    options = ("--conversations", str(path), "--speed", "300", "--complete-after-ms", "3000")
    # A minute of the wall, so that the agents click before, however slow the machine is
    with SimulatorProcess(*options, "--acw-timeout-ms", "18000000") as simulator:
        record = simulator.wait_until(is_finished, timeout_seconds=60)

    legs = record["legs"]
    assert sorted(leg["title"] for leg in legs) == sorted(f"talk-{n}" for n in range(12))
    assert {leg["completed_by"] for leg in legs} == {"agent"}
    assert {leg["expected_code_name"] for leg in legs} == {"balance", "lost card"}
    assert not any(leg["coded_before_complete"] for leg in legs)


def test_a_seed_gives_the_same_conversation_ids_and_no_seed_gives_new_ones(
    tmp_path: Path,
) -> None:
    def played(*options: str) -> set[str]:
        path = str(talks(tmp_path, 3))
        with SimulatorProcess("--conversations", path, "--speed", "600", *options) as simulator:
            record = simulator.wait_until(is_finished, timeout_seconds=60)
        return {leg["communication_id"] for leg in record["legs"]}

    assert played("--seed", "7") == played("--seed", "7")
    assert not played() & played()


def test_the_agent_waits_for_a_code_where_one_has_to_come_first(tmp_path: Path) -> None:
    path = str(talks(tmp_path, 1))
    options = ("--prompt", "MANDATORY", "--complete-after-ms", "9000", "--speed", "10")
    # The program signs in before the agent is asked. A code saved in after-call work does not end
    # it here: the agent has to click
    switch = ("--set", "code_ends_acw=false")
    with (
        SimulatorProcess("--conversations", path, *options, *switch) as simulator,
        agent_line(simulator) as line,
    ):
        record = simulator.wait_until(
            lambda record: [leg["state"] for leg in record["legs"]] == ["acw"], 30
        )
        [leg] = record["legs"]
        media = {"call": "calls", "callback": "callbacks", "message": "messages"}
        found = wrapup_path(leg, media.get(leg["media"], "emails"))
        answer = line.rest.post(found, json={"code": leg["expected_code_id"]})
        record = simulator.wait_until(is_finished, 30)

    assert answer.status_code == 202
    assert record["legs"][0]["completed_by"] == "agent"
    assert record["legs"][0]["coded_before_complete"]


def test_the_shipped_day_plays_to_its_end_when_codes_are_not_insisted_on() -> None:
    options = ("--speed", "120", "--prompt", "MANDATORY_TIMEOUT", "--complete-after-ms", "5000")
    with SimulatorProcess(*options) as simulator:
        record = simulator.wait_until(is_finished, timeout_seconds=60)

    states = [leg["state"] for leg in record["legs"]]
    assert states.count("missed") == 1
    assert states.count("complete") == len(states) - 1
    # Transfers and the consult gave a second agent a leg
    assert len(record["legs"]) == 20


def test_it_stops_by_itself_when_all_is_played_if_asked_to(tmp_path: Path) -> None:
    path = str(talks(tmp_path, 2))
    options = ["--conversations", path, "--speed", "600", "--exit-when-done"]
    command = [*COMMAND[:-1], *options]

    done = subprocess.run(command, capture_output=True, timeout=60, check=False)

    assert done.returncode == 0
    assert done.stderr == b""


def test_nothing_is_played_before_the_clients_are_there(tmp_path: Path) -> None:
    options = ("--conversations", str(talks(tmp_path, 3)), "--speed", "300")
    with (
        SimulatorProcess(*options, "--wait-for-clients", "1") as simulator,
        agent_line(simulator) as line,
    ):
        before = simulator.record()["legs"]
        with line.socket(f"v2.users.{simulator.ready['agents'][0]['id']}.conversations"):
            after = simulator.wait_until(is_finished, 30)["legs"]

    assert before == []
    assert len(after) == 3
