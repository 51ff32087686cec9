"""Whole journeys by the accessibility tree alone, and by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.window.by_tree import works_by_tree
from tests.journeys.window.repair_by_tree import repairs_by_tree
from tests.journeys.window.visit import visit
from tests.simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "1") as process:
        yield process


def test_an_agents_day_by_the_accessibility_tree_alone(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    visit(works_by_tree, simulator, tmp_path)


def test_a_repair_by_the_accessibility_tree_alone(tmp_path: Path) -> None:
    with SimulatorProcess("--idle", "--history", "300", "--set", "supervisor_write=202") as simulator:
        supervisor = simulator.ready["supervisor"]["email"]
        visit(repairs_by_tree, simulator, tmp_path, "repair", agent=supervisor, is_set_up=True)
