"""Does what a key asks for on the card it is meant for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.wrapup import Decider
from wrapup_desk.ui.card.appearance import CardState, state_of
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.edge_bars import due_panels
from wrapup_desk.ui.desk.interaction_list import InteractionList
from wrapup_desk.ui.redraw_throttle import paint_now
from wrapup_desk.ui.shortcuts import Shortcut
from wrapup_desk.ui.widgets.focus import is_typing

# A code that goes out so soon is what Esc is meant for, also in a note.
_SOON = timedelta(seconds=10)
# Their answer is a snapshot, and on the way to it nothing is painted: a code may be under way.
_ANSWERED_BY_THE_DESK = (Shortcut.SUBMIT, Shortcut.UNDO, Shortcut.RETRY)


class CardKeys:
    """The keys that act on cards: the active one, or the one that was sent last.

    Args:
        bridge: to the desk.
        cards: the list with the active card.
        stage: takes the focus when no card does.
    """

    def __init__(self, bridge: DeskBridge, cards: InteractionList, stage: QWidget) -> None:
        self._bridge = bridge
        self._list = cards
        self._stage = stage
        self._last_sent_id = ""

    def note_sent(self, communication_id: str) -> None:
        """Note which card an undo may be meant for."""
        self._last_sent_id = communication_id

    def act(self, action: Shortcut) -> bool:
        """Do what a key asks for; False when there is nothing to do it to."""
        is_done = self._do(action)
        if is_done and action not in _ANSWERED_BY_THE_DESK:
            paint_now(self._list.window())
        return is_done

    def _do(self, action: Shortcut) -> bool:
        is_choice = action.row >= 0 or action.topic_row >= 0
        is_choice = is_choice or action in (Shortcut.NOTE, Shortcut.SEARCH, Shortcut.UNDO)
        panel = self._list.active_panel
        if is_choice and panel is not None and self._list.came_just_now:
            # It was meant for the card before, and so is what is typed on after it.
            panel.choice.unsettle()
            return True
        if self._list.active_is_line and action is Shortcut.SUBMIT:
            self._open_line()
            return True  # what it would send was not all there to be seen
        if self._list.active_is_line and is_choice and action is not Shortcut.UNDO:
            self._open_line()
        if action.row >= 0:
            return (
                panel is not None and panel.offers_choice and panel.choice.select_row(action.row)
            )
        if action.topic_row >= 0:
            return (
                panel is not None
                and panel.offers_choice
                and panel.choice.turn_topic_of_row(action.topic_row)
            )
        acts: dict[Shortcut, Callable[[], None]] = {
            Shortcut.SUBMIT: self._list.submit_active,
            Shortcut.SEARCH: lambda: self._list.search_requested.emit(self._list.active_id),
            Shortcut.NOTE: self._write_note,
            Shortcut.UNDO: self._undo,
            Shortcut.RETRY: self._retry,
            Shortcut.UP: lambda: self._list.step(-1),
            Shortcut.DOWN: lambda: self._list.step(1),
            Shortcut.BACK: self._go_back,
            Shortcut.DEADLINE: self._go_to_deadline,
            Shortcut.LINES: self._list.form_requested.emit,
        }
        acts[action]()
        self._bridge.pace.hurry()
        return True

    def _open_line(self) -> None:
        """Open the active card and lay it out: what lies over it needs its place."""
        self._list.select(self._list.active_id)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _go_to_deadline(self) -> None:
        """Go to the card whose time runs out first; pressed again, to the one after it."""
        due = [panel.communication_id for panel in due_panels(self._list.panels)]
        if due:
            place = due.index(self._list.active_id) if self._list.active_id in due else -1
            self._list.select(due[(place + 1) % len(due)])

    def _write_note(self) -> None:
        panel = self._list.active_panel
        if panel is not None and panel.offers_choice and not panel.choice.note.isHidden():
            panel.choice.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _undo(self) -> None:
        """Undo on the active card, or else on the one that was sent last."""
        for communication_id in (self._list.active_id, self._last_sent_id):
            card = self._bridge.state.card(communication_id)
            if card is None or card.submission is None or card.is_choosing_again:
                continue
            waits = state_of(card, self._bridge.server_now()) in (
                CardState.SENDING,
                CardState.SAVED,
            )
            if waits or card.can_change:
                self._list.select(communication_id)
            # Where the leg is completed, the desk says what is still possible.
            self._bridge.commands.undo(communication_id)
            return

    def _retry(self) -> None:
        panels = [self._list.active_panel, *self._list.panels]
        for panel in panels:
            if panel is None or panel.card is None:
                continue
            if panel.state is CardState.REFUSED or panel.card.codes_problem:
                self._bridge.commands.retry(panel.communication_id)
                return

    def _go_back(self) -> None:
        """Leave a text field; else hold what goes out by itself; else drop the selection."""
        panel = self._list.active_panel
        was_typing = is_typing()
        if was_typing:
            (panel or self._stage).setFocus(Qt.FocusReason.OtherFocusReason)
        if panel is None or panel.card is None or (was_typing and not self._goes_soon(panel.card)):
            return
        if panel.card.plan is not None:
            self._bridge.commands.hold(panel.communication_id)
        elif panel.choice.deselect():
            return
        elif panel.card.is_choosing_again:
            self._bridge.commands.choose_again(panel.communication_id)
        else:
            self._list.close_active()

    def _goes_soon(self, card: InteractionCard) -> bool:
        plan = card.plan
        if plan is None or plan.decider is not Decider.AGENT:
            return False
        return plan.at - self._bridge.server_now() <= _SOON
