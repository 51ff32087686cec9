"""The acceptance counts honestly: what breaks off or never ran is not a pass."""

import tomllib
from pathlib import Path

import pytest

from installer.acceptance import FIRST, LAST, SECOND
from installer.acceptance_bench import Tally, read_report, settings_for, until
from installer.acceptance_stories import HELP_TITLES, TITLES
from installer.computer import TIMED_OUT, Outcome
from tests.languages.speaking import speaking
from tests.simulator_process import SimulatorProcess
from wrapup_desk.application.base.settings import LanguageChoice, parse
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.resource_files import help_page


def test_a_check_that_does_not_hold_is_told_and_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally = Tally()

    tally.check("it is there", holds=True)
    tally.check("it is gone", holds=False, because="still there")

    assert (tally.passed, tally.failed) == (1, 1)
    assert "FAIL it is gone: still there" in capsys.readouterr().out


def test_a_self_test_that_left_no_report_has_failed(tmp_path: Path) -> None:
    report = read_report(tmp_path / "none.json", Outcome(TIMED_OUT, "last words"))

    assert report["ok"] is False
    assert "last words" in report["failed"]


def test_waiting_ends_in_time_and_says_so() -> None:
    assert until(lambda: True, 0.0)
    assert not until(lambda: False, 0.0)


def test_the_settings_of_a_story_lead_to_its_simulator() -> None:
    with SimulatorProcess("--idle") as simulator:
        settings = parse(tomllib.loads(settings_for(simulator))).settings

    assert settings.is_connected_to_an_org
    assert settings.login_url == simulator.ready["login"]


def test_every_story_is_told_once() -> None:
    told = [*FIRST, *SECOND, *LAST]

    assert len(set(told)) == len(told) == 15


@pytest.mark.parametrize("language", [LanguageChoice.GERMAN, LanguageChoice.JAPANESE])
def test_the_acceptance_looks_for_what_the_program_says(language: LanguageChoice) -> None:
    with speaking(language):
        assert tr("Fix wrap-up codes") in TITLES.values()
        page = help_page("agents").read_text(encoding="utf-8")

    assert page.removeprefix("# ").startswith(HELP_TITLES[language.value])


def test_what_was_not_run_is_neither_passed_nor_failed() -> None:
    said: list[str] = []
    tally = Tally(say=said.append)

    tally.not_run("there is one user only")

    assert (tally.passed, tally.failed) == (0, 0)
    assert said == ["        NOT RUN: there is one user only; nothing here was proved or counted"]
