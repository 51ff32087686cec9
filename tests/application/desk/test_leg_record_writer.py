from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes import AGENT, BILLING, NOON, REFUND, FakeClock, InMemoryStore, a_key, settle
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.desk.effects import ForgetSelection, StoreRecord
from wrapup_desk.application.desk.leg_record_writer import (
    TRY_AGAIN_AFTER_S,
    TYPING_PAUSE_S,
    LegRecordWriter,
)
from wrapup_desk.domain.history.leg_records import Selection
from wrapup_desk.domain.interaction import Media

SELECTION = Selection(a_key(), AGENT.id, Media.CALL, "Support", NOON, REFUND)


@pytest.fixture
def writer(store: InMemoryStore, clock: FakeClock, background: Background) -> LegRecordWriter:
    return LegRecordWriter(store, clock, background)


async def test_typing_reaches_the_disk_in_steps_and_a_code_at_once(
    writer: LegRecordWriter, store: InMemoryStore, clock: FakeClock
) -> None:
    writer.perform(StoreRecord(SELECTION))
    await settle()
    for length in (1, 2, 3):
        writer.perform(StoreRecord(replace(SELECTION, note="a" * length)))
    await settle()
    assert await store.leg_records() == (SELECTION,)

    await clock.advance(TYPING_PAUSE_S)
    await settle()
    assert await store.leg_records() == (replace(SELECTION, note="aaa"),)

    writer.perform(StoreRecord(replace(SELECTION, code=BILLING, note="aaaa")))
    await settle()
    assert await store.leg_records() == (replace(SELECTION, code=BILLING, note="aaaa"),)


async def test_notes_of_several_interactions_wait_for_one_pause_together(
    writer: LegRecordWriter, store: InMemoryStore, clock: FakeClock
) -> None:
    typed = [
        replace(SELECTION, key=a_key(number), code=None, note=f"note {number}")
        for number in range(5)
    ]
    writer.perform(StoreRecord(SELECTION))
    await settle()
    for each in typed:
        writer.perform(StoreRecord(replace(each, note="n")))
        writer.perform(StoreRecord(each))

    await clock.advance(TYPING_PAUSE_S)
    await settle()

    assert set(typed) <= set(await store.leg_records())


async def test_a_full_disk_gets_the_newest_once_there_is_room(
    writer: LegRecordWriter, store: InMemoryStore, clock: FakeClock
) -> None:
    store.is_full = True
    writer.perform(StoreRecord(SELECTION))
    await settle()
    writer.perform(StoreRecord(replace(SELECTION, note="newest")))
    store.is_full = False

    await clock.advance(TRY_AGAIN_AFTER_S)
    await settle()

    assert await store.leg_records() == (replace(SELECTION, note="newest"),)


async def test_what_was_sent_is_removed_although_it_was_never_written(
    writer: LegRecordWriter, store: InMemoryStore
) -> None:
    writer.perform(StoreRecord(SELECTION))
    writer.perform(ForgetSelection(a_key()))
    await settle()

    assert await store.leg_records() == ()


async def test_the_end_of_the_program_writes_what_is_owed(
    writer: LegRecordWriter, store: InMemoryStore
) -> None:
    writer.perform(StoreRecord(SELECTION))
    writer.perform(StoreRecord(replace(SELECTION, note="last")))

    await writer.flush()

    assert await store.leg_records() == (replace(SELECTION, note="last"),)


async def test_what_cannot_be_read_is_nothing(
    writer: LegRecordWriter, store: InMemoryStore
) -> None:
    store.trouble = "damaged"

    assert await writer.read() == ()
