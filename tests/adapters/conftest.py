"""Simulator processes, and an agent signed in to one."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.adapters.genesys.notification_server import NotificationServer
from tests.adapters.genesys.simulated_desk import Desk, desk_on
from tests.adapters.sql_ledger.ledger_steps import ledger_at
from tests.adapters.sql_ledger.postgres_server import PostgresServer, running_server
from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger


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


@pytest.fixture
async def genesys() -> AsyncIterator[NotificationServer]:
    async with NotificationServer() as server:
        yield server


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The setting `store` of an empty ledger; a file's path for SQLite."""
    if request.param == "sqlite":
        yield str(tmp_path / "corrections.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture
async def ledger(store: str) -> AsyncIterator[SqlLedger]:
    opened = ledger_at(store)
    await opened.open()
    yield opened
    await opened.close()
