"""Measures how soon the agent's window answers a key, and how long it stands still under load.

`python dev.py bench window [--seconds 60] [--events 50] [--json] [--palette]`: the real window on the real desk,
with its recommender and a database on disk; only the contact centre is a fake that answers at once.
Six interactions get words, holds, hang-ups and new legs, evenly spread; meanwhile keys choose and
send codes: of the suggestions, or from the palette on each fourth leg and where nothing is
suggested on purpose. Printed are the time from a key's arrival until its answer was painted (p95 within
20 ms), and the longest time the window's thread did nothing else (a frame, within 50 ms). With
--palette it opens 500 codes in levels instead (within 50 ms), and browses and searches them.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from itertools import cycle
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# As the program does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")

import qasync
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.parts.heartbeat import Blocks, Heartbeat
from tests.benchmarks.parts.opening_palette import report as report_palette
from tests.fakes import AGENT, FakeAuthenticator, FakeContactCentre, a_key, a_leg
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.application.services.sign_in import SignIn
from wrapup_desk.domain.events import Resynced, StreamOpened, WordsHeard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import HiddenReason
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.main.apps.desk_window import make_application
from wrapup_desk.main.apps.recommender_setup import build_recommender
from wrapup_desk.main.apps.window_commands import WindowCommands
from wrapup_desk.ui.card.appearance import CardState
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.tokens import PANEL_WIDTH

ANSWER_LIMIT_MS = 20.0
FRAME_LIMIT_MS = 50.0
INTERACTIONS = 6
# One interaction after another is hung up, coded by keys, completed, and followed by a new one.
_CODED_EVERY_S = 1.0
# So often a code is searched in the palette although some are suggested.
_SEARCHES_EACH = 4
# The keys come when what they send has stood on the card for long enough.
_HAND_RESTS_S = 0.4
_GIVE_UP_S = 5.0
_HEIGHT = 840

_TOPICS = (
    "Billing",
    "Refund",
    "Delivery",
    "Contract",
    "Technical",
    "Account",
    "Complaint",
    "Sales",
)
_KINDS = ("question", "change", "problem", "cancelled", "follow-up")
CODES = tuple(WrapupCode(f"{a}-{b}".lower(), f"{a} {b}") for a in _TOPICS for b in _KINDS)
_SAYINGS = (
    "I was charged twice for my order and want the money back please",
    "the parcel has not arrived although it was sent last week",
    "my router shows a red light since this morning",
    "I would like to cancel my contract at the end of the month",
    "could you tell me when the technician is going to be here",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment by the wall clock and by the processor time of the window's thread, in seconds."""

    wall_s: float = field(default_factory=time.perf_counter)
    own_s: float = field(default_factory=time.thread_time)


@dataclass(slots=True)
class Answers:
    """How long one key took from its arrival to its painted answer, in milliseconds.

    *took_ms* is by the wall clock, other programs' work included; *own_ms* by the processor time
    of the window's thread.
    """

    took_ms: list[float] = field(default_factory=list)
    own_ms: list[float] = field(default_factory=list)

    def note(self, began: Moment, painted: Moment) -> None:
        self.took_ms.append((painted.wall_s - began.wall_s) * 1000)
        self.own_ms.append((painted.own_s - began.own_s) * 1000)

    @property
    def is_within_limit(self) -> bool:
        return bool(self.took_ms) and _share(self.took_ms, 0.95) < ANSWER_LIMIT_MS


class PaintWatch(QObject):
    """Sees each frame of the window, and says when one has been painted that shows a thing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._shows: Callable[[], bool] | None = None
        self._painted: asyncio.Future[Moment] | None = None
        # On the window alone: to look at each event of each widget would be a part of the answer.
        window.installEventFilter(self)

    async def until_painted(self, shows: Callable[[], bool]) -> Moment:
        """Return when the first frame was painted in which *shows* is true."""
        self._shows, self._painted = shows, asyncio.get_running_loop().create_future()
        return await self._painted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_frame = event.type() is QEvent.Type.UpdateRequest
        if not is_frame or self._shows is None or not self._shows():
            return False
        self._shows = None
        watched.event(event)  # paints
        if self._painted is not None and not self._painted.done():
            self._painted.set_result(Moment())
        return True


class Load:
    """Lets the contact centre tell what goes on in several interactions, so often a second."""

    def __init__(self, desk: Desk, centre: FakeContactCentre, per_second: float) -> None:
        self._desk = desk
        self._centre = centre
        self._every_s = 1.0 / per_second
        self.told = 0
        self._next = 0
        self.numbers = [self._begun() for _ in range(INTERACTIONS)]

    async def run(self) -> None:
        """Tell until cancelled; what came late is made up for, as a stream does."""
        due_s = time.monotonic()
        for sayings in cycle(_SAYINGS):
            for place in range(INTERACTIONS):
                number = self.numbers[place % len(self.numbers)]
                self._tell(number, sayings)
                due_s += self._every_s
                await asyncio.sleep(max(0.0, due_s - time.monotonic()))

    def hang_up(self) -> int:
        """End the interaction that has lasted longest, and begin another; return its number."""
        number = self.numbers.pop(0)
        self._centre.move(number, Phase.AFTER_CALL)
        self.numbers.append(self._begun())
        return number

    def complete(self, number: int) -> None:
        self._centre.move(number, Phase.COMPLETED)

    def _begun(self) -> int:
        self._next += 1
        key = a_key(self._next)
        self._centre.codes[key] = CODES
        now = self._centre.server_now()
        leg = replace(a_leg(self._next), connected_at=now, wrapup_timeout=timedelta(minutes=2))
        self._centre.put(leg)
        return self._next

    def _tell(self, number: int, saying: str) -> None:
        self.told += 1
        leg = self._centre.legs[a_key(number)]
        if self.told % 10 == 0:
            phase = Phase.CONNECTED if leg.phase is Phase.HELD else Phase.HELD
            self._centre.move(number, phase)
            return
        speaker = Speaker.CUSTOMER if self.told % 3 else Speaker.AGENT
        said = Utterance(f"{number}-{self.told}", speaker, saying)
        key = leg.key
        self._desk.on_event(WordsHeard(key.conversation_id, key.communication_id, (said,)))


class Hand:
    """Codes one interaction after another by keys, and notes how soon each was answered."""

    def __init__(self, window: MainWindow, watch: PaintWatch) -> None:
        self._window = window
        self._watch = watch
        self.answers: dict[str, Answers] = {key: Answers() for key in ("2", "/", "Enter")}
        self._coded = 0

    async def code(self, communication_id: str) -> None:
        """Choose another code than the first on the card on top, and send it."""
        await self._until(lambda: self._is_ready(communication_id))
        await asyncio.sleep(_HAND_RESTS_S)
        panel = self._window.list.active_panel
        if panel is None or panel.communication_id != communication_id:
            raise RuntimeError("another card became active under the hand")
        self._coded += 1
        if len(panel.choice.options) < 2 or self._coded % _SEARCHES_EACH == 0:
            await self._search(panel)
        else:
            chosen = panel.choice.code_to_submit
            await self._press("2", Qt.Key.Key_2, lambda: panel.choice.code_to_submit != chosen)
        await asyncio.sleep(_HAND_RESTS_S)
        open_state = self._state(communication_id)
        await self._press(
            "Enter", Qt.Key.Key_Return, lambda: self._state(communication_id) is not open_state
        )

    async def _search(self, panel: CardPanel) -> None:
        """Choose a code from the palette by its name; the key that opens it is measured."""
        palette = self._window.palette_panel
        await self._press("/", Qt.Key.Key_Slash, palette.isVisible)
        for letter in CODES[self._coded % len(CODES)].name:
            self._post(Qt.Key.Key_unknown, letter)
            await asyncio.sleep(0)
        self._post(Qt.Key.Key_Return, "")
        await self._until(lambda: not palette.isVisible())
        await self._until(lambda: panel.choice.code_to_submit is not None)

    def _is_ready(self, communication_id: str) -> bool:
        panel = self._window.list.active_panel
        if panel is None or panel.card is None or panel.communication_id != communication_id:
            return False
        # Now and then nothing is suggested on purpose, to measure what the agent chooses alone.
        is_blind = panel.card.hidden_reason is HiddenReason.BLIND
        return panel.offers_choice and (is_blind or panel.card.ranking.first is not None)

    def _state(self, communication_id: str) -> CardState | None:
        for panel in self._window.list.panels:
            if panel.communication_id == communication_id:
                return panel.state
        return None

    async def _press(self, name: str, key: Qt.Key, shows: Callable[[], bool]) -> None:
        began = Moment()
        self._post(key, name if len(name) == 1 else "")
        async with asyncio.timeout(_GIVE_UP_S):
            painted = await self._watch.until_painted(shows)
        self.answers[name].note(began, painted)

    def _post(self, key: Qt.Key, text: str) -> None:
        target = QApplication.focusWidget() or self._window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            none = Qt.KeyboardModifier.NoModifier
            QApplication.postEvent(target, QKeyEvent(kind, key, none, text))

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(_GIVE_UP_S):
            while not condition():  # noqa: ASYNC110 -- what a person does: look again
                await asyncio.sleep(0.02)


@asynccontextmanager
async def open_window(folder: Path) -> AsyncIterator[tuple[Desk, FakeContactCentre, MainWindow]]:
    """Show a window on a desk that is signed in and live."""
    failures: list[BaseException] = []
    clock, background = SystemClock(), Background(failures.append)
    centre = FakeContactCentre(clock)
    store = SqliteStore(folder / "desk.sqlite3", clock)
    await store.open()
    desk = Desk(centre, store, store, clock, background, Settings(theme=ThemeChoice.LIGHT))
    sign_in = SignIn(FakeAuthenticator(centre), centre, desk, clock, background, lambda _url: None)
    commands = WindowCommands(desk, sign_in, desk.use_settings, lambda _text: None)
    window = MainWindow(DeskBridge(commands), desk.settings, frozenset(), ())
    window.resize(PANEL_WIDTH, _HEIGHT)
    window.show()
    await desk.start()
    desk.use_recommender(build_recommender(None)[0])
    desk.greet(AGENT)
    centre._publish = desk.on_event
    desk.set_connection(Connection.LIVE)
    desk.on_event(StreamOpened())
    desk.on_event(Resynced(()))
    gc.freeze()  # as the program does once everything is there
    yield desk, centre, window
    window.hide()
    window.deleteLater()
    await desk.stop()
    await background.stop()
    await store.close()
    if failures:
        raise failures[0]


async def measure(
    folder: Path, seconds: float, per_second: float
) -> tuple[dict[str, Answers], Blocks, float]:
    """Return how keys were answered, how long frames were, and the events told a second."""
    heartbeat = Heartbeat()
    async with open_window(folder) as (desk, centre, window):
        load = Load(desk, centre, per_second)
        hand = Hand(window, PaintWatch(window))
        await asyncio.sleep(1.0)
        began_s, told_before = time.monotonic(), load.told
        with heartbeat.listening() as heard:
            async with asyncio.TaskGroup() as group:
                telling = group.create_task(load.run())
                while time.monotonic() < began_s + seconds:
                    number = load.hang_up()
                    await hand.code(a_key(number).communication_id)
                    load.complete(number)
                    await asyncio.sleep(_CODED_EVERY_S - 2 * _HAND_RESTS_S)
                telling.cancel()
        told_each_s = (load.told - told_before) / (time.monotonic() - began_s)
    return hand.answers, heard[0], told_each_s


def main(argv: Sequence[str] | None = None) -> int:
    """Print the measures; 1 when one of them misses its limit."""
    parser = argparse.ArgumentParser(prog="dev.py bench window", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--events", type=float, default=50.0, help="events a second")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--palette", action="store_true", help="only open 500 codes in levels")
    options = parser.parse_args(argv)
    app = make_application()
    if options.palette:
        return 0 if report_palette(app, as_json=options.json) else 1
    with (
        tempfile.TemporaryDirectory() as folder,
        asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner,
    ):
        answers, frames, each_s = runner.run(
            measure(Path(folder), options.seconds, options.events)
        )
    is_ok = (
        all(one.is_within_limit for one in answers.values()) and frames.longest_ms < FRAME_LIMIT_MS
    )
    if options.json:
        keys = {key: asdict(one) for key, one in answers.items()}
        found = {"keys": keys, "frames": asdict(frames), "events_per_s": each_s}
        print(json.dumps({**found, "ok": is_ok}))
    else:
        _show(answers, frames, each_s)
    return 0 if is_ok else 1


def _show(answers: Mapping[str, Answers], frames: Blocks, each_s: float) -> None:
    print(f"{INTERACTIONS} interactions, {each_s:.0f} events a second, {len(CODES)} codes a leg\n")
    heads = "".join(f"{head:>9}" for head in ("presses", "p50", "p95", "longest", "own p95"))
    print(f"{'key to painted answer':<24}{heads}   ms")
    for key, one in answers.items():
        if not one.took_ms:
            print(f"{key:<24}{0:>9}  MISSED")
            continue
        times = _share(one.took_ms, 0.5), _share(one.took_ms, 0.95), max(one.took_ms)
        row = "".join(f"{ms:>9.1f}" for ms in (*times, _share(one.own_ms, 0.95)))
        print(f"{key:<24}{len(one.took_ms):>9}{row}{'' if one.is_within_limit else '  MISSED'}")
    missed = "" if frames.longest_ms < FRAME_LIMIT_MS else "  MISSED"
    print(
        f"\nlongest frame {frames.longest_ms:.1f} ms, p99 {frames.p99_ms:.1f} ms, longest by the"
        f" thread's own processor time {frames.own_ms:.1f} ms{missed}"
    )
    if hasattr(os, "getloadavg"):
        print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _share(times: Sequence[float], share: float) -> float:
    """Return the time that this share of *times* does not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


if __name__ == "__main__":
    sys.exit(main())
