"""Tests the ledger, the same way on SQLite and on a real PostgreSQL server."""

import asyncio
import sqlite3
from contextlib import ExitStack
from dataclasses import replace

import psycopg
import pytest

from tests.adapters.sql_ledger.ledger_steps import LATER, batch, event, ledger_at, move, plan
from tests.domain.repair.examples import INVOICE, ROBIN, SAM, correction, key
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.application.base.ports import StoreBroken, StoreError
from wrapup_desk.application.repair.ports import StaleCorrection
from wrapup_desk.domain.repair.audit import Anchor
from wrapup_desk.domain.repair.correction import (
    CorrectionState,
    Try,
)
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.submission import ServerReply


async def test_a_correction_comes_back_as_it_was(ledger: SqlLedger) -> None:
    one = correction(
        1,
        from_code_id=INVOICE.id,
        note="Customer said: “ähm, 請”",
        way="C",
        answer="202",
        attempts=3,
        is_in_attributes=True,
        undoes_id="another",
        seen_count=0,
        tags=("kept",),
        from_note="the agent's",
        from_tags=("vip", "ähm"),
        tries=(Try("A", ServerReply.CONFLICT, "409: no", LATER),),
        first_code_id=INVOICE.id,
    )

    await plan(ledger, one)

    assert await ledger.latest() == (one,)
    assert await ledger.history_of(one.key) == (one,)
    assert await ledger.of_batch("batch-1") == (one,)
    assert await ledger.batches() == (replace(batch(), count=1),)


async def test_every_state_survives_the_program(ledger: SqlLedger, store: str) -> None:
    one = correction(1)
    await plan(ledger, one)
    sent = await move(ledger, one, CorrectionState.SENT, CorrectionState.ACCEPTED)

    again = ledger_at(store)
    await again.open()

    assert await again.unfinished(ROBIN.id) == (sent,)
    assert await again.unfinished(SAM.id) == ()
    await again.close()


async def test_what_is_final_is_not_unfinished(ledger: SqlLedger) -> None:
    one, other = correction(1), correction(2)
    await plan(ledger, one, other)

    await move(ledger, one, CorrectionState.SENT, CorrectionState.CONFIRMED)

    assert [each.id for each in await ledger.unfinished(ROBIN.id)] == [other.id]


async def test_the_second_supervisor_at_a_row_learns_who_was_first(ledger: SqlLedger) -> None:
    first = correction(1)
    second = correction(2, key=key(1), who=SAM, to_code=INVOICE)
    unrelated = correction(3, who=SAM)

    assert await plan(ledger, first) == []
    assert await plan(ledger, second, unrelated, number=2) == [first]

    assert {each.id for each in await ledger.latest()} == {first.id, unrelated.id}
    assert (await ledger.batches())[0].count == 1


async def test_a_finished_correction_that_was_not_seen_conflicts_too(ledger: SqlLedger) -> None:
    first = correction(1)
    await plan(ledger, first)
    done = await move(ledger, first, CorrectionState.SENT, CorrectionState.CONFIRMED)
    stale = correction(2, key=key(1), who=SAM)

    assert await plan(ledger, stale, number=2) == [done]
    assert await plan(ledger, replace(stale, seen_count=1), number=3) == []
    assert await ledger.counts() == {key(1): 2}


async def test_a_correction_of_a_program_that_is_gone_is_taken_over_after_an_hour(
    ledger: SqlLedger,
) -> None:
    abandoned = correction(1)
    await plan(ledger, abandoned)
    soon = replace(correction(2, key=key(1), who=SAM), seen_count=1)

    assert len(await plan(ledger, soon, number=59)) == 1
    assert await plan(ledger, soon, number=61) == []

    history = await ledger.history_of(key(1))
    assert [each.state for each in history] == [CorrectionState.CANCELLED, CorrectionState.PLANNED]
    assert "Sam Other" in history[0].answer
    assert "taken over" in [entry.event.action for entry in await ledger.audit()]


async def test_who_writes_upon_an_older_version_loses(ledger: SqlLedger) -> None:
    one = correction(1)
    await plan(ledger, one)
    await move(ledger, one, CorrectionState.SENT)

    with pytest.raises(StaleCorrection):
        await move(ledger, one, CorrectionState.CANCELLED)

    assert (await ledger.latest())[0].state is CorrectionState.SENT
    assert [entry.event.action for entry in await ledger.audit()] == ["planned", "sent"]


async def test_two_desks_at_once_never_both_get_a_row(store: str) -> None:
    desks = [ledger_at(store) for _ in range(4)]
    for desk in desks:
        await desk.open()

    async def grab(desk: SqlLedger, number: int) -> int:
        who = Person(f"user-{number}")
        rows = [correction(row, id=f"{number}-{row}", who=who) for row in range(25)]
        return 25 - len(await plan(desk, *rows, number=number))

    got = await asyncio.gather(*(grab(desk, n) for n, desk in enumerate(desks)))

    assert sum(got) == 25
    assert (await desks[0].check()).is_whole
    for desk in desks:
        await desk.close()


async def test_only_what_changed_lately_is_read_when_asked(ledger: SqlLedger) -> None:
    old = correction(1)
    await plan(ledger, old, correction(2))
    await move(ledger, old, CorrectionState.SENT)

    lately = await ledger.latest(LATER)

    assert [each.id for each in lately] == [old.id]
    assert await ledger.counts(LATER) == {key(1): 1}


async def test_the_trail_grows_by_every_change_and_checks_out(ledger: SqlLedger) -> None:
    one = correction(1)
    await plan(ledger, one, correction(2))
    await move(ledger, one, CorrectionState.SENT, CorrectionState.CONFIRMED)
    await ledger.note(event(one, "exported"))

    entries = await ledger.audit()
    check = await ledger.check()

    assert [each.number for each in entries] == [1, 2, 3, 4, 5]
    assert [each.event.action for each in entries][2:] == ["sent", "confirmed", "exported"]
    assert (check.is_whole, check.count, check.head) == (True, 5, entries[-1].anchor)
    assert await ledger.audit(after=3) == entries[3:]
    assert len(await ledger.audit(limit=2)) == 2


def tamper(store: str, *statements: str) -> None:
    """Change the database behind the program's back, as its owner can."""
    if store.startswith("postgresql"):
        with psycopg.connect(store, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
        return
    with ExitStack() as stack:
        file = sqlite3.connect(store)
        stack.callback(file.close)
        for statement in statements:
            file.execute(statement)
        file.commit()


def remove_guards(store: str) -> None:
    if store.startswith("postgresql"):
        tamper(store, "DROP TRIGGER audit_is_append_only ON audit")
    else:
        tamper(store, "DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET to_code = 'x' WHERE number = 2", "DELETE FROM audit WHERE number = 2"],
)
async def test_the_trail_cannot_be_edited_and_shows_it_where_it_was(
    ledger: SqlLedger, store: str, statement: str
) -> None:
    await plan(ledger, correction(1), correction(2), correction(3))

    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.RaiseException)):
        tamper(store, statement)
    assert (await ledger.check()).is_whole
    remove_guards(store)
    tamper(store, statement)

    check = await ledger.check()
    assert not check.is_whole
    assert check.broken_at in (2, 3)


async def test_a_trail_cut_off_at_its_end_shows_with_and_without_an_anchor(
    ledger: SqlLedger, store: str
) -> None:
    await plan(ledger, correction(1), correction(2))
    anchor = (await ledger.check()).head
    remove_guards(store)
    tamper(store, "DELETE FROM audit WHERE number = 2")

    # Whoever deletes what was remembered, too, still leaves it to the next computer to see.
    assert "written up to entry 2" in (await ledger.check()).problem
    assert "written up to entry 2" in (await ledger.check_since(Anchor())).problem
    assert not (await ledger.check(anchor)).is_whole
    assert not (await ledger.check_since(anchor)).is_whole


async def test_only_what_came_since_is_read_to_hold_it_against_an_anchor(
    ledger: SqlLedger,
) -> None:
    await plan(ledger, correction(1), correction(2))
    anchor = (await ledger.check()).head
    await plan(ledger, correction(3), number=2)

    check = await ledger.check_since(anchor)

    assert (check.is_whole, check.count) == (True, 3)
    assert (await ledger.check_since(Anchor())).count == 3


async def test_opening_twice_changes_nothing(ledger: SqlLedger, store: str) -> None:
    await plan(ledger, correction(1))

    again = ledger_at(store)
    await again.open()

    assert len(await again.latest()) == 1
    await again.close()


async def test_a_ledger_of_a_newer_program_is_left_alone(ledger: SqlLedger, store: str) -> None:
    tamper(store, "UPDATE ledger_version SET version = 99")
    again = ledger_at(store)

    with pytest.raises(StoreBroken, match="newer WrapUp Desk"):
        await again.open()

    await again.close()


async def test_a_failed_transaction_leaves_nothing_behind(ledger: SqlLedger) -> None:
    one = correction(1)

    with pytest.raises(StoreError):
        # the same id twice, which the database refuses in the middle
        await plan(ledger, one, correction(1, key=key(2)))

    assert await ledger.latest() == ()
    assert await ledger.audit() == ()
    assert await ledger.batches() == ()


async def test_a_thousand_rows_are_planned_at_once(ledger: SqlLedger) -> None:
    rows = [correction(number) for number in range(1000)]

    assert await plan(ledger, *rows) == []

    assert len(await ledger.of_batch("batch-1")) == 1000
    assert (await ledger.check()).count == 1000


# The file of one computer
