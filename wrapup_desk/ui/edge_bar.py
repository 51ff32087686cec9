"""A strip over one edge of the list of cards: name and time, a pointer, a plan, Submit."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.ui.card.submit_button import SubmitButton
from wrapup_desk.ui.pointer import Aim
from wrapup_desk.ui.scrolled.steady_view import SteadyView
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP_TINY, PADDING, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import line_direction
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.text_label import TextLabel

_ABOVE = GAP_TINY + 2  # and below what is said


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
        self._heading, self._plan_line = QWidget(), QWidget()
        line = QHBoxLayout(self._heading)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.name, 1)
        line.addWidget(self.seconds)
        plan = self._plan_box = QHBoxLayout(self._plan_line)
        plan.setContentsMargins(0, 0, 0, 0)
        plan.addWidget(self.plan, 1, Qt.AlignmentFlag.AlignVCenter)
        plan.addWidget(self.hold, 0, Qt.AlignmentFlag.AlignLeft)
        # The bar below grows upwards: Submit stays where it is, whatever else there is to say.
        self._parts = (self._heading, self.pointer, self._plan_line, self.submit)
        self._said: set[QWidget] = set()  # which parts there is something to say in
        self.waits = False  # with something to say, until the pointer is elsewhere
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
        if name:
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

    def _said_whole(self) -> set[QWidget]:
        """Return what is said without what the far edge of a low view would cut; never Submit."""
        said, room = set(self._said), self._area.viewport().height()
        for part in self._parts[:-1]:
            if self._needed(said) <= room:
                break
            said.discard(part)
        return said

    def place(self, aim: Aim | None) -> None:
        """Lie over the edge of the view, as high as what there is to say needs.

        It does not come up under a pointer that is in use, nor over a part of what that aims at: a
        click would go to it, or to nothing, as no line is drawn that it cuts. What it has no room
        for then is not said, and it *waits*.
        """
        said, view = self._said_whole(), self._area.viewport().geometry()
        height = self._needed(said)
        top = view.top() if self._is_top else view.bottom() + 1 - height
        spot = QRect(view.left(), top, view.width(), height)
        gained = QRegion(spot) - QRegion(QRect() if self.isHidden() else self.geometry())
        self.waits = height > 0 and aim is not None and gained.intersects(aim.whole)
        for part in self._parts:
            is_room = not (self.waits and part.isHidden())
            show_or_hide(part, visible=part in said and is_room)
        if height and not self.waits:
            self.setGeometry(spot)
        # A list that gets lower leaves a bar that waits beyond its foot.
        is_there = self._is_top or self.geometry().bottom() == spot.bottom()
        stays = is_there and not self.isHidden()
        show_or_hide(self, visible=height > 0 and (stays or not self.waits))

    def holds(self, aim: Aim | None) -> bool:
        """Whether Submit is pinned here and the pointer is over this bar."""
        is_under = not self.isHidden() and aim is not None and self.geometry().contains(aim.spot)
        return self.submit in self._said and is_under

    @property
    def needed(self) -> int:
        """How much of the view it covers with all that there is to say."""
        return self._needed(self._said_whole())

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
