"""Whole journeys by the accessibility tree alone, and by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.window.by_keyboard import repairs_by_keyboard, works_by_keyboard
from tests.journeys.window.by_tree import works_by_tree
from tests.journeys.window.repair_by_tree import repairs_by_tree
from tests.journeys.window.visit import Steps, visit
from tests.simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "1") as process:
        yield process


@pytest.fixture(scope="module")
def past() -> Iterator[SimulatorProcess]:
    history = ("--history", "300", "--history-days", "30", "--set", "supervisor_write=202")
    with SimulatorProcess("--idle", "--seed", "7", *history) as process:
        yield process


def test_an_agents_day_by_the_accessibility_tree_alone(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    visit(works_by_tree, simulator, tmp_path)


def test_an_agents_day_by_the_keyboard_alone(simulator: SimulatorProcess, tmp_path: Path) -> None:
    visit(works_by_keyboard, simulator, tmp_path, is_set_up=True)


@pytest.mark.parametrize("repair", [repairs_by_tree, repairs_by_keyboard])
def test_a_repair_by_the_accessibility_tree_or_the_keyboard_alone(
    past: SimulatorProcess, tmp_path: Path, repair: Callable[[SimulatorProcess], Steps]
) -> None:
    supervisor = past.ready["supervisor"]["email"]
    visit(repair, past, tmp_path, "repair", agent=supervisor, is_set_up=True)
