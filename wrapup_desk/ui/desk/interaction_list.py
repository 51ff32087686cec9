"""Lists the cards, keeps them still under the agent's hands, and counts their seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.ui.card.panel import CardContext, CardPanel
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.desk.active_card import ActiveCard
from wrapup_desk.ui.desk.edge_bars import EdgeBars
from wrapup_desk.ui.just_sent import JustSent
from wrapup_desk.ui.pointer import PointerWatch
from wrapup_desk.ui.scrolled.steady_view import SteadyView
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, PADDING
from wrapup_desk.ui.widgets.focus import give_focus_back, is_inside, is_typing, put_in_order
from wrapup_desk.ui.widgets.layouts import ToldPart

TICK_MS = 250
# A card the agent went to stays in the hand for so long, whatever ends elsewhere meanwhile.
IN_HAND_MS = 2000
_SPARE_AFTER_MS = 250  # so long after a card came in the next one is made


class InteractionList(SteadyView):
    """One card for each interaction, what needs a code first.

    While the pointer moves over the cards or a text field in them has the focus, nothing moves:
    new cards come in at the end, cards that go stay as they were; all is caught up afterwards.
    """

    # Communication id, code id (or ""), note, ids of further topics
    submit_requested = Signal(str, str, str, tuple)
    selected = Signal(str, str, str, tuple)
    search_requested = Signal(str)
    hold_requested = Signal(str)
    leave_out_requested = Signal(str)
    undo_requested = Signal(str)
    change_requested = Signal(str)
    retry_requested = Signal(str)
    supervisor_requested = Signal(str)
    dismiss_requested = Signal(str)
    form_requested = Signal()  # one line a card, or whole cards
    laid_out = Signal()  # after a card opened or closed, too
    ticked = Signal(object)  # datetime, the server's clock

    def __init__(self, theme: Theme, server_now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme = theme
        self._server_now = server_now
        self._panels: dict[str, CardPanel] = {}
        self._cards: tuple[InteractionCard, ...] = ()
        self._uses: tuple[tuple[str, int], ...] = ()
        self._has_single_keys = True
        self._templates: Mapping[str, str] = {}
        # Made ahead: to make a card takes as long as to draw it, and a key would wait for both.
        self._spare: CardPanel | None = None
        self.ahead = QTimer(self, singleShot=True, interval=_SPARE_AFTER_MS)
        self._active = ActiveCard()
        self._is_held_still = False
        self._is_behind = False  # whether something waits for the agent's hands to leave
        self._build()
        self.just_sent = JustSent(self)
        self.just_sent.answered.connect(self._catch_up)
        self.edges = EdgeBars(theme, self, self._follow_edges)
        self.edges.go_requested.connect(self.select)
        self.edges.submit_requested.connect(self.submit_active)
        self.edges.hold_requested.connect(self.hold_requested)
        self.verticalScrollBar().valueChanged.connect(self._follow_edges)
        for told in (self._content.resized, self.shown):
            told.connect(self._follow_edges, Qt.ConnectionType.QueuedConnection)
        self._content.resized.connect(self.edges.leave_out_cut_lines)  # before it is painted
        self._pointer = PointerWatch(self, self._content)
        self._pointer.left.connect(self._catch_up)
        self._pointer.aims_anew.connect(self.edges.follow_pointer)
        self._in_hand = QTimer(self, singleShot=True, interval=IN_HAND_MS)  # a card was gone to
        self._in_hand.timeout.connect(self._catch_up)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]  # there is one: this is a widget

    def _build(self) -> None:
        self._content = ToldPart()
        self._content.setObjectName("list")
        self._box = QVBoxLayout(self._content)
        self._box.setContentsMargins(self.around(PADDING, 2, GAP))
        self._box.setSpacing(GAP + 2)
        self._box.addStretch(1)
        self.setWidget(self._content)
        self.ahead.timeout.connect(self._make_spare)
        self._seconds = QTimer(self, interval=TICK_MS)
        self._seconds.timeout.connect(self.tick)

    @property
    def active_id(self) -> str:
        return self._active.id

    @property
    def active_panel(self) -> CardPanel | None:
        return self._panels.get(self._active.id)

    @property
    def came_just_now(self) -> bool:
        """Whether the active card came by itself so lately that no key can be meant for it."""
        panel = self.active_panel
        return panel is not None and panel.offers_choice and panel.choice.came_just_now

    @property
    def panels(self) -> tuple[CardPanel, ...]:
        """The cards from top to bottom, as they stand."""
        items = map(self._box.itemAt, range(self._box.count()))
        standing = (item.widget() for item in items if item is not None)
        return tuple(each for each in standing if isinstance(each, CardPanel))

    @property
    def is_frozen(self) -> bool:
        """Whether cards have to stay where they are."""
        focused = QApplication.focusWidget()
        is_typing_here = is_typing() and focused is not None and is_inside(focused, self)
        is_held = self._is_held_still or self.just_sent.is_answering
        return is_held or self._pointer.is_in_use or is_typing_here

    def show_state(self, state: DeskState, *, has_single_keys: bool) -> None:
        """Draw the snapshot's cards."""
        self._cards = state.cards
        self._uses = tuple(sorted(state.uses_today.items(), key=lambda item: -item[1]))
        self._has_single_keys = has_single_keys
        self._templates = state.settings.note_templates
        self._redraw()

    def use_compact(self, *, is_compact: bool) -> None:
        """Make one line of each card that needs no hand, or show all of them whole."""
        self._active.is_compact = is_compact
        self._box.setSpacing(GAP_TINY if is_compact else GAP + 2)
        self._redraw()

    @property
    def active_is_line(self) -> bool:
        """Whether the active card is one line, so that a key for it opens it first."""
        return bool(self._active.id) and self._active.is_line(self._active.id)

    def close_active(self) -> None:
        """Make one line of what was opened by hand."""
        self._active.close()
        self._in_hand.stop()
        self._redraw()

    def hold_still(self, *, still: bool) -> None:
        """Keep everything in place while something lies over the cards."""
        self._is_held_still = still
        if not still:
            self._catch_up()

    def keep_under_pointer(self) -> None:
        """Keep what the pointer aims at where it is, though the list is about to move."""
        self._pointer.keep()

    def note_key_press(self) -> None:
        """Note that the agent uses the keyboard: the pointer only lies there."""
        self._pointer.rest()

    def select(self, communication_id: str) -> None:
        """Expand a card because the agent asked for it."""
        self._active.select(communication_id)
        self._hold_in_hand()

    def step(self, by: int) -> None:
        """Expand the card below (1) or above (-1); in compact form only if it needs a hand."""
        self._active.step(tuple(p.card for p in self.panels if p.card is not None), by)
        self._hold_in_hand()

    def _hold_in_hand(self) -> None:
        self._in_hand.start()
        self._redraw()
        self._aim()

    def _aim(self) -> None:
        if self.active_panel is not None:
            self.active_panel.choice.aim()
        self._reveal()

    def tick(self) -> None:
        """Move the seconds on; nothing is laid out."""
        now = self._server_now()
        for panel in self._panels.values():
            panel.tick(now)
        if self._active.let_go_when_short(self._cards, now):
            self._redraw()
        self._follow_edges()
        self.ticked.emit(now)

    def submit_active(self) -> None:
        """Send what the active card offers, if it does."""
        if self.active_panel is not None and self.active_panel.offers_choice:
            self.active_panel.choice.submit()

    def _follow_edges(self) -> None:
        if not self.isVisible():  # where the cards are going to stand is not known yet
            return
        self.edges.follow(
            self.panels,
            self.active_panel,
            self._server_now(),
            has_single_keys=self._has_single_keys,
            aim=self._pointer.aim,
        )
        # Else the last card could not be scrolled clear of the bar.
        margins = self.around(PADDING, 2, GAP + self.edges.bottom.inset)
        if margins != self._box.contentsMargins():
            self._box.setContentsMargins(margins)
            self._lay_out_from_outside()
        self.edges.leave_out_cut_lines()

    def _redraw(self) -> None:
        before, was_line = self._active.id, self.active_is_line
        self._pointer.keep()
        self.just_sent.follow(self._cards)
        panel = self.active_panel
        has_draft = panel is not None and panel.offers_choice and panel.choice.has_draft
        self._is_behind = self.is_frozen or self._in_hand.isActive()
        self._active.follow(self._cards, is_frozen=self._is_behind, has_draft=has_draft)
        self._drop_gone()
        now = self._server_now()
        is_reshaped = [self._draw_card(card, now) for card in self._cards]
        if not self.is_frozen:
            self._put_in_order()
        if any(is_reshaped):
            self._lay_out_from_outside()
        if self._active.id != before:
            self._pointer.let_go()
        if self._active.id != before or (was_line and not self.active_is_line):
            self._await_look(before)
            self._reveal()
        is_counting = any(panel.counts_seconds for panel in self._panels.values())
        if is_counting != self._seconds.isActive():
            (self._seconds.start if is_counting else self._seconds.stop)()
        # The heights are known only once the layout has run.
        QTimer.singleShot(0, self, self._after_layout)

    def clickables(self) -> Iterator[Clickable]:
        """Return all that is on the cards, and then the bars over them."""
        for panel in self._panels.values():
            yield from panel.clickables()
        yield from self.edges.clickables()

    def _lay_out_from_outside(self) -> None:
        """Lay each part out once; left to itself Qt goes from the inside out.

        Then cards that need more room than there is would be squeezed, until the next turn.
        """
        QApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))
        self._box.activate()

    def _after_layout(self) -> None:
        if self._box.totalHeightForWidth(self._content.width()) > self._content.height():
            self._lay_out_from_outside()  # a new card has shown itself by now
        self._follow_edges()
        self.just_sent.note_laid_out()
        self.laid_out.emit()

    def _await_look(self, before: str) -> None:
        """Let a bare Enter wait: another card came into the hand than the one it was aimed at."""
        panel = self.active_panel
        if panel is not None and panel.offers_choice and (before or self.just_sent.is_recent):
            panel.choice.await_look(is_surprise=before != self.just_sent.communication_id)

    def _draw_card(self, card: InteractionCard, now: datetime) -> bool:
        communication_id = card.leg.key.communication_id
        panel = self._panels.get(communication_id) or self._add_panel(communication_id)
        panel.setEnabled(True)
        is_active = communication_id == self._active.id
        is_line = self._active.is_line(communication_id)
        uses, keys, texts = self._uses, self._has_single_keys, self._templates
        is_aimed_at = is_active and self._pointer.is_in_use
        context = CardContext(now, is_active, uses, keys, texts, is_line, is_aimed_at)
        return panel.show_card(card, context)

    def _add_panel(self, communication_id: str) -> CardPanel:
        panel = self._spare or CardPanel(self._theme, "")
        self._spare, panel.communication_id = None, communication_id
        self.ahead.start()
        self._panels[communication_id] = panel
        self._box.insertWidget(self._box.count() - 1, panel)
        if not self._content.isVisible():
            panel.show()  # made ahead while it was visible, it would stay hidden as that comes back
        panel.resize(self.viewport().width() - 2 * PADDING + self.bar_width, panel.height())
        panel.pressed.connect(lambda: self._on_pressed(communication_id))
        panel.activated.connect(lambda: self._on_activated(communication_id))
        panel.submit_requested.connect(lambda *chosen: self._on_submit(communication_id, *chosen))
        panel.selected.connect(lambda *chosen: self.selected.emit(communication_id, *chosen))
        for theirs, ours in (
            (panel.search_requested, self.search_requested),
            (panel.hold_requested, self.hold_requested),
            (panel.leave_out_requested, self.leave_out_requested),
            (panel.undo_requested, self.undo_requested),
            (panel.change_requested, self.change_requested),
            (panel.retry_requested, self.retry_requested),
            (panel.supervisor_requested, self.supervisor_requested),
            (panel.dismiss_requested, self.dismiss_requested),
        ):
            theirs.connect(lambda signal=ours: signal.emit(communication_id))
        return panel

    def _make_spare(self) -> None:
        if self._spare is None:
            self._spare = CardPanel(self._theme, "")
            self._spare.setParent(self._content)
            self._spare.ensurePolished()

    def _drop_gone(self) -> None:
        listed = {card.leg.key.communication_id for card in self._cards}
        for communication_id in [each for each in self._panels if each not in listed]:
            panel = self._panels[communication_id]
            if self.is_frozen:
                panel.setEnabled(False)
                continue
            give_focus_back(panel)
            del self._panels[communication_id]
            self._box.removeWidget(panel)
            panel.hide()
            panel.deleteLater()

    def _put_in_order(self) -> None:
        wanted = [self._panels[card.leg.key.communication_id] for card in self._cards]
        standing, moved = list(self.panels), []
        for index, panel in enumerate(wanted):
            if standing[index] is panel:
                continue
            # Mostly one card goes down, or one comes up: the others stay where they are.
            is_one_down = standing[index] in wanted and standing[index + 1] is panel
            moved.append(standing[index] if is_one_down else panel)
            standing.remove(moved[-1])
            standing.insert(wanted.index(moved[-1]), moved[-1])
            self._box.insertWidget(wanted.index(moved[-1]), moved[-1])
        # What comes before the first card is not known here: then all the others go behind it.
        behind = wanted if moved and wanted[0] in moved else moved
        for before, panel in pairwise(wanted):
            if panel in behind:
                put_in_order(before.tab_stops[-1], *panel.tab_stops)

    def _reveal(self) -> None:
        panel = self.active_panel
        if panel is None:
            return
        focused = QApplication.focusWidget()
        if isinstance(focused, CardPanel) and focused is not panel:
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, panel, lambda: self._scroll_to(panel))  # laid out by then

    def _scroll_to(self, panel: CardPanel) -> None:
        self._follow_edges()
        self.edges.reveal(panel)

    def _scroll_to_focus(self, field: QWidget) -> None:
        """Bring what has the focus into sight, clear of the bars at the edges."""
        if shiboken6.isValid(field) and field is QApplication.focusWidget():
            self.edges.reveal_field(field)

    def _on_submit(
        self, communication_id: str, code_id: str, note: str, topic_ids: tuple[str, ...]
    ) -> None:
        self.just_sent.note(communication_id)
        self._in_hand.stop()
        self.submit_requested.emit(communication_id, code_id, note, topic_ids)

    def _on_pressed(self, communication_id: str) -> None:
        if communication_id != self._active.id or self.active_is_line:
            self.select(communication_id)

    def _on_activated(self, communication_id: str) -> None:
        if communication_id != self._active.id:
            self._active.mark(communication_id)
            self._hold_in_hand()

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not isinstance(now, CardPanel) and is_inside(now, self._content):
            QTimer.singleShot(0, self, lambda: self._scroll_to_focus(now))
        if before is not None and is_inside(before, self):
            # Not at once: a redraw may be what moved the focus.
            QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        """Bring in what waited while the agent's hands were on the list."""
        if self._is_behind and not self.is_frozen:
            self._redraw()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_edges()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # Up and Down step through the cards; scrolling follows by itself
