"""What the tests of the repair desk share: a found day, and steps to wait for."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from tests.application.repair_world import (
    Bench,
)
from tests.domain.repair_examples import (
    INVOICE,
    MORNING,
    key,
    leg,
)
from wrapup_desk.application.repair.repair_parts import RepairRules
from wrapup_desk.application.repair.repair_ports import Span
from wrapup_desk.application.repair.repair_state import FindPhase, RepairState
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID

DAY = Span(MORNING - timedelta(hours=9), MORNING + timedelta(hours=15))
LEGS = (
    leg(1),
    leg(2, code_id=TIMEOUT_CODE_ID),
    leg(3, code_id=INVOICE.id),
    leg(4, queue_id="queue-support"),
    leg(5, code_id="gone-since-last-year"),
)
MakeBench = Callable[..., Awaitable[Bench]]
FAST = RepairRules(requests_per_minute=1_000_000)


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
