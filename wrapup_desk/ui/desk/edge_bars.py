"""Shows at the list's edges what is scrolled out of sight and must not be: time, name, Submit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.language.texts import apart, tr
from wrapup_desk.ui.card.appearance import countdown_of
from wrapup_desk.ui.card.note_area import NoteArea
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.card.submit_button import SubmitButton
from wrapup_desk.ui.card.wording import (
    SEPARATOR,
    customer_text,
    hold_text,
    left_text,
    plan_text,
    seconds_up,
)
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.scrolled.lines import Span
from wrapup_desk.ui.scrolled.steady_view import SteadyView
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, PADDING, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import line_direction
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.text_label import TextLabel

_ABOVE = GAP_TINY + 2  # and below what is said
# The lines of the pointer hold as much of a name, and the time besides.
_MOST_OF_A_NAME = 48


class EdgeBar(QWidget):
    """A strip over one edge of the list."""

    def __init__(self, theme: Theme, area: SteadyView, *, is_top: bool) -> None:
        super().__init__(area)
        self._area = area
        self._theme = theme
        self._is_top = is_top
        self.name = TextLabel(theme, Size.BODY, "text", Weight.SEMIBOLD)
        self.seconds = TextLabel(theme, Size.BODY, "accent", Weight.SEMIBOLD)
        self.pointer = Button(theme, ButtonKind.PLAIN, key="G")
        self.submit = SubmitButton(theme)
        self.plan = TextLabel(theme, Size.SMALL, "wrap", Weight.MEDIUM, max_lines=6)
        self.hold = Button(theme, ButtonKind.QUIET, key="Esc")
        self._heading = QWidget()
        line = QHBoxLayout(self._heading)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.name, 1)
        line.addWidget(self.seconds)
        self._plan_line = QWidget()
        plan = self._plan_box = QHBoxLayout(self._plan_line)
        plan.setContentsMargins(0, 0, 0, 0)
        plan.addWidget(self.plan, 1, Qt.AlignmentFlag.AlignVCenter)
        plan.addWidget(self.hold, 0, Qt.AlignmentFlag.AlignLeft)
        # The bar below grows upwards: Submit stays where it is, whatever else there is to say.
        self._parts = (self._heading, self.pointer, self._plan_line, self.submit)
        self._said: set[QWidget] = set()  # which parts there is something to say in
        box = QVBoxLayout(self)
        margins = area.around(PADDING, _ABOVE, _ABOVE)  # in line with the cards
        self._sides = margins.left() + margins.right()
        box.setContentsMargins(margins)
        box.setSpacing(GAP_TINY)
        for part in self._parts:
            part.hide()
            box.addWidget(part)
        self.hide()

    def show_heading(self, name: str, seconds: str, ink: str) -> None:
        """Name the active card; an empty name hides the line."""
        self._say(self._heading, is_said=bool(name))
        self.name.show_text(name)
        self.seconds.show_text(seconds)
        self.seconds.use_ink(ink)

    def show_pointer(self, text: str, *, has_single_keys: bool) -> None:
        """Point to a card whose time runs out over there; an empty text hides it."""
        self._say(self.pointer, is_said=bool(text))
        if text:
            arrow = "↑" if self._is_top else "↓"
            self.pointer.show_caption(f"{arrow}  {text}")
        self.pointer.show_key("G" if has_single_keys else "")

    def show_submit(self, original: SubmitButton | None) -> None:
        """Show the same as *original*; None hides it."""
        self._say(self.submit, is_said=original is not None)
        if original is not None:
            self.submit.show_like(original)

    def show_plan(self, text: str, hold: str) -> None:
        """Say what goes out by itself, and what stops it; an empty text hides the line."""
        self._say(self._plan_line, is_said=bool(text))
        if text:
            self.plan.show_text(text)
            self.hold.show_caption(hold)

    def _say(self, part: QWidget, *, is_said: bool) -> None:
        (self._said.add if is_said else self._said.discard)(part)

    def _needed(self, said: set[QWidget]) -> int:
        """How much of the view is covered where so much is *said*."""
        if not said:
            return 0
        inner = self._area.viewport().width() - self._sides
        self._plan_box.setDirection(line_direction(self._theme, inner))
        for button in (self.pointer, self.submit):
            button.use_width(inner)
        heights = (
            part.heightForWidth(inner) if part.hasHeightForWidth() else part.sizeHint().height()
            for part in said
        )
        return sum(heights) + GAP_TINY * (len(said) - 1) + 2 * _ABOVE

    def place(self, pointer: QPoint | None) -> None:
        """Lie over the edge of the view, as high as what there is to say needs.

        It does not come up under a *pointer* that is in use: a click would go to it. What it has
        no room for then is not said.
        """
        height, view = self._needed(self._said), self._area.viewport().geometry()
        top = view.top() if self._is_top else view.bottom() + 1 - height
        spot = QRect(view.left(), top, view.width(), height)
        is_over = height > 0 and pointer is not None and spot.contains(pointer)
        waits = is_over and not self._is_under(pointer)
        for part in self._parts:
            is_room = not (waits and part.isHidden())
            show_or_hide(part, visible=part in self._said and is_room)
        if waits:
            return
        if height:
            self.setGeometry(spot)
        show_or_hide(self, visible=height > 0)

    def _is_under(self, pointer: QPoint | None) -> bool:
        return not self.isHidden() and pointer is not None and self.geometry().contains(pointer)

    def holds(self, pointer: QPoint | None) -> bool:
        """Whether Submit is pinned here and the *pointer* is over this bar."""
        return self.submit in self._said and self._is_under(pointer)

    @property
    def pointer_height(self) -> int:
        """How much of the view the pointer alone covers."""
        return self._needed(self._said & {self.pointer})

    @property
    def needed_but_name(self) -> int:
        """How much of the view it covers without the name of the active card."""
        return self._needed(self._said - {self._heading})

    @property
    def inset(self) -> int:
        """How much of the view it covers."""
        return 0 if self.isHidden() else self.height()

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.ink("bg"))
        edge = self.height() - 1 if self._is_top else 0
        painter.fillRect(0, edge, self.width(), 1, self._theme.ink("edge"))


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
        pointer: QPoint | None = None,
    ) -> None:
        """Show what of *panels* is out of sight and must not be; see `EdgeBar.place`."""
        others = due_panels([panel for panel in panels if panel is not active])
        for bar in (self.top, self.bottom):
            due = [panel for panel in others if self._is_beyond(panel.header, bar)]
            self._targets[bar] = due[0].communication_id if due else ""
            text = _pointer_text(due, now) if due else ""
            bar.show_pointer(text, has_single_keys=has_single_keys)
        self._pin(active, now, pointer)
        for bar in (self.top, self.bottom):
            bar.place(pointer)

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

    def height_of(self, widget: QWidget) -> int:
        """Return how high *widget* stands in the view."""
        return widget.mapTo(self._area.viewport(), QPoint(0, 0)).y()

    def _pin(self, active: CardPanel | None, now: datetime, pointer: QPoint | None) -> None:
        """Keep name, countdown and Submit of the active card in sight, and what is sent when.

        What is pinned stays as long as the *pointer* is over it.
        """
        is_choosing = active is not None and active.offers_choice
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
        is_gone = is_gone or (is_same and self.bottom.holds(pointer))
        self.bottom.show_submit(button if is_gone else None)
        if plan is not None and is_gone:
            self.bottom.show_plan(plan_text(active.card, plan, now), hold_text(plan))
        else:
            self.bottom.show_plan("", "")
        self._name(active, active.card.leg)

    def _name(self, active: CardPanel, leg: Leg) -> None:
        """Name the active card and its countdown at the edge that its own header is behind.

        At the other edge the name would lie over a card that nothing scrolls clear of it.
        """
        over, ring = self._over(active.header), active.header.ring
        left = "" if ring.isHidden() else left_text(ring.seconds)
        for bar in (self.top, self.bottom):
            bar.show_heading(customer_text(leg) if bar is over else "", left, ring.ink)

    def _over(self, header: QWidget) -> EdgeBar | None:
        if self._is_beyond(header, self.top, self.top.pointer_height):
            return self.top
        is_below = self._is_beyond(header, self.bottom, self.bottom.needed_but_name)
        return self.bottom if is_below else None

    def _is_out(self, widget: QWidget) -> bool:
        return self._is_beyond(widget, self.bottom, self.bottom.pointer_height) or self._is_beyond(
            widget, self.top, self.top.pointer_height
        )

    def _is_beyond(self, widget: QWidget, bar: EdgeBar, covered: int = 0) -> bool:
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
