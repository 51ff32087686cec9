"""The agent's window on a real desk and database that can be killed, and a server that is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.examples import AGENT, CODES, a_key, a_leg
from tests.fakes import FakeClock, FakeContactCentre, FakeRecommender, lost_before, settle
from tests.hand.agent_hands import Hands, Keyboard, Mouse
from tests.hand.agent_model import Coded
from tests.hand.journey import INTERACTIONS, Doer
from tests.hand.room import nothing
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.domain.events import ConversationChanged, Resynced, StreamOpened
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode, WrapupCode, is_system_code
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow

T = TypeVar("T")

MORE_CODES = ("Delivery delayed", "Contract ended", "Address changed", "Complaint passed on")
ALL_CODES = (*CODES, *(WrapupCode(f"code-more-{n}", name) for n, name in enumerate(MORE_CODES)))
REGIONS = (("mypurecloud.de", "EMEA (Frankfurt)"),)


class MortalStore(SqliteStore):
    """A database whose program may be killed: what was not begun then never happens."""

    is_dead = False

    async def _run(self, work: Callable[[], T], then: Callable[[], None] | None = None) -> T:
        if self.is_dead:
            await asyncio.get_running_loop().create_future()
        return await super()._run(work, then)

    async def bury(self) -> None:
        """Close the file of a killed program, as the system does."""
        await SqliteStore._run(self, self._close)
        self._worker.end()


class WindowDesk:
    """The desk as the window sees it, without a sign-in to ask for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk, name)

    def tell_supervisor(self, communication_id: str) -> None:
        """There is no clipboard to look at."""

    def toggle_favourite(self, code_id: str, queue_id: str) -> None:
        """Favourites are another test's."""

    sign_in = cancel_sign_in = sign_out = copy_address = lambda self: None


class Stage:
    """One shift: the program's runs, one after the other, and the contact centre."""

    is_compact = False  # one line a card
    codes: Sequence[WrapupCode] = ALL_CODES
    last_moments_s = 5.0
    keeping_s = 1.0
    to_the_end_s = 75.0
    longest_wait_s = 25.0

    def __init__(
        self, app: QApplication, folder: Path, settings: Settings, hands: type[Hands]
    ) -> None:
        self._app = app
        self._path = folder / "desk.sqlite3"
        self._settings = replace(settings, theme=ThemeChoice.LIGHT)
        self.clock = FakeClock()
        self.centre = FakeContactCentre(self.clock)
        self.centre.takes_codes_of_ended_legs = False
        self.failures: list[BaseException] = []
        self._hands = hands(self)
        self.hands: Doer = self._hands

    async def begin(self) -> None:
        for number in range(INTERACTIONS):
            key = a_key(number)
            self.centre.codes[key] = ALL_CODES
            self.centre.put(a_leg(number, customer_name=f"Customer {number}"), is_told=False)
        await self.start()

    async def start(self) -> None:
        """Start the program on what the last run left."""
        self.store = MortalStore(self._path, self.clock)
        await self.store.open()
        self._background = Background(self.failures.append)
        self.desk = Desk(
            self.centre, self.store, self.store, self.clock, self._background, self._settings
        )
        await self.desk.start()
        self.desk.use_recommender(FakeRecommender())
        self.desk.greet(AGENT)
        self.bridge = DeskBridge(WindowDesk(self.desk))  # type: ignore[arg-type]  # by __getattr__
        self.window = MainWindow(self.bridge, self._settings, frozenset(), REGIONS)
        self.window.resize(400, 700)
        self.window.list.use_compact(is_compact=self.is_compact)
        self.window.show()
        self.window.activateWindow()
        self.centre._publish = self.desk.on_event
        self.centre.tell(StreamOpened())
        legs = [leg for leg in self.centre.legs.values() if not leg.phase.is_over]
        self.centre.tell(
            Resynced(tuple(ConversationChanged(leg.key.conversation_id, (leg,)) for leg in legs))
        )
        await self.rest()

    async def cut_off(self, act: str, number: int, *words: str, after_s: float) -> None:
        """Do something, and end the program before anything follows from it."""
        await getattr(self.hands, act)(number, *words)
        await self.kill()

    async def end(self) -> None:
        if not self.store.is_dead:
            await self.kill()

    async def kill(self) -> None:
        """End the program as kill -9 does: nothing more is written, sent or said."""
        self.store.is_dead = True
        self.centre._publish = None
        self.window.hide()
        self.window.deleteLater()
        await self._background.stop()
        await self.store.bury()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))

    async def wait_a_moment(self) -> None:
        await asyncio.sleep(0.005)
        self._app.processEvents()

    async def act(self, act: Callable[[], None]) -> None:
        act()

    def communication_id(self, number: int) -> str:
        return a_key(number).communication_id

    def phase(self, number: int) -> Phase:
        return self.centre.legs[a_key(number)].phase

    def seconds_left(self, number: int) -> float | None:
        """Return how long after-call work still takes; None outside it."""
        leg = self.centre.legs[a_key(number)]
        if leg.phase is not Phase.AFTER_CALL or leg.deadline_at is None:
            return None
        return (leg.deadline_at - self.clock.now()).total_seconds()

    def on_record(self, number: int) -> Coded | None:
        """Return the code, note and tags the server has."""
        record = self.centre.legs[a_key(number)].wrapup
        if record is None or is_system_code(record.code_id):
            return None
        ids = {code.name: code.id for code in ALL_CODES}
        return record.code_id, record.note, tuple(ids[tag] for tag in record.tags)

    async def rest(self) -> None:
        """Wait until desk, disk and window have nothing to do without time passing."""
        for _ in range(2):
            await settle()
            await self.store.check()
            await settle()
            self._app.processEvents()
        while not self.bridge.pace.is_resting:
            await asyncio.sleep(0.003)
            self._app.processEvents()
        # A layout whose heights follow from widths takes some turns.
        still = 0
        while still < 3:
            before = places(self.window)
            self._app.processEvents()
            still = still + 1 if places(self.window) == before else 0
        await settle()

    async def pass_time(self, seconds: float) -> None:
        """Let seconds pass; after-call work runs out meanwhile."""
        for _ in range(round(seconds)):
            await self.clock.advance(1)
            await self.store.check()
            await settle()
            for leg in tuple(self.centre.legs.values()):
                if self._has_run_out(leg):
                    self._complete(leg)
        await self.rest()

    async def hang_up(self, number: int) -> None:
        self.centre.move(number, Phase.AFTER_CALL)
        await self.rest()

    async def hang_up_meanwhile(self, number: int) -> None:
        async def hang_up() -> None:
            self._hands.meanwhile = nothing
            await self.hang_up(number)

        self._hands.meanwhile = hang_up

    async def lose_a_request(self) -> None:
        if not self.centre.replies:
            self.centre.replies.append(lost_before())

    def _has_run_out(self, leg: Leg) -> bool:
        deadline = leg.deadline_at
        is_open = leg.phase is Phase.AFTER_CALL and deadline is not None
        return is_open and deadline <= self.clock.now() + timedelta(milliseconds=1)  # type: ignore[operator]  # not None: see above

    def _complete(self, leg: Leg) -> None:
        code = leg.wrapup or AssignedCode(TIMEOUT_CODE_ID)
        self.centre.put(replace(leg, phase=Phase.COMPLETED, wrapup=code))


def places(window: MainWindow) -> list[tuple[int, int]]:
    """Return where the cards are, and how high."""
    cards = window.list
    top = cards.verticalScrollBar().value()
    return [(panel.y() - top, panel.height()) for panel in cards.panels]


def stage_for(app: QApplication, folder: Path, seed: int) -> Stage:
    """Return the shift of one seed: whose hands, and whether sending waits for an undo."""
    settings = Settings(undo_seconds=5.0) if seed % 4 >= 2 else Settings()
    return Stage(app, folder, settings, Keyboard if seed % 2 else Mouse)
