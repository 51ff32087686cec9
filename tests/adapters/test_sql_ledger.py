"""Tests the ledger, the same way on SQLite and on a real PostgreSQL server."""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from tests.adapters.postgres_server import PostgresServer, running_server
from tests.domain.repair_examples import (
    INVOICE,
    MORNING,
    ROBIN,
    SAM,
    correction,
    key,
)
from wrapup_desk.adapters.sql_ledger.choosing import ledger_for
from wrapup_desk.adapters.sql_ledger.postgres_database import PostgresDatabase
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.application.ports import StoreBroken, StoreError
from wrapup_desk.application.repair.repair_ports import StaleCorrection
from wrapup_desk.domain.repair.audit import AuditEvent
from wrapup_desk.domain.repair.correction import (
    Batch,
    BatchKind,
    Correction,
    CorrectionState,
    Person,
)

LATER = MORNING + timedelta(hours=6)


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The setting `store` of an empty ledger; a file's path for SQLite."""
    if request.param == "sqlite":
        yield str(tmp_path / "corrections.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


def ledger_at(store: str) -> SqlLedger:
    is_file = not store.startswith("postgresql")
    return ledger_for("" if is_file else store, Path(store))


@pytest.fixture
async def ledger(store: str) -> AsyncIterator[SqlLedger]:
    opened = ledger_at(store)
    await opened.open()
    yield opened
    await opened.close()


def batch(number: int = 1, who: Person = ROBIN) -> Batch:
    decided_at = MORNING + timedelta(hours=5, minutes=number)
    return Batch(f"batch-{number}", BatchKind.FIX, who, decided_at, "Missing")


def event(one: Correction, action: str = "planned") -> AuditEvent:
    return AuditEvent(
        one.changed_at or one.decided_at, one.who, action, one.key, one.from_code_id,
        one.to_code.id, one.reason, one.answer, one.batch_id, one.id, one.note,
    )  # fmt: skip


async def plan(ledger: SqlLedger, *corrections: Correction, number: int = 1) -> list[Correction]:
    """Plan, and return the corrections that stood in the way."""
    who = corrections[0].who
    events = [event(each) for each in corrections]
    conflicts = await ledger.plan(batch(number, who), corrections, events)
    return [conflict.other for conflict in conflicts]


async def move(ledger: SqlLedger, one: Correction, *states: CorrectionState) -> Correction:
    for state in states:
        one = one.moved(state, LATER)
        await ledger.keep(one, [event(one, state.value)])
    return one


async def test_a_correction_comes_back_as_it_was(ledger):
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
    )

    await plan(ledger, one)

    assert await ledger.latest() == (one,)
    assert await ledger.history_of(one.key) == (one,)
    assert await ledger.of_batch("batch-1") == (one,)
    assert await ledger.batches() == (replace(batch(), count=1),)


async def test_every_state_survives_the_program(ledger, store):
    one = correction(1)
    await plan(ledger, one)
    sent = await move(ledger, one, CorrectionState.SENT, CorrectionState.ACCEPTED)

    again = ledger_at(store)
    await again.open()

    assert await again.unfinished(ROBIN.id) == (sent,)
    assert await again.unfinished(SAM.id) == ()
    await again.close()


async def test_what_is_final_is_not_unfinished(ledger):
    one, other = correction(1), correction(2)
    await plan(ledger, one, other)

    await move(ledger, one, CorrectionState.SENT, CorrectionState.CONFIRMED)

    assert [each.id for each in await ledger.unfinished(ROBIN.id)] == [other.id]


async def test_the_second_supervisor_at_a_row_learns_who_was_first(ledger):
    first = correction(1)
    second = correction(2, key=key(1), who=SAM, to_code=INVOICE)
    unrelated = correction(3, who=SAM)

    assert await plan(ledger, first) == []
    assert await plan(ledger, second, unrelated, number=2) == [first]

    assert {each.id for each in await ledger.latest()} == {first.id, unrelated.id}
    assert (await ledger.batches())[0].count == 1


async def test_a_finished_correction_that_was_not_seen_conflicts_too(ledger):
    first = correction(1)
    await plan(ledger, first)
    done = await move(ledger, first, CorrectionState.SENT, CorrectionState.CONFIRMED)
    stale = correction(2, key=key(1), who=SAM)

    assert await plan(ledger, stale, number=2) == [done]
    assert await plan(ledger, replace(stale, seen_count=1), number=3) == []
    assert await ledger.counts() == {key(1): 2}


async def test_a_correction_of_a_program_that_is_gone_is_taken_over_after_an_hour(ledger):
    abandoned = correction(1)
    await plan(ledger, abandoned)
    soon = replace(correction(2, key=key(1), who=SAM), seen_count=1)

    assert len(await plan(ledger, soon, number=59)) == 1
    assert await plan(ledger, soon, number=61) == []

    history = await ledger.history_of(key(1))
    assert [each.state for each in history] == [CorrectionState.CANCELLED, CorrectionState.PLANNED]
    assert "Sam Other" in history[0].answer
    assert "taken over" in [entry.event.action for entry in await ledger.audit()]


async def test_who_writes_upon_an_older_version_loses(ledger):
    one = correction(1)
    await plan(ledger, one)
    await move(ledger, one, CorrectionState.SENT)

    with pytest.raises(StaleCorrection):
        await move(ledger, one, CorrectionState.CANCELLED)

    assert (await ledger.latest())[0].state is CorrectionState.SENT
    assert [entry.event.action for entry in await ledger.audit()] == ["planned", "sent"]


async def test_two_desks_at_once_never_both_get_a_row(store):
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


async def test_only_what_changed_lately_is_read_when_asked(ledger):
    old = correction(1)
    await plan(ledger, old, correction(2))
    await move(ledger, old, CorrectionState.SENT)

    lately = await ledger.latest(LATER)

    assert [each.id for each in lately] == [old.id]
    assert await ledger.counts(LATER) == {key(1): 1}


async def test_the_trail_grows_by_every_change_and_checks_out(ledger):
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
                connection.execute(statement)  # type: ignore[arg-type]  # the test's own text
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
async def test_the_trail_cannot_be_edited_and_shows_it_where_it_was(ledger, store, statement):
    await plan(ledger, correction(1), correction(2), correction(3))

    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.RaiseException)):
        tamper(store, statement)
    assert (await ledger.check()).is_whole
    remove_guards(store)
    tamper(store, statement)

    check = await ledger.check()
    assert not check.is_whole
    assert check.broken_at in (2, 3)


async def test_a_trail_cut_off_at_its_end_shows_against_an_anchor(ledger, store):
    await plan(ledger, correction(1), correction(2))
    anchor = (await ledger.check()).head
    remove_guards(store)
    tamper(store, "DELETE FROM audit WHERE number = 2")

    assert (await ledger.check()).is_whole
    assert not (await ledger.check(anchor)).is_whole


async def test_opening_twice_changes_nothing(ledger, store):
    await plan(ledger, correction(1))

    again = ledger_at(store)
    await again.open()

    assert len(await again.latest()) == 1
    await again.close()


async def test_a_ledger_of_a_newer_program_is_left_alone(ledger, store):
    tamper(store, "UPDATE ledger_version SET version = 99")
    again = ledger_at(store)

    with pytest.raises(StoreBroken, match="newer WrapUp Desk"):
        await again.open()

    await again.close()


async def test_a_failed_transaction_leaves_nothing_behind(ledger):
    one = correction(1)

    with pytest.raises(StoreError):
        # the same id twice, which the database refuses in the middle
        await plan(ledger, one, correction(1, key=key(2)))

    assert await ledger.latest() == ()
    assert await ledger.audit() == ()
    assert await ledger.batches() == ()


async def test_a_thousand_rows_are_planned_at_once(ledger):
    rows = [correction(number) for number in range(1000)]

    assert await plan(ledger, *rows) == []

    assert len(await ledger.of_batch("batch-1")) == 1000
    assert (await ledger.check()).count == 1000


# The file of one computer


def write_until_killed(path: str, ready: "multiprocessing.synchronize.Event") -> None:
    async def work() -> None:
        ledger = ledger_at(path)
        await ledger.open()
        for number in range(100_000):
            one = correction(number)
            await plan(ledger, one, number=number)
            await move(ledger, one, CorrectionState.SENT)
            if number == 5:
                ready.set()

    asyncio.run(work())


def test_a_kill_in_the_middle_leaves_a_whole_ledger(tmp_path):
    path = str(tmp_path / "corrections.db")
    context = multiprocessing.get_context("spawn")
    for _ in range(3):
        ready = context.Event()
        process = context.Process(target=write_until_killed, args=(path, ready))
        process.start()
        assert ready.wait(60)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
        asyncio.run(assert_whole(path))
        Path(path).unlink()


async def assert_whole(path: str) -> None:
    ledger = ledger_at(path)
    await ledger.open()
    check = await ledger.check()
    states = [one.state for one in await ledger.latest()]
    assert check.is_whole
    # one entry for each plan and each move: nothing without its proof
    assert check.count == len(states) + states.count(CorrectionState.SENT)
    await ledger.close()


async def test_the_file_is_for_its_owner_only(tmp_path):
    path = tmp_path / "deep" / "corrections.db"
    ledger = ledger_for("", path)

    await ledger.open()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ledger.label == "this computer"
    await ledger.close()


async def test_a_damaged_file_is_named_and_kept(tmp_path):
    path = tmp_path / "corrections.db"
    path.write_bytes(b"no database at all" * 100)
    ledger = ledger_for("", path)

    with pytest.raises(StoreBroken, match="it is damaged"):
        await ledger.open()

    assert path.read_bytes().startswith(b"no database")
    await ledger.close()


async def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    ledger = ledger_for("", tmp_path / "file" / "corrections.db")

    with pytest.raises(StoreBroken, match="cannot be used"):
        await ledger.open()

    await ledger.close()


# The team's server


@pytest.mark.parametrize("store", ["mysql://db/x", "db.example", "postgresql:/x"], ids=str)
def test_an_address_that_is_none_is_refused_without_repeating_it(store, tmp_path):
    with pytest.raises(StoreBroken, match="postgresql://") as caught:
        ledger_for(store, tmp_path / "unused")

    assert store not in str(caught.value)


def test_a_malformed_address_is_refused_without_its_password(tmp_path):
    with pytest.raises(StoreBroken) as caught:
        ledger_for("postgresql://robin:hunter2@[db/x", tmp_path / "unused")

    assert "hunter2" not in str(caught.value)


async def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path):
    ledger = ledger_for("postgresql://robin:hunter2@127.0.0.1:1/x", tmp_path / "unused")

    with pytest.raises(StoreBroken, match="cannot be reached") as caught:
        await ledger.open()

    assert "hunter2" not in str(caught.value)
    await ledger.close()


def test_a_remote_server_has_to_show_its_certificate_unless_told_otherwise():
    remote = PostgresDatabase("postgresql://robin@db.example.com/desk")
    lax = PostgresDatabase("postgresql://robin@db.example.com/desk?sslmode=require")
    here = PostgresDatabase("postgresql://robin@localhost/desk")

    assert remote._settings["sslmode"] == "verify-full"
    assert remote._settings["sslrootcert"] == "system"
    assert lax._settings["sslmode"] == "require"
    assert "sslrootcert" not in lax._settings
    assert "sslmode" not in here._settings
    assert remote.label == "team store on db.example.com"
    assert here.label == "team store on this computer"


async def test_a_broken_connection_is_opened_again(postgres):
    with postgres.database() as url:
        ledger = ledger_for(url, Path("unused"))
        await ledger.open()
        name = url.split("/")[3].split("?")[0]
        with psycopg.connect(url.replace(name, "postgres"), autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

        with pytest.raises(StoreError):
            await plan(ledger, correction(1))

        assert await plan(ledger, correction(1)) == []
        await ledger.close()
