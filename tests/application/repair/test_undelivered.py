"""Tests how codes that agents' desks could not deliver come to the supervisor's window."""

from dataclasses import replace
from datetime import timedelta

from tests.application.repair.repair_harness import Bench, MakeBench, World, found, row_of
from tests.domain.repair.examples import INVOICE, MORNING, REFUND, key, leg
from tests.fakes import a_submission
from wrapup_desk.adapters.sql_ledger.factory import team_store_for
from wrapup_desk.application.repair.state import MomentKind
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode


def undelivered(number: int, code: WrapupCode = REFUND) -> Submission:
    one = a_submission(state=SubmissionState.TOO_LATE, reason="409, already ended")
    at = leg(number).started_at
    return replace(one, key=key(number), decision=Decision(code, "", Decider.AGENT, at))


async def reported(bench: Bench, *submissions: Submission) -> None:
    """Let agents' desks report on the same computer, and the repair desk look."""
    store = team_store_for("", bench.ledger_path)
    await store.report(submissions)
    await bench.take_reports(await store.reported(MORNING - timedelta(days=31)))
    await store.close()


async def test_what_the_agents_desk_reported_is_wanted_and_part_of_the_story(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    await found(bench)

    await reported(bench, undelivered(1))
    bench.desk.focus(row_of(bench, 1))

    state = bench.desk.state
    shown = state.legs.row(row_of(bench, 1))
    assert shown.wanted == shown.undelivered == REFUND
    assert shown.issue is CodeIssue.MISSING
    assert state.focus is not None
    (told,) = (one for one in state.focus.moments if one.kind is MomentKind.NOT_DELIVERED)
    assert (told.state, told.answer) == (SubmissionState.TOO_LATE, "409, already ended")


async def test_a_leg_with_another_code_than_the_agent_decided_is_listed(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    await found(bench)
    good = row_of(bench, 3)
    assert good not in bench.desk.state.rows

    await reported(bench, undelivered(3))
    state = await bench.until(lambda s: good in s.rows)

    assert state.legs.row(good).issue is CodeIssue.REPORTED


async def test_a_code_that_is_on_record_after_all_is_no_news(make_bench: MakeBench) -> None:
    bench = await make_bench()
    await found(bench)

    await reported(bench, undelivered(3, INVOICE))

    shown = bench.desk.state.legs.row(row_of(bench, 3))
    assert (shown.issue, shown.undelivered) == (None, None)


async def test_the_agents_own_code_is_what_a_fix_writes(make_bench: MakeBench) -> None:
    bench = await make_bench()
    await found(bench)
    await reported(bench, undelivered(1))

    bench.desk.preview_fix(rows=[row_of(bench, 1), row_of(bench, 2)])

    preview = bench.desk.state.preview
    assert preview is not None
    assert [(one.key, one.to_code) for one in preview.changes] == [(key(1), REFUND)]


async def test_a_reported_leg_that_no_search_found_is_read_by_itself(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench(World([leg(1)]))
    await found(bench)
    bench.world.legs[key(7)] = leg(7)

    await reported(bench, undelivered(7))
    state = await bench.until(lambda s: s.legs.row_of(key(7)) in s.rows)

    number = state.legs.row_of(key(7))
    assert number is not None
    shown = state.legs.row(number)
    assert shown.wanted == REFUND
    assert shown.is_new


async def test_reports_outlive_a_new_search(make_bench: MakeBench) -> None:
    bench = await make_bench()
    await found(bench)
    await reported(bench, undelivered(3))

    state = await found(bench)

    row = row_of(bench, 3)
    assert state.legs.row(row).undelivered == REFUND
    assert state.legs.row(row).issue is CodeIssue.REPORTED


async def test_a_report_that_is_taken_off_is_no_issue_any_more(make_bench: MakeBench) -> None:
    bench = await make_bench()
    await found(bench)
    await reported(bench, undelivered(3))

    await reported(bench, replace(undelivered(3), state=SubmissionState.CONFIRMED))

    assert bench.desk.state.legs.row(row_of(bench, 3)).issue is None


async def test_what_was_decided_outside_the_searched_time_is_not_read(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench(World([leg(1)]))
    await found(bench)
    bench.world.legs[key(7)] = leg(7)
    old = undelivered(7)
    decision = replace(old.decision, decided_at=MORNING.replace(day=1))

    await reported(bench, replace(old, decision=decision))

    assert bench.desk.state.legs.row_of(key(7)) is None
