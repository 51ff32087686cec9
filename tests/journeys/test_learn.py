"""A team's model is built from the past of a real simulator process, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.sql_ledger.postgres_server import running_server
from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.sql_ledger.factory import team_store_for
from wrapup_desk.application.base.team_ports import PublishedModel
from wrapup_desk.main.apps.recommender_setup import build_recommender

LEGS = 160
TIMEOUT_S = 120.0
SAID_IN_TRANSCRIPTS = (b"I hope you can help me", b"waiting for a while", b"tel:", b"Goodbye")
# The first transcripts come, and those after them not before the program is killed
STOPS_SHORT = [
    {"kind": "http", "effect": "delay", "match": "GET .*/transcripturl", "times": 130},
    {
        "kind": "http",
        "effect": "delay",
        "match": "GET .*/transcripturl",
        "times": LEGS,
        "delay_ms": 20_000,
    },
]
NO_TRANSCRIPTS = "recording:recording:view,recording:recordingSegment:view"


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    history = ("--history", str(LEGS), "--history-days", "30")
    with SimulatorProcess("--idle", *history, "--set", "requests_per_minute=60000") as process:
        yield process


class Learner:
    """`wrapup-desk learn` as a process of its own, on the simulator."""

    def __init__(self, simulator: SimulatorProcess, folder: Path) -> None:
        self.profile = folder / "profile"
        self.model = folder / "team.model"
        self.unfinished = folder / "team.model.unfinished"
        self._command = [
            *(sys.executable, "-m", "wrapup_desk", "--profile", str(self.profile)),
            *("learn", "--json", "--api-url", simulator.api, "--out", str(self.model)),
            *("--requests-per-minute", "20000"),
        ]
        self._environment = {
            **os.environ,
            "WRAPUP_DESK_CLIENT_ID": simulator.ready["service_client_id"],
            "WRAPUP_DESK_CLIENT_SECRET": simulator.ready["service_client_secret"],
        }

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def everything_written(self) -> bytes:
        folder = self.model.parent
        return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    def run(self, *more: str) -> tuple[int, list[dict[str, Any]], str]:
        done = subprocess.run(
            [*self._command, *more],
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT_S,
            check=False,
        )
        return (
            done.returncode,
            [json.loads(line) for line in done.stdout.splitlines()],
            done.stderr,
        )


@pytest.fixture
def learner(simulator: SimulatorProcess, tmp_path: Path) -> Learner:
    return Learner(simulator, tmp_path)


def named(events: list[dict[str, Any]], event: str) -> dict[str, Any]:
    return next(each for each in events if each["event"] == event)


def labels(model: Path) -> int:
    """How many conversations a model was taught with."""
    recommender, problem = build_recommender(model.read_bytes())
    assert problem == ""
    return int(recommender.labels)  # type: ignore[attr-defined]  # of the one that is built


def test_killed_in_the_middle_it_goes_on_and_learns_no_leg_twice(
    simulator: SimulatorProcess, learner: Learner
) -> None:
    truth = simulator.call("GET", "/simulator/history/truth")
    simulator.post("/simulator/faults", STOPS_SHORT)
    process = learner.start()
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["event"] == "kept":
            break
    process.kill()
    process.communicate(timeout=TIMEOUT_S)
    simulator.call("DELETE", "/simulator/faults")
    left_behind = learner.everything_written()

    code, events, _ = learner.run()

    assert code == 0
    begin, learnt, model = (named(events, each) for each in ("begin", "learnt", "model"))
    assert begin["is_resumed"]
    assert begin["done"] >= 100
    assert learnt["legs"] == labels(learner.model)
    # A call without a queue is no leg that wants a code.
    left_out = sum(learnt["left_out"].values()) - learnt["left_out"]["no_queue"]
    assert learnt["legs"] + left_out == truth["legs"]
    assert model["sha256"] == hashlib.sha256(learner.model.read_bytes()).hexdigest()
    assert not learner.unfinished.exists()
    assert all(each["first_right"] > 0.8 for each in events if each["event"] == "queue")
    for said in SAID_IN_TRANSCRIPTS:
        assert said not in left_behind + learner.everything_written()


def test_a_missing_permission_is_one_line_that_names_it_and_nothing_is_lost(
    simulator: SimulatorProcess, learner: Learner
) -> None:
    simulator.post("/simulator/capabilities", {"denied_permissions": NO_TRANSCRIPTS})
    try:
        code, _, complaint = learner.run()
    finally:
        simulator.post("/simulator/capabilities", {"denied_permissions": ""})

    assert code == 1
    assert len(complaint.splitlines()) == 1
    assert "recording:recording:view" in complaint
    assert learner.unfinished.exists()


def test_a_retry_after_is_told_and_waited_out_and_no_leg_is_lost_by_it(
    simulator: SimulatorProcess, learner: Learner
) -> None:
    simulator.post(
        "/simulator/faults",
        {
            "kind": "http",
            "effect": "status",
            "status": 429,
            "retry_after": 6,
            "match": "GET .*/transcripturl",
        },
    )

    began_s = time.monotonic()
    code, events, _ = learner.run("--most", "10")

    assert code == 0
    assert time.monotonic() - began_s >= 6
    assert any(
        "trying again in 6 s" in each["text"] for each in events if each["event"] == "waiting"
    )
    assert named(events, "learnt")["legs"] == 10
    assert named(events, "learnt")["left_out"]["not_drawn"] > 0


def test_an_unfinished_run_with_other_options_is_not_mixed_up(
    simulator: SimulatorProcess, learner: Learner
) -> None:
    simulator.post("/simulator/capabilities", {"denied_permissions": NO_TRANSCRIPTS})
    try:
        learner.run("--most", "20")
    finally:
        simulator.post("/simulator/capabilities", {"denied_permissions": ""})

    code, _, complaint = learner.run("--most", "5")
    anew, _, _ = learner.run("--most", "5", "--restart")

    assert (code, anew) == (1, 0)
    assert "--restart" in complaint


def test_a_published_model_is_in_the_teams_store(
    simulator: SimulatorProcess, learner: Learner
) -> None:
    with running_server() as server, server.database() as store:
        learner.profile.mkdir()
        (learner.profile / "settings.toml").write_text(f"store = {json.dumps(store)}\n")

        code, events, _ = learner.run("--most", "20", "--publish")
        published = asyncio.run(_newest_in(store))

    assert code == 0
    assert published is not None
    assert published.sha256 == named(events, "model")["sha256"]
    assert "version 1" in named(events, "published")["text"]


async def _newest_in(store: str) -> PublishedModel | None:
    team = team_store_for(store, Path("unused"))
    try:
        return await team.latest_model()
    finally:
        await team.close()


def test_publishing_without_a_teams_store_is_told_before_anything_is_read(
    learner: Learner,
) -> None:
    code, events, complaint = learner.run("--publish")

    assert (code, events) == (1, [])
    assert "set store first" in complaint
