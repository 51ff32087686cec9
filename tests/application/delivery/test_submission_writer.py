from __future__ import annotations

import pytest

from tests.fakes import (
    REFUND,
    FakeClock,
    InMemoryStore,
    a_key,
    a_submission,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.delivery.messages import (
    StoreFailed,
    StoreMessage,
    StoreWorks,
    SubmissionStored,
)
from wrapup_desk.application.delivery.submission_writer import TRY_AGAIN_AFTER_S, SubmissionWriter
from wrapup_desk.domain.submission import SubmissionState


class Troubles(list[str]):
    """What the agent is told about the disk."""

    def __init__(self) -> None:
        super().__init__()
        self.stored: list[SubmissionStored] = []

    def take(self, message: StoreMessage) -> None:
        match message:
            case StoreFailed(problem):
                self.append(problem)
            case StoreWorks():
                self.append("")
            case SubmissionStored():
                self.stored.append(message)


@pytest.fixture
def troubles() -> Troubles:
    return Troubles()


@pytest.fixture
def writer(
    store: InMemoryStore, clock: FakeClock, background: Background, troubles: Troubles
) -> SubmissionWriter:
    return SubmissionWriter(store, clock, background, troubles.take)


async def test_what_a_full_disk_refused_is_stored_when_there_is_room(
    writer: SubmissionWriter, store: InMemoryStore, clock: FakeClock, troubles: Troubles
) -> None:
    store.is_full = True
    await writer.keep(a_submission())
    await writer.keep(a_submission(2))
    await clock.advance(TRY_AGAIN_AFTER_S)
    assert set(troubles) == {"there is no room left on the disk"}

    store.is_full = False
    await clock.advance(TRY_AGAIN_AFTER_S)

    assert troubles[-1] == ""
    assert store.of(a_key(1)) == a_submission()
    assert store.of(a_key(2)) == a_submission(2)
    assert clock.next_wake_s is None


async def test_only_the_newest_state_is_owed_to_the_disk(
    writer: SubmissionWriter, store: InMemoryStore, clock: FakeClock
) -> None:
    store.is_full = True
    second = a_submission(code=REFUND, revision=2)
    await writer.keep(a_submission())
    await writer.keep(second)
    await writer.keep(a_submission(state=SubmissionState.CONFIRMED))
    store.is_full = False

    await writer.flush()

    assert store.of(a_key()) == second


async def test_what_is_owed_gets_to_disk_although_its_task_was_cancelled(
    writer: SubmissionWriter, store: InMemoryStore
) -> None:
    writer.keep(a_submission()).cancel()

    await writer.flush()
    await writer.flush()

    assert store.of(a_key()) == a_submission()
    assert store.saves == 1
