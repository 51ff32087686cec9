"""The agent's hands: keys alone or the mouse alone, on the real window."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.examples import a_key
from tests.hand.stage import ALL_CODES, Stage
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.desk.window import MainWindow

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
NAMES = {code.id: code.name for code in ALL_CODES}


class Hands:
    """What both kinds of hands share: eyes, and patience until a key counts."""

    can_type = False

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def window(self) -> MainWindow:
        return self.stage.window

    def panel(self, number: int) -> CardPanel:
        wanted = a_key(number).communication_id
        return next(p for p in self.window.list.panels if p.communication_id == wanted)

    def is_active(self, number: int) -> bool:
        return self.window.list.active_id == a_key(number).communication_id

    async def look(self, number: int) -> None:
        """Wait until the card takes what is meant for it."""
        async with asyncio.timeout(10):
            while not self.panel(number).choice.is_settled:
                await asyncio.sleep(0.005)
                QApplication.processEvents()

    async def go_to(self, number: int) -> None:
        raise NotImplementedError

    async def select(self, number: int, code_id: str) -> None:
        raise NotImplementedError

    async def send(self, number: int) -> None:
        raise NotImplementedError

    def bounce(self) -> None:
        """Press once more what was just pressed, without a look."""
        raise NotImplementedError

    async def change(self, number: int) -> None:
        raise NotImplementedError

    async def keep(self, number: int) -> None:
        raise NotImplementedError

    async def write(self, number: int, text: str) -> None:
        raise NotImplementedError


class Keyboard(Hands):
    """Touches no mouse."""

    can_type = True

    def press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = NONE) -> None:
        target = QApplication.focusWidget() or self.window
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifier)
        else:
            QTest.keyClick(target, key, modifier)

    async def go_to(self, number: int) -> None:
        for _ in range(20):
            if self.is_active(number):
                return
            ids = [panel.communication_id for panel in self.window.list.panels]
            here = ids.index(self.window.list.active_id) if self.window.list.active_id else -1
            there = ids.index(a_key(number).communication_id)
            self.press(Qt.Key.Key_Down if there > here else Qt.Key.Key_Up)
            await self.stage.rest()
        raise AssertionError(f"no key leads to card {number}")

    async def select(self, number: int, code_id: str) -> None:
        await self.go_to(number)
        shown = [option.code.id for option in self.panel(number).choice.options]
        if code_id in shown:
            self.press(str(shown.index(code_id) + 1))
            return
        self.press("/")
        self.press(NAMES[code_id])
        self.press(ENTER)

    async def send(self, number: int) -> None:
        await self.go_to(number)
        await self.look(number)
        self.press(ENTER)

    def bounce(self) -> None:
        self.press(ENTER)

    async def change(self, number: int) -> None:
        await self.go_to(number)
        self.press("z")

    async def keep(self, number: int) -> None:
        await self.go_to(number)
        self.press(ESC)

    async def write(self, number: int, text: str) -> None:
        await self.go_to(number)
        self.press("n")
        self.press(Qt.Key.Key_A, CTRL)
        self.press(text)
        self.press(ESC)


class Mouse(Hands):
    """Touches no key; clicks where the pointer is, whatever lies there."""

    _last = QPoint()

    def click(self, widget: QWidget) -> None:
        if self.window.list.isAncestorOf(widget) and not self._is_pinned(widget):
            self.window.list.ensureWidgetVisible(widget, 0, 60)
            QApplication.processEvents()
        self._last = widget.mapTo(self.window, widget.rect().center())
        self._click_there()

    def _is_pinned(self, widget: QWidget) -> bool:
        edges = self.window.list.edges
        return any(bar.isAncestorOf(widget) for bar in (edges.top, edges.bottom))

    def _click_there(self) -> None:
        handle = self.window.windowHandle()
        QTest.mouseMove(handle, self._last)
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, NONE, self._last)

    async def go_to(self, number: int) -> None:
        for _ in range(5):
            if self.is_active(number):
                return
            self.click(self.panel(number).header)
            await self.stage.rest()
        assert self.is_active(number), f"no click leads to card {number}"

    async def select(self, number: int, code_id: str) -> None:
        await self.go_to(number)
        choice = self.panel(number).choice
        for row in choice._rows.rows:
            if not row.isHidden() and row.option and row.option.code.id == code_id:
                self.click(row)
                return
        self.click(choice.search_anchor)
        await self.stage.rest()
        view = self.window.palette_panel.view
        for at in range(view.model().rowCount()):
            index = view.model().index(at, 0)
            if NAMES[code_id] in str(index.data(Qt.ItemDataRole.DisplayRole)):
                view.scrollTo(index)
                spot = view.visualRect(index)
                inside = QPoint(spot.left() + 40, spot.center().y())
                self._last = view.viewport().mapTo(self.window, inside)
                self._click_there()
                return
        raise AssertionError(f"{NAMES[code_id]} is not in the palette")

    async def send(self, number: int) -> None:
        await self.go_to(number)
        await self.look(number)
        pinned = self.window.list.edges.bottom.submit
        self.click(pinned if pinned.isVisible() else self.panel(number).choice.submit_button)

    def bounce(self) -> None:
        self._click_there()

    async def change(self, number: int) -> None:
        await self.go_to(number)
        self.click(self.panel(number).outcome._change)

    async def keep(self, number: int) -> None:
        await self.go_to(number)
        self.click(self.panel(number).choice._hold)
