import pytest

from tests.application.repair.repair_harness import (
    DAY,
    LEGS,
    MakeBench,
    SureRecommender,
    World,
    found,
    is_calm,
    numbers,
    row_of,
)
from tests.domain.repair.examples import INVOICE, REFUND, key, leg
from wrapup_desk.application.base.ports import (
    ContactCentreError,
    NotPermitted,
    SignInNeeded,
    Unreachable,
)
from wrapup_desk.application.repair.state import FindPhase, MomentKind
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.table_view import Column, Filters

# Find and judge


async def test_what_is_wrong_is_found_and_counted(make_bench: MakeBench) -> None:
    bench = await make_bench()

    state = bench.desk.state
    assert numbers(bench) == [1, 2, 4, 5]
    assert state.totals.interactions == 5
    assert state.totals.by_issue[CodeIssue.MISSING] == 2
    assert state.totals.by_issue[CodeIssue.DELETED] == 1
    assert state.totals.coded_share == pytest.approx(2 / 5)
    assert state.find.legs_found == 5
    assert state.access.person is not None


async def test_a_code_of_another_division_is_not_called_deleted(make_bench: MakeBench) -> None:
    world = World(LEGS)
    world.failures["code"] = NotPermitted("not yours")

    bench = await make_bench(world)

    assert numbers(bench) == [1, 2, 4]
    shown = bench.desk.state.legs.row(row_of(bench, 5))
    assert shown.code_name == "a code you may not see"


async def test_a_search_shows_how_far_it_is_and_can_be_stopped(make_bench: MakeBench) -> None:
    world = World(LEGS)
    world.part_size = 2
    bench = await make_bench(world, is_found=False)
    world.find_may_go_on.clear()
    bench.desk.find(DAY)
    await bench.until(lambda s: s.find.note == "Genesys asks to wait")

    bench.desk.cancel_find()

    state = await bench.until(lambda s: s.find.phase is FindPhase.CANCELLED)
    assert state.find.note == ""


async def test_what_was_found_before_a_stop_stays(make_bench: MakeBench) -> None:
    world = World(LEGS)
    world.part_size = 2
    bench = await make_bench(world, is_found=False)
    bench.desk.listen(lambda s: world.find_may_go_on.clear() if s.find.legs_found >= 2 else None)
    bench.desk.find(DAY)
    await bench.until(lambda s: s.find.legs_found == 2 and bool(s.find.note))

    bench.desk.cancel_find()

    await bench.until(lambda s: s.find.phase is FindPhase.CANCELLED and len(s.rows) == 2)


async def test_a_search_that_fails_says_why_and_can_be_repeated(make_bench: MakeBench) -> None:
    world = World(LEGS)
    world.failures["find"] = Unreachable("api.example did not answer in time.")
    bench = await make_bench(world, is_found=False)
    bench.desk.find(DAY)

    state = await bench.until(lambda s: s.find.phase is FindPhase.FAILED)

    assert "did not answer" in state.find.note
    world.failures.clear()
    await found(bench)


async def test_an_agent_sees_why_nothing_can_be_searched(make_bench: MakeBench) -> None:
    world = World(LEGS)
    world.me = Agent("user-ana", "Ana", permissions=frozenset({"conversation:participant:wrapup"}))
    bench = await make_bench(world, is_found=False)

    bench.desk.find(DAY)

    state = bench.desk.state
    assert not state.access.may_find
    assert "analytics:conversationDetail:view" in state.access.problem
    assert "analytics:conversationDetail:view" in state.notices[0].text
    assert state.find.phase is FindPhase.IDLE


async def test_being_signed_out_at_the_start_is_told(make_bench: MakeBench) -> None:
    world = World(LEGS)
    world.me = SignInNeeded("You are signed out.")

    bench = await make_bench(world, is_found=False)

    assert bench.desk.state.access.problem == "You are signed out."


async def test_filters_search_and_order_apply_together(make_bench: MakeBench) -> None:
    bench = await make_bench()

    bench.desk.show_issues([CodeIssue.MISSING])
    await bench.until(lambda s: len(s.rows) == 2 and is_calm(s))
    bench.desk.search("support")
    await bench.until(lambda s: len(s.rows) == 1 and is_calm(s))
    assert numbers(bench) == [4]
    bench.desk.set_filters(Filters(includes_good=True))
    bench.desk.sort(Column.STARTED, is_descending=False)
    state = await bench.until(lambda s: len(s.rows) == 5 and is_calm(s))
    assert list(state.rows) == [row_of(bench, number) for number in range(1, 6)]


async def test_selected_rows_that_get_out_of_sight_are_let_go(make_bench: MakeBench) -> None:
    bench = await make_bench()
    bench.desk.select_all()
    bench.desk.toggle(row_of(bench, 1))
    assert len(bench.desk.state.selection) == 3

    bench.desk.show_issues([CodeIssue.MISSING])
    state = await bench.until(lambda s: len(s.rows) == 2 and is_calm(s))

    assert state.selection == {row_of(bench, 4)}


async def test_the_details_of_a_row_come_with_its_words_and_suggestion(
    make_bench: MakeBench,
) -> None:
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
    assert [moment.kind for moment in focus.moments] == [
        MomentKind.ANSWERED,
        MomentKind.HUNG_UP,
        MomentKind.COMPLETED,
    ]
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
async def test_missing_words_are_explained(
    make_bench: MakeBench, failure: ContactCentreError | None, problem: str
) -> None:
    world = World(LEGS)
    if failure:
        world.failures["words"] = failure
    bench = await make_bench(world)

    bench.desk.focus(row_of(bench, 1))

    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)
    assert state.focus is not None
    assert problem in state.focus.words_problem


async def test_codes_the_words_speak_against_are_doubted(make_bench: MakeBench) -> None:
    world = World(LEGS)
    world.say(key(3), "Refund given, thank you.")
    world.say(key(1), "Invoice explained")
    world.failures[f"words {key(2).communication_id}"] = Unreachable("gone")
    bench = await make_bench(world)
    bench.desk.use_recommender(SureRecommender())

    bench.desk.suggest([row_of(bench, number) for number in (1, 2, 3)])
    state = await bench.until(lambda s: s.suggesting.done == 3 and not s.suggesting.is_running)

    assert state.legs.row(row_of(bench, 3)).issue is CodeIssue.DOUBTED
    assert state.legs.row(row_of(bench, 1)).wanted == INVOICE
    assert state.legs.row(row_of(bench, 2)).suggestion is None
    await bench.until(lambda s: len(s.rows) == 5)


async def test_reading_words_stops_where_it_is_not_permitted_and_says_so(
    make_bench: MakeBench,
) -> None:
    world = World(LEGS)
    world.failures["words"] = NotPermitted("recording:recording:view is missing")
    bench = await make_bench(world)

    bench.desk.suggest()

    state = await bench.until(lambda s: bool(s.suggesting.note))
    assert "recording:recording:view" in state.suggesting.note
    assert state.suggesting.done == 0


async def test_what_just_went_wrong_shows_up_by_itself(make_bench: MakeBench) -> None:
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
