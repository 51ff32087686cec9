"""A newcomer comes from an empty profile to a coded interaction, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.window.foreign import foreign_in
from tests.journeys.window.newcomer import chooses_a_language, comes_in_by_sign_in
from tests.journeys.window.visit import visit
from tests.simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "1") as process:
        yield process


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_a_newcomer_signs_in_practises_and_codes_the_first_interaction(
    simulator: SimulatorProcess, tmp_path: Path, language: str
) -> None:
    visit(comes_in_by_sign_in, simulator, tmp_path, WRAPUP_DESK_LANGUAGE=language)


def test_the_settings_are_open_again_in_the_language_that_was_chosen_there(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    visit(chooses_a_language, simulator, tmp_path, WRAPUP_DESK_LANGUAGE="en")


def test_a_text_of_another_language_would_be_found() -> None:
    assert foreign_in("Settings", "de", ()) == ["Settings"]
    assert foreign_in("Billing · 3 waiting to send", "ja", ())[-1] == "3 waiting to send"
    assert foreign_in("Einstellungen", "de", ()) == []
    assert foreign_in("Einstellungen", "en", ()) == ["Einstellungen"]
