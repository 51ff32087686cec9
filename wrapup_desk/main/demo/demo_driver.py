"""Plays the agent in the demo: presses real keys, tells what happens, takes pictures."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from wrapup_desk.application.desk.desk_state import Connection, DeskState, InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.card.wrapup_panel import SETTLE_MS
from wrapup_desk.ui.desk.window import MainWindow

# Long enough for the window to have painted the state that is pictured.
PICTURE_DELAY_MS = 250
HINT_KEY = "demo"


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the demo's hand is to do.

    Attributes:
        patience_s: how long after-call work waits for a person first.
        presses: how many interactions it codes at most.
        pictures: where to save a picture of each state; None saves and tells nothing.
        enough: after so many coded interactions, `on_enough` is called.
        on_enough: ends a demo that runs by itself, or puts away what a person has followed.
    """

    patience_s: float
    presses: int
    pictures: Path | None = None
    enough: int = 0
    on_enough: Callable[[], None] | None = None


class FollowedDesk(Protocol):
    """What is followed."""

    @property
    def state(self) -> DeskState: ...

    def dismiss_notice(self, key: str) -> None: ...


def hands_off(desk: FollowedDesk) -> DemoOptions:
    """Return the plan where a person plays: what tells them what to do goes once they did it."""
    return DemoOptions(0, presses=0, enough=1, on_enough=lambda: desk.dismiss_notice(HINT_KEY))


class DemoDriver(QObject):
    """Presses 1 and Enter for an agent who does not, and shows what came of it."""

    def __init__(self, desk: FollowedDesk, window: MainWindow, plan: DemoOptions) -> None:
        super().__init__()
        self._desk = desk
        self._window = window
        self._patience_ms = int(plan.patience_s * 1000)
        self._presses_left = plan.presses
        self._pictures = pictures = plan.pictures
        self._enough = plan.enough
        self._on_enough = plan.on_enough
        self._began_s = time.monotonic()
        self._told: dict[str, str] = {}
        self._pictured: set[str] = set()
        self._reached_for: set[str] = set()
        self._queue: list[str] = []
        self._is_stopped = False
        self.coded: dict[str, float] = {}
        if pictures is not None:
            pictures.mkdir(parents=True, exist_ok=True)

    def stop(self) -> None:
        """Press nothing more and picture nothing more."""
        self._is_stopped = True

    def on_state(self, state: DeskState) -> None:
        """Follow the desk."""
        if self._is_stopped:
            return
        if state.connection is Connection.LIVE and not state.cards:
            self._picture("1-waiting")
        for card in state.cards:
            self._follow(card)
        if self._enough and len(self.coded) >= self._enough and self._on_enough is not None:
            QTimer.singleShot(4 * PICTURE_DELAY_MS, self, self._on_enough)
            self._enough = 0

    def _follow(self, card: InteractionCard) -> None:
        what, picture = _what_happens(card)
        key = card.leg.key.communication_id
        if self._told.get(key) != what:
            self._told[key] = what
            self._tell(card, what)
            self._picture(picture)
        if card.submission and card.submission.state is SubmissionState.CONFIRMED:
            self.coded.setdefault(key, time.monotonic() - self._began_s)
        if card.leg.phase is Phase.AFTER_CALL and card.needs_a_code and card.ranking.first:
            self._reach_for(key)

    def _reach_for(self, key: str) -> None:
        if key not in self._reached_for:
            self._reached_for.add(key)
            QTimer.singleShot(self._patience_ms, self, lambda: self._queue_up(key))

    def _queue_up(self, key: str) -> None:
        """Wait for the hand to be free: like a person, it codes one card after another."""
        self._queue.append(key)
        if len(self._queue) == 1:
            self._select()

    def _select(self) -> None:
        if self._is_stopped or not self._queue:
            return
        card = self._desk.state.card(self._queue[0])
        if card is None or not card.needs_a_code or self._presses_left <= 0:
            self._queue.pop(0)
            self._select()
            return
        self._window.list.select(self._queue[0])
        # A card that just moved takes no keys: nobody could have meant it yet.
        QTimer.singleShot(2 * SETTLE_MS, self, self._press)

    def _press(self) -> None:
        if self._is_stopped or self._window.list.active_id != self._queue[0]:
            self._select()
            return
        for pressed in (Qt.Key.Key_1, Qt.Key.Key_Return):
            text = "1" if pressed is Qt.Key.Key_1 else "\r"
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, pressed, Qt.KeyboardModifier.NoModifier, text)
                QApplication.sendEvent(self._window, event)
        self._presses_left -= 1
        self._queue.pop(0)
        self._select()

    def _tell(self, card: InteractionCard, what: str) -> None:
        if self._pictures is None:
            return
        seconds = time.monotonic() - self._began_s
        queue = card.leg.queue_name or "direct"
        sys.stdout.write(f"{seconds:6.1f} s  {card.leg.media.value:<9} {queue:<8} {what}\n")
        sys.stdout.flush()

    def _picture(self, name: str) -> None:
        if self._pictures is None or name in self._pictured:
            return
        self._pictured.add(name)
        path = self._pictures / f"{name}.png"
        QTimer.singleShot(
            PICTURE_DELAY_MS, self, lambda: self._is_stopped or self._window.grab().save(str(path))
        )


def _what_happens(card: InteractionCard) -> tuple[str, str]:
    """Return a line for the terminal and the name of the picture of this state."""
    submission = card.submission
    if submission is not None:
        name = submission.decision.code.name
        state = submission.state
        if (
            state is SubmissionState.CONFIRMED
            and submission.confirmed_at
            and submission.hung_up_at
        ):
            seconds = (submission.confirmed_at - submission.hung_up_at).total_seconds()
            return f"“{name}” confirmed by the server, {seconds:.1f} s after hang-up", "5-coded"
        return f"“{name}” {state.value}", f"4-{state.value.replace(' ', '-')}"
    first = card.ranking.first
    if card.leg.phase is Phase.AFTER_CALL and first is not None:
        return (
            f"hung up; suggested “{first.code.name}” ({first.probability:.0%})",
            "3-after-call-work",
        )
    return card.leg.phase.value, f"2-{card.leg.phase.value.replace(' ', '-')}"
