"""Opens, fills and reads database files, for tests of the real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from tests.adapters.sqlite_store.store_contract import LONG_AGO
from tests.fakes import FakeClock, a_decision, a_submission
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.domain.submission import Submission, SubmissionState


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(path, FakeClock())
    try:
        await store.open()
        yield store
    finally:
        await store.close()


async def fill(path: Path, count: int) -> list[Submission]:
    """Write a day's work and return it: finished and unfinished, one with a long note."""
    written = []
    async with opened(path) as store:
        for number in range(count):
            state = SubmissionState.WAITING if number % 3 == 0 else SubmissionState.CONFIRMED
            note = f"note {number} " * (number % 7)
            submission = replace(
                a_submission(number, state=state), decision=a_decision(note=note.strip())
            )
            await store.save(submission)
            written.append(submission)
        await store.save_model(b"model" * 1000)
    return written


async def read_all(path: Path) -> list[Submission]:
    async with opened(path) as store:
        return list(await store.since(LONG_AGO))
