"""Collects cyclic garbage on the window's thread alone, because Qt objects must not end elsewhere.

By itself Python collects on whichever thread happens to allocate. A worker that does so destroys
Qt objects of the window while the window uses them: it hangs or crashes, rarely and anywhere.
Neither binding of Qt prevents that (PyQt's list since August 2011, PySide's issues since).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

# Much shorter than a person's memory of the window, and too rare to be seen in its idle time.
INTERVAL_MS = 1_000


def collect_on_this_thread_only(owner: QObject) -> None:
    """From now on collect only here, as long as *owner* lives; called once, on the thread of Qt."""
    gc.disable()
    timer = QTimer(owner)
    timer.setObjectName("garbage collection")
    timer.timeout.connect(collect_what_is_due)
    timer.start(INTERVAL_MS)


def collect_what_is_due() -> None:
    """Collect the oldest generation whose threshold is reached, as the collector would itself."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if 0 < thresholds[generation] < counts[generation]:
            gc.collect(generation)
            return
