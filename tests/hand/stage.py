"""The agent's window on a real desk and database that can be killed, and a server that is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.examples import AGENT, CODES, a_key, a_leg
from tests.fakes import FakeClock, FakeContactCentre, FakeRecommender, settle
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.domain.events import ConversationChanged, Resynced, StreamOpened
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode, WrapupCode
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow

T = TypeVar("T")

INTERACTIONS = 6
MORE_CODES = ("Delivery delayed", "Contract ended", "Address changed", "Complaint passed on")
ALL_CODES = (*CODES, *(WrapupCode(f"code-more-{n}", name) for n, name in enumerate(MORE_CODES)))
REGIONS = (("mypurecloud.de", "EMEA (Frankfurt)"),)


class MortalStore(SqliteStore):
    """A database whose program may be killed: what was not begun then never happens."""

    is_dead = False

    async def _run(self, work: Callable[[], T]) -> T:
        if self.is_dead:
            await asyncio.get_running_loop().create_future()
        return await super()._run(work)

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

    def __init__(self, app: QApplication, folder: Path, settings: Settings) -> None:
        self._app = app
        self._path = folder / "desk.sqlite3"
        self._settings = replace(settings, theme=ThemeChoice.LIGHT)
        self.clock = FakeClock()
        self.centre = FakeContactCentre(self.clock)
        self.centre.takes_codes_of_ended_legs = False
        self.failures: list[BaseException] = []

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
        self.window.show()
        self.window.activateWindow()
        self.centre._publish = self.desk.on_event
        self.centre.tell(StreamOpened())
        legs = [leg for leg in self.centre.legs.values() if not leg.phase.is_over]
        self.centre.tell(
            Resynced(tuple(ConversationChanged(leg.key.conversation_id, (leg,)) for leg in legs))
        )
        await self.rest()

    async def kill(self) -> None:
        """End the program as kill -9 does: nothing more is written, sent or said."""
        self.store.is_dead = True
        self.centre._publish = None
        self.window.hide()
        self.window.deleteLater()
        await self._background.stop()
        await self.store.bury()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))

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
        await settle()

    async def pass_time(self, seconds: int) -> list[LegKey]:
        """Let seconds pass; return the legs whose after-call work ran out."""
        ended = []
        for _ in range(seconds):
            await self.clock.advance(1)
            await self.store.check()
            await settle()
            for leg in tuple(self.centre.legs.values()):
                if self._has_run_out(leg):
                    ended.append(leg.key)
                    self._complete(leg)
        await self.rest()
        return ended

    async def hang_up(self, number: int) -> None:
        self.centre.move(number, Phase.AFTER_CALL)
        await self.rest()

    def _has_run_out(self, leg: Leg) -> bool:
        deadline = leg.deadline_at
        is_open = leg.phase is Phase.AFTER_CALL and deadline is not None
        return is_open and deadline <= self.clock.now() + timedelta(milliseconds=1)  # type: ignore[operator]  # not None: see above

    def _complete(self, leg: Leg) -> None:
        code = leg.wrapup or AssignedCode(TIMEOUT_CODE_ID)
        self.centre.put(replace(leg, phase=Phase.COMPLETED, wrapup=code))
