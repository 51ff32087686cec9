"""The code on the server is the one the agent meant: journeys through the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.hand.journey import Journey
from tests.hand.planted_faults import FAULTS, planted
from tests.hand.stage import stage_for

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

# A journey takes some seconds, each test a few of them at most: `dev.py bench journeys` plays
# hundreds, and looks further for those that notice a planted fault.
_ENOUGH = 4


@pytest.mark.parametrize("seed", range(6))
async def test_the_code_on_the_server_is_the_one_the_agent_meant(
    qapp: QApplication, tmp_path: Path, seed: int
) -> None:
    outcome = await Journey(stage_for(qapp, tmp_path, seed), seed).play()

    assert outcome.wrong == (), "\n".join(outcome.acts)


@pytest.mark.parametrize("seed", range(8, 12))
async def test_with_one_line_a_card_it_is_the_one_they_meant_too(
    qapp: QApplication, tmp_path: Path, seed: int
) -> None:
    stage = stage_for(qapp, tmp_path, seed)
    stage.is_compact = True
    outcome = await Journey(stage, seed).play()

    assert outcome.wrong == (), "\n".join(outcome.acts)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_planted_fault_is_noticed(qapp: QApplication, tmp_path: Path, fault: str) -> None:
    for seed in range(FAULTS[fault].seed, FAULTS[fault].seed + _ENOUGH):
        folder = tmp_path / str(seed)
        folder.mkdir()
        with planted(fault):
            journey = Journey(stage_for(qapp, folder, seed), seed, ends_when_wrong=True)
            outcome = await journey.play()
        if outcome.wrong:
            return
    raise AssertionError(
        f"no journey notices that {fault}; if the journeys have changed,"
        " `python dev.py bench journeys --count 0 --whole 0` says which seed does"
    )
