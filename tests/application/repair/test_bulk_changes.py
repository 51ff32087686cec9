import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

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
    numbers,
    refused,
    row_of,
)
from tests.domain.repair.examples import INVOICE, REFUND, RESET, SAM, correction, key, leg
from wrapup_desk.application.repair.parts import RepairRules
from wrapup_desk.domain.repair.audit import event_of
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.correction import Batch, BatchKind, Correction, CorrectionState
from wrapup_desk.domain.repair.preview import SkipReason
from wrapup_desk.domain.repair.table_view import Filters
from wrapup_desk.domain.submission import ServerReply

# Fix


async def test_a_fix_shows_what_it_would_do_then_does_it(make_bench: MakeBench) -> None:
    bench = await make_bench()
    bench.desk.select([row_of(bench, 1), row_of(bench, 2), row_of(bench, 4)])

    bench.desk.preview_fix(REFUND.id)
    preview = bench.desk.state.preview
    assert preview is not None
    assert [change.key for change in preview.changes] == [key(1), key(2)]
    assert preview.reasons == {SkipReason.NOT_ON_QUEUE: 1}
    bench.desk.confirm("Missing since the outage", "note")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    assert state.fix.counts == {CorrectionState.CONFIRMED: 2}
    assert bench.world.record[key(1)] == bench.world.record[key(2)] == REFUND.id
    assert bench.world.record[key(4)] == ""
    await bench.until(lambda s: numbers(bench) == [4, 5])
    assert state.preview is None
    assert state.batches[0].reason == "Missing since the outage"


async def test_a_preview_knows_how_long_the_limit_of_requests_lets_it_take(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench(rules=RepairRules(requests_per_minute=1.5))
    assert bench.desk.state.preview_takes == timedelta()
    bench.desk.select([row_of(bench, 1), row_of(bench, 2)])

    bench.desk.preview_fix(REFUND.id)

    # Each row is read, written and looked at again.
    assert bench.desk.state.preview_takes == timedelta(minutes=4)


async def test_each_row_gets_its_own_code_when_none_is_given(make_bench: MakeBench) -> None:
    bench = await make_bench()
    bench.desk.choose_code(row_of(bench, 1), INVOICE.id)
    bench.desk.choose_code(row_of(bench, 2), REFUND.id)
    bench.desk.choose_code(row_of(bench, 4), RESET.id)
    bench.desk.choose_code(row_of(bench, 4), None)
    bench.desk.select_all()

    bench.desk.preview_fix()
    bench.desk.confirm()
    await bench.until(is_fixed)

    assert bench.world.record[key(1)] == INVOICE.id
    assert bench.world.record[key(2)] == REFUND.id
    assert bench.world.record[key(4)] == ""


async def test_a_reason_is_asked_for_where_the_settings_want_one(make_bench: MakeBench) -> None:
    bench = await make_bench(rules=replace(FAST, needs_reason=True))
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])

    bench.desk.confirm("  ")

    assert bench.desk.state.needs_reason
    assert bench.desk.state.notices[0].text == "A reason is needed for this change."
    bench.desk.dismiss_notice("fix")
    assert bench.desk.state.notices == ()
    assert await bench.ledger.latest() == ()


async def test_a_note_is_asked_for_where_the_settings_want_one(make_bench: MakeBench) -> None:
    bench = await make_bench(rules=replace(FAST, needs_note=True))
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 2)])

    bench.desk.confirm("a reason", " ")

    assert bench.desk.state.notices[0].text == "A note is needed for this change."
    assert await bench.ledger.latest() == ()
    bench.desk.confirm("a reason", "read from the words")
    state = await bench.until(is_fixed)
    assert state.fix is not None
    assert state.fix.corrections[0].note == "read from the words"


async def test_without_the_right_to_change_codes_nothing_is_queued(make_bench: MakeBench) -> None:
    world = World(LEGS)
    permissions = SUPERVISOR.permissions - {"conversation:participant:wrapup"}
    world.me = replace(SUPERVISOR, permissions=permissions)
    bench = await make_bench(world)
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])

    bench.desk.confirm("r")

    assert "conversation:participant:wrapup is missing" in bench.desk.state.notices[0].text
    assert await bench.ledger.latest() == ()
    assert world.written == []


async def test_a_permission_found_missing_at_the_first_write_cancels_the_rest(
    make_bench: MakeBench,
) -> None:
    world = World([leg(number) for number in range(1, 41)])
    world.me = replace(SUPERVISOR, permissions=frozenset())
    lacking = ("conversation:participant:wrapup",)
    world.answer_to = lambda way, one: refused(
        ServerReply.NOT_PERMITTED, missing_permissions=lacking
    )
    bench = await make_bench(world)
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows))

    bench.desk.confirm("r")
    state = await bench.until(lambda s: is_fixed(s) and not s.access.may_fix)

    assert state.fix is not None
    assert state.fix.counts == {CorrectionState.CANCELLED: 40}
    assert len(world.written) <= 6, "no more than one a lane"
    assert await bench.ledger.unfinished(SUPERVISOR.id) == ()
    assert lacking[0] in state.notices[-1].text


async def test_where_genesys_refuses_the_state_says_plainly_that_nothing_changed_there(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    bench.world.answer_to = lambda way, one: refused()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])

    bench.desk.confirm("r")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    assert state.fix.counts == {CorrectionState.KEPT: 1}
    shown = state.legs.row(row_of(bench, 1))
    assert shown.is_only_in_the_ledger
    assert shown.code_name == ""
    assert shown.issue is CodeIssue.MISSING


async def test_a_running_fix_can_be_cancelled_and_every_row_is_accounted_for(
    make_bench: MakeBench,
) -> None:
    world = World([leg(number) for number in range(1, 101)])
    bench = await make_bench(world)
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows))

    def cancel_in_the_middle(one: Correction) -> None:
        if len(world.written) == 20:
            bench.desk.cancel_fix()

    world.before_write = cancel_in_the_middle
    bench.desk.confirm("r")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    counts = state.fix.counts
    assert set(counts) == {CorrectionState.CONFIRMED, CorrectionState.CANCELLED}
    assert sum(counts.values()) == 100
    assert (
        sum(code == REFUND.id for code in world.record.values())
        == (counts[CorrectionState.CONFIRMED])
    )
    assert (await bench.ledger.check()).is_whole


async def test_only_one_bulk_change_runs_at_a_time(make_bench: MakeBench) -> None:
    bench = await make_bench()
    hold = asyncio.Event()
    bench.world.before_write = lambda one: hold.set()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")

    for moment in (asyncio.sleep(0), hold.wait()):
        bench.desk.preview_fix(REFUND.id, [row_of(bench, 2)])
        bench.desk.confirm("r")
        await moment

    assert bench.desk.state.notices[-1].text == "Another bulk change is still running."
    await bench.until(is_fixed)


async def test_a_lost_sign_in_pauses_and_the_rest_goes_on_later(make_bench: MakeBench) -> None:
    world = World([leg(number) for number in range(1, 31)])
    bench = await make_bench(world)
    world.answer_to = lambda way, one: (
        ACCEPTED if len(world.written) < 10 else refused(ServerReply.NOT_SIGNED_IN)
    )
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows))
    bench.desk.confirm("r")
    state = await bench.until(is_fixed)
    assert state.fix is not None
    assert state.fix.work.note.startswith("Genesys refused: 401")
    assert len(await bench.ledger.unfinished(SUPERVISOR.id)) > 0

    world.answer_to = lambda way, one: ACCEPTED
    bench.desk.resume_fix()
    state = await bench.until(
        lambda s: s.fix is not None and s.fix.counts == {CorrectionState.CONFIRMED: 30}
    )

    assert set(world.record.values()) == {REFUND.id}


async def test_what_a_crash_left_goes_on_at_the_next_start(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    world = World([leg(number) for number in range(1, 31)])
    first = Bench(world, tmp_path / "corrections.db", FAST)
    await first.start()
    await found(first)
    stopped = asyncio.Event()
    world.before_write = lambda one: stopped.set() if len(world.written) == 12 else None
    first.desk.preview_fix(REFUND.id, list(first.desk.state.rows))
    first.desk.confirm("r")
    await stopped.wait()
    await first.stop()
    assert 0 < len([code for code in world.record.values() if code]) < 30

    world.before_write = lambda one: None
    second = await make_bench(world, is_found=False)
    state = await second.until(
        lambda s: s.fix is not None and s.fix.counts == {CorrectionState.CONFIRMED: 30}
    )

    assert set(world.record.values()) == {REFUND.id}
    assert state.fix is not None
    notice = (await second.until(lambda s: len(s.notices) > 0)).notices[0]
    assert "corrections from an earlier run" in notice.text
    assert (await second.ledger.check()).is_whole


async def test_a_row_another_supervisor_had_first_is_left_with_a_clear_answer(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    other = correction(1, who=SAM, decided_at=bench.world.now, changed_at=bench.world.now)
    batch = Batch("batch-sam", BatchKind.FIX, SAM, bench.world.now)
    await bench.ledger.plan(batch, [other], [event_of(other)])
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1), row_of(bench, 2)])

    bench.desk.confirm("r")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    assert state.fix.conflicts == (other,)
    assert state.fix.counts == {CorrectionState.CONFIRMED: 1}
    assert bench.world.record[key(1)] == ""
    shown = state.legs.row(row_of(bench, 1)).correction
    assert shown is not None
    assert shown.who == SAM


async def test_a_batch_is_undone_but_never_over_a_later_change(make_bench: MakeBench) -> None:
    legs = [leg(number, code_id=INVOICE.id) for number in range(1, 6)]
    bench = await make_bench(World([*legs, leg(6)]))
    bench.desk.set_filters(Filters(includes_good=True))
    await bench.until(lambda s: len(s.rows) == 6)
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows))
    bench.desk.confirm("wrong list")
    state = await bench.until(is_fixed)
    batch_id = state.batches[0].id
    bench.world.record[key(2)] = "someone's later choice"

    bench.desk.preview_undo(batch_id)
    state = await bench.until(lambda s: s.preview is not None)
    assert state.preview is not None
    assert len(state.preview.changes) == 5
    assert state.preview.reasons == {SkipReason.NO_CODE_BEFORE: 1}
    bench.desk.confirm("undo")
    state = await bench.until(lambda s: is_fixed(s) and len(s.batches) == 2)

    assert state.fix is not None
    assert state.fix.counts == {CorrectionState.CONFIRMED: 4, CorrectionState.SKIPPED: 1}
    assert state.fix.batch.kind is BatchKind.UNDO
    record = bench.world.record
    assert [record[key(n)] for n in (1, 3, 4, 5)] == [INVOICE.id] * 4
    assert record[key(2)] == "someone's later choice"
    assert record[key(6)] == REFUND.id


async def test_undoing_what_only_the_ledger_has_takes_it_back_there(make_bench: MakeBench) -> None:
    bench = await make_bench(rules=replace(FAST, attribute_name="corrected"))
    bench.world.answer_to = lambda way, one: refused()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")
    state = await bench.until(is_fixed)
    assert bench.world.attributes[key(1)]["corrected"] == "Refund given"
    written = len(bench.world.written)

    bench.desk.preview_undo(state.batches[0].id)
    await bench.until(lambda s: s.preview is not None)
    bench.desk.confirm("r")
    await bench.until(lambda s: is_fixed(s) and len(s.batches) == 2)

    states = [one.state for one in await bench.ledger.history_of(key(1))]
    assert states == [CorrectionState.WITHDRAWN] * 2
    assert len(bench.world.written) == written
    assert bench.world.attributes[key(1)]["corrected"] == ""


async def test_what_was_confirmed_is_checked_in_analytics_later(make_bench: MakeBench) -> None:
    bench = await make_bench()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")
    await bench.until(is_fixed)

    bench.world.show_in_analytics()

    state = await bench.until(
        lambda s: s.fix is not None and s.fix.counts == {CorrectionState.VERIFIED: 1}
    )
    assert state.fix is not None
    assert state.fix.corrections[0].answer == "Analytics shows it."
