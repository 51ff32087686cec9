"""Whole journeys by the accessibility tree alone, and by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.window.by_keyboard import repairs_by_keyboard, works_by_keyboard
from tests.journeys.window.by_tree import works_by_tree
from tests.journeys.window.hearing import CAN_HEAR, WHY_NOT
from tests.journeys.window.repair_by_tree import repairs_by_tree
from tests.journeys.window.visit import visit
from tests.simulator_process import SimulatorProcess

needs_ears = pytest.mark.skipif(not CAN_HEAR, reason=WHY_NOT)


@pytest.fixture
def simulator() -> Iterator[SimulatorProcess]:
    # Where a code ends after-call work, there is no time to change it; a slow machine needs more.
    lasting = ("--set", "code_ends_acw=false", "--acw-timeout-ms", "600000")
    with SimulatorProcess("--idle", "--agents", "1", *lasting) as process:
        yield process


@pytest.fixture
def past() -> Iterator[SimulatorProcess]:
    history = ("--history", "300", "--history-days", "30", "--set", "supervisor_write=202")
    with SimulatorProcess("--idle", "--seed", "7", *history) as process:
        yield process


def test_an_agents_day_by_the_keyboard_alone(simulator: SimulatorProcess, tmp_path: Path) -> None:
    visit(works_by_keyboard, simulator, tmp_path, is_set_up=True)


@needs_ears
def test_an_agents_day_by_the_accessibility_tree_alone(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    visit(works_by_tree, simulator, tmp_path)


def test_a_repair_by_the_keyboard_alone(past: SimulatorProcess, tmp_path: Path) -> None:
    supervisor = past.ready["supervisor"]["email"]
    visit(repairs_by_keyboard, past, tmp_path, "repair", agent=supervisor, is_set_up=True)


@needs_ears
def test_a_repair_by_the_accessibility_tree_alone(past: SimulatorProcess, tmp_path: Path) -> None:
    supervisor = past.ready["supervisor"]["email"]
    visit(repairs_by_tree, past, tmp_path, "repair", agent=supervisor, is_set_up=True)
