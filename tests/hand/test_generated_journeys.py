"""The code on the server is the one the agent meant: journeys through the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.hand.journey import Journey


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("seed", range(12))
async def test_the_code_on_the_server_is_the_one_the_agent_meant(
    qapp: QApplication, tmp_path: Path, seed: int
) -> None:
    outcome = await Journey(qapp, tmp_path, seed).play()

    assert outcome.wrong == (), "\n".join(outcome.acts)
