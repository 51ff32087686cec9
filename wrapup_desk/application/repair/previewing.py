"""Shows what a bulk change would do: at once for a few rows, with progress for very many."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine, Generator, Sequence
from functools import partial

from wrapup_desk.application.ports import Clock
from wrapup_desk.application.repair.fixing import Fixing
from wrapup_desk.application.repair.repair_state import Work
from wrapup_desk.application.repair.slices import at_once, in_slices
from wrapup_desk.application.repair.snapshot import Snapshot
from wrapup_desk.domain.repair.preview import Preview
from wrapup_desk.domain.wrapup import WrapupCode

# So many rows are looked at within a few milliseconds.
AT_ONCE = 500
_TELL_EVERY = 2_000


class Previewing:
    """Makes one preview and publishes it."""

    def __init__(self, snapshot: Snapshot, fixing: Fixing, clock: Clock) -> None:
        self._snapshot = snapshot
        self._fixing = fixing
        self._clock = clock

    def begin(
        self, rows: Sequence[int], code: WrapupCode | None, *, leaves_out_dialer: bool
    ) -> Coroutine[object, object, None] | None:
        """Publish the preview now, or return what publishes it later."""
        looking = self._fixing.preview(rows, code, leaves_out_dialer=leaves_out_dialer)
        if len(rows) > AT_ONCE:
            return self._make(looking, len(rows))
        self._snapshot.publish(preview=at_once(looking), previewing=Work())
        return None

    async def _make(self, looking: Generator[int, None, Preview], total: int) -> None:
        self._snapshot.publish(preview=None, previewing=Work(total, is_running=True))
        preview = await in_slices(looking, self._clock, partial(self._tell, total))
        self._snapshot.publish(preview=preview, previewing=Work())

    def _tell(self, total: int, done: int) -> None:
        if done % _TELL_EVERY == 0:
            # Else the collector looks through all of them again and again, for 50 ms at last.
            gc.freeze()
            self._snapshot.publish(previewing=Work(total, done, is_running=True))


async def let_go(preview: Preview) -> None:
    """Free the rows of a preview nobody shows any more, bit by bit: at once it takes too long."""
    for rows in (preview.changes, preview.skips):
        while isinstance(rows, list) and rows:
            del rows[-AT_ONCE:]
            await asyncio.sleep(0)
