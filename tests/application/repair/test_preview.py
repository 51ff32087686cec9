"""Tests previews of very many rows: they come later, can be stopped, and are freed again."""

from dataclasses import replace

import pytest

from tests.application.repair.repair_harness import Bench, MakeBench, World
from tests.domain.repair.examples import REFUND, key, leg
from wrapup_desk.application.repair.effects import PREVIEWED_AT_ONCE

MANY = PREVIEWED_AT_ONCE * 5


@pytest.fixture
async def bench(make_bench: MakeBench) -> Bench:
    made = await make_bench(World([replace(leg(1), key=key(number)) for number in range(MANY)]))
    await made.until(lambda s: len(s.rows) == MANY)
    return made


async def test_a_preview_of_very_many_rows_comes_with_progress(bench: Bench) -> None:
    seen: list[int] = []
    bench.desk.listen(lambda s: seen.append(s.previewing.done))
    bench.desk.select_all()

    bench.desk.preview_fix(REFUND.id)
    assert bench.desk.state.preview is None
    state = await bench.until(lambda s: s.preview is not None)

    assert state.preview is not None
    assert len(state.preview.changes) == MANY
    assert not state.previewing.is_running
    assert any(0 < done < MANY for done in seen)


async def test_a_preview_can_be_stopped_before_it_is_there(bench: Bench) -> None:
    bench.desk.preview_fix(REFUND.id, tuple(bench.desk.state.rows))
    await bench.until(lambda s: s.previewing.is_running)

    bench.desk.drop_preview()

    assert not bench.desk.state.previewing.is_running
    bench.desk.preview_fix(REFUND.id, list(bench.desk.state.rows)[:1])
    assert bench.desk.state.preview is not None
    assert len(bench.desk.state.preview.changes) == 1


async def test_another_selection_drops_a_preview_and_frees_it(bench: Bench) -> None:
    bench.desk.preview_fix(REFUND.id, tuple(bench.desk.state.rows))
    state = await bench.until(lambda s: s.preview is not None)
    preview = state.preview
    assert preview is not None

    bench.desk.select([bench.desk.state.rows[0]])

    assert bench.desk.state.preview is None
    for _ in range(MANY):
        if not preview.changes:
            break
        await bench.clock.sleep(0.001)
    assert not preview.changes


async def test_a_confirmed_change_keeps_its_rows_until_it_is_stored(bench: Bench) -> None:
    bench.desk.preview_fix(REFUND.id, tuple(bench.desk.state.rows))
    await bench.until(lambda s: s.preview is not None)

    bench.desk.confirm("r")
    bench.desk.select([])
    state = await bench.until(lambda s: s.fix is not None)

    assert state.fix is not None
    assert len(state.fix.corrections) == MANY
    bench.desk.cancel_fix()
