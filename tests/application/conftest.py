"""The parts an application test puts together: a clock, a server, a disk, and owned tasks."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes import FakeAuthenticator, FakeClock, FakeContactCentre, InMemoryStore
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
