"""Lays out the details of a leg: as one page that scrolls where they have little height."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from wrapup_desk.ui.repair.leg_story import LegStory
from wrapup_desk.ui.scrolled.whole_lines import SCROLL_BAR, WholeLines, bring_into_view
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP
from wrapup_desk.ui.widgets.focus import is_inside, show_or_hide, stops_in

# The height, at 100 % text, without which the buttons are scrolled with the rest instead of below it.
_LEAST_ABOVE_BUTTONS = 130


class DetailPage(QWidget):
    """Who a leg was with, its links, what was said, its codes, and the buttons for them.

    What was said scrolls between the links and the codes. Where that has no room, all of it is one
    page that scrolls: first the codes, then what was said, in full. One scroll bar, not one in
    another; and the buttons stay below it in sight, as long as anything else does.
    """

    rearranged = Signal()

    def __init__(self, theme: Theme, head: QLayout, links: QWidget, story: LegStory) -> None:
        super().__init__()
        self._theme = theme
        self._links, self.story = links, story
        self._codes: Sequence[QWidget] = ()
        self._is_low, self._has_buttons_below = False, True
        self.content, self.buttons = QWidget(), QWidget()
        box = self._box = QVBoxLayout(self.content)
        box.addLayout(head)
        box.addWidget(links)
        box.addWidget(story, 1)
        self._below = QVBoxLayout(self.buttons)
        outer = self._outer = QVBoxLayout(self)
        self.area = WholeLines(self.content)
        outer.addWidget(self.area, 1)
        outer.addWidget(self.buttons)
        for layout in (box, self._below, outer):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(GAP)
        self.content.installEventFilter(self)

    def put_in(self, codes: Sequence[QWidget], buttons: Sequence[QWidget]) -> None:
        """Show *codes* in the page, and *buttons* at its end; called once."""
        self._codes = codes
        for code in codes:
            self._box.addWidget(code)
        for button in buttons:
            self._below.addWidget(button)

    @property
    def is_low(self) -> bool:
        """Whether all of it is one page that scrolls."""
        return self._is_low

    @property
    def order(self) -> tuple[bool, bool]:
        """How its parts stand; another order is another way for Tab."""
        return self._is_low, self._has_buttons_below

    def stops(self) -> Iterator[QWidget]:
        """Yield what Tab stops at, from top to bottom."""
        links, buttons = stops_in(self._links), stops_in(self.buttons)
        codes = [stop for code in self._codes for stop in stops_in(code)]
        if not self._is_low:
            yield from (*links, self.story, *codes, *buttons)
        elif self._has_buttons_below:
            yield from (*codes, *links, self.story, *buttons)
        else:
            yield from (*codes, *buttons, *links, self.story)

    def start_over(self) -> None:
        """Show its beginning: it is about another leg now."""
        self.area.verticalScrollBar().setValue(0)

    def go_to_story(self) -> None:
        """Give the keys to what was said, and show its beginning."""
        self.story.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bring_into_view(self)
        if self._is_low:
            self.area.verticalScrollBar().setValue(self.story.y())

    def arrange(self) -> None:
        """Stand as the height allows; to be called when something was shown or hidden."""
        some_button = any(not each.isHidden() for each in stops_in(self.buttons))
        show_or_hide(self.buttons, visible=some_button)
        order = self._fitting_order()
        if order == self.order:
            return
        self._is_low, self._has_buttons_below = order
        focused = QApplication.focusWidget()
        self._place()
        if focused is not None and is_inside(focused, self):
            focused.setFocus()  # Qt takes it from what moves
        self.rearranged.emit()

    def _fitting_order(self) -> tuple[bool, bool]:
        below = 0 if self.buttons.isHidden() else GAP + self.buttons.sizeHint().height()
        # As high with the story at its least, whichever way it stands now, and beside a scroll bar.
        needed = self._box.totalHeightForWidth(self.width() - SCROLL_BAR)
        needed += self.story.least_height - self.story.sizeHint().height()
        if self._has_buttons_below:
            needed += below
        is_low = needed > self.height()
        least = self._theme.px(_LEAST_ABOVE_BUTTONS)
        return is_low, not is_low or self.height() - below >= least

    def _place(self) -> None:
        moving = (self._links, self.story)
        for part in (*moving, self.buttons):
            for layout in (self._box, self._outer):
                layout.removeWidget(part)
        if not self._is_low:
            for place, part in enumerate(moving, 1):
                self._box.insertWidget(place, part)
        if self._has_buttons_below:
            self._outer.addWidget(self.buttons)
        else:
            self._box.addWidget(self.buttons)
        if self._is_low:
            for part in moving:
                self._box.addWidget(part)
        self._box.setStretchFactor(self.story, 0 if self._is_low else 1)
        self.story.show_whole(is_whole=self._is_low)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_done = super().eventFilter(watched, event)
        if watched is self.content and event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return is_done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
