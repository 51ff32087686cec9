"""What the tests of the repair desk's core start from: a state, and the time of day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tests.domain.repair.examples import DIRECTORY, MORNING, REFUND, ROBIN, correction, leg
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.batch_plan import StoredBatch
from wrapup_desk.application.repair.core.handle import handle
from wrapup_desk.application.repair.effects import Arrange, RepairEffect
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.messages import BatchStored, RepairMessage
from wrapup_desk.application.repair.state import Access, FindPhase, FindState, RepairState
from wrapup_desk.domain.repair.correction import Batch, BatchKind
from wrapup_desk.domain.repair.preview import Preview, preview_fix
from wrapup_desk.domain.repair.table_view import Filters, Order

NOW = MORNING + timedelta(hours=8)
DAY = Span(MORNING - timedelta(hours=9), MORNING + timedelta(hours=15))
MAY_ALL = Access(ROBIN, may_find=True, may_fix=True, may_read_words=True)


BATCH = Batch("batch-1", BatchKind.FIX, ROBIN, NOW, "Missing", 2)
FIRST, SECOND = correction(1), correction(2)
STORED = StoredBatch(BATCH, (FIRST, SECOND))


def index_of(count: int) -> LegIndex:
    legs = LegIndex(DIRECTORY)
    for number in range(1, count + 1):
        legs.put(leg(number))
    return legs


def found(count: int = 4) -> RepairState:
    """Return the state after a search that found legs without a code."""
    legs = index_of(count)
    return RepairState(
        access=MAY_ALL,
        find=FindState(FindPhase.DONE, DAY, share_done=1.0, legs_found=count),
        legs=legs,
        legs_revision=legs.revision,
        rows=tuple(range(count)),
    )


def after(
    message: RepairMessage, state: RepairState
) -> tuple[RepairState, Sequence[RepairEffect]]:
    """Return what follows from *message* at `NOW`."""
    return handle(message, state, NOW)


def signed_out(state: RepairState) -> RepairState:
    return replace(state, access=Access())


def previewed(state: RepairState | None = None) -> RepairState:
    state = state or found()
    return replace(state, preview=preview_of(state), selection=frozenset({0, 1}))


def preview_of(state: RepairState) -> Preview:
    return preview_fix(state.legs.candidates([0, 1], REFUND), state.directory)


def arranged(state: RepairState) -> Arrange:
    return Arrange(state.legs, Filters(), Order())


def running() -> RepairState:
    """Return the state while a bulk change is delivered, and the rows are arranged."""
    return after(BatchStored(STORED), found())[0]


def texts(state: RepairState) -> list[str]:
    return [notice.text for notice in state.notices]
