"""A newer version is told once a day's check has found it; an old or wrong manifest never is."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from tests.conftest import ExpectLog
from tests.fakes import NOON, FakeClock
from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.base.ports import StoreFull
from wrapup_desk.application.services.update_watch import (
    ManifestRefused,
    Release,
    UpdateMemory,
    UpdateWatch,
    Version,
    refuse_older,
)

NEWER = Release("1.3.0", NOON, "https://updates.example/1.3.0")


@dataclass
class PublishedManifest:
    """A `ManifestSource` that answers what the test publishes."""

    answer: Release | ManifestRefused
    asked: int = 0

    async def newest(self) -> Release:
        self.asked += 1
        if isinstance(self.answer, ManifestRefused):
            raise self.answer
        return self.answer


@dataclass
class InMemoryUpdates:
    """An `UpdateMemoryStore`."""

    memory: UpdateMemory = field(default_factory=UpdateMemory)
    is_full: bool = False

    async def read(self) -> UpdateMemory:
        return self.memory

    async def write(self, memory: UpdateMemory) -> None:
        if self.is_full:
            raise StoreFull("there is no room left on the disk")
        self.memory = memory


class World:
    """A program of version 1.2.0, and what it tells."""

    def __init__(self, answer: Release | ManifestRefused) -> None:
        self.source = PublishedManifest(answer)
        self.store = InMemoryUpdates()
        self.clock = FakeClock()
        self.told: list[Notice] = []
        self.watch = UpdateWatch(self.source, self.store, self.clock, "1.2.0", self.told.append)


async def test_a_newer_version_is_told_with_its_page() -> None:
    world = World(NEWER)

    await world.watch.look()

    [notice] = world.told
    assert "WrapUp Desk 1.3.0 is available; this is 1.2.0." in notice.text
    assert "https://updates.example/1.3.0" in notice.text


@pytest.mark.parametrize("published", ["1.2.0", "1.2", "1.1.9"])
async def test_the_same_or_an_older_version_is_not_told(published: str) -> None:
    world = World(replace(NEWER, version=published))

    await world.watch.look()

    assert world.told == []


async def test_it_is_asked_at_most_once_a_day_also_across_starts() -> None:
    world = World(NEWER)

    await world.watch.look()
    world.clock.jump(timedelta(hours=23))
    again = UpdateWatch(world.source, world.store, world.clock, "1.2.0", world.told.append)
    await again.look()

    assert world.source.asked == 1
    assert len(world.told) == 2, "what is known is told after each start"
    world.clock.jump(timedelta(hours=1))
    await again.look()
    assert world.source.asked == 2


async def test_a_clock_set_back_does_not_silence_the_check() -> None:
    world = World(NEWER)
    await world.watch.look()

    world.clock.jump(timedelta(days=-400))
    await world.watch.look()

    assert world.source.asked == 2


async def test_a_refused_manifest_is_logged_and_not_shown(expect_log: ExpectLog) -> None:
    world = World(ManifestRefused("its signature does not fit"))
    expect_log("the update manifest was refused: its signature does not fit")

    await world.watch.look()

    assert world.told == []
    assert world.store.memory == UpdateMemory(NOON)


async def test_an_older_manifest_does_not_hide_the_newer_one(expect_log: ExpectLog) -> None:
    world = World(NEWER)
    await world.watch.look()
    expect_log("older than the one seen before")

    world.source.answer = Release("1.2.0", NOON - timedelta(days=30), "")
    world.clock.jump(timedelta(days=1))
    await world.watch.look()

    assert world.store.memory.version == "1.3.0"
    assert "1.3.0" in world.told[-1].text


def test_a_manifest_with_a_lower_version_is_refused_even_if_its_date_is_new() -> None:
    seen = UpdateMemory(NOON, "1.3.0", NOON)

    with pytest.raises(ManifestRefused, match=r"it names 1\.2\.9, older than 1\.3\.0"):
        refuse_older(Release("1.2.9", NOON + timedelta(days=1), ""), seen)


@pytest.mark.parametrize(
    ("lower", "higher"), [("1.2.9", "1.2.10"), ("1.9", "1.10"), ("1", "1.0.1"), ("0.9.9", "1")]
)
def test_versions_compare_by_their_numbers(lower: str, higher: str) -> None:
    assert Version.parse(lower) < Version.parse(higher)


@pytest.mark.parametrize("text", ["", "1.", "1.2.3.4.5", "1.2b", "1.-2", "1.²", "v1"])
def test_other_texts_are_no_versions(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        Version.parse(text)


async def test_what_a_full_disk_does_not_keep_is_told_all_the_same_and_asked_for_again(
    expect_log: ExpectLog,
) -> None:
    expect_log("not kept: there is no room left on the disk")
    world = World(NEWER)
    world.store.is_full = True

    await world.watch.look()
    await world.watch.look()

    assert [notice.key for notice in world.told] == ["update", "update"]
    assert world.source.asked == 2


async def test_it_goes_on_looking_while_the_program_runs() -> None:
    world = World(replace(NEWER, version="1.2.0"))

    watching = asyncio.get_running_loop().create_task(world.watch.run())
    await world.clock.advance(timedelta(days=2, hours=1).total_seconds())
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)

    assert world.source.asked == 3
