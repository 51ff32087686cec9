import asyncio
import csv
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.application.repair_world import (
    ACCEPTED,
    SUPERVISOR,
    Bench,
    SureRecommender,
    World,
    refused,
)
from tests.domain.repair_examples import (
    DIRECTORY,
    INVOICE,
    MORNING,
    REFUND,
    RESET,
    SAM,
    correction,
    key,
    leg,
)
from tests.fakes import a_submission
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.adapters.sql_ledger.sqlite_database import SqliteDatabase
from wrapup_desk.application.ports import NotPermitted, SignInNeeded, StoreBroken, Unreachable
from wrapup_desk.application.repair.carrier import event_of
from wrapup_desk.application.repair.repair_parts import RepairRules
from wrapup_desk.application.repair.repair_ports import CodeRead, Span, StaleCorrection
from wrapup_desk.application.repair.repair_state import Access, FindPhase, RepairState, Totals
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.repair.arrangement import Column, Filters
from wrapup_desk.domain.repair.correction import Batch, BatchKind, CorrectionState
from wrapup_desk.domain.repair.past_leg import Flaw
from wrapup_desk.domain.submission import Said, SubmissionState
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID

DAY = Span(MORNING - timedelta(hours=9), MORNING + timedelta(hours=15))
LEGS = (
    leg(1),
    leg(2, code_id=TIMEOUT_CODE_ID),
    leg(3, code_id=INVOICE.id),
    leg(4, queue_id="queue-support"),
    leg(5, code_id="gone-since-last-year"),
)
MakeBench = Callable[..., "asyncio.Future[Bench]"]
FAST = RepairRules(requests_per_minute=1_000_000)


@pytest.fixture
async def make_bench(tmp_path: Path) -> AsyncIterator[MakeBench]:
    async with AsyncExitStack() as stack:

        async def make(
            world: World | None = None, rules: RepairRules = FAST, *, is_found: bool = True
        ) -> Bench:
            bench = Bench(world or World(LEGS), tmp_path / "corrections.db", rules)
            await bench.start()
            stack.push_async_callback(bench.stop)
            if is_found:
                await found(bench)
            return bench

        yield make


async def found(bench: Bench) -> RepairState:
    bench.desk.find(DAY)
    return await bench.until(lambda s: s.find.phase is FindPhase.DONE and is_calm(s))


def is_calm(state: RepairState) -> bool:
    return not state.is_arranging and len(state.rows) > 0


def is_fixed(state: RepairState) -> bool:
    return state.fix is not None and not state.fix.work.is_running and len(state.batches) > 0


def numbers(bench: Bench) -> list[int]:
    by_key = {key(number): number for number in range(1, 600)}
    state = bench.desk.state
    return sorted(by_key[state.board.row(row).leg.key] for row in state.rows)


def row_of(bench: Bench, number: int) -> int:
    row = bench.desk.state.board.row_of(key(number))
    assert row is not None
    return row


# Find and judge


async def test_what_is_wrong_is_found_and_counted(make_bench):
    bench = await make_bench()

    state = bench.desk.state
    assert numbers(bench) == [1, 2, 4, 5]
    assert state.totals.interactions == 5
    assert state.totals.by_flaw[Flaw.MISSING] == 2
    assert state.totals.by_flaw[Flaw.DELETED] == 1
    assert state.totals.coded_share == pytest.approx(2 / 5)
    assert state.find.legs_found == 5
    assert state.access.person is not None


async def test_a_code_of_another_division_is_not_called_deleted(make_bench):
    world = World(LEGS)
    world.failures["code"] = NotPermitted("not yours")

    bench = await make_bench(world)

    assert numbers(bench) == [1, 2, 4]
    shown = bench.desk.state.board.row(row_of(bench, 5))
    assert shown.code_name == "a code you may not see"


async def test_a_search_shows_how_far_it_is_and_can_be_stopped(make_bench):
    world = World(LEGS)
    world.part_size = 2
    bench = await make_bench(world, is_found=False)
    world.find_may_go_on.clear()
    bench.desk.find(DAY)
    await bench.until(lambda s: s.find.note == "Genesys asks to wait")

    bench.desk.cancel_find()

    state = await bench.until(lambda s: s.find.phase is FindPhase.CANCELLED)
    assert state.find.note == ""


async def test_what_was_found_before_a_stop_stays(make_bench):
    world = World(LEGS)
    world.part_size = 2
    bench = await make_bench(world, is_found=False)
    bench.desk.listen(lambda s: world.find_may_go_on.clear() if s.find.legs_found >= 2 else None)
    bench.desk.find(DAY)
    await bench.until(lambda s: s.find.legs_found == 2 and bool(s.find.note))

    bench.desk.cancel_find()

    await bench.until(lambda s: s.find.phase is FindPhase.CANCELLED and len(s.rows) == 2)


async def test_a_search_that_fails_says_why_and_can_be_repeated(make_bench):
    world = World(LEGS)
    world.failures["find"] = Unreachable("api.example did not answer in time.")
    bench = await make_bench(world, is_found=False)
    bench.desk.find(DAY)

    state = await bench.until(lambda s: s.find.phase is FindPhase.FAILED)

    assert "did not answer" in state.find.note
    world.failures.clear()
    await found(bench)


async def test_an_agent_sees_why_nothing_can_be_searched(make_bench):
    world = World(LEGS)
    world.me = Agent("user-ana", "Ana", permissions=frozenset({"conversation:participant:wrapup"}))
    bench = await make_bench(world, is_found=False)

    bench.desk.find(DAY)

    state = bench.desk.state
    assert not state.access.may_find
    assert "analytics:conversationDetail:view" in state.access.problem
    assert "analytics:conversationDetail:view" in state.notices[0].text
    assert state.find.phase is FindPhase.IDLE


async def test_being_signed_out_at_the_start_is_told(make_bench):
    world = World(LEGS)
    world.me = SignInNeeded("You are signed out.")

    bench = await make_bench(world, is_found=False)

    assert bench.desk.state.access.problem == "You are signed out."


async def test_filters_search_and_order_apply_together(make_bench):
    bench = await make_bench()

    bench.desk.show_flaws([Flaw.MISSING])
    await bench.until(lambda s: len(s.rows) == 2 and is_calm(s))
    bench.desk.search("support")
    await bench.until(lambda s: len(s.rows) == 1 and is_calm(s))
    assert numbers(bench) == [4]
    bench.desk.set_filters(Filters(includes_good=True))
    bench.desk.sort(Column.STARTED, is_descending=False)
    state = await bench.until(lambda s: len(s.rows) == 5 and is_calm(s))
    assert list(state.rows) == [row_of(bench, number) for number in range(1, 6)]


async def test_selected_rows_that_get_out_of_sight_are_let_go(make_bench):
    bench = await make_bench()
    bench.desk.select_all()
    bench.desk.toggle(row_of(bench, 1))
    assert len(bench.desk.state.selection) == 3

    bench.desk.show_flaws([Flaw.MISSING])
    state = await bench.until(lambda s: len(s.rows) == 2 and is_calm(s))

    assert state.selection == {row_of(bench, 4)}


async def test_the_details_of_a_row_come_with_its_words_and_suggestion(make_bench):
    world = World(LEGS)
    world.say(key(1), "I was charged twice.", "Refund given, thank you.")
    bench = await make_bench(world)
    bench.desk.use_recommender(SureRecommender())

    bench.desk.focus(row_of(bench, 1))
    at_once = bench.desk.state.focus
    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)

    assert at_once is not None
    assert at_once.is_loading
    focus = state.focus
    assert focus is not None
    assert [moment.text for moment in focus.moments] == ["answered", "hung up", "agent completed"]
    assert focus.ranking.first is not None
    assert focus.ranking.first.code == REFUND
    assert {code.id for code in focus.codes} == {REFUND.id, INVOICE.id}
    assert len(focus.words) == 2
    assert "charged twice" not in repr(state)
    bench.desk.focus(None)
    assert bench.desk.state.focus is None


@pytest.mark.parametrize(
    ("failure", "problem"),
    [
        (None, "Nothing was transcribed"),
        (NotPermitted("needs recording:recording:view"), "recording"),
    ],
)
async def test_missing_words_are_explained(make_bench, failure, problem):
    world = World(LEGS)
    if failure:
        world.failures["words"] = failure
    bench = await make_bench(world)

    bench.desk.focus(row_of(bench, 1))

    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)
    assert state.focus is not None
    assert problem in state.focus.words_problem


async def test_codes_the_words_speak_against_are_doubted(make_bench):
    world = World(LEGS)
    world.say(key(3), "Refund given, thank you.")
    world.say(key(1), "Invoice explained")
    world.failures[f"words {key(2).communication_id}"] = Unreachable("gone")
    bench = await make_bench(world)
    bench.desk.use_recommender(SureRecommender())

    bench.desk.suggest([row_of(bench, number) for number in (1, 2, 3)])
    state = await bench.until(lambda s: s.suggesting.done == 3 and not s.suggesting.is_running)

    assert state.board.row(row_of(bench, 3)).flaw is Flaw.DOUBTED
    assert state.board.row(row_of(bench, 1)).wanted == INVOICE
    assert state.board.row(row_of(bench, 2)).suggestion is None
    await bench.until(lambda s: len(s.rows) == 5)


async def test_reading_words_stops_where_it_is_not_permitted_and_says_so(make_bench):
    world = World(LEGS)
    world.failures["words"] = NotPermitted("recording:recording:view is missing")
    bench = await make_bench(world)

    bench.desk.suggest()

    state = await bench.until(lambda s: bool(s.suggesting.note))
    assert "recording:recording:view" in state.suggesting.note
    assert state.suggesting.done == 0


async def test_what_just_went_wrong_shows_up_by_itself(make_bench):
    bench = await make_bench()
    bench.desk.follow_queues(["queue-billing"])
    await bench.until(lambda s: s.live_problem == "")
    assert bench.news.publish is not None
    assert bench.news.report is not None

    bench.news.publish([leg(9), leg(10, code_id=REFUND.id)])

    await bench.until(lambda s: len(s.rows) == 5)
    bench.news.report("The connection went silent.")
    assert bench.desk.state.live_problem == "The connection went silent."
    bench.desk.follow_queues([])
    assert bench.desk.state.live_problem is None


async def test_what_an_agents_desk_could_not_deliver_is_part_of_the_story(make_bench):
    world = World([replace(leg(1), key=a_submission().key)])
    bench = await make_bench(world)
    late = a_submission(state=SubmissionState.TOO_LATE, reason="409, already ended")
    fine = a_submission(2, state=SubmissionState.CONFIRMED)

    bench.desk.note_reported([late, fine])
    bench.desk.focus(0)

    state = bench.desk.state
    assert state.board.row(0).reported == late
    assert state.focus is not None
    assert "code too late: 409, already ended" in [one.text for one in state.focus.moments]


# Fix


async def test_a_fix_shows_what_it_would_do_then_does_it(make_bench):
    bench = await make_bench()
    bench.desk.select([row_of(bench, 1), row_of(bench, 2), row_of(bench, 4)])

    bench.desk.preview_fix(REFUND.id)
    preview = bench.desk.state.preview
    assert preview is not None
    assert preview.sentence == (
        "2 will change, 1 is skipped: 1 the code is not one of its queue's."
    )
    bench.desk.confirm("Missing since the outage", "note")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    assert state.fix.sentence == "2 changed in Genesys."
    assert bench.world.record[key(1)] == bench.world.record[key(2)] == REFUND.id
    assert bench.world.record[key(4)] == ""
    await bench.until(lambda s: numbers(bench) == [4, 5])
    assert state.preview is None
    assert state.batches[0].reason == "Missing since the outage"


async def test_each_row_gets_its_own_code_when_none_is_given(make_bench):
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


async def test_a_reason_is_asked_for_where_the_settings_want_one(make_bench):
    bench = await make_bench(rules=replace(FAST, needs_reason=True))
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])

    bench.desk.confirm("  ")

    assert bench.desk.state.needs_reason
    assert bench.desk.state.notices[0].text == "A reason is needed for this change."
    bench.desk.dismiss_notice("fix")
    assert bench.desk.state.notices == ()
    assert await bench.ledger.latest() == ()


async def test_without_the_right_to_change_codes_nothing_is_queued(make_bench):
    world = World(LEGS)
    permissions = SUPERVISOR.permissions - {"conversation:participant:wrapup"}
    world.me = replace(SUPERVISOR, permissions=permissions)
    bench = await make_bench(world)
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])

    bench.desk.confirm("r")

    assert "conversation:participant:wrapup is missing" in bench.desk.state.notices[0].text
    assert await bench.ledger.latest() == ()
    assert world.written == []


async def test_a_permission_found_missing_at_the_first_write_cancels_the_rest(make_bench):
    world = World([leg(number) for number in range(1, 41)])
    world.me = replace(SUPERVISOR, permissions=frozenset())
    lacking = ("conversation:participant:wrapup",)
    world.answer_to = lambda way, one: refused(Said.NOT_PERMITTED, missing_permissions=lacking)
    bench = await make_bench(world)
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows))

    bench.desk.confirm("r")
    state = await bench.until(lambda s: is_fixed(s) and not s.access.may_fix)

    assert state.fix is not None
    assert state.fix.counts == {CorrectionState.CANCELLED: 40}
    assert len(world.written) <= 6, "no more than one a lane"
    assert await bench.ledger.unfinished(SUPERVISOR.id) == ()
    assert lacking[0] in state.notices[-1].text


async def test_where_genesys_refuses_the_state_says_plainly_that_nothing_changed_there(make_bench):
    bench = await make_bench()
    bench.world.answer_to = lambda way, one: refused()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])

    bench.desk.confirm("r")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    assert "1 kept here only: Genesys refused, its record did not change" in state.fix.sentence
    shown = state.board.row(row_of(bench, 1))
    assert shown.is_only_in_the_ledger
    assert shown.code_name == ""
    assert shown.flaw is Flaw.MISSING


async def test_a_running_fix_can_be_cancelled_and_every_row_is_accounted_for(make_bench):
    world = World([leg(number) for number in range(1, 101)])
    bench = await make_bench(world)
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows))

    def cancel_in_the_middle(one):
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


async def test_only_one_bulk_change_runs_at_a_time(make_bench):
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


async def test_a_lost_sign_in_pauses_and_the_rest_goes_on_later(make_bench):
    world = World([leg(number) for number in range(1, 31)])
    bench = await make_bench(world)
    world.answer_to = lambda way, one: (
        ACCEPTED if len(world.written) < 10 else refused(Said.NOT_SIGNED_IN)
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


async def test_what_a_crash_left_goes_on_at_the_next_start(make_bench, tmp_path):
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
    assert "left from before went on" in notice.text
    assert (await second.ledger.check()).is_whole


async def test_a_row_another_supervisor_had_first_is_left_with_a_clear_answer(make_bench):
    bench = await make_bench()
    other = correction(1, who=SAM, decided_at=bench.world.now, changed_at=bench.world.now)
    batch = Batch("batch-sam", BatchKind.FIX, SAM, bench.world.now)
    await bench.ledger.plan(batch, [other], [event_of(other)])
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1), row_of(bench, 2)])

    bench.desk.confirm("r")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    assert state.fix.conflicts == (other,)
    assert state.fix.sentence == "1 changed in Genesys, 1 left to another supervisor."
    assert bench.world.record[key(1)] == ""
    shown = state.board.row(row_of(bench, 1)).correction
    assert shown is not None
    assert shown.who == SAM


async def test_a_batch_is_undone_but_never_over_a_later_change(make_bench):
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
    assert state.preview.sentence == (
        "5 will change, 1 is skipped: 1 had no code before, and Genesys cannot take a code away."
    )
    bench.desk.confirm("undo")
    state = await bench.until(lambda s: is_fixed(s) and len(s.batches) == 2)

    assert state.fix is not None
    assert state.fix.counts == {CorrectionState.CONFIRMED: 4, CorrectionState.SKIPPED: 1}
    assert state.fix.batch.kind is BatchKind.UNDO
    record = bench.world.record
    assert [record[key(n)] for n in (1, 3, 4, 5)] == [INVOICE.id] * 4
    assert record[key(2)] == "someone's later choice"
    assert record[key(6)] == REFUND.id


async def test_undoing_what_only_the_ledger_has_takes_it_back_there(make_bench):
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


async def test_what_was_confirmed_is_checked_in_analytics_later(make_bench):
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


# Prove


async def test_figures_are_worked_out_of_everything_found(make_bench):
    world = World(LEGS)
    world.say(key(3), "Invoice explained")
    bench = await make_bench(world)
    bench.desk.use_recommender(SureRecommender())
    bench.desk.suggest([row_of(bench, 3)])
    await bench.until(lambda s: s.suggesting.done == 1)

    bench.desk.read_reports()
    state = await bench.until(lambda s: s.reports is not None)

    assert state.reports is not None
    assert state.reports.legs_count == 5
    assert state.totals.agreed_share == 1.0
    assert state.reports.missing_by_queue[0].label == "Support"


async def test_the_rows_shown_are_exported_and_the_trail_says_who_did(make_bench, tmp_path):
    world = World([leg(1, customer_name="=cmd|'/C calc'!A0")])
    bench = await make_bench(world)
    path = tmp_path / "rows.csv"

    bench.desk.export_rows(path)
    state = await bench.until(lambda s: len(s.notices) > 0)

    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["Ended", "Agent", "Queue", "Customer"]
    assert rows[1][3] == "'=cmd|'/C calc'!A0"
    assert rows[1][6] == "no code"
    assert "1 rows are in" in state.notices[0].text
    entry = (await bench.ledger.audit())[-1]
    assert (entry.event.action, entry.event.who.name) == ("exported", "Robin Supervisor")
    assert path.stat().st_mode & 0o077 == 0


async def test_the_trail_is_checked_and_exported_with_its_hashes(make_bench, tmp_path):
    bench = await make_bench()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("Missing", "note")
    await bench.until(is_fixed)

    bench.desk.check_audit()
    state = await bench.until(lambda s: s.audit is not None)
    bench.desk.export_audit(tmp_path / "audit.csv")
    await bench.until(lambda s: len(s.notices) > 0)

    assert state.audit is not None
    assert state.audit.is_whole
    rows = list(csv.reader((tmp_path / "audit.csv").read_text("utf-8-sig").splitlines()))
    assert [row[3] for row in rows[1:]] == ["planned", "sent by way A", "accepted", "confirmed"]
    assert rows[-1][-1] == state.audit.head.hash


async def test_a_file_that_cannot_be_written_is_told(make_bench, tmp_path):
    bench = await make_bench()

    bench.desk.export_rows(tmp_path / "no such folder" / "rows.csv")

    state = await bench.until(lambda s: len(s.notices) > 0)
    assert "cannot be written" in state.notices[0].text


async def test_a_ledger_that_cannot_be_used_is_told_and_nothing_is_sent(make_bench, tmp_path):
    bench = await make_bench()
    await bench.ledger._run(bench.ledger._database.close)
    (tmp_path / "corrections.db").write_bytes(b"damaged" * 1000)
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])

    bench.desk.confirm("r")
    state = await bench.until(lambda s: len(s.notices) > 0)

    assert "damaged" in state.notices[0].text
    assert bench.world.written == []


async def test_a_new_search_keeps_what_belongs_to_the_legs(make_bench):
    bench = await make_bench()
    bench.world.answer_to = lambda way, one: refused()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")
    await bench.until(is_fixed)

    await found(bench)

    assert bench.desk.state.board.row(row_of(bench, 1)).is_only_in_the_ledger
    assert bench.desk.state.directory.queues == DIRECTORY.queues


# The rest of the story


async def test_the_details_tell_what_was_corrected_and_what_came_of_it(make_bench):
    bench = await make_bench()
    bench.world.answer_to = lambda way, one: refused()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 2)])
    bench.desk.confirm("r")
    await bench.until(is_fixed)

    bench.desk.focus(row_of(bench, 2))
    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)

    assert state.focus is not None
    texts = [moment.text for moment in state.focus.moments]
    assert "time to wrap up ran out" in texts
    assert "Robin Supervisor decided: Timed out → Refund given" in texts
    assert texts[-1] == "correction kept: Genesys refused: 409."
    assert len(state.focus.corrections) == 1


async def test_the_details_come_without_the_ledger_too(make_bench, tmp_path):
    bench = await make_bench()
    await bench.ledger._run(bench.ledger._database.close)
    (tmp_path / "corrections.db").write_bytes(b"damaged" * 1000)

    bench.desk.focus(row_of(bench, 1))

    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)
    assert state.focus is not None
    assert state.focus.corrections == ()


async def test_details_that_come_late_do_not_replace_those_of_another_row(make_bench):
    bench = await make_bench()

    bench.desk.focus(row_of(bench, 1))
    bench.desk.focus(row_of(bench, 2))

    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)
    assert state.focus is not None
    assert state.focus.row == row_of(bench, 2)


async def test_a_ledger_that_fails_in_the_middle_stops_the_change_and_says_so(
    make_bench, tmp_path
):
    world = World([leg(number) for number in range(1, 31)])
    bench = await make_bench(world)
    broken = StoreBroken("The disk is gone.")

    async def fail(correction, events):
        raise broken

    keep = bench.ledger.keep
    world.before_write = lambda one: (
        setattr(bench.ledger, "keep", fail) if len(world.written) == 8 else None
    )
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows))
    bench.desk.confirm("r")
    state = await bench.until(is_fixed)

    assert state.fix is not None
    assert state.fix.work.note == "The disk is gone."
    bench.ledger.keep = keep  # type: ignore[method-assign]  # as it was
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


async def test_a_row_another_program_of_mine_took_over_is_left_to_it(make_bench):
    bench = await make_bench()

    def take_over(one):
        bench.world.before_write = lambda one: None
        steal.set()

    steal = asyncio.Event()
    bench.world.before_write = take_over
    bench.world.takes_effect = False
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")
    await steal.wait()
    other = SqlLedger(SqliteDatabase(Path(bench.ledger._database._path)))
    sent = (await other.unfinished(SUPERVISOR.id))[0]
    with suppress(StaleCorrection):
        taken = sent.moved(CorrectionState.SKIPPED, bench.world.now, "done elsewhere")
        await other.keep(taken, [event_of(taken)])

    await bench.until(is_fixed)

    assert await bench.ledger.unfinished(SUPERVISOR.id) == ()
    await other.close()


async def test_an_accepted_code_is_judged_by_analytics_where_nothing_else_can_be_read(make_bench):
    bench = await make_bench()
    late = CodeRead(ACCEPTED, None, is_late=True)
    bench.world.read_answers.extend([late] * 4)
    bench.world.takes_effect = False
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1), row_of(bench, 2)])
    bench.desk.confirm("r")
    state = await bench.until(is_fixed)
    assert state.fix is not None
    assert state.fix.counts == {CorrectionState.ACCEPTED: 2}
    assert "2 accepted, not shown yet" in state.fix.sentence

    bench.world.record[key(1)] = REFUND.id
    bench.world.show_in_analytics()
    await bench.until(lambda s: s.fix is not None and CorrectionState.VERIFIED in s.fix.counts)
    bench.world.now += timedelta(hours=2)
    state = await bench.until(lambda s: s.fix is not None and CorrectionState.KEPT in s.fix.counts)

    assert state.fix is not None
    answers = {one.state: one.answer for one in state.fix.corrections}
    assert answers[CorrectionState.KEPT] == "Genesys accepted it, but analytics does not show it."


async def test_analytics_that_cannot_be_read_is_asked_again_later(make_bench):
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


async def test_a_damaged_ledger_does_not_keep_the_window_from_showing_legs(tmp_path):
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


async def test_a_preview_can_be_dropped_and_an_empty_one_does_nothing(make_bench):
    bench = await make_bench()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.drop_preview()
    bench.desk.confirm("r")
    bench.desk.preview_fix(REFUND.id, [])
    bench.desk.confirm("r")
    bench.desk.cancel_fix()

    assert bench.desk.state.fix is None
    assert await bench.ledger.latest() == ()


async def test_reading_words_can_be_stopped(make_bench):
    bench = await make_bench()
    bench.desk.suggest([row_of(bench, 1)])

    bench.desk.cancel_suggesting()

    assert not bench.desk.state.suggesting.is_running


async def test_queue_codes_that_cannot_be_read_leave_every_code_to_choose_from(make_bench):
    world = World(LEGS)
    world.failures["queue codes"] = Unreachable("not now")

    bench = await make_bench(world)

    assert len(bench.desk.state.directory.codes_of("queue-billing")) == 3


def test_figures_without_legs_are_no_figures():
    assert Totals().coded_share is None
    assert Totals().agreed_share is None
    assert not Access().may_fix
