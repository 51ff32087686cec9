"""Simulator processes, and an agent signed in to one."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.adapters.simulated_desk import Desk, desk_on
from tests.simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def process() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "2", "--set", "requests_per_minute=6000") as sim:
        yield sim


@pytest.fixture
def simulator(process: SimulatorProcess) -> Iterator[SimulatorProcess]:
    """The simulator with no faults and its default switches."""
    switches = process.call("GET", "/simulator/capabilities")
    yield process
    process.call("DELETE", "/simulator/faults")
    process.post("/simulator/capabilities", switches)


@pytest.fixture
async def desk(simulator: SimulatorProcess) -> AsyncIterator[Desk]:
    async with desk_on(simulator) as made:
        yield made


@pytest.fixture
def fresh() -> Iterator[SimulatorProcess]:
    """A simulator no other test has cut a line of."""
    with SimulatorProcess("--idle", "--agents", "2", "--set", "requests_per_minute=6000") as sim:
        yield sim
