"""What a stranger gives a command is taken as meant, or refused in one line before any work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator_process import SimulatorProcess
from wrapup_desk.__main__ import main

PLAN = "conversation,communication,participant,from_code,to_code\n"


def told(capsys: pytest.CaptureFixture[str], *given: str | Path) -> tuple[int, str]:
    """Return how the command ended and what it said of it."""
    code = main([str(each) for each in given])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "option"),
    [
        (["report", "--days", "0"], "--days"),
        (["report", "--days", "99999999"], "--days"),
        (["learn", "--demo", "--history", "99999999"], "--history"),
        (["learn", "--demo", "--most", "99999999999999999999999"], "--most"),
        (["learn", "--demo", "--requests-per-minute", "nan"], "--requests-per-minute"),
        (["report", "--week", "--html", "a.html", "--weeks", "27"], "--weeks"),
        (["fix", "plan", "--from", "a", "--out", "b", "--days", "99999999"], "--days"),
        (["fix", "apply", "a", "--requests-per-minute", "nan"], "--requests-per-minute"),
        (["fix", "apply", "a", "--requests-per-minute", "-1"], "--requests-per-minute"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_number_nobody_can_mean_is_refused_with_its_limits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], option: str
) -> None:
    code, said = told(capsys, "--profile", tmp_path, *given)

    assert (code, said.count("\n")) == (1, 1), said
    assert said.startswith(f"wrapup-desk: {option} has to be from 1 to ")


def test_a_profile_that_is_a_file_is_named_as_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "profile"
    file.write_text("no folder")

    code, said = told(capsys, "--profile", file, "headless")

    assert (code, said) == (1, f"wrapup-desk: cannot use {file}: Not a directory\n")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to write to; nobody is there who could be signed in to."""
    return tmp_path_factory.mktemp("asked")


@pytest.mark.parametrize("place", ["", "no such folder/file"], ids=["a folder", "in no folder"])
@pytest.mark.parametrize(
    "given",
    [
        ["report", "--week", "--html"],
        ["learn", "--history", "1", "--out"],
        ["fix", "plan", "--from", "kept rules", "--out"],
    ],
    ids=lambda given: given[0],
)
def test_a_file_that_cannot_be_written_is_told_before_anybody_signs_in(
    asked: Path, capsys: pytest.CaptureFixture[str], given: list[str], place: str
) -> None:
    out = asked / place

    code, said = told(capsys, "--profile", asked, *given, out)

    assert (code, said.count("\n")) == (1, 1), said
    assert said.startswith(f"wrapup-desk: {out} cannot be written: ")
    assert list(asked.iterdir()) == []


def test_codes_are_not_changed_where_their_results_could_not_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.csv").write_text(PLAN)
    (tmp_path / "plan.result.csv").mkdir()

    code, said = told(capsys, "--profile", tmp_path, "fix", "apply", tmp_path / "plan.csv")

    assert code == 1
    assert said.startswith(f"wrapup-desk: {tmp_path / 'plan.result.csv'} cannot be written: ")


def test_the_doctor_says_at_once_that_its_report_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = told(capsys, "--profile", tmp_path, "doctor", "--report", tmp_path)

    assert code == 1
    assert said.startswith(f"wrapup-desk: {tmp_path} cannot be written: ")
    assert capsys.readouterr().out == ""


def test_a_client_id_is_taken_without_what_was_copied_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with SimulatorProcess("--idle", "--history", "20") as simulator:
        ready = simulator.ready
        monkeypatch.setenv("WRAPUP_DESK_CLIENT_SECRET", f"{ready['service_client_secret']}\n")
        code, said = told(
            capsys,
            *("--profile", tmp_path, "report", "--week", "--html", tmp_path / "Übersicht 1.html"),
            *("--api-url", ready["api"], "--client-id", f' "{ready["service_client_id"]}" '),
        )

    assert (code, said) == (0, "")
    assert (tmp_path / "Übersicht 1.html").is_file()


@pytest.mark.parametrize(
    "command",
    [
        ["learn", "--out", "m"],
        ["report", "--week", "--html", "a.html"],
        ["fix", "apply", "plan.csv"],
    ],
    ids=lambda command: command[0],
)
def test_a_client_id_without_its_secret_is_told_which_variable_holds_it(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    monkeypatch.delenv("OUR_SECRET", raising=False)
    service = ("--region", "Frankfurt", "--client-id", "a", "--client-secret-env", "OUR_SECRET")

    code, said = told(capsys, "--profile", tmp_path, *command, *service)

    assert code == 1
    assert said == (
        "wrapup-desk: the environment variable OUR_SECRET has to hold the client's secret\n"
    )
