"""Draws one interaction as a card: header, then the choice, the leading line or the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.ui.card.appearance import CardState, appearance_of, state_of
from wrapup_desk.ui.card.collapsed_suggestion import CollapsedSuggestion
from wrapup_desk.ui.card.compact_line import CompactLine
from wrapup_desk.ui.card.header import CardHeader
from wrapup_desk.ui.card.outcome_panel import OutcomePanel
from wrapup_desk.ui.card.wording import card_name
from wrapup_desk.ui.card.wrapup_panel import WrapupPanel
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, RADIUS_CARD
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.layouts import LaidOutPart, laid_out_once, parts_of, show_as_wide
from wrapup_desk.ui.widgets.rounded_panel import without_corners

_COUNTS = (CardState.LIVE, CardState.HELD, CardState.AFTER_CALL, CardState.SENDING)
# Without a choice there is nothing under the header: no code is due, or not yet.
_PLAIN_WHEN_OPEN = (
    CardState.RINGING,
    CardState.LIVE,
    CardState.HELD,
    CardState.AFTER_CALL,
    CardState.MISSED,
    CardState.NOTHING_DUE,
)
# How wide the edge is that tells of the focus, in pixels.
_EDGE = 3

# Tab, and what assistive technology asks for.
_BY_CHOICE = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


@dataclass(frozen=True, slots=True)
class CardContext:
    """What a card needs beside its interaction to be drawn."""

    now: datetime
    is_active: bool
    # Code ids with how often they were used today, most used first.
    used_today: Sequence[tuple[str, int]] = ()
    has_single_keys: bool = True
    templates: Mapping[str, str] = field(default_factory=dict)
    is_line: bool = False  # in compact form, and not open
    is_pointed_at: bool = False  # active, and the pointer moves over the list

    def is_like(self, other: CardContext | None) -> bool:
        """Whether *other* differs in nothing that this card shows, except the time."""
        if other is None or self.form != other.form:
            return False
        # What was used today is offered on the active card alone: a code sent must not have all
        # the others drawn again, before it can be seen that it was.
        is_same_use = not self.is_active or (
            (self.used_today, self.templates) == (other.used_today, other.templates)
        )
        return is_same_use and self.has_single_keys == other.has_single_keys

    @property
    def form(self) -> tuple[bool, ...]:
        """How the card stands in the list, and whether its rows may change."""
        return self.is_active, self.is_line, self.is_pointed_at


class CardPanel(LaidOutPart):
    """One card; it lives as long as its interaction is listed, and is only ever redrawn."""

    pressed = Signal()  # by the mouse: opens it, too, where it is one line
    activated = Signal()
    submit_requested = Signal(str, str, tuple)  # code id, note, ids of further topics
    selected = Signal(str, str, tuple)  # code id or "", note, ids of further topics
    search_requested = Signal()
    hold_requested = Signal()
    leave_out_requested = Signal()
    undo_requested = Signal()
    change_requested = Signal()
    retry_requested = Signal()
    supervisor_requested = Signal()
    dismiss_requested = Signal()

    def __init__(self, theme: Theme, communication_id: str) -> None:
        super().__init__()
        self._theme = theme
        self.communication_id = communication_id
        self.card: InteractionCard | None = None
        self.state = CardState.RINGING
        self._context: CardContext | None = None
        # What decides which parts are shown, as it was drawn.
        self._shape: tuple[CardState, bool, bool] | None = None
        self.line = CompactLine(theme)
        self.header = CardHeader(theme)
        self.leading = CollapsedSuggestion(theme)
        self.outcome = OutcomePanel(theme)
        self.choice = WrapupPanel(theme)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(GAP)
        for part in (self.line, self.header, self.leading, self.outcome, self.choice):
            part.hide()
            self._box.addWidget(part)
        self._show_line(is_line=False)
        # Reachable by Tab so that a screen reader reads the whole card; a click selects it.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()

    def _connect(self) -> None:
        self.header.dismiss_requested.connect(self.dismiss_requested)
        self.choice.submit_requested.connect(self.submit_requested)
        self.choice.selected.connect(self.selected)
        self.choice.search_requested.connect(self.search_requested)
        self.choice.hold_requested.connect(self.hold_requested)
        self.choice.leave_out_requested.connect(self.leave_out_requested)
        self.choice.retry_requested.connect(self.retry_requested)
        self.outcome.undo_requested.connect(self.undo_requested)
        self.outcome.change_requested.connect(self.change_requested)
        self.outcome.retry_requested.connect(self.retry_requested)
        self.outcome.supervisor_requested.connect(self.supervisor_requested)

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in the order the eye does."""
        return (self, *self.header.tab_stops, *self.outcome.tab_stops, *self.choice.tab_stops)

    @property
    def told_by(self) -> tuple[QWidget, ...]:
        """What tells whose card it is, and how much time is left."""
        return self.header.told_by if self.line.isHidden() else (self.line,)

    def clickables(self) -> Iterator[Clickable]:
        """Return the card, and what is on it."""
        yield from map(Clickable, (self, *self.header.tab_stops))
        if not self.outcome.isHidden():
            yield from map(Clickable, self.outcome.tab_stops)
        if not self.choice.isHidden():
            yield from self.choice.clickables()

    @property
    def offers_choice(self) -> bool:
        """Whether the choice is open right now."""
        return not self.choice.isHidden()

    @property
    def counts_seconds(self) -> bool:
        """Whether anything on the card changes with the time alone."""
        if self.state in _COUNTS:
            return True
        return (
            self.state in (CardState.CODED, CardState.CHANGED)
            and self.card is not None
            and self.card.leg.phase is Phase.AFTER_CALL
            and self.card.leg.deadline_at is not None
        )

    def show_card(self, card: InteractionCard, context: CardContext) -> bool:
        """Draw *card*; one that did not change only has its seconds moved on.

        Returns whether other parts of it are shown than before: then it has to be laid out.
        """
        shape = self._shape
        state = state_of(card, context.now)
        is_same = self.card == card and self.state is state and context.is_like(self._context)
        self.card, self.state, self._context = card, state, context
        if is_same:
            self.tick(context.now)
        else:
            self._draw(card, state, context)
        return self._shape != shape

    def tick(self, now: datetime) -> None:
        """Move the seconds on; a waiting time that ran out changes the card's state."""
        if self.card is None or self._context is None:
            return
        state = state_of(self.card, now)
        if state is not self.state:
            self.state = state
            self._draw(self.card, state, self._context)
        if self._context.is_line:
            self.line.tick(now)
            return
        self.header.tick(now)
        if not self.outcome.isHidden():
            self.outcome.tick(now)
        if not self.choice.isHidden():
            self.choice.tick(now)
        if not self.leading.isHidden():
            self.leading.tick(now)

    def _draw(self, card: InteractionCard, state: CardState, context: CardContext) -> None:
        offers = card.needs_a_code and context.is_active
        shape = (state, offers, context.is_line)
        if shape == self._shape:
            self._draw_parts(card, state, context, offers=offers)
        else:
            self._shape = shape
            with laid_out_once(self.header, self, self.parentWidget() or self):
                self._draw_parts(card, state, context, offers=offers)
        self.setAccessibleName(card_name(card, appearance_of(state).word, state))
        self.update()

    def _draw_parts(
        self, card: InteractionCard, state: CardState, context: CardContext, *, offers: bool
    ) -> None:
        """Fill what is shown of the card, and then show it."""
        if context.is_line:
            self.line.show_card(card, state, context.now)
            self._show_line(is_line=True)
            return
        width = self.width() - 2 * PADDING
        if not self.header.isVisible():
            self.header.resize(width, self.header.height())
        self.header.show_card(card, state, context.now)
        has_outcome = not card.needs_a_code and state not in _PLAIN_WHEN_OPEN
        if not card.needs_a_code:
            self.choice.end()
        if offers:
            self._fill_choice(card, context, width)
        elif card.needs_a_code:
            self.leading.show_card(card, context.now)
        elif has_outcome:
            self.outcome.use_keys(has_single_keys=context.has_single_keys)
            self.outcome.show_card(card, state, context.now)
        self._show_line(is_line=False)
        show_as_wide(self.choice, width, visible=offers)
        show_as_wide(self.leading, width, visible=card.needs_a_code and not offers)
        has_outcome = has_outcome and self.outcome.says_something
        show_as_wide(self.outcome, width, visible=has_outcome)

    def _fill_choice(self, card: InteractionCard, context: CardContext, width: int) -> None:
        is_unseen = self.choice.isHidden()
        if is_unseen:
            self.choice.unsettle()
            self.choice.note.use_width(width)
        # Parts that come to be shown in it while it is not shown need no place yet.
        with laid_out_once(*(parts_of(self.choice) if is_unseen else ())):
            self.choice.use_keys(has_single_keys=context.has_single_keys)
            self.choice.notes.use_templates(context.templates)
            is_aimed_at = context.is_pointed_at
            self.choice.show_card(card, context.used_today, context.now, is_aimed_at=is_aimed_at)

    def _show_line(self, *, is_line: bool) -> None:
        """Show one line, or the header; the parts below it follow the state."""
        aside, above = (PADDING - 4, 6) if is_line else (PADDING, PADDING - 2)
        self._box.setContentsMargins(aside, above, aside, above)
        if is_line:
            for part in (self.leading, self.outcome, self.choice):
                show_or_hide(part, visible=False)
        show_or_hide(self.header, visible=not is_line)
        show_or_hide(self.line, visible=is_line)

    def _edge(self) -> tuple[str, float]:
        is_active = self._context is not None and self._context.is_active
        if self.state.needs_attention:
            return ("bad", 1.8 if is_active else 1.2)
        if is_active:
            return ("accent", 1.5)
        return ("wrap", 1.2) if self.state is CardState.AFTER_CALL else ("line", 1.0)

    def _update_edge(self) -> None:
        """Have the edge painted, which is all that tells of the focus, and nothing inside."""
        width = _EDGE + 1  # smoothed, it reaches a pixel further in
        inner = self.rect().adjusted(width, width, -width, -width)
        self.update(QRegion(self.rect()) - (without_corners(self.rect()) & inner))

    # Qt overrides

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choice.aim()
        self.pressed.emit()
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in _BY_CHOICE:
            self.activated.emit()
        self._update_edge()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self._update_edge()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, width = self._edge()
        if self.hasFocus():
            ink, width = "accent", _EDGE
        painter.setBrush(theme.ink("surface"))
        painter.setPen(QPen(theme.ink(ink), width))
        inset = width / 2
        spot = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(spot, RADIUS_CARD, RADIUS_CARD)
