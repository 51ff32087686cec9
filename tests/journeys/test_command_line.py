"""Runs the program as a user does: whole journeys, and what it says when it cannot work."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import startup
from tests.simulator_process import SimulatorProcess
from wrapup_desk.main.system.profile import Profile, ProfileLock

LONGEST_S = 120

CONVERSATIONS: list[dict[str, Any]] = [
    {
        "id": f"row-{number}",
        "queue": queue,
        "code": code,
        "split": "test",
        "turns": [
            {"speaker": "customer", "text": opening},
            {"speaker": "agent", "text": "Let me look into it for you."},
            {"speaker": "customer", "text": "Thank you."},
        ],
    }
    for number, (queue, code, opening) in enumerate(
        [
            ("Billing", "refund", "I want a refund, I was charged twice."),
            ("Billing", "invoice", "Please explain my invoice to me."),
            ("Support", "password", "I forgot my password and cannot log in."),
            ("Support", "router", "My router is broken, there is no internet."),
            ("Billing", "refund", "You took the money twice, refund it please."),
            ("Support", "password", "The password reset mail never came."),
        ]
    )
]


def run(*arguments: str | Path, profile: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wrapup_desk"]
    if profile is not None:
        command += ["--profile", str(profile)]
    return subprocess.run(
        [*command, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST_S,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )


@pytest.fixture(scope="module")
def conversations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("conversations") / "calls.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in CONVERSATIONS))
    return path


def summary_in(result: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return the last line told, which is the summary unless something went wrong before."""
    last: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    assert last["event"] == "summary", (last, result.stderr)
    return last


def test_headless_codes_every_interaction_before_it_completes(conversations: Path) -> None:
    result = run("headless", "--demo", "--conversations", conversations, "--speed", "30")

    summary = summary_in(result)
    assert (result.returncode, result.stderr) == (0, "")
    assert (summary["interactions"], summary["coded_before_complete"]) == (6, 6)


def test_headless_that_chooses_nothing_says_that_codes_are_missing(conversations: Path) -> None:
    result = run(
        *("headless", "--demo", "--conversations", conversations, "--limit", "2"),
        *("--speed", "60", "--choose", "none"),
    )

    summary = summary_in(result)
    assert result.returncode == 1
    assert (summary["interactions"], summary["coded_before_complete"]) == (2, 0)


@pytest.mark.slow
@pytest.mark.parametrize("choice", ["first", "none"])
def test_the_demo_without_a_window_ends_by_itself_whatever_is_owed_and_whatever_proxy_is_set(
    choice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Colleagues owe codes too, and nobody plays them; an agent who chooses nothing owes for ever.
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    result = run("headless", "--demo", "--speed", "120", "--choose", choice)

    summary = summary_in(result)
    assert result.returncode == (summary["coded_before_complete"] < summary["interactions"])
    assert summary["interactions"] > 10


def test_headless_never_prints_what_the_customer_said(conversations: Path) -> None:
    result = run(
        "headless", "--demo", "--conversations", conversations, "--limit", "3", "--speed", "60"
    )

    said = [turn["text"] for row in CONVERSATIONS for turn in row["turns"]]
    assert not [text for text in said if text in result.stdout + result.stderr]


def test_the_demo_without_a_display_codes_by_itself_and_leaves_pictures(tmp_path: Path) -> None:
    result = run(
        *("--platform", "offscreen", "demo", "--pictures", tmp_path / "pictures"),
        *("--speed", "6", "--interactions", "2"),
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert "confirmed by the server" in result.stdout
    pictures = {path.stem for path in (tmp_path / "pictures").glob("*.png")}
    assert {"2-connected", "3-after-call-work", "5-coded"} <= pictures


def test_the_self_test_tries_every_part_and_reports(tmp_path: Path) -> None:
    report = tmp_path / "report.json"

    result = run("self-test", "--report", report)

    content = json.loads(report.read_text(encoding="utf-8"))
    assert (result.returncode, content["ok"], content["failed"]) == (0, True, {})
    assert "WrapUp Desk für Agenten" in content["facts"]["help in each language"]
    # As whole as it is said to be: what is not in this list is tried by nobody once installed.
    assert set(content["passed"]) == {
        *("tls", "keyring", "proxy", "updates", "search among codes", "team database", "workbook"),
        *("languages", "help in each language"),
        *("the main job", "sign in and follow the stream", "suggest, submit, confirm"),
        *("paint the window", "paint the settings", "find codes to repair"),
        *("paint the repair window", "read the reports", "paint the reports"),
    }


def trouble_of(result: subprocess.CompletedProcess[str]) -> str:
    """Return the one line a failed run printed; a traceback is no message for a person."""
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_an_unknown_region_is_named_with_the_closest_ones(tmp_path: Path) -> None:
    settings = 'region = "ap-southeast-22"\nclient_id = "some-client"\n'
    (tmp_path / "settings.toml").write_text(settings)

    told = trouble_of(run("headless", profile=tmp_path))

    assert "ap-southeast-22" in told
    assert "Sydney" in told


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("region = \n", "settings.toml is not valid TOML"),
        ("regoin = 'x'\n", '"regoin" is not a setting'),
        ("keep_days = 'many'\n", '"keep_days" has to be a number from 1 to 30'),
        ("theme = 'pink'\n", '"theme" has to be one of "system", "light", "dark"'),
    ],
)
def test_a_broken_settings_file_is_named_with_what_to_do(
    tmp_path: Path, content: str, expected: str
) -> None:
    (tmp_path / "settings.toml").write_text(content)

    told = trouble_of(run("headless", profile=tmp_path))

    assert expected in told
    assert content == (tmp_path / "settings.toml").read_text()


def test_a_file_of_conversations_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = trouble_of(run("headless", "--demo", "--conversations", tmp_path / "none.jsonl"))

    assert "none.jsonl" in told


def test_a_second_program_on_the_same_profile_steps_back(tmp_path: Path) -> None:
    with ProfileLock(Profile.at(tmp_path)):
        told = trouble_of(run("headless", profile=tmp_path))

    assert "already running" in told


def test_with_a_database_of_a_newer_version_it_starts_and_leaves_that_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "desk.sqlite3"
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 999")
    newer.close()
    before = path.read_bytes()

    with SimulatorProcess("--idle") as simulator:
        write_connection(tmp_path, simulator.api, str(simulator.ready["client_id"]))
        told = lines_of_headless(tmp_path, until="notice")[-1]["text"]

    assert "not kept" in str(told)
    assert "newer version" in str(told)
    assert before == path.read_bytes()


def test_a_damaged_database_is_kept_aside_and_the_program_starts(
    tmp_path: Path, conversations: Path
) -> None:
    (tmp_path / "desk.sqlite3").write_bytes(b"this is no database, it only looks like one" * 50)
    with SimulatorProcess("--idle") as simulator:
        write_connection(tmp_path, simulator.api, str(simulator.ready["client_id"]))
        first_line = first_line_of_headless(tmp_path)

    assert first_line["event"] == "connection"
    assert len(list(tmp_path.glob("desk-damaged-*.sqlite3"))) == 1


def test_the_window_paints_on_an_empty_profile_and_ends_in_order() -> None:
    seconds, _megabytes = startup.measure(startup.OURS)

    assert seconds > 0


@pytest.mark.parametrize("command", [[], ["headless"]])
def test_a_profile_that_cannot_be_written_is_named(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")

    told = trouble_of(run("--platform", "offscreen", *command, profile=tmp_path / "file" / "desk"))

    assert str(tmp_path / "file") in told


def test_a_closed_port_is_told_as_unreachable(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        write_connection(tmp_path, f"http://127.0.0.1:{port}", "some-client")
        lines = lines_of_headless(tmp_path, until="signing in")

    assert "signing in" in [line.get("is") for line in lines]


def write_connection(profile: Path, api: str, client_id: str) -> None:
    (profile / "settings.toml").write_text(f'api_url = "{api}"\nclient_id = "{client_id}"\n')


def first_line_of_headless(profile: Path) -> dict[str, object]:
    return lines_of_headless(profile, until="")[0]


def lines_of_headless(profile: Path, until: str) -> list[dict[str, object]]:
    """Start headless, read its lines until one says or is *until*, and end it."""
    command = [sys.executable, "-m", "wrapup_desk", "--profile", str(profile), "headless"]
    # No browser is to open on the developer's screen.
    environment = {**os.environ, "BROWSER": "true"}
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
    )
    assert process.stdout is not None
    lines: list[dict[str, object]] = []
    with process:
        for line in process.stdout:
            lines.append(json.loads(line))
            if not until or until in (lines[-1].get("is"), lines[-1]["event"]):
                break
        process.terminate()
    return lines
