"""Shows at the list's edges what is scrolled out of sight and must not be: time, name, Submit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.language.texts import apart, tr
from wrapup_desk.ui.card.appearance import countdown_of
from wrapup_desk.ui.card.note_area import NoteArea
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.card.wording import (
    SEPARATOR,
    customer_text,
    hold_text,
    left_text,
    name_text,
    plan_text,
    seconds_up,
)
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.edge_bar import EdgeBar
from wrapup_desk.ui.pointer import Aim
from wrapup_desk.ui.scrolled.lines import Span
from wrapup_desk.ui.scrolled.steady_view import SteadyView
from wrapup_desk.ui.scrolled.whole_lines import CutLines
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP

# The cards whose time runs out that each bar tells of.
_Told = dict[EdgeBar, list[CardPanel]]
# The lines of the pointer hold as much of a name, and the time besides.
_MOST_OF_A_NAME = 48


class EdgeBars(QObject):
    """Both strips: they follow the cards, the scrolling and the seconds.

    Args:
        theme: their colours.
        area: the list they lie over.
        refresh: has them follow what is there now.
    """

    go_requested = Signal(str)  # communication id
    submit_requested = Signal()
    hold_requested = Signal(str)  # communication id

    def __init__(self, theme: Theme, area: SteadyView, refresh: Callable[[], None]) -> None:
        super().__init__(area)
        self._area = area
        self._refresh = refresh
        self.top = EdgeBar(theme, area, is_top=True)
        self.bottom = EdgeBar(theme, area, is_top=False)
        self._targets = {self.top: "", self.bottom: ""}
        self._active_id = ""
        self._cut_lines = CutLines()
        self._is_held = False  # whether Submit is pinned only because the pointer is over it
        self._pressed_id = ""  # whose card a button stood for as it was pressed
        for bar in (self.top, self.bottom):
            bar.pointer.pressed.connect(lambda it=bar: self._note_pressed(self._targets[it]))
            bar.pointer.clicked.connect(lambda: self.go_requested.emit(self._pressed_id))
            bar.submit.clicked.connect(self.submit_requested)
        self.bottom.hold.pressed.connect(lambda: self._note_pressed(self._active_id))
        self.bottom.hold.clicked.connect(lambda: self.hold_requested.emit(self._pressed_id))

    def _note_pressed(self, communication_id: str) -> None:
        self._pressed_id = communication_id

    def clickables(self) -> Iterator[Clickable]:
        """Return both bars, which hide what is below, and their buttons."""
        for bar in (self.top, self.bottom):
            if bar.isHidden():
                continue
            yield Clickable(bar)
            yield Clickable(bar.pointer, self._targets[bar])
            yield Clickable(bar.submit, (self._active_id, bar.submit.times_changed))
            yield Clickable(bar.hold, self._active_id)

    def follow(
        self,
        panels: Sequence[CardPanel],
        active: CardPanel | None,
        now: datetime,
        *,
        has_single_keys: bool,
        aim: Aim | None = None,
    ) -> None:
        """Show what of *panels* is out of sight and must not be; see `EdgeBar.place`."""
        others = due_panels([panel for panel in panels if panel is not active])
        told: _Told = {}
        found: _Told = {self.top: [], self.bottom: []}
        # Bars cover cards themselves: at first those are looked for that need no pointer to be out
        # of sight, so that it never depends on the one that stood there, and then those it covers.
        while found != told:
            told = found
            for bar, due in told.items():
                self._targets[bar] = due[0].communication_id if due else ""
                text = _pointer_text(due, now) if due else ""
                bar.show_pointer(text, has_single_keys=has_single_keys)
            self._pin(active, now, aim)
            found = self._out_of_sight(others, told)
        for bar in (self.top, self.bottom):
            bar.place(aim)

    def _out_of_sight(self, panels: Sequence[CardPanel], told: _Told) -> _Told:
        """Return which of *panels* each bar has to tell of; what it tells of stays."""
        above, below = (
            [each for each in panels if each in told[bar] or self._hides(bar, each, covered)]
            for bar, covered in ((bar, bar.needed) for bar in (self.top, self.bottom))
        )
        return {self.top: above, self.bottom: [each for each in below if each not in above]}

    def follow_pointer(self) -> None:
        """Bring up what waited for the pointer, and let go of what stayed for it: it moved."""
        if self._is_held or self.top.waits or self.bottom.waits:
            self._refresh()

    def reveal(self, panel: CardPanel) -> None:
        """Bring a card into sight, its top first when it is taller than the view."""
        self._scroll_to(panel)
        # Whether a card above is pointed to follows from the scrolling, and takes room of the view.
        self._scroll_to(panel)

    def _scroll_to(self, panel: CardPanel) -> None:
        bar, view = self._area.verticalScrollBar(), self._area.viewport().height()
        top = panel.y() - GAP - self.top.pointer_height
        bottom = panel.y() + panel.height() + GAP
        if bottom - top > view or top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + view:
            bar.setValue(bottom - view)

    def reveal_field(self, field: QWidget) -> None:
        """Bring a field into sight, clear of the bars; of a note also what is said below it."""
        self._refresh()
        around = field.parentWidget()
        if isinstance(around, NoteArea) and field is around.field:
            around.installEventFilter(self)
            self._scroll_to_note(around)
        else:
            self._scroll_to_field(field, QRect(QPoint(), field.size()))

    def _scroll_to_note(self, around: NoteArea) -> None:
        field = around.field
        # What is pinned follows from the scrolling, and must not cover the note.
        for _ in range(2):
            whole = QRect(QPoint(), field.size())
            self._scroll_to_field(field, whole, around.height() - field.height())
        # Where there is no room for all of it, what is written just now comes first.
        self._scroll_to_field(field, field.cursorRect().translated(field.viewport().pos()))

    def _scroll_to_field(self, field: QWidget, part: QRect, below: int = 0) -> None:
        """Show all of a *part* of *field*, and of the pixels *below* what there is room for."""
        bar = self._area.verticalScrollBar()
        first, last = bar.value() + self.top.inset, bar.value() + self._end
        top = bar.value() + self.height_of(field) + part.top() - GAP
        bottom = top + part.height() + 2 * GAP
        if top < first:
            bar.setValue(top - self.top.inset)
        else:
            further = min(bottom + below - last, top - first)
            bar.setValue(bar.value() + max(bottom - last, further, 0))

    @property
    def _end(self) -> int:
        """Where the view ends above the bar below."""
        return self._area.viewport().height() - self.bottom.inset

    def in_sight(self) -> Span:
        """Return what of the list is seen between the bars, in pixels from its top."""
        value = self._area.verticalScrollBar().value()
        return value + self.top.inset, value + self._end

    def leave_out_cut_lines(self) -> None:
        """Draw no line of a card that a bar or the foot of the list cuts, as the cards stand now."""
        cards = self._area.widget()
        if cards is not None and self._area.isVisible():
            self._cut_lines.leave_out([(cards, self.in_sight(), self._area.height())])

    def height_of(self, widget: QWidget) -> int:
        """Return how high *widget* stands in the view."""
        return widget.mapTo(self._area.viewport(), QPoint(0, 0)).y()

    def _pin(self, active: CardPanel | None, now: datetime, aim: Aim | None) -> None:
        """Keep name, countdown and Submit of the active card in sight, and what is sent when.

        What is pinned stays as long as the pointer is over it.
        """
        is_choosing = active is not None and active.offers_choice
        self._is_held = False
        if active is None or active.card is None or not is_choosing:
            for bar in (self.top, self.bottom):
                bar.show_heading("", "", "text")
            self.bottom.show_submit(None)
            self.bottom.show_plan("", "")
            return
        is_same = self._active_id == active.communication_id
        self._active_id = active.communication_id
        button = active.choice.submit_button
        is_gone = self._is_out(button)
        plan = active.card.plan
        # Both or none: the bar would lie over a button that is just above the edge.
        is_gone = is_gone or (plan is not None and self._is_out(active.choice.plan_line))
        self._is_held = not is_gone and is_same and self.bottom.holds(aim)
        is_gone = is_gone or self._is_held
        self.bottom.show_submit(button if is_gone else None)
        if plan is not None and is_gone:
            self.bottom.show_plan(plan_text(active.card, plan, now), hold_text(plan))
        else:
            self.bottom.show_plan("", "")
        self._name(active, active.card.leg)

    def _name(self, active: CardPanel, leg: Leg) -> None:
        """Name the active card and its countdown at the edge that its own are behind.

        At the other edge the name would lie over a card that nothing scrolls clear of it.
        """
        over, ring = self._over(active), active.header.ring
        left = "" if ring.isHidden() else left_text(ring.seconds)
        for bar in (self.top, self.bottom):
            bar.show_heading(name_text(leg) if bar is over else "", left, ring.ink)

    def _over(self, active: CardPanel) -> EdgeBar | None:
        if self._hides(self.top, active, self.top.pointer_height):
            return self.top
        is_below = self._hides(self.bottom, active, self.bottom.needed_but_name)
        return self.bottom if is_below else None

    def _hides(self, bar: EdgeBar, panel: CardPanel, covered: int) -> bool:
        """Whether name or time of *panel* is behind the edge of *bar*, *covered* pixels of it."""
        return any(self._is_beyond(each, bar, covered) for each in panel.told_by)

    def _is_out(self, widget: QWidget) -> bool:
        return self._is_beyond(widget, self.bottom, self.bottom.pointer_height) or self._is_beyond(
            widget, self.top, self.top.pointer_height
        )

    def _is_beyond(self, widget: QWidget, bar: EdgeBar, covered: int) -> bool:
        """Whether *widget* is not wholly in sight, beyond the edge of *bar*.

        *covered* pixels of the view at that edge are under the bar.
        """
        if not widget.isVisible():  # where it is going to be is not known yet
            return False
        top = self.height_of(widget)
        if bar is self.top:
            return top < covered
        return top + widget.height() > self._area.viewport().height() - covered and top >= 0

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a note that is written: it grows, or something is to be said below it."""
        if isinstance(watched, NoteArea) and watched.field.hasFocus():
            is_grown = isinstance(event, QResizeEvent) and (
                event.size().height() > event.oldSize().height()
            )
            # It is squeezed by what grew in its card until all of that is laid out.
            if is_grown or event.type() == QEvent.Type.Move:
                QTimer.singleShot(0, watched, lambda: self.reveal_field(watched.field))
        return super().eventFilter(watched, event)


def due_panels(panels: Sequence[CardPanel]) -> list[CardPanel]:
    """Return the cards on which time runs out, the earliest first."""
    due = []
    for panel in panels:
        card = panel.card
        countdown = countdown_of(card, panel.state) if card is not None else None
        if card is not None and card.needs_a_code and countdown is not None:
            due.append((countdown.until, panel))
    return [panel for _, panel in sorted(due, key=lambda pair: pair[0])]


def _brief(name: str) -> str:
    """Return as much of *name* as leaves the time behind it in sight."""
    return name if len(name) <= _MOST_OF_A_NAME else name[: _MOST_OF_A_NAME - 1].rstrip() + "…"


def _pointer_text(due: Sequence[CardPanel], now: datetime) -> str:
    card = due[0].card
    if card is None or card.leg.deadline_at is None:
        return ""
    left = seconds_up((card.leg.deadline_at - now).total_seconds())
    text = apart(_brief(customer_text(card.leg))) + SEPARATOR + left_text(left)
    if len(due) == 1:
        return text
    return tr("{first}, and {count} more", first=text, count=len(due) - 1)
