"""The parts an application test puts together: a clock, a server, a disk, and owned tasks."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.application.floor import Floor
from tests.application.office import Office
from tests.application.trip import Trip
from tests.fakes import (
    AGENT,
    FakeAuthenticator,
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
)
from wrapup_desk.application.background import Background


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
) -> Floor:
    return Floor(clock, centre, store, background)


@pytest.fixture
def office(
    clock: FakeClock, centre: FakeContactCentre, store: InMemoryStore, background: Background
) -> Office:
    office = Office(clock, centre, store, background)
    office.outbox.sign_in_as(AGENT.id)
    return office


@pytest.fixture
def trip(clock: FakeClock, centre: FakeContactCentre, background: Background) -> Trip:
    return Trip(clock, centre, background)
