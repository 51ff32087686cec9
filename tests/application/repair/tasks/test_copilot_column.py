"""Tests that Copilot's predictions are read for rows in sight, once, and a refusal stays silent."""

from dataclasses import replace

from tests.application.repair.repair_harness import FAST, LEGS, Bench, MakeBench, World, found
from tests.domain.repair.examples import REFUND
from wrapup_desk.application.base.ports import ContactCentreError, NotPermitted, Unreachable
from wrapup_desk.application.repair.desk import RepairDesk
from wrapup_desk.application.repair.tasks.repair_tasks import Slot
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.interaction import LegKey


class Copilot:
    """Predicts the refund for every leg, unless it refuses."""

    def __init__(self, trouble: ContactCentreError | None = None) -> None:
        self.trouble = trouble
        self.asked: list[LegKey] = []

    async def of_leg(self, key: LegKey) -> PredictedCode | None:
        self.asked.append(key)
        if self.trouble is not None:
            raise self.trouble
        return PredictedCode(REFUND.id, 0.8) if len(self.asked) > 1 else None


async def with_copilot(make_bench: MakeBench, copilot: Copilot) -> Bench:
    bench = await make_bench()
    await bench.desk.stop()
    other = Bench(World(LEGS), bench.ledger_path, FAST)
    other.parts = replace(other.parts, predictions=copilot)
    other.desk = RepairDesk(other.parts, FAST)
    other.desk.listen(lambda _state: other._changed.set())
    await other.start()
    await found(other)
    return other


async def test_rows_in_sight_are_asked_for_once_and_their_prediction_shows(
    make_bench: MakeBench,
) -> None:
    copilot = Copilot()
    bench = await with_copilot(make_bench, copilot)
    rows = list(bench.desk.state.rows)[:3]

    bench.desk.see_rows(rows)
    state = await bench.until(
        lambda s: all(s.legs.is_prediction_known(row) for row in rows) and bool(s.legs_revision)
    )
    bench.desk.see_rows(rows)

    assert [state.legs.row(row).predicted for row in rows] == [
        None,
        (REFUND.name, 0.8),
        (REFUND.name, 0.8),
    ]
    assert len(copilot.asked) == 3
    await bench.stop()


async def test_a_refusal_is_silent_and_nothing_more_is_asked(make_bench: MakeBench) -> None:
    copilot = Copilot(NotPermitted("conversation:summary:view is missing"))
    bench = await with_copilot(make_bench, copilot)
    rows = list(bench.desk.state.rows)[:3]

    bench.desk.see_rows(rows)
    state = await bench.until(lambda s: not s.may_read_predictions)
    bench.desk.see_rows(rows)

    assert len(copilot.asked) == 1
    assert state.notices == ()
    await bench.stop()


async def test_what_cannot_be_read_now_is_asked_for_another_time(make_bench: MakeBench) -> None:
    copilot = Copilot(Unreachable("no network"))
    bench = await with_copilot(make_bench, copilot)
    rows = list(bench.desk.state.rows)[:1]
    bench.desk.see_rows(rows)
    await bench.desk._tasks.finished(Slot.PREDICTIONS)
    assert len(copilot.asked) == 1

    copilot.trouble = None
    bench.desk.see_rows(rows)

    state = await bench.until(lambda s: s.legs.is_prediction_known(rows[0]))
    assert state.may_read_predictions
    await bench.stop()
