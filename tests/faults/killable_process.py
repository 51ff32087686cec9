"""Runs lives of the light program as processes of their own, and kills them when told to.

Each life is a fork of this process, so that it costs no start of Python. Forking is safe as long
as this process has one thread and no event loop: it is the harness's own, never pytest's.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Imported by httpx at its first request: here once, or else in each life.
import anyio._backends._asyncio  # noqa: F401 -- see above
import httpcore  # noqa: F401 -- see above

from tests.faults.life import Life
from tests.faults.outbox_process import STEPPED_OUT, live, tell_on
from wrapup_desk.adapters.genesys.http.network import Network, open_network

LONGEST_LIFE_S = 60.0
_WENT_WRONG = 70


@dataclass(frozen=True)
class Fate:
    """What one life told, and how it ended."""

    told: tuple[dict[str, Any], ...]
    was_killed: bool
    was_stopped_at_step: bool
    began_at_s: float

    def of(self, event: str) -> list[dict[str, Any]]:
        return [each for each in self.told if each["event"] == event]

    @property
    def started_well(self) -> bool:
        """Whether the program came up, if it was given the time to."""
        return self.was_killed or self.was_stopped_at_step or bool(self.of("end"))


@dataclass(frozen=True)
class Sleep:
    """When a life is stopped, for how long, and what others do meanwhile."""

    after_s: float
    for_s: float
    meanwhile: Callable[[], None]
    # Sooner, if the life has told this.
    after_word: bytes | None = None


class KillableProcesses:
    """Starts lives one after the other."""

    def __init__(self) -> None:
        # Trust stores are read from disk: once here, not once in each life.
        self._network: Network = open_network({})

    def live(
        self,
        life: Life,
        kill_after_s: float | None = None,
        *,
        from_decision: bool = False,
        sleep: Sleep | None = None,
    ) -> Fate:
        """Run one life; SIGKILL it after *kill_after_s*, unless it has ended before.

        The time runs from the start, or from the life's first decision. With *sleep*, the life
        is stopped for a while, as a computer that sleeps does it.
        """
        if sys.platform == "win32":
            raise NotImplementedError("Windows has no fork")
        reading, writing = os.pipe()
        began_at_s = time.monotonic()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            self._be_child(life, writing)
        os.close(writing)
        longest = LONGEST_LIFE_S if kill_after_s is None else kill_after_s
        lines = _Lines(reading)
        if from_decision:
            lines.read_until(began_at_s + LONGEST_LIFE_S, b'"decided"')
            longest += time.monotonic() - began_at_s
        if sleep is not None:
            _let_sleep(pid, sleep, lines, began_at_s)
        lines.read_until(began_at_s + longest)
        was_killed = not lines.is_complete
        if was_killed:
            os.kill(pid, signal.SIGKILL)
            lines.drain()
        os.close(reading)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        told = tuple(json.loads(line) for line in lines.whole)
        if was_killed and kill_after_s is None:
            raise RuntimeError(f"a life hung: {told[-5:]}")
        if code not in (0, -signal.SIGKILL, STEPPED_OUT):
            raise RuntimeError(f"a life failed with {code}: {told[-3:]}")
        return Fate(told, was_killed, code == STEPPED_OUT, began_at_s)

    def _be_child(self, life: Life, pipe: int) -> None:
        tell = tell_on(pipe)
        code = 0
        try:
            asyncio.run(live(life, self._network, tell))
        except BaseException:  # noqa: BLE001 -- the child must not go on as a second harness
            traceback.print_exc(file=sys.stderr)
            tell("crashed", why=traceback.format_exc()[-2000:])
            code = _WENT_WRONG
        os._exit(code)


class _Lines:
    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._raw = b""
        self.is_complete = False

    def read_until(self, deadline_s: float, word: bytes | None = None) -> None:
        """Read until the end, the deadline, or *word*."""
        while not self.is_complete and (left_s := deadline_s - time.monotonic()) > 0:
            if word is not None and word in self._raw:
                return
            if select.select([self._pipe], [], [], left_s)[0]:
                self._read()

    def drain(self) -> None:
        """Read what was told before the end; nobody writes any more."""
        while not self.is_complete:
            self._read()

    @property
    def whole(self) -> list[bytes]:
        return self._raw.split(b"\n")[:-1]

    def _read(self) -> None:
        chunk = os.read(self._pipe, 1 << 16)
        self._raw += chunk
        self.is_complete = not chunk


def _let_sleep(pid: int, sleep: Sleep, lines: _Lines, began_at_s: float) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no SIGSTOP")
    lines.read_until(began_at_s + sleep.after_s, sleep.after_word)
    os.kill(pid, signal.SIGSTOP)
    sleep.meanwhile()
    lines.read_until(time.monotonic() + sleep.for_s)
    os.kill(pid, signal.SIGCONT)
