"""The fixture that tests of deliveries share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.genesys.rest_harness import FastClock
from tests.application.repair.delivery_harness import Shop
from tests.application.repair.repair_harness import FakeRecord, World
from tests.domain.repair.examples import correction, leg
from wrapup_desk.adapters.sql_ledger.factory import ledger_for
from wrapup_desk.application.base.rate_gate import RateGate
from wrapup_desk.application.repair.messages import CorrectionChanged, RateLimitReported
from wrapup_desk.application.repair.tasks.correction_delivery import DeliveryContext


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    world = World([leg(1)])
    ledger = ledger_for("", tmp_path / "corrections.db")
    await ledger.open()
    clock = FastClock(200)
    gate = RateGate(clock, 1_000_000)
    posted: list[CorrectionChanged | RateLimitReported] = []
    context = DeliveryContext(
        FakeRecord(world), ledger, clock, gate, lambda: world.now, posted.append
    )
    made = Shop(world, ledger, context, correction(1), posted)
    await made.store(made.correction)
    yield made
    await ledger.close()
