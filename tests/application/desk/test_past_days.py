"""The agent's kept days are complete: cards that went, restarts, and other agents on one computer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from tests.application.desk.desk_harness import DeskHarness
from tests.fakes import (
    AGENT,
    OTHER_AGENT,
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
    a_key,
    a_leg,
    a_submission,
    settle,
)
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.core.cards import MOST_DONE_CARDS
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.housekeeping import PERIOD_S
from wrapup_desk.application.desk.my_day import kept_days, my_day
from wrapup_desk.application.desk.sleep_detector import BEAT_EVERY_S
from wrapup_desk.domain.events import Resynced
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import Submission, SubmissionState


async def coded(floor: DeskHarness, number: int) -> None:
    await floor.put(a_leg(number))
    await floor.move(Phase.AFTER_CALL, number)
    floor.choose(number=number, note=f"Note {number}")
    await settle()
    await floor.move(Phase.COMPLETED, number)


async def test_what_went_out_of_sight_is_still_in_the_day(floor: DeskHarness) -> None:
    await floor.open()
    numbers = range(1, MOST_DONE_CARDS + 4)
    for number in numbers:
        await coded(floor, number)
    floor.desk.dismiss("communication-5")
    await settle()

    day = my_day(floor.state, floor.desk.server_now())

    assert len(floor.state.cards) < len(numbers)
    assert {line.key for line in day.lines} == {a_key(number) for number in numbers}
    assert sum(line.is_open for line in day.lines) == len(floor.state.cards)


@pytest.fixture
async def disk(tmp_path: Path, clock: FakeClock) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(tmp_path / "desk.sqlite3", clock)
    await store.open()
    yield store
    await store.close()


def days_ago(clock: FakeClock, number: int, days: int, agent_id: str = AGENT.id) -> Submission:
    made = a_submission(number, agent_id=agent_id, state=SubmissionState.CONFIRMED)
    at = clock.now() - timedelta(days=days)
    return replace(made, decision=replace(made.decision, decided_at=at))


def started(
    centre: FakeContactCentre, store: SqliteStore, clock: FakeClock, background: Background
) -> Desk:
    return Desk(centre, store, store, clock, background, Settings(keep_days=30))


async def looked_back(desk: Desk) -> None:
    """Ask for the days that are kept, and wait until the disk has told them."""
    told = asyncio.Event()
    desk.listen(lambda state: told.set() if state.past else None)
    desk.look_back()
    async with asyncio.timeout(10):
        await told.wait()


async def test_all_kept_days_are_there_after_a_restart_and_nobody_elses(
    clock: FakeClock, centre: FakeContactCentre, disk: SqliteStore, background: Background
) -> None:
    for days in range(12):
        await disk.save(days_ago(clock, days + 1, days))
    await disk.save(days_ago(clock, 40, 2, OTHER_AGENT.id))
    desk = started(centre, disk, clock, background)
    await desk.start()
    desk.greet(AGENT)

    await looked_back(desk)

    found = kept_days(desk.state, UTC)
    assert {line.key for line in found.lines} == {a_key(number) for number in range(1, 13)}
    assert len(found.days) == 12
    desk.say_goodbye()
    assert kept_days(desk.state).lines == ()
    desk.greet(OTHER_AGENT)
    await looked_back(desk)
    assert [line.key for line in kept_days(desk.state).lines] == [a_key(40)]


async def test_what_is_older_than_is_kept_goes_from_sight_too(
    clock: FakeClock, centre: FakeContactCentre, disk: SqliteStore, background: Background
) -> None:
    await disk.save(days_ago(clock, 1, 29))
    desk = started(centre, disk, clock, background)
    await desk.start()
    desk.greet(AGENT)
    await looked_back(desk)
    assert len(kept_days(desk.state).lines) == 1
    desk.on_event(Resynced(()))  # the server has told the time

    await clock.advance(timedelta(days=2).total_seconds())
    await settle()

    assert kept_days(desk.state).lines == ()


async def test_a_clock_of_this_computer_that_is_far_ahead_forgets_nothing(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    floor.centre.offset = timedelta(days=-400)  # the server's, as this computer's clock has it
    made = a_submission(1, state=SubmissionState.CONFIRMED)
    at = floor.desk.server_now() - timedelta(days=1)
    await store.save(replace(made, decision=replace(made.decision, decided_at=at)))

    await floor.open()
    await floor.clock.advance(2 * PERIOD_S)

    assert store.of(a_key(1)) is not None


async def test_what_was_coded_today_is_counted_again_once_the_clock_is_right(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await coded(floor, 1)
    await floor.put(a_leg(2))
    for phase in (Phase.AFTER_CALL, Phase.COMPLETED):
        await floor.move(phase, 2)
    tally = floor.state.tally
    assert (tally.handled, tally.coded) == (2, 1)

    for days in (-1, 1):
        floor.clock.jump(timedelta(days=days))
        await floor.clock.advance(PERIOD_S)

    assert floor.state.tally == tally


async def test_a_computer_that_wakes_on_another_day_shows_no_figures_of_the_one_before(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await coded(floor, 1)
    assert floor.state.tally.handled == 1

    # The monotonic clock stood still meanwhile: no wait is over yet.
    floor.clock.jump(timedelta(days=1))
    floor.desk.look_back()

    assert floor.state.tally.handled == 0
    assert floor.state.uses_today == {}


async def test_midnight_is_noticed_within_seconds_where_nothing_happens(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await coded(floor, 1)

    floor.clock.jump(timedelta(days=1))
    await floor.clock.advance(BEAT_EVERY_S)

    assert floor.state.tally.handled == 0


async def test_a_new_day_begins_with_nothing(floor: DeskHarness) -> None:
    await floor.open()
    await coded(floor, 1)

    floor.centre.offset = timedelta(days=1)
    await floor.clock.advance(PERIOD_S)

    assert floor.state.tally.handled == 0
