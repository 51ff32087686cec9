"""Measures how long a window's thread stands still, by a timer that should beat every millisecond."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 1


@dataclass(frozen=True)
class Blocks:
    """How long nothing was drawn or answered during one operation, in milliseconds.

    *longest_ms* and *p99_ms* are by the wall clock, other programs' work included; *own_ms* is
    the longest by the processor time of the window's own thread.
    """

    longest_ms: float
    p99_ms: float
    own_ms: float


class Heartbeat:
    """Beats in the thread it is made in, for as long as the event loop lets it."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._gaps_ms: list[float] = []
        self._own_ms: list[float] = []
        self._last = (0.0, 0.0)

    @contextmanager
    def listening(self) -> Iterator[list[Blocks]]:
        """Listen while the block runs; the yielded list then holds what was heard."""
        heard: list[Blocks] = []
        self._gaps_ms, self._own_ms = [], []
        self._last = (time.perf_counter(), time.thread_time())
        self._timer.start()
        try:
            yield heard
        finally:
            self._beat()
            self._timer.stop()
            gaps = sorted(self._gaps_ms)
            p99 = gaps[min(len(gaps) - 1, int(len(gaps) * 0.99))]
            heard.append(Blocks(gaps[-1], p99, max(self._own_ms)))

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self._gaps_ms.append((now[0] - self._last[0]) * 1000)
        self._own_ms.append((now[1] - self._last[1]) * 1000)
        self._last = now
