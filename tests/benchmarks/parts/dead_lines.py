"""Measures how long a key takes to the record when every open connection has died without a word."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.faults.desks import SignedInDesk, signed_in_desk
from tests.faults.proxy import Proxy
from tests.faults.simulator_harness import SimulatorHarness
from wrapup_desk.domain.interaction import Phase

TARGET_S = 4.0
_GIVEN_UP_AFTER_S = 30.0


async def key_to_record_s(trials: int, *, is_told: bool = False) -> list[float]:
    """Return how long each trial took.

    With *is_told* the computer has noticed the change of its network before the key is pressed.
    """
    # The end of a desk waits for no chore that hangs on a busy disk: it may write once more.
    kept = TemporaryDirectory(prefix="dead-lines-", ignore_cleanup_errors=True)
    with SimulatorHarness(7) as stage, kept as folder:
        line = Proxy(urlsplit(stage.api).port or 0)
        api = await line.start()
        try:
            spans = []
            for trial in range(trials):
                async with signed_in_desk(api, stage.token, Path(folder, str(trial))) as desk:
                    spans.append(await _one(stage, desk, line, is_told=is_told))
            return spans
        finally:
            await line.stop()


async def _one(
    stage: SimulatorHarness, desk: SignedInDesk, line: Proxy, *, is_told: bool
) -> float:
    leg_id = stage.new_leg()["communication_id"]
    await desk.until_card(
        leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL and bool(card.codes)
    )
    if line.black_hole() < 2:
        raise AssertionError("the stream and a connection for requests were to be open")
    if is_told:
        await desk.rest.network_changed()
    began_s = time.monotonic()
    desk.desk.choose_code(leg_id, stage.codes[0])
    async with asyncio.timeout(_GIVEN_UP_AFTER_S):
        while not _is_on_record(stage, leg_id):  # noqa: ASYNC110 -- another process
            await asyncio.sleep(0.05)
    return time.monotonic() - began_s


def _is_on_record(stage: SimulatorHarness, leg_id: str) -> bool:
    [leg] = [row for row in stage.record() if row["communication_id"] == leg_id]
    return stage.codes[0] in str(leg)
