"""Whole installations on a simulator process."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doctor.installations import Installed, installed_on
from tests.simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def process() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "1", "--set", "requests_per_minute=6000") as sim:
        yield sim


@pytest.fixture
def free_port() -> Callable[[], int]:
    def choose() -> int:
        with socket.socket() as chosen:
            chosen.bind(("127.0.0.1", 0))
            return int(chosen.getsockname()[1])

    return choose


@pytest.fixture
def installed(
    process: SimulatorProcess, tmp_path: Path, free_port: Callable[[], int]
) -> Iterator[Installed]:
    switches = process.call("GET", "/simulator/capabilities")
    made = installed_on(process, tmp_path, free_port)
    with made.closing:
        yield made
    process.call("DELETE", "/simulator/faults")
    process.post("/simulator/capabilities", switches)
