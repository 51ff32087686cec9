"""The agent's hands: keys alone or the mouse alone, on the real window."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.hand.agent_model import Coded, Sight
from tests.hand.room import Room, nothing
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.card.appearance import CardState
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.pointer import REST_MS

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
# What Shift makes of 1, 2 and 3.
_DIGITS = (Qt.Key.Key_Exclam, Qt.Key.Key_At, Qt.Key.Key_NumberSign)
# On a computer that is busy with other work a bounce may come too late to be one.
_BOUNCES_WITHIN_S = 0.8
# And a look too old: cards move again once the pointer has rested.
_LOOK_LASTS_S = REST_MS / 1000 - 0.5
# No tree of codes is deeper.
_DEEPEST = 9
_NOT_SENT_YET = (CardState.SENDING, CardState.SAVED)


class Hands:
    """What both kinds of hands share: eyes, and patience until a key counts."""

    can_type = False

    def __init__(self, room: Room) -> None:
        self.room = room
        self._pressed_at = 0.0
        # What happens between the look and the key or click that follows from it.
        self.meanwhile: Callable[[], Coroutine[Any, Any, None]] = nothing

    @property
    def window(self) -> MainWindow:
        return self.room.window

    def panel(self, number: int) -> CardPanel:
        wanted = self.room.communication_id(number)
        return next(p for p in self.window.list.panels if p.communication_id == wanted)

    def is_active(self, number: int) -> bool:
        return self.window.list.active_id == self.room.communication_id(number)

    async def see(self, number: int) -> Sight:
        """Return what the card says."""
        panel = self.panel(number)
        card = panel.card
        assert card is not None
        selection, submission = card.selection, card.submission
        sent: Coded | None = None
        if card.code_on_record is not None:
            sent = card.code_on_record.id, "", ()
        elif submission is not None:
            decision = submission.decision
            ids = {code.name: code.id for code in card.codes}
            sent = decision.code.id, decision.note, tuple(ids[tag] for tag in decision.tags)
        selected = selection.code if selection is not None else None
        is_open = panel.offers_choice
        note = panel.choice.note.text() if is_open else selection.note if selection else ""
        topics = panel.choice._topic_ids if is_open else ()
        if not is_open and selection is not None:
            topics = tuple(topic.id for topic in selection.topics)
        return Sight(
            card.needs_a_code,
            selected.id if selected is not None else None,
            note,
            topics,
            sent,
            is_code_alone=card.code_on_record is not None,
            can_undo=panel.state in _NOT_SENT_YET,
            is_counting=card.plan is not None,
            can_change=not card.needs_a_code and card.can_change and submission is not None,
        )

    async def offered(self, number: int) -> tuple[WrapupCode, ...]:
        """Return the codes of the interaction, in the program's order."""
        card = self.panel(number).card
        return card.codes if card is not None else ()

    async def look(self, number: int) -> None:
        """Wait until the card takes what is meant for it."""
        async with asyncio.timeout(10):
            while not self.panel(number).choice.is_settled:
                await self.room.wait_a_moment()

    async def notice(self) -> None:
        """See which card is open by now, as nobody does within a blink."""
        async with asyncio.timeout(10):
            while self.window.list.came_just_now:
                await self.room.wait_a_moment()

    async def go_to(self, number: int) -> None:
        raise NotImplementedError

    async def select(self, number: int, code_id: str, name: str) -> None:
        raise NotImplementedError

    async def add(self, number: int, code_id: str, name: str) -> None:
        """Take a code as a further topic, or take it off."""
        raise NotImplementedError

    async def send(self, number: int) -> None:
        raise NotImplementedError

    async def bounce(self) -> None:
        """Press once more what was just pressed, without a look: at once, or it is no bounce."""
        if time.monotonic() - self._pressed_at < _BOUNCES_WITHIN_S:
            await self.press_again()

    async def press_again(self) -> None:
        raise NotImplementedError

    async def undo(self, number: int) -> None:
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

    async def press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = NONE) -> None:
        def press() -> None:
            target = QApplication.focusWidget() or self.window
            if isinstance(key, str):
                QTest.keyClicks(target, key, modifier)
            else:
                QTest.keyClick(target, key, modifier)

        await self.room.act(press)
        self._pressed_at = time.monotonic()

    async def go_to(self, number: int) -> None:
        await self.notice()
        for _ in range(20):
            if self.is_active(number):
                await self._open_line()
                return
            ids = [panel.communication_id for panel in self.window.list.panels]
            here = ids.index(self.window.list.active_id) if self.window.list.active_id else -1
            there = ids.index(self.room.communication_id(number))
            await self.press(Qt.Key.Key_Down if there > here else Qt.Key.Key_Up)
            await self.room.rest()
        raise AssertionError(f"no key leads to card {number}")

    async def _open_line(self) -> None:
        """Open the card that is one line: the first Enter does that alone."""
        if self.window.list.active_is_line:
            await self.press(ENTER)
            await self.room.rest()

    async def select(self, number: int, code_id: str, name: str) -> None:
        await self.go_to(number)
        shown = [option.code.id for option in self.panel(number).choice.options]
        if code_id in shown:
            await self.meanwhile()
            await self.press(str(shown.index(code_id) + 1))
            await self.room.rest()
            if await self._was_interrupted(number):
                await self.press(str(shown.index(code_id) + 1))
            return
        await self.press("/")
        await self.press(name)
        await self.press(ENTER)

    async def add(self, number: int, code_id: str, name: str) -> None:
        await self.go_to(number)
        shown = [option.code.id for option in self.panel(number).choice.options]
        if code_id in shown:
            await self.press(_DIGITS[shown.index(code_id)], SHIFT)
            return
        await self.press("/")
        await self.press(name)
        await self.press(ENTER, SHIFT)

    async def _was_interrupted(self, number: int) -> bool:
        """Go back if another card came up just when the key was pressed: it counted for none."""
        if self.is_active(number) or not (await self.see(number)).offers:
            return False
        await self.go_to(number)
        return True

    async def send(self, number: int) -> None:
        await self.go_to(number)
        await self.look(number)
        await self.meanwhile()
        await self.press(ENTER)
        await self.room.rest()
        if await self._was_interrupted(number):
            await self.look(number)
            await self.press(ENTER)

    async def press_again(self) -> None:
        await self.press(ENTER)

    async def undo(self, number: int) -> None:
        await self.go_to(number)
        await self.press("z")

    async def change(self, number: int) -> None:
        await self.go_to(number)
        await self.press("z")

    async def keep(self, number: int) -> None:
        await self.go_to(number)
        await self.press(ESC)

    async def write(self, number: int, text: str) -> None:
        await self.go_to(number)
        await self.press("n")
        await self.press(Qt.Key.Key_A, CTRL)
        await self.press(text)
        # Where a code is about to go by itself, Esc would stop that.
        is_counting = (await self.see(number)).is_counting
        await self.press(Qt.Key.Key_Tab if is_counting else ESC)


class MovedAway(AssertionError):
    """What was seen is not there any more."""


class Mouse(Hands):
    """Touches no key; scrolls, moves the pointer there, looks, and clicks once."""

    _last = QPoint()
    _aimed_at = 0.0

    async def click(self, widget: QWidget, button: Qt.MouseButton = LEFT) -> None:
        """Click where *widget* is seen; once more, after a look, if the hint says that it did nothing."""
        await self._aim_at(widget)
        await self.meanwhile()
        if time.monotonic() - self._aimed_at > _LOOK_LASTS_S:
            await self._aim_at(widget)
        hints: list[QPoint] = []
        told = self.window.click_guard.let_by.connect(hints.append)
        await self._press(button)
        QObject.disconnect(told)
        if hints and widget.isVisible():
            await self._aim_at(widget)
            await self._press(button)

    async def _aim_at(self, widget: QWidget) -> None:
        if self.window.list.isAncestorOf(widget) and not self._is_pinned(widget):
            await self._scroll_to(widget)
        self._last = widget.mapTo(self.window, widget.rect().center())
        await self.room.act(self._move)
        self._aimed_at = time.monotonic()
        await self.room.rest()
        await self._see_it_stay()
        there = self.window.childAt(self._last)
        if there is None or not (there is widget or widget.isAncestorOf(there)):
            raise MovedAway(f"{there} lies where {widget} was seen: it moved under the pointer")

    async def _see_it_stay(self) -> None:
        """Wait until it is no longer new there, as it is for anybody who has seen it."""
        async with asyncio.timeout(10):
            while self.window.click_guard.came_just_now(self._last):
                await self.room.wait_a_moment()

    def _is_pinned(self, widget: QWidget) -> bool:
        edges = self.window.list.edges
        return any(bar.isAncestorOf(widget) for bar in (edges.top, edges.bottom))

    async def _scroll_to(self, widget: QWidget) -> None:
        """Turn the wheel until *widget* is in sight, clear of the bars at the edges."""
        cards = self.window.list
        for _ in range(6):
            top = widget.mapTo(cards.viewport(), QPoint(0, 0)).y()
            above = cards.edges.top.inset - top
            last = cards.viewport().height() - cards.edges.bottom.inset
            below = top + widget.height() - last
            if above <= 0 and below <= 0:
                return
            bar = cards.verticalScrollBar()
            bar.setValue(bar.value() + (below if above <= 0 else -above))
            await self.room.rest()
        raise AssertionError(f"no scrolling brings {widget} into sight")

    def _move(self) -> None:
        """Move there, by way of a second place: a hand does not lie still before a click."""
        handle = self.window.windowHandle()
        QTest.mouseMove(handle, self._last + QPoint(3, 1))
        # Else Qt takes the pointer to be elsewhere as soon as something comes or goes.
        QCursor.setPos(self.window.mapToGlobal(self._last))
        QTest.mouseMove(handle, self._last)

    async def _press(self, button: Qt.MouseButton = LEFT) -> None:
        def press() -> None:
            handle = self.window.windowHandle()
            QTest.mouseClick(handle, button, NONE, self._last)

        await self.room.act(press)
        self._pressed_at = time.monotonic()

    async def go_to(self, number: int) -> None:
        await self.notice()
        panel = self.panel(number)
        if panel.line.isVisible() or not self.is_active(number):
            await self.click(panel.line if panel.line.isVisible() else panel.header)
            await self.room.rest()
        assert self.is_active(number), f"a click on card {number} does not lead there"

    async def select(self, number: int, code_id: str, name: str) -> None:
        await self._choose(number, code_id, name, LEFT)

    async def add(self, number: int, code_id: str, name: str) -> None:
        await self._choose(number, code_id, name, Qt.MouseButton.RightButton)

    async def _choose(self, number: int, code_id: str, name: str, button: Qt.MouseButton) -> None:
        await self.go_to(number)
        choice = self.panel(number).choice
        for row in choice._rows.rows:
            if not row.isHidden() and row.option and row.option.code.id == code_id:
                await self.click(row, button)
                return
        await self.click(choice.search_anchor)
        await self.room.rest()
        await self._browse_to(code_id, name, button)

    async def _browse_to(self, code_id: str, name: str, button: Qt.MouseButton) -> None:
        """Find the code in the palette's tree: open the branch it is in until it is in sight."""
        codes = self.window.palette_panel.codes
        for _ in range(_DEEPEST):
            at = codes.row_of(code_id)
            is_code = at >= 0
            if not is_code:
                ids = [{c.id for c in r.branch.walk()} if r.branch else () for r in codes.rows]
                at = next((n for n, each in enumerate(ids) if code_id in each), -1)
                assert at >= 0, f"no branch of the palette leads to {name}"
            if await self._clicks_row(at, button if is_code else LEFT) and is_code:
                return
            await self.room.rest()
        raise AssertionError(f"{name} is not in the palette")

    async def _clicks_row(self, at: int, button: Qt.MouseButton = LEFT) -> bool:
        """Click a row of the palette, left of its star; not if others came there meanwhile."""
        view, codes = self.window.palette_panel.view, self.window.palette_panel.codes
        view.scrollTo(codes.index(at))
        rect, rows = view.visualRect(codes.index(at)), codes.rows
        self._last = view.viewport().mapTo(self.window, rect.topLeft() + QPoint(40, 12))
        await self.room.act(self._move)
        await self.room.rest()
        await self._see_it_stay()
        if (view.visualRect(codes.index(at)), codes.rows) != (rect, rows):
            return False
        await self._press(button)
        return True

    async def send(self, number: int) -> None:
        for _ in range(2):  # another may come up while this hand is looking
            await self.go_to(number)
            await self.look(number)
        pinned = self.window.list.edges.bottom.submit
        await self.click(pinned if pinned.isVisible() else self.panel(number).choice.submit_button)

    async def press_again(self) -> None:
        await self._press()

    async def undo(self, number: int) -> None:
        await self.go_to(number)
        try:
            await self.click(self.panel(number).outcome._undo)
        except MovedAway:
            if (await self.see(number)).can_undo:  # else it left meanwhile, the button with it
                raise

    async def change(self, number: int) -> None:
        await self.go_to(number)
        await self.click(self.panel(number).outcome._change)

    async def keep(self, number: int) -> None:
        await self.go_to(number)
        await self.click(self.panel(number).choice._hold)
