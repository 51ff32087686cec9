"""Works the repair window in the demo as a person would: find, judge, fix, undo, prove."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from wrapup_desk.application.repair.desk import RepairDesk
from wrapup_desk.application.repair.state import FindPhase, RepairState
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.ui.repair.changes.sentences import outcome_sentence, preview_sentence
from wrapup_desk.ui.repair.window import RepairWindow

_LOOK_S = 0.05
# Long enough for the window to have painted the state that is pictured.
_PAINT_S = 0.3
_ROWS = 6
_REASON = "Demo: codes read from what was said"

Check = Callable[[RepairState], bool]


class RepairDemoDriver:
    """Presses keys and buttons, waits for what comes of it, and takes pictures."""

    def __init__(self, window: RepairWindow, desk: RepairDesk, pictures: Path) -> None:
        self._window = window
        self._desk = desk
        self._pictures = pictures
        self._began_s = time.monotonic()
        self._news = asyncio.Event()
        desk.listen(lambda _state: self._news.set())
        pictures.mkdir(parents=True, exist_ok=True)

    async def work(self) -> int:
        """Do the whole journey; 0 when the codes were changed and taken back."""
        await self._until(lambda state: state.find.phase is FindPhase.DONE and len(state.rows) > 0)
        await self._show_coded_badly()
        await self._suggest()
        changed = await self._fix()
        taken_back = await self._undo()
        await self._prove()
        self._tell(f"{changed} codes changed, {taken_back} of them taken back")
        return 0 if changed and taken_back else 1

    async def _show_coded_badly(self) -> None:
        state = self._desk.state
        self._tell(f"{state.totals.interactions:,} interactions, {len(state.rows)} to fix")
        await self._picture("1-found")
        self._window.area.table.setFocus()
        # Only what had a code before can be put back: Genesys replaces codes, it takes none away.
        wanted = frozenset({CodeIssue.DEFAULT})
        self._window.filters.issues.chosen.emit(wanted)
        await self._until(lambda now: now.filters.issues == wanted and not now.is_arranging)
        self._key(Qt.Key.Key_Down)
        await self._until(lambda now: now.focus is not None and not now.focus.is_loading)
        await self._picture("2-judged")

    async def _suggest(self) -> None:
        for _ in range(_ROWS - 1):
            self._key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        self._key(Qt.Key.Key_Space)
        await self._until(lambda state: len(state.selection) > 0)
        self._click(self._window.area.fix_bar.suggest)
        await self._until(lambda state: state.suggesting.is_running)
        await self._until(lambda state: not state.suggesting.is_running)
        self._tell(f"suggested codes for {len(self._desk.state.selection)} rows")

    async def _fix(self) -> int:
        self._click(self._window.area.fix_bar.apply)
        await self._until(lambda state: state.preview is not None)
        preview = self._desk.state.preview
        self._tell(preview_sentence(preview) if preview is not None else "")
        await self._picture("3-preview")
        return await self._confirm("4-fixed")

    async def _undo(self) -> int:
        fixed = self._desk.state.fix
        self._click(self._window.area.fix_bar.outcome.undo)
        await self._until(lambda state: state.preview is not None)
        await self._picture("5-undo-preview")
        preview = self._desk.state.preview
        if fixed is None or preview is None or not preview.changes:
            return 0
        return await self._confirm("6-undone")

    async def _confirm(self, picture: str) -> int:
        before = self._desk.state.fix
        reason = self._window.area.fix_bar.preview.reason
        for letter in _REASON:
            self._type(reason, letter)
        self._click(self._window.area.fix_bar.preview.confirm)
        await self._until(lambda state: state.fix is not None and state.fix is not before)
        await self._until(lambda state: state.fix is not None and not state.fix.work.is_running)
        await self._picture(picture)
        view = self._desk.state.fix
        if view is None:
            return 0
        self._tell(outcome_sentence(view))
        return sum(one.state.changed_the_record for one in view.corrections)

    async def _prove(self) -> None:
        self._click(self._window.reports_button)
        await self._until(lambda state: state.reports is not None)
        self._click(self._window.reports.audit.check)
        await self._until(lambda state: state.audit is not None)
        check = self._desk.state.audit
        self._tell(f"audit trail: {check.count if check else 0} entries, unbroken")
        await self._picture("7-reports")

    # Hands and eyes

    def _key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        target = QApplication.focusWidget() or self._window.area.table
        text = " " if key is Qt.Key.Key_Space else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifier, text))

    def _type(self, field: QWidget, letter: str) -> None:
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(
            field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, none, letter)
        )

    def _click(self, widget: QWidget) -> None:
        spot = QPointF(widget.rect().center())
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            where = widget.mapToGlobal(spot)
            QApplication.sendEvent(widget, QMouseEvent(kind, spot, where, left, left, none))

    async def _until(self, is_so: Check) -> None:
        while not is_so(self._desk.state):
            self._news.clear()
            await self._news.wait()
        # The window draws what it was told a frame ago.
        await asyncio.sleep(_LOOK_S)

    async def _picture(self, name: str) -> None:
        await asyncio.sleep(_PAINT_S)
        self._window.grab().save(str(self._pictures / f"{name}.png"))

    def _tell(self, what: str) -> None:
        sys.stdout.write(f"{time.monotonic() - self._began_s:6.1f} s  {what}\n")
        sys.stdout.flush()
