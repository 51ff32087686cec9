"""What a person chose beside what was suggested: counted for reports, without any words."""

from __future__ import annotations

import asyncio
import enum
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wrapup_desk.application.base.ports import StoreError
from wrapup_desk.domain.recommender.trust.suggestion_report import OutcomeRecord
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)

# Written a moment later, together: nothing waits for it.
_MOST_UNWRITTEN = 1000


class Seen(enum.Enum):
    """Whether the person saw the suggestions before choosing: only if not is agreement honest."""

    SHOWN = "shown"
    BLIND = "blind"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One leg's end. *id* stands for the leg and says nothing of it; a correction keeps it."""

    id: str
    at: datetime
    queue_id: str
    queue_name: str
    chosen_code_id: str
    suggested_code_id: str | None
    probability: float
    would_have_acted: bool
    seen: Seen
    # The queue's codes, for their names and to tell which of them nobody uses.
    codes: tuple[WrapupCode, ...] = ()
    # Sure enough to be sent, and yet a person was asked: it was contradicted, or to be checked.
    is_held_back: bool = False

    @property
    def record(self) -> OutcomeRecord:
        return OutcomeRecord(
            self.queue_id,
            self.chosen_code_id,
            self.suggested_code_id,
            self.probability,
            self.would_have_acted,
            self.is_held_back,
        )


@dataclass(frozen=True, slots=True)
class StoredOutcomes:
    """What a store has: the outcomes, and the queues' names and codes as last seen."""

    outcomes: tuple[Outcome, ...]
    queue_names: Mapping[str, str]
    codes_by_queue: Mapping[str, Sequence[WrapupCode]]


class OutcomeStore(Protocol):
    """Keeps outcomes on this computer; every method raises `StoreError`."""

    async def add(self, outcomes: Sequence[Outcome]) -> None:
        """Keep *outcomes*; one with a known id replaces the former."""

    async def since(self, instant: datetime) -> StoredOutcomes: ...


class OutcomeWriter:
    """Writes outcomes in the background, so that neither a key nor a code waits for the disk."""

    def __init__(self, store: OutcomeStore) -> None:
        self._store = store
        self._unwritten: list[Outcome] = []
        self._has_some = asyncio.Event()

    def note(self, outcome: Outcome) -> None:
        """Record an outcome, to be written soon; may be called from any thread of the loop's."""
        self._unwritten.append(outcome)
        # While the disk refuses, the oldest go: figures are no codes.
        del self._unwritten[:-_MOST_UNWRITTEN]
        self._has_some.set()

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._has_some.wait()
            self._has_some.clear()
            await self.flush()

    async def flush(self) -> None:
        """Write what was not written yet."""
        outcomes, self._unwritten = self._unwritten, []
        if not outcomes:
            return
        try:
            await self._store.add(outcomes)
        except StoreError as error:
            self._unwritten = outcomes + self._unwritten
            log.warning("outcomes could not be written: %s", error)
