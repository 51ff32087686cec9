"""The parts an application test puts together: a clock, a server, a disk, and owned tasks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.application.delivery.delivery_harness import DeliveryHarness
from tests.application.delivery.outbox_harness import OutboxHarness
from tests.application.desk.desk_harness import DeskHarness
from tests.application.repair.repair_harness import FAST, LEGS, Bench, MakeBench, World, found
from tests.fakes import (
    AGENT,
    FakeAuthenticator,
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.repair.parts import RepairRules


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def centre(clock: FakeClock) -> FakeContactCentre:
    return FakeContactCentre(clock)


@pytest.fixture
def authenticator(centre: FakeContactCentre) -> FakeAuthenticator:
    return FakeAuthenticator(centre)


@pytest.fixture
def store() -> InMemoryStore:
    return InMemoryStore()


@pytest.fixture
def expected_failures() -> list[type[BaseException]]:
    """Which failures of background tasks a test expects, in order; none unless it says so."""
    return []


@pytest.fixture
async def background(expected_failures: list[type[BaseException]]) -> AsyncIterator[Background]:
    failures: list[BaseException] = []
    background = Background(failures.append)
    yield background
    await background.stop()
    assert [type(failure) for failure in failures] == expected_failures


@pytest.fixture
def floor(
    clock: FakeClock, centre: FakeContactCentre, store: InMemoryStore, background: Background
) -> DeskHarness:
    return DeskHarness(clock, centre, store, background)


@pytest.fixture
def office(
    clock: FakeClock, centre: FakeContactCentre, store: InMemoryStore, background: Background
) -> OutboxHarness:
    office = OutboxHarness(clock, centre, store, background)
    office.outbox.sign_in_as(AGENT.id)
    return office


@pytest.fixture
def trip(clock: FakeClock, centre: FakeContactCentre, background: Background) -> DeliveryHarness:
    return DeliveryHarness(clock, centre, background)


@pytest.fixture
async def make_bench(tmp_path: Path) -> AsyncIterator[MakeBench]:
    async with AsyncExitStack() as stack:

        async def make(
            world: World | None = None, rules: RepairRules = FAST, *, is_found: bool = True
        ) -> Bench:
            bench = Bench(world or World(LEGS), tmp_path / "corrections.db", rules)
            await bench.start()
            stack.push_async_callback(bench.stop)
            if is_found:
                await found(bench)
            return bench

        yield make
