"""Tests what Genesys refuses: it leaves the list, and is not tried over and over."""

from tests.application.repair.repair_harness import (
    Bench,
    MakeBench,
    World,
    is_fixed,
    numbers,
    refused,
    row_of,
)
from tests.domain.repair.examples import INVOICE, MORNING, REFUND, correction, key, leg
from wrapup_desk.application.repair.ports import RecordAnswer, Way
from wrapup_desk.application.repair.tasks.learnt_refusals import LearntRefusals
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.correction import Correction, CorrectionState, Try
from wrapup_desk.domain.repair.preview import SkipReason
from wrapup_desk.domain.repair.table_view import Filters
from wrapup_desk.domain.submission import ServerReply


def refuse_all(way: Way, one: Correction) -> RecordAnswer:
    return refused(ServerReply.NOT_FOUND if way is Way.ON_BEHALF else ServerReply.CONFLICT)


async def fix_all(bench: Bench, legs: int) -> None:
    bench.desk.preview_fix(REFUND.id, [row_of(bench, number) for number in range(1, legs + 1)])
    await bench.until(lambda s: s.preview is not None)
    before = len(bench.desk.state.batches)
    bench.desk.confirm("r")
    await bench.until(lambda s: is_fixed(s) and len(s.batches) > before)


async def test_what_genesys_refused_leaves_the_list_and_can_be_asked_for(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench(World([leg(1), leg(2), leg(3, queue_id="queue-support")]))
    share = bench.desk.state.totals.coded_share
    bench.world.answer_to = refuse_all

    await fix_all(bench, 2)

    state = await bench.until(lambda s: numbers(bench) == [3])
    assert state.totals.by_issue[CodeIssue.KEPT_HERE] == 2
    assert state.totals.by_issue[CodeIssue.MISSING] == 1
    assert state.totals.coded_share == share, "the record has not changed"
    bench.desk.set_filters(Filters(issues=frozenset({CodeIssue.KEPT_HERE})))
    await bench.until(lambda s: numbers(bench) == [1, 2])
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    preview = bench.desk.state.preview
    assert preview is not None
    assert preview.reasons == {SkipReason.KEPT_HERE: 1}


async def test_what_was_taken_back_is_in_the_list_again(make_bench: MakeBench) -> None:
    bench = await make_bench(World([leg(1), leg(2)]))
    bench.world.answer_to = refuse_all
    await fix_all(bench, 1)
    state = await bench.until(lambda s: numbers(bench) == [2])

    bench.desk.preview_undo(state.batches[0].id)
    await bench.until(lambda s: s.preview is not None)
    bench.desk.confirm("r")

    await bench.until(lambda s: numbers(bench) == [1, 2])


async def test_a_refusal_that_is_the_rule_is_learnt_and_the_rest_is_told(
    make_bench: MakeBench,
) -> None:
    count = 20
    bench = await make_bench(World([leg(number) for number in range(1, count + 1)]))
    bench.world.answer_to = refuse_all

    await fix_all(bench, count)

    fix = bench.desk.state.fix
    assert fix is not None
    assert fix.counts == {CorrectionState.KEPT: count}
    told = [one for one in fix.corrections if one.answer.startswith("Not tried: ")]
    assert len(told) >= 8
    assert all("Genesys refused: 409." in one.answer and not one.tries for one in told)
    assert len(bench.world.written) == 3 * (count - len(told))


def refused_once(
    media: Media = Media.CALL, said: ServerReply = ServerReply.CONFLICT
) -> Correction:
    tries = (Try("A", said, "409: no", MORNING), Try("C", ServerReply.NOT_FOUND, "404", MORNING))
    return correction(1, state=CorrectionState.KEPT, tries=tries, media=media)


def learnt(times: int, one: Correction) -> LearntRefusals:
    refusals = LearntRefusals()
    for _ in range(times):
        refusals.note(one)
    return refusals


def test_two_refusals_are_no_rule_yet_and_the_rule_is_the_mediums() -> None:
    assert learnt(2, refused_once()).answer_without_trying(Media.CALL) == ""
    assert "409: no" in learnt(3, refused_once()).answer_without_trying(Media.CALL)
    assert learnt(3, refused_once()).answer_without_trying(Media.EMAIL) == ""


def test_legs_that_are_gone_make_no_rule() -> None:
    gone = refused_once(said=ServerReply.NOT_FOUND)

    assert learnt(9, gone).answer_without_trying(Media.CALL) == ""


def test_a_leg_in_ten_is_tried_all_the_same_and_one_that_is_taken_ends_the_rule() -> None:
    refusals = learnt(3, refused_once())

    answers = [refusals.answer_without_trying(Media.CALL) for _ in range(20)]
    assert [place for place, answer in enumerate(answers, 1) if not answer] == [10, 20]

    refusals.note(correction(1, state=CorrectionState.CONFIRMED))
    assert refusals.answer_without_trying(Media.CALL) == ""


async def test_a_preview_says_which_rows_can_never_be_undone(make_bench: MakeBench) -> None:
    legs = [leg(1), leg(2, code_id=INVOICE.id), leg(3, code_id="deleted-last-year")]
    bench = await make_bench(World(legs))

    bench.desk.preview_fix(REFUND.id, [row_of(bench, number) for number in (1, 2, 3)])

    preview = bench.desk.state.preview
    assert preview is not None
    assert preview.lasting == {SkipReason.NO_CODE_BEFORE: 1, SkipReason.DELETED_BEFORE: 1}


async def test_nothing_is_stored_as_a_correction_to_a_deleted_code(make_bench: MakeBench) -> None:
    bench = await make_bench(World([leg(1, code_id="deleted-last-year"), leg(2)]))
    await fix_all(bench, 1)
    batch_id = bench.desk.state.batches[0].id

    bench.desk.preview_undo(batch_id)
    state = await bench.until(lambda s: s.preview is not None)

    assert state.preview is not None
    assert not state.preview.changes
    assert state.preview.reasons == {SkipReason.DELETED_BEFORE: 1}
    assert [one.to_code for one in await bench.ledger.history_of(key(1))] == [REFUND]
