"""Lets a call end without a code on a real simulator while the real repair window is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCursor

from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.repair.state import FindPhase, RepairState
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.main.apps.repair_app import (
    RepairApp,
    begin_repair,
    open_repair_app,
    show_repair_window,
    sign_in,
)
from wrapup_desk.main.system.browser import approve_at_once
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.ui.repair.table.filter_row import TimeRange
from wrapup_desk.ui.repair.window import RepairWindow

LONGEST_S = 40.0

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def simulator() -> Iterator[SimulatorProcess]:
    options = ("--idle", "--history", "2000", "--history-days", "20", "--history-lag-s", "0.1")
    with SimulatorProcess(*options, "--set", "mandatory_complete_needs_code=false") as process:
        yield process


class Live:
    """A repair desk somebody is signed in to, and its window."""

    def __init__(self, core: RepairApp, window: RepairWindow) -> None:
        self.core = core
        self.window = window
        self._drawn = -1
        self._changed = asyncio.Event()
        window._bridge.state_changed.connect(self._on_drawn)

    def _on_drawn(self, state: RepairState) -> None:
        self._drawn = state.revision
        self._changed.set()

    async def until(self, holds: Callable[[RepairState], bool]) -> RepairState:
        """Wait until the snapshot *holds*, and the window has drawn it."""
        async with asyncio.timeout(LONGEST_S):
            while not holds(self.core.desk.state) or self._drawn < self.core.desk.state.revision:
                self._changed.clear()
                await self._changed.wait()
        return self.core.desk.state


@asynccontextmanager
async def signed_in_window(simulator: SimulatorProcess, folder: Path) -> AsyncIterator[Live]:
    ready = simulator.ready
    settings = replace(
        Settings(),
        api_url=ready["api"],
        login_url=ready["login"],
        client_id=ready["client_id"],
    )
    email = ready["supervisor"]["email"]
    async with open_repair_app(settings, Profile.at(folder), MemorySecrets(), email) as core:
        QCursor.setPos(790, 790)  # below the window: a pointer at a row holds the rows still
        views = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        window = show_repair_window(core, settings, views, approve_at_once)
        live = Live(core, window)
        window.resize(1200, 760)
        window.filters.use_range(TimeRange.MONTH)
        await begin_repair(core, window)
        await sign_in(core, window, approve_at_once)
        try:
            yield live
        finally:
            window.hide()
            window.deleteLater()
            await asyncio.sleep(0)


async def a_call_ends_without_a_code(simulator: SimulatorProcess) -> str:
    leg = await asyncio.to_thread(simulator.start_conversation, queue="Billing", answered=True)
    for action in ("hangup", "complete"):
        path = f"/simulator/legs/{leg['communication_id']}/{action}"
        await asyncio.to_thread(simulator.post, path)
    return str(leg["communication_id"])


@pytest.mark.usefixtures("qapp")
async def test_what_just_went_wrong_shows_up_by_itself_and_moves_no_row(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with signed_in_window(simulator, tmp_path) as live:
        core, window = live.core, live.window
        table = window.area.table
        await live.until(
            lambda s: s.find.phase is FindPhase.DONE and s.live_problem == "" and len(s.rows) > 30,
        )
        table.verticalScrollBar().setValue(table.rowHeight(0) * 5)
        spot = 3 * table.rowHeight(0) + 10
        under_the_pointer = table.legs.number_at(table.rowAt(spot))

        communication_id = await a_call_ends_without_a_code(simulator)
        state = await live.until(lambda s: bool(s.legs.new_rows & frozenset(s.rows)))

        (number,) = state.legs.new_rows
        shown = state.legs.row(number)
        assert shown.leg.key.communication_id == communication_id
        assert shown.issue in (CodeIssue.MISSING, CodeIssue.SKIPPED)
        assert table.legs.number_at(table.rowAt(spot)) == under_the_pointer
        assert window.area.shown.shown_text.endswith(", 1 new")
        place = table.legs.place_of(number)
        assert (
            table.legs.index(place, 1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("new, ")
        ), "spoken, too"

        core.desk.focus(number)
        await live.until(lambda s: s.focus is not None and not s.focus.is_loading)
        assert not window.area.shown.shown_text.endswith("new")


@pytest.mark.usefixtures("qapp")
async def test_at_the_top_of_the_list_the_new_row_is_seen_at_once(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    async with signed_in_window(simulator, tmp_path) as live:
        table = live.window.area.table
        await live.until(lambda s: s.find.phase is FindPhase.DONE and s.live_problem == "")

        await a_call_ends_without_a_code(simulator)
        state = await live.until(lambda s: bool(s.legs.new_rows & frozenset(s.rows)))

        (number,) = state.legs.new_rows
        assert table.legs.number_at(table.rowAt(5)) == number
