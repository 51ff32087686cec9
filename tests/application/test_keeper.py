from __future__ import annotations

import pytest

from tests.fakes import (
    REFUND,
    FakeClock,
    InMemoryStore,
    a_key,
    a_submission,
)
from wrapup_desk.application.background import Background
from wrapup_desk.application.keeper import TRY_AGAIN_AFTER_S, Keeper
from wrapup_desk.domain.submission import SubmissionState


class Troubles(list[str]):
    """What the agent is told about the disk."""


@pytest.fixture
def troubles() -> Troubles:
    return Troubles()


@pytest.fixture
def keeper(
    store: InMemoryStore, clock: FakeClock, background: Background, troubles: Troubles
) -> Keeper:
    return Keeper(store, clock, background, troubles.append)


async def test_what_a_full_disk_refused_is_stored_when_there_is_room(
    keeper: Keeper, store: InMemoryStore, clock: FakeClock, troubles: Troubles
) -> None:
    store.is_full = True
    await keeper.keep(a_submission())
    await keeper.keep(a_submission(2))
    await clock.advance(TRY_AGAIN_AFTER_S)
    assert set(troubles) == {"there is no room left on the disk"}

    store.is_full = False
    await clock.advance(TRY_AGAIN_AFTER_S)

    assert troubles[-1] == ""
    assert store.of(a_key(1)) == a_submission()
    assert store.of(a_key(2)) == a_submission(2)
    assert clock.next_wake_s is None


async def test_only_the_newest_state_is_owed_to_the_disk(
    keeper: Keeper, store: InMemoryStore, clock: FakeClock
) -> None:
    store.is_full = True
    second = a_submission(code=REFUND, revision=2)
    await keeper.keep(a_submission())
    await keeper.keep(second)
    await keeper.keep(a_submission(state=SubmissionState.CONFIRMED))
    store.is_full = False

    await keeper.flush()

    assert store.of(a_key()) == second


async def test_what_is_owed_gets_to_disk_although_its_task_was_cancelled(
    keeper: Keeper, store: InMemoryStore
) -> None:
    keeper.owe(a_submission())

    await keeper.flush()
    await keeper.flush()

    assert store.of(a_key()) == a_submission()
    assert store.saves == 1
