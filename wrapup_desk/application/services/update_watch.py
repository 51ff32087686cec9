"""Tells once a day whether a newer version is published; never fetches or installs one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.base.ports import Clock, StoreError
from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

CHECK_EVERY = timedelta(days=1)
# How often it is looked whether a day has passed: a laptop sleeps through long waits.
_LOOK_EVERY_S = 3600.0


class ManifestRefused(Exception):
    """A manifest cannot be had or must not be believed; the text says why."""


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version like 1.2.3; compares by its numbers."""

    numbers: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read one.

        Raises:
            ValueError: *text* is not one to four numbers with dots between.
        """
        parts = text.split(".")
        if not 1 <= len(parts) <= 4 or not all(p.isascii() and p.isdigit() for p in parts):
            raise ValueError(f"{text!r} is not a version")
        numbers = [int(part) for part in parts]
        while len(numbers) > 1 and numbers[-1] == 0:
            numbers.pop()
        return cls(tuple(numbers))


@dataclass(frozen=True, slots=True)
class Release:
    """What a verified manifest says of the newest version."""

    version: str
    published_at: datetime
    page: str


@dataclass(frozen=True, slots=True)
class UpdateMemory:
    """What is remembered between runs: when it was asked, and the newest manifest believed."""

    checked_at: datetime | None = None
    version: str = ""
    published_at: datetime | None = None
    page: str = ""


class ManifestSource(Protocol):
    """Gets the newest manifest and verifies its signature."""

    async def newest(self) -> Release:
        """Return what the manifest says.

        Raises:
            ManifestRefused: it cannot be fetched, or is unsigned, altered or malformed.
        """


class UpdateMemoryStore(Protocol):
    """Keeps an `UpdateMemory`; what cannot be read counts as nothing remembered."""

    async def read(self) -> UpdateMemory: ...

    async def write(self, memory: UpdateMemory) -> None:
        """Keep *memory* for the next run.

        Raises:
            StoreError: it cannot be kept.
        """


class UpdateWatch:
    """Looks for a newer version at most once a day, and says so in a notice.

    Args:
        source: where manifests come from.
        store: what was seen before, so that an old manifest cannot pass for the newest.
        clock: when a day has passed.
        running: the version that runs.
        notify: shows a notice to the person.
    """

    def __init__(
        self,
        source: ManifestSource,
        store: UpdateMemoryStore,
        clock: Clock,
        running: str,
        notify: Callable[[Notice], None],
    ) -> None:
        self._source = source
        self._store = store
        self._clock = clock
        self._running = running
        self._notify = notify

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await self.look()
            await self._clock.sleep(_LOOK_EVERY_S)

    async def look(self) -> None:
        """Tell what is known to be newer, after asking again if a day has passed."""
        memory = await self._store.read()
        if self._is_due(memory):
            memory = await self._ask(memory)
            await self._keep(memory)
        if memory.version and Version.parse(memory.version) > Version.parse(self._running):
            self._notify(Notice("update", NoticeKind.INFO, self._news(memory)))

    async def _keep(self, memory: UpdateMemory) -> None:
        try:
            await self._store.write(memory)
        except StoreError as error:
            # What was found is shown all the same; it is asked for again sooner than in a day.
            log.warning("what was seen of newer versions is not kept: %s", error)

    def _news(self, memory: UpdateMemory) -> str:
        text = tr(
            "WrapUp Desk {version} is available; this is {running}.",
            version=memory.version,
            running=self._running,
        )
        who = tr("Your administrator installs it, or you do.")
        where = tr("See {page}.", page=memory.page) if memory.page else ""
        return " ".join(each for each in (text, who, where) if each)

    def _is_due(self, memory: UpdateMemory) -> bool:
        # A clock that was set back must not silence the check until it catches up.
        passed = None if memory.checked_at is None else self._clock.now() - memory.checked_at
        return passed is None or passed >= CHECK_EVERY or passed < timedelta(0)

    async def _ask(self, memory: UpdateMemory) -> UpdateMemory:
        """Return what is to be remembered after asking; a refusal is logged, never shown.

        A person can do nothing about a refused manifest, and a wrong one must not scare anybody.
        """
        now = self._clock.now()
        unchanged = replace(memory, checked_at=now)
        try:
            release = await self._source.newest()
            refuse_older(release, memory)
        except ManifestRefused as refusal:
            log.warning("the update manifest was refused: %s", refusal)
            return unchanged
        return UpdateMemory(now, release.version, release.published_at, release.page)


def refuse_older(release: Release, memory: UpdateMemory) -> None:
    """Refuse a manifest that was believed to be outdated before.

    Raises:
        ManifestRefused: it is older than the newest one seen, by date or by version.
    """
    if memory.published_at is not None and release.published_at < memory.published_at:
        raise ManifestRefused(tr("it is older than the one seen before"))
    if memory.version and Version.parse(release.version) < Version.parse(memory.version):
        raise ManifestRefused(
            tr(
                "it names {version}, older than {newer} before",
                version=release.version,
                newer=memory.version,
            )
        )
