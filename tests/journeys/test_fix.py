"""Many codes are changed without a window, by real processes, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.simulator_process import SimulatorProcess, token_of_service
from wrapup_desk.adapters.sql_ledger.factory import ledger_for
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.repair.audit import AuditEvent, ChainCheck
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.rules import NO_CODE, Rule, RuleList
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.simulator.history.details import number_of

TIMEOUT_S = 240.0
WRITE = "POST .*/wrapup"
FAULTS = [
    {"kind": "http", **fault}
    for fault in (
        {"effect": "status", "status": 429, "retry_after": 1, "match": WRITE, "times": 2},
        {"effect": "drop", "when": "after", "match": WRITE, "times": 3},
        {"effect": "status", "status": 503, "when": "after", "match": WRITE, "times": 3},
    )
]
pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def simulator(request: pytest.FixtureRequest) -> Iterator[SimulatorProcess]:
    """A past of as many legs as the test's parameter says."""
    options = ("--idle", "--history", str(request.param), "--history-days", "6")
    with SimulatorProcess(
        *options, "--history-lag-s", "0.1", "--set", "requests_per_minute=1000000"
    ) as process:
        process.post("/simulator/history/pace", {"job_ms": 50})
        # Whether Genesys lets a service change codes is not documented; here it does.
        process.post("/simulator/capabilities", {"client_credentials_write": 202, "write_c": 404})
        yield process


class Fixer:
    """`wrapup-desk fix` as a process of its own, on the simulator."""

    def __init__(self, simulator: SimulatorProcess, folder: Path) -> None:
        self._simulator = simulator
        self.profile = folder / "profile"
        self.plan = folder / "plan.csv"
        self.rules = folder / "No code left.csv"
        self._environment = {
            **os.environ,
            "WRAPUP_DESK_CLIENT_ID": simulator.ready["service_client_id"],
            "WRAPUP_DESK_CLIENT_SECRET": simulator.ready["service_client_secret"],
        }

    def write_rules(self) -> None:
        """Give every leg without a person's code its queue's first code."""
        lines = ["queue;to"]
        for queue in self._simulator.ready["queues"]:
            lines.append(f"{queue['name']};{first_code(self._simulator, queue['id'])}")
        self.rules.write_text("\n".join(lines), encoding="utf-8")

    def start(self, step: str, *arguments: str) -> subprocess.Popen[str]:
        command = [
            *(sys.executable, "-m", "wrapup_desk", "--profile", str(self.profile)),
            *("fix", step, *arguments, "--json", "--api-url", self._simulator.api),
            *("--requests-per-minute", "60000"),
        ]
        return subprocess.Popen(
            command,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, step: str, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        process = self.start(step, *arguments)
        out, errors = process.communicate(timeout=TIMEOUT_S)
        return process.returncode, [json.loads(line) for line in out.splitlines()], errors

    def results(self) -> dict[str, dict[str, str]]:
        """Return what the last run wrote of each row, by communication."""
        text = self.plan.with_name("plan.result.csv").read_text("utf-8-sig")
        return {row["communication"]: row for row in csv.DictReader(text.splitlines())}

    def trail(self) -> tuple[ChainCheck, set[str]]:
        async def read() -> tuple[ChainCheck, set[str]]:
            ledger = ledger_for("", Profile.at(self.profile).ledger_path)
            await ledger.open()
            try:
                rules = {each.event.rule for each in await ledger.audit(limit=100_000)}
                return await ledger.check(), rules
            finally:
                await ledger.close()

        return asyncio.run(read())


def first_code(simulator: SimulatorProcess, queue_id: str) -> str:
    token = token_of_service(simulator.ready)
    address = f"{simulator.api}/api/v2/routing/queues/{queue_id}/wrapupcodes"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["entities"][0]["name"])


def planned_rows(path: Path) -> list[dict[str, str]]:
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    return [row for row in rows if not row["left_alone"]]


def kill_after(process: subprocess.Popen[str], simulator: SimulatorProcess, writes: int) -> None:
    """Kill the program without warning once so many codes are on record."""
    while len(coded_by_us(simulator)) < writes:
        assert process.poll() is None, "the program ended before it was killed"
    process.kill()
    process.communicate()


def coded_by_us(simulator: SimulatorProcess) -> dict[str, str]:
    return {
        leg["communication_id"]: leg["final_code_id"]
        for leg in simulator.record()["legs"]
        if any(code["via"] in "ABC" for code in leg["codes"])
    }


def let_another_code(simulator: SimulatorProcess, rows: list[dict[str, str]]) -> str:
    """Let an agent code one of the legs that wait, in Genesys itself; return its communication."""
    done = coded_by_us(simulator)
    other = next(row for row in reversed(rows) if row["communication"] not in done)
    path = f"/simulator/history/conversations/{other['conversation']}/code"
    wrong = next(row["to_code"] for row in rows if row["to_code"] != other["to_code"])
    simulator.post(path, {"communication_id": other["communication"], "code_id": wrong})
    return other["communication"]


def survive(simulator: SimulatorProcess, folder: Path, kills: tuple[int, ...]) -> None:
    """Plan by rules, apply through faults and kills, and account for every row."""
    fixer = Fixer(simulator, folder)
    fixer.write_rules()
    code, told, errors = fixer.run("plan", "--from", str(fixer.rules), "--out", str(fixer.plan))
    assert code == 0, errors
    rows = planned_rows(fixer.plan)
    assert told[-1]["changes"] == len(rows) > max(kills) + 4
    assert coded_by_us(simulator) == {}, "a plan changes nothing"

    simulator.post("/simulator/faults", FAULTS)
    for writes in kills:
        kill_after(fixer.start("apply", str(fixer.plan)), simulator, writes)
    # Somebody else codes one of the legs that wait, and then Genesys refuses for good.
    other = let_another_code(simulator, rows)
    simulator.post("/simulator/capabilities", {"client_credentials_write": 403})
    code, told, errors = fixer.run("apply", str(fixer.plan), "--reason", "no code")
    assert code == 4, errors

    results, last = fixer.results(), told[-1]
    assert set(results) == {row["communication"] for row in rows}, "every row is accounted for"
    counts = Counter(row["result"] for row in results.values())
    assert dict(counts) == last["counts"]
    assert last["resumed"]
    assert set(counts) == {"confirmed", "kept", "skipped"}
    final = coded_by_us(simulator)
    for row in rows:
        result = results[row["communication"]]["result"]
        is_coded = final.get(row["communication"]) == row["to_code"]
        assert is_coded == (result == "confirmed"), "each says what Genesys truly has"
    assert results[other]["result"] == "skipped"
    check, rules = fixer.trail()
    assert check.is_whole
    assert rules == {"No code left"}


@pytest.mark.parametrize("simulator", [2_500], indirect=True)
def test_a_plan_survives_a_kill_429_refusals_and_another_hand(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    survive(simulator, tmp_path, (12, 25))


@pytest.mark.parametrize("simulator", [600], indirect=True)
def test_rules_find_legs_by_the_number_called_and_by_the_flow(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    fixer = Fixer(simulator, tmp_path)
    first, second = simulator.ready["queues"][:2]
    fixer.rules.write_text(
        "dnis;flow;to\n"
        f"{number_of(first['name'])};;{first_code(simulator, first['id'])}\n"
        f";{second['name']} inbound;{first_code(simulator, second['id'])}\n",
        encoding="utf-8",
    )

    code, told, errors = fixer.run("plan", "--from", str(fixer.rules), "--out", str(fixer.plan))

    assert code == 0, errors
    queues = Counter(row["queue"] for row in planned_rows(fixer.plan))
    assert set(queues) == {first["id"], second["id"]}
    assert told[-1]["fitting"] == [queues[first["id"]], queues[second["id"]]]


@pytest.mark.slow
@pytest.mark.parametrize("simulator", [30_000], indirect=True)
def test_a_plan_of_hundreds_survives_the_same(simulator: SimulatorProcess, tmp_path: Path) -> None:
    survive(simulator, tmp_path, (100, 250, 400))


@pytest.mark.parametrize("simulator", [400], indirect=True)
def test_a_kept_list_a_list_of_conversations_and_what_cannot_be_planned(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    fixer = Fixer(simulator, tmp_path)
    code, _, errors = fixer.run("plan", "--from", "Weekly", "--out", str(fixer.plan))
    assert code == 1
    assert "neither a file nor a kept rule list Weekly; kept are: none" in errors

    queue = simulator.ready["queues"][0]
    new_code = first_code(simulator, queue["id"])
    rule = Rule(new_code, NO_CODE, queue=queue["name"])
    asyncio.run(keep(Profile.at(fixer.profile).ledger_path, RuleList("Weekly", (rule,))))
    code, told, errors = fixer.run("plan", "--from", "Weekly", "--out", str(fixer.plan))
    assert code == 0, errors
    rows = planned_rows(fixer.plan)
    assert {row["rule"] for row in rows} == {"Weekly"}
    assert told[-1]["fitting"] == [len(rows)]

    chosen = rows[0]
    listed = tmp_path / "some.csv"
    listed.write_text(
        "conversation,communication,to\n"
        f"{chosen['conversation']},{chosen['communication']},{new_code.upper()}\n"
    )
    code, told, errors = fixer.run("plan", "--from", str(listed), "--out", str(fixer.plan))
    assert (code, told[-1]["changes"]) == (0, 1), errors
    code, told, errors = fixer.run("apply", str(fixer.plan))
    assert (code, told[-1]["as_wanted"]) == (0, 1), errors
    # The same plan once more has nothing left to do, and says so.
    code, told, errors = fixer.run("apply", str(fixer.plan))
    assert (code, told[-1]["resumed"], told[-1]["counts"]) == (0, True, {"confirmed": 1}), errors

    listed.write_text(f"conversation,to\n{chosen['conversation']},Refnd\n")
    code, _, errors = fixer.run("plan", "--from", str(listed), "--out", str(fixer.plan))
    assert code == 1
    assert "no active code is called “Refnd”" in errors
    fixer.plan.write_text("a,b\n1,2\n")
    code, _, errors = fixer.run("apply", str(fixer.plan))
    assert code == 1
    assert "has to name the columns" in errors


async def keep(path: Path, rules: RuleList) -> None:
    ledger = ledger_for("", path)
    await ledger.open()
    event = AuditEvent(SystemClock().now(), Person("robin"), "rules kept", LegKey("", "", ""))
    await ledger.keep_rules(rules, event)
    await ledger.close()
