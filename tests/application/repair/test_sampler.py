from dataclasses import replace

from tests.application.repair.repair_harness import MakeBench, World
from tests.domain.repair.examples import INVOICE, REFUND, leg
from wrapup_desk.domain.quality.sample import SampleRequest, Stratum, Verdict

CODED = [leg(number, code_id=REFUND.id) for number in range(1, 9)]
MISSING = leg(20)


async def test_verdicts_are_in_the_trail_and_known_when_the_same_sample_is_drawn_again(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench(World([*CODED, MISSING]))
    bench.desk.draw_sample(SampleRequest(3, seed=5))
    state = await bench.until(lambda s: s.sample is not None)
    first, second, third = state.rows

    bench.desk.judge(first, Verdict.WRONG, INVOICE.id)
    bench.desk.judge(second, Verdict.RIGHT)
    await bench.until(lambda s: s.sample is not None and s.sample.result.reviewed == 2)
    bench.desk.leave_sample()
    bench.desk.draw_sample(SampleRequest(3, seed=5))
    state = await bench.until(lambda s: s.sample is not None)

    assert state.sample is not None
    assert list(state.rows) == [first, second, third]
    assert state.sample.result.mistaken == {(REFUND.id, INVOICE.id): 1}
    assert state.sample.next_row == third
    actions = [entry.event.action for entry in await bench.ledger.audit()]
    assert actions[-2:] == ["reviewed: wrong", "reviewed: right"]
    assert (await bench.ledger.check()).is_whole


async def test_a_verdict_on_a_code_that_was_changed_since_does_not_count_any_more(
    make_bench: MakeBench,
) -> None:
    world = World([CODED[0], MISSING])
    bench = await make_bench(world)
    bench.desk.draw_sample(SampleRequest(1))
    state = await bench.until(lambda s: s.sample is not None)
    bench.desk.judge(state.rows[0], Verdict.WRONG, INVOICE.id)
    state = await bench.until(lambda s: s.sample is not None and s.sample.result.reviewed == 1)

    state.legs.put(replace(CODED[0], code_id=INVOICE.id))
    bench.desk.leave_sample()
    bench.desk.draw_sample(SampleRequest(1))
    state = await bench.until(lambda s: s.sample is not None)

    assert state.sample is not None
    assert state.sample.result.reviewed == 0


async def test_the_figures_know_agents_weeks_and_what_reviewers_found(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench(World([*CODED, MISSING]))
    bench.desk.draw_sample(SampleRequest(8, stratum=Stratum.AGENT))
    state = await bench.until(lambda s: s.sample is not None)
    for row in state.rows[:4]:
        bench.desk.judge(row, Verdict.WRONG, INVOICE.id)
    await bench.until(lambda s: s.sample is not None and s.sample.result.reviewed == 4)

    bench.desk.read_reports()
    state = await bench.until(lambda s: bool(s.quality.coaching.agents))

    (mia,) = state.quality.coaching.agents
    assert (mia.legs, mia.missing.count) == (9, 1)
    assert (mia.sampled_wrong.count, mia.sampled_wrong.of) == (4, 4)
    assert state.quality.codes.confused[0].count == 4
