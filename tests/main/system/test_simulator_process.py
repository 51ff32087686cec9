"""The embedded simulator tells how to reach it, and is gone with its block."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.main.system.chosen_address import address_in
from wrapup_desk.main.system.simulator_process import SimulatorFailed, SimulatorProcess


def test_settings_connected_to_the_simulator_lead_there_and_are_else_unchanged() -> None:
    with SimulatorProcess(["--idle"]) as simulator:
        settings = simulator.connected(Settings(theme=ThemeChoice.DARK, region="eu-central-1"))
        address = address_in(settings)

        assert (address.api, address.is_demo) == (simulator.api_url, True)
        assert settings.is_connected_to_an_org
        assert settings.theme is ThemeChoice.DARK
        with urllib.request.urlopen(f"{simulator.api_url}/simulator/record", timeout=10) as answer:
            assert answer.status == 200

    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{simulator.api_url}/simulator/record", timeout=10)


def test_a_simulator_that_does_not_start_says_why() -> None:
    with pytest.raises(SimulatorFailed, match="--no-such-option"):
        SimulatorProcess(["--no-such-option"]).__enter__()
