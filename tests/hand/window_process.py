"""The program with its window as a process of its own: hands that take orders, to be killed -9.

It is the program's own composition, signed in to a simulator over real sockets; only the
recommender is a fake, so that it is known what stands on the button.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from PySide6.QtCore import QTimer

from tests.fakes import FakeRecommender
from tests.faults.desks import KeptToken
from tests.hand.agent_hands import Hands, Keyboard, Mouse
from tests.hand.planted_faults import planted
from tests.hand.stage import places
from wrapup_desk.adapters.files.settings_file import SettingsFile
from wrapup_desk.application.desk.desk_state import Connection as Line
from wrapup_desk.main.apps.desk_app import open_desk_app
from wrapup_desk.main.apps.desk_window import make_application, show_window
from wrapup_desk.main.qt_loop import qt_runner
from wrapup_desk.main.settings_writer import SettingsWriter
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.shutdown_request import ShutdownRequest
from wrapup_desk.ui.desk.window import MainWindow

_PATIENCE_S = 20.0
_STILL_FOR_S = 0.04


@dataclass(frozen=True)
class Run:
    """What one run of the program is started with.

    Attributes:
        legs: the communication ids, by number.
        open_until: when the after-call work of each is over, by the clock of this computer
            (`time.monotonic`): from then on it need not come up any more.
        fault: what is planted in it, by its name; empty for nothing.
    """

    folder: Path
    token: str
    by_keyboard: bool
    legs: tuple[str, ...]
    open_until: tuple[float, ...]
    fault: str = ""


class RealRoom:
    """The window of this process, as its hands know it."""

    def __init__(self, window: MainWindow, legs: tuple[str, ...]) -> None:
        self.window = window
        self._legs = legs

    def communication_id(self, number: int) -> str:
        return self._legs[number]

    async def wait_a_moment(self) -> None:
        await asyncio.sleep(0.005)

    async def act(self, act: Callable[[], None]) -> None:
        """Do it outside of any task: presses let Qt run, which runs other tasks."""
        done = asyncio.get_running_loop().create_future()

        def do() -> None:
            act()
            done.set_result(None)

        QTimer.singleShot(0, do)
        await done

    async def rest(self) -> None:
        """Wait until nothing has moved for a moment."""
        async with asyncio.timeout(_PATIENCE_S):
            before = None
            while (now := places(self.window)) != before:
                before = now
                await asyncio.sleep(_STILL_FOR_S)


def run_window(run: Run, pipe: Connection) -> None:
    """Run the program until it is killed, doing what the pipe says."""
    app = make_application()
    try:
        with planted(run.fault), qt_runner(app) as runner:
            runner.run(_run(run, pipe))
    except BaseException:  # noqa: BLE001 -- whatever it is, the journey has to hear of it
        pipe.send(("failed", traceback.format_exc()[-3000:]))
    os._exit(1)


async def _run(run: Run, pipe: Connection) -> None:
    profile = Profile.at(run.folder)
    keeper = SettingsWriter(SettingsFile(profile.settings_path, run.folder / "no policy.toml"))
    failures: list[BaseException] = []
    async with open_desk_app(
        keeper.settings, profile, KeptToken(run.token), _no_browser, on_failure=failures.append
    ) as core:
        window = show_window(core, keeper, ShutdownRequest())
        window.resize(400, 700)
        window.activateWindow()
        await core.desk.start()
        core.desk.use_recommender(FakeRecommender())
        await core.sign_in.restore()
        room = RealRoom(window, run.legs)
        await _until_there(window, run)
        await room.rest()
        hands: Hands = Keyboard(room) if run.by_keyboard else Mouse(room)
        pipe.send(("ready", None))
        orders = _orders(pipe)
        while True:
            act, words = await orders.get()
            pipe.send(await _obey(hands, act, words, failures))


async def _until_there(window: MainWindow, run: Run) -> None:
    """Wait until the line is live and each open leg has its card, with codes."""

    def is_there() -> bool:
        now = time.monotonic()
        wanted = {id_ for id_, end in zip(run.legs, run.open_until, strict=True) if now < end}
        state = window._bridge.state
        shown = {panel.communication_id for panel in window.list.panels}
        have_codes = all(
            card.codes
            for card in state.cards
            if card.leg.key.communication_id in wanted and not card.leg.phase.is_over
        )
        return state.connection is Line.LIVE and wanted <= shown and have_codes

    async with asyncio.timeout(_PATIENCE_S):
        while not is_there():  # noqa: ASYNC110 -- what a person does: look again
            await asyncio.sleep(0.02)


async def _obey(
    hands: Hands, act: str, words: tuple[Any, ...], failures: list[BaseException]
) -> tuple[str, Any]:
    try:
        result = await (hands.room.rest() if act == "rest" else getattr(hands, act)(*words))
    except (AssertionError, TimeoutError) as problem:
        return "could not", f"{type(problem).__name__}: {problem}"
    if failures:
        return "failed", repr(failures[0])
    return "did", result


def _orders(pipe: Connection) -> asyncio.Queue[tuple[str, tuple[Any, ...]]]:
    """Return what the pipe says, read in a thread of its own; its end is the program's."""
    orders: asyncio.Queue[tuple[str, tuple[Any, ...]]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            while True:
                loop.call_soon_threadsafe(orders.put_nowait, pipe.recv())
        except (EOFError, OSError):
            os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return orders


def _no_browser(url: str) -> None:
    raise AssertionError("the token was there: nobody has to sign in")
