import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from tests.application.repair.repair_harness import (
    ACCEPTED,
    FAST,
    LEGS,
    SUPERVISOR,
    Bench,
    MakeBench,
    World,
    found,
    is_fixed,
    row_of,
)
from tests.domain.repair.examples import REFUND, key, leg
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.adapters.sql_ledger.sqlite_database import SqliteDatabase
from wrapup_desk.application.base.ports import StoreBroken, Unreachable
from wrapup_desk.application.repair.ports import CodeRead, StaleCorrection
from wrapup_desk.application.repair.state import Access, Totals
from wrapup_desk.domain.repair.audit import event_of
from wrapup_desk.domain.repair.correction import Correction, CorrectionState


async def test_a_ledger_that_fails_in_the_middle_stops_the_change_and_says_so(
    make_bench: MakeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World([leg(number) for number in range(1, 31)])
    bench = await make_bench(world)

    async def fail(correction: Correction, events: object) -> None:
        raise StoreBroken("The disk is gone.")

    def break_after_eight(one: Correction) -> None:
        if len(world.written) == 8:
            monkeypatch.setattr(bench.ledger, "keep", fail)

    world.before_write = break_after_eight
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows))
    bench.desk.confirm("r")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    assert state.fix.work.note == "The disk is gone."
    monkeypatch.undo()
    world.before_write = lambda one: None
    bench.desk.resume_fix()
    await bench.until(
        lambda s: (
            s.fix is not None
            and set(s.fix.counts) <= {CorrectionState.CONFIRMED, CorrectionState.SKIPPED}
            and sum(s.fix.counts.values()) == 30
        )
    )
    assert set(world.record.values()) == {REFUND.id}


async def test_a_row_another_program_of_mine_took_over_is_left_to_it(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()

    def take_over(one: Correction) -> None:
        bench.world.before_write = lambda one: None
        steal.set()

    steal = asyncio.Event()
    bench.world.before_write = take_over
    bench.world.takes_effect = False
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")
    await steal.wait()
    other = SqlLedger(SqliteDatabase(bench.ledger_path))
    sent = (await other.unfinished(SUPERVISOR.id))[0]
    with suppress(StaleCorrection):
        taken = sent.moved(CorrectionState.SKIPPED, bench.world.now, "done elsewhere")
        await other.keep(taken, [event_of(taken)])

    await bench.until(is_fixed)

    assert await bench.ledger.unfinished(SUPERVISOR.id) == ()
    await other.close()


async def test_an_accepted_code_is_judged_by_analytics_where_nothing_else_can_be_read(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    late = CodeRead(ACCEPTED, None, is_late=True)
    bench.world.read_answers.extend([late] * 4)
    bench.world.takes_effect = False
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1), row_of(bench, 2)])
    bench.desk.confirm("r")
    state = await bench.until(is_fixed)
    assert state.fix is not None
    assert state.fix.counts == {CorrectionState.ACCEPTED: 2}

    bench.world.record[key(1)] = REFUND.id
    bench.world.show_in_analytics()
    await bench.until(lambda s: s.fix is not None and CorrectionState.VERIFIED in s.fix.counts)
    bench.world.now += timedelta(hours=2)
    state = await bench.until(lambda s: s.fix is not None and CorrectionState.KEPT in s.fix.counts)

    assert state.fix is not None
    answers = {one.state: one.answer for one in state.fix.corrections}
    assert answers[CorrectionState.KEPT] == "Genesys accepted it, but analytics does not show it."


async def test_analytics_that_cannot_be_read_is_asked_again_later(make_bench: MakeBench) -> None:
    bench = await make_bench()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")
    bench.world.failures["legs"] = Unreachable("not now")
    await bench.until(is_fixed)
    await bench.clock.sleep(150)

    bench.world.failures.clear()
    bench.world.show_in_analytics()

    await bench.until(
        lambda s: s.fix is not None and s.fix.counts == {CorrectionState.VERIFIED: 1}
    )


async def test_a_damaged_ledger_does_not_keep_the_window_from_showing_legs(tmp_path: Path) -> None:
    bench = Bench(World(LEGS), tmp_path / "corrections.db", FAST)
    await bench.ledger.open()
    await bench.ledger._run(bench.ledger._database.close)
    (tmp_path / "corrections.db").write_bytes(b"damaged" * 1000)
    await bench.desk.start()

    state = await found(bench)

    assert "damaged" in state.notices[0].text
    assert len(state.rows) == 4
    bench.desk.preview_undo("any batch")
    bench.desk.resume_fix()
    await bench.until(lambda s: any(notice.key == "fix" for notice in s.notices))
    await bench.desk.stop()
    await bench.background.stop()
    await bench.ledger.close()
    assert bench.failures == []


async def test_a_preview_can_be_dropped_and_an_empty_one_does_nothing(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.drop_preview()
    bench.desk.confirm("r")
    bench.desk.preview_fix(REFUND.id, [])
    bench.desk.confirm("r")
    bench.desk.cancel_fix()

    assert bench.desk.state.fix is None
    assert await bench.ledger.latest() == ()


async def test_reading_words_can_be_stopped(make_bench: MakeBench) -> None:
    bench = await make_bench()
    bench.desk.suggest([row_of(bench, 1)])

    bench.desk.cancel_suggesting()

    assert not bench.desk.state.suggesting.is_running


async def test_queue_codes_that_cannot_be_read_leave_every_code_to_choose_from(
    make_bench: MakeBench,
) -> None:
    world = World(LEGS)
    world.failures["queue codes"] = Unreachable("not now")

    bench = await make_bench(world)

    assert len(bench.desk.state.directory.codes_of("queue-billing")) == 3


def test_figures_without_legs_are_no_figures() -> None:
    assert Totals().coded_share is None
    assert Totals().agreed_share is None
    assert not Access().may_fix
