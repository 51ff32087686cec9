"""Removes damaged copies once a day, when they are older than the settings let anything be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from wrapup_desk.adapters.files.set_aside import purge_damaged
from wrapup_desk.application.base.ports import Clock

log = logging.getLogger(__name__)

_A_DAY_S = 86_400.0


async def purge_daily(folder: Path, clock: Clock, keep: Callable[[], timedelta]) -> None:
    """Purge *folder* now and each day until cancelled."""
    while True:
        count = await asyncio.to_thread(purge_damaged, folder, clock.now() - keep())
        if count:
            log.info("%d damaged copies were older than the settings allow, and removed", count)
        await clock.sleep(_A_DAY_S)
