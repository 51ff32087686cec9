"""The repair desk against a real simulator: finds everything, survives everything."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.sql_ledger.postgres_server import running_server
from tests.application.repair.repair_program import HOW_MANY, Program
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.application.repair.state import FindPhase
from wrapup_desk.domain.repair.code_issue import CodeIssue

# Thousands of real requests, on a machine that may be busy.
pytestmark = pytest.mark.timeout(600)
ROOT = Path(__file__).parents[4]
WRITE = "POST .*/wrapup"
FAULTS = [
    {"kind": "http", **fault}
    for fault in (
        {"effect": "status", "status": 429, "retry_after": 1, "match": WRITE, "times": 3},
        {"effect": "status", "status": 403, "match": WRITE, "times": 40},
        {"effect": "drop", "when": "after", "match": WRITE, "times": 10},
        {"effect": "status", "status": 503, "when": "after", "match": WRITE, "times": 10},
        {"effect": "garbage", "match": "GET .*/conversations/", "times": 5},
    )
]
KINDS = {
    "missing": CodeIssue.MISSING,
    "timed_out": CodeIssue.TIMED_OUT,
    "skipped": CodeIssue.SKIPPED,
    "default": CodeIssue.DEFAULT,
    "deleted": CodeIssue.DELETED,
}


@pytest.fixture
def simulator(request: pytest.FixtureRequest) -> Iterator[SimulatorProcess]:
    """A past of as many legs as the test's parameter says, else of enough for 500 to fix."""
    legs = str(getattr(request, "param", 30_000))
    options = ("--idle", "--history", legs, "--history-days", "28", "--history-seed", "3")
    with SimulatorProcess(
        *options, "--history-lag-s", "0.1", "--set", "requests_per_minute=1000000"
    ) as process:
        process.post("/simulator/history/pace", {"job_ms": 50})
        yield process


@pytest.fixture
def token(simulator: SimulatorProcess) -> str:
    return token_of_user(simulator.ready, simulator.ready["supervisor"]["email"])


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "corrections.db")
    else:
        with running_server() as server, server.database() as url:
            yield url


@pytest.mark.slow
@pytest.mark.parametrize("simulator", [100_000], indirect=True)
async def test_every_bad_leg_of_a_month_is_found_and_none_is_invented(
    simulator: SimulatorProcess, token: str, tmp_path: Path
) -> None:
    truth = simulator.call("GET", "/simulator/history/truth")
    program = Program(simulator.api, token, str(tmp_path / "corrections.db"))
    await program.ledger.open()
    await program.desk.start()

    state = await program.find()
    planted = Counter(KINDS[bad["kind"]] for bad in truth["bad"] if bad["kind"] in KINDS)

    assert state.find.phase is FindPhase.DONE
    assert state.totals.interactions == truth["legs"]
    kinds = {bad["communication_id"]: KINDS.get(bad["kind"]) for bad in truth["bad"]}
    for row in state.rows:
        shown = state.legs.row(row)
        assert shown.issue is kinds[shown.leg.key.communication_id]
    assert {
        issue: count for issue, count in state.totals.by_issue.items() if issue and count
    } == planted
    await program.close()


def start_program(
    simulator: SimulatorProcess, token: str, *arguments: str
) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "tests.application.repair.repair_program",
        simulator.api,
        token,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [*command, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate(timeout=400)
    assert process.returncode == 0, errors.decode()


def written_legs(simulator: SimulatorProcess) -> dict[str, dict[str, Any]]:
    return {
        leg["communication_id"]: leg
        for leg in simulator.record()["legs"]
        if any(code["via"] in "ABC" for code in leg["codes"])
    }


@pytest.mark.slow
def test_a_bulk_fix_of_500_survives_429s_refusals_kills_and_other_hands(
    simulator: SimulatorProcess, token: str, store: str, tmp_path: Path
) -> None:
    truth = simulator.call("GET", "/simulator/history/truth")
    candidates = [bad for bad in reversed(truth["bad"]) if bad["kind"] in ("missing", "timed_out")]
    assert len(candidates) > HOW_MANY
    simulator.post("/simulator/capabilities", {"supervisor_write": 202, "write_c": 404})
    simulator.post("/simulator/faults", FAULTS)
    outcome = tmp_path / "outcome.json"
    others: dict[str, str] = {}

    for settled_before_kill, finds in ((60, ["find"]), (170, []), (290, [])):
        process = start_program(simulator, token, store, str(outcome), *finds)
        kill_when_settled(process, settled_before_kill)
        others |= let_others_change(simulator, candidates)
    # Genesys begins to refuse supervisors for good: what is left is kept here only.
    simulator.post("/simulator/capabilities", {"supervisor_write": 403})
    finish(start_program(simulator, token, store, str(outcome)))

    found = json.loads(outcome.read_text(encoding="utf-8"))
    # On a busy computer it takes so long that Analytics shows the first ones, too.
    known = {"verified": "confirmed"}
    states = {one["leg"]: known.get(one["state"], one["state"]) for one in found["corrections"]}
    assert len(states) == HOW_MANY, "every row is accounted for"
    assert set(states.values()) == {"confirmed", "kept", "skipped"}
    assert found["trail_is_whole"]
    assert found["trail_length"] >= 2 * HOW_MANY
    check_each_row(simulator, states, others)


def check_each_row(
    simulator: SimulatorProcess, states: dict[str, str], others: dict[str, str]
) -> None:
    """Hold each row's outcome against what Genesys truly has."""
    uncoded = (None, "ININ-WRAP-UP-TIMEOUT")
    legs = {leg["communication_id"]: leg for leg in simulator.record()["legs"]}
    for leg_id, state in states.items():
        final = legs[leg_id]["final_code_id"] if leg_id in legs else None
        if state == "skipped":
            assert final == others[leg_id], "another person's choice stands"
        elif state == "confirmed":
            assert final not in uncoded
        else:
            assert final in uncoded, "the official record did not change"
    assert set(written_legs(simulator)) <= set(states), "nothing else was written"
    for leg_id, code_id in others.items():
        assert legs[leg_id]["final_code_id"] == code_id, "nobody's choice was written over"
    assert "skipped" in {states.get(leg_id) for leg_id in others}


def kill_when_settled(process: subprocess.Popen[bytes], count: int) -> None:
    """Kill the program without warning once so many rows have come to their end."""
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= count:
            break
    else:
        raise AssertionError("the program ended before it was killed")
    process.kill()
    process.communicate()


def let_others_change(
    simulator: SimulatorProcess, candidates: list[dict[str, Any]]
) -> dict[str, str]:
    """Let agents code some of the legs in Genesys itself, which nobody has written yet."""
    chance = random.Random(len(candidates))
    done = set(written_legs(simulator))
    free = [bad for bad in candidates[:HOW_MANY] if bad["communication_id"] not in done]
    changed: dict[str, str] = {}
    for bad in chance.sample(free, 5):
        path = f"/simulator/history/conversations/{bad['conversation_id']}/code"
        fields = {"communication_id": bad["communication_id"], "code_id": bad["right_code_id"]}
        simulator.post(path, fields)
        changed[bad["communication_id"]] = bad["right_code_id"]
    return changed
