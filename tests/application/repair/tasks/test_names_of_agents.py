"""Analytics gives agents by id: the repair desk shows, finds and exports them by name."""

from dataclasses import replace

from tests.application.repair.repair_harness import LEGS, MakeBench, World, found, row_of
from tests.domain.repair.examples import leg
from wrapup_desk.application.base.notice import NoticeKind
from wrapup_desk.application.base.ports import NotPermitted

NAMELESS = [replace(each, agent_name="") for each in LEGS]


async def test_agents_without_a_name_get_theirs_from_the_directory(make_bench: MakeBench) -> None:
    world = World([*NAMELESS, leg(7, agent_id="1f2e3d4c-gone", agent_name="")])
    world.agents = {each.agent_id: f"Name of {each.agent_id}" for each in LEGS}
    world.agents["1f2e3d4c-gone"] = ""

    bench = await make_bench(world)

    legs = bench.desk.state.legs
    assert legs.row(row_of(bench, 1)).leg.agent_name == f"Name of {LEGS[0].agent_id}"
    assert legs.row(row_of(bench, 7)).leg.agent_name == "Former agent 1f2e3d4c"
    assert not bench.desk.state.notices
    bench.desk.search("former")
    await bench.until(lambda s: len(s.rows) == 1)


async def test_names_that_may_not_be_read_are_told_once_and_the_id_stands_for_them(
    make_bench: MakeBench,
) -> None:
    world = World(NAMELESS)
    world.part_size = 1
    world.failures["names"] = NotPermitted("directory:user:view is missing.")

    bench = await make_bench(world, is_found=False)
    await found(bench)

    shown = bench.desk.state.legs.row(row_of(bench, 1))
    assert shown.agent_name == f"Agent {shown.leg.agent_id[:8]}"
    told = [each for each in bench.desk.state.notices if each.key == "find"]
    assert [each.kind for each in told] == [NoticeKind.WARNING]
    assert told[0].text.count("directory:user:view") == 1
