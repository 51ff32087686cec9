"""Shows all notices as bars above the cards; where they have little room, scrolled by lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.scrolled.lines import last_whole
from wrapup_desk.ui.scrolled.whole_lines import WholeLines
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, PADDING
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind, Caption
from wrapup_desk.ui.widgets.focus import give_focus_back, show_or_hide
from wrapup_desk.ui.widgets.notice_bar import NoticeBar, action_text

# Bars the window makes of the connection itself; no other notice may use these keys.
CONNECTION_KEY = "connection"
# Two lines and an edge, at 100 %.
_LEAST_HEIGHT = 56
_LAID_OUT = (QEvent.Type.LayoutRequest, QEvent.Type.Resize)


class NoticeBars(WholeLines):
    """All notices, each in its own bar, which stays the same while its key does.

    Where the height does not do, they are scrolled: what the agent works on needs it more. Then a
    line below says what is out of sight, goes there, and has the button of what is read.
    """

    acted = Signal(str, object)  # key, NoticeAction
    dismissed = Signal(str)

    def __init__(
        self, theme: Theme, details_of: Callable[[Notice], str], *, is_inset: bool = True
    ) -> None:
        """Take *is_inset*: whether what stands around them leaves the margin to the bars."""
        super().__init__(QWidget())
        self._theme = theme
        self._details_of = details_of
        self._bars: dict[str, NoticeBar] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box = QVBoxLayout(self.page)
        edge = PADDING if is_inset else 0
        self._box.setContentsMargins(edge, 0, edge, 0)
        # Outside of what scrolls: what is cut off there does not touch what comes next.
        self._below = GAP if is_inset else 0
        # Whose twin is shown, and the height last asked for.
        self._is_scrolled, self._acting_key, self._asked = False, "", -1
        self.setViewportMargins(0, 0, 0, self._below)
        self._box.setSpacing(GAP)
        self.more = Button(theme, ButtonKind.QUIET)
        self.act = Button(theme, ButtonKind.PLAIN)  # the twin of one out of sight
        for button in (self.more, self.act):
            button.setParent(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab scrolls to what it reaches
            button.hide()
        self.more.clicked.connect(self._on_more)
        self.act.clicked.connect(lambda: self._bars[self._acting_key].act())
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self.updateGeometry)

    @property
    def bars(self) -> tuple[NoticeBar, ...]:
        return tuple(self._bars.values())

    def clickables(self) -> Iterator[Clickable]:
        """Return the buttons of all bars, what goes to those out of sight, and the twin."""
        for bar in self._bars.values():
            yield from bar.clickables()
        yield Clickable(self.more, self.verticalScrollBar().value())
        yield Clickable(self.act, (self._acting_key, self.act.caption))

    def show_notices(self, notices: Sequence[Notice]) -> None:
        keys = [notice.key for notice in notices]
        for key in [each for each in self._bars if each not in keys]:
            bar = self._bars.pop(key)
            give_focus_back(bar)
            self._box.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        for notice in notices:
            if notice.key not in self._bars:
                self._add_bar(notice.key)
            self._bars[notice.key].show_notice(notice)
        self.updateGeometry()
        self.setVisible(bool(notices))
        self._scroll_where_needed()

    def _scroll_where_needed(self) -> None:
        """Have no scroll bar that only its own width makes necessary, and cut no line in two."""
        fits = self._whole <= self.height()
        modes = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            modes.ScrollBarAlwaysOff if fits else modes.ScrollBarAsNeeded
        )
        self._is_scrolled = not fits
        self._end_at_a_line()
        if self._asked != self.sizeHint().height():
            self.updateGeometry()

    def _end_at_a_line(self) -> None:
        """Let the view end where a line or a bar does, and what goes on stand below it."""
        first, room = self.verticalScrollBar().value(), self.height() - self._below
        row, key = self._row_below(first, room) if self._is_scrolled else (0, "")
        show_or_hide(self.more, visible=row > 0)
        show_or_hide(self.act, visible=bool(key))
        if key:
            self._acting_key = key
            self.act.show_caption(self._act_text(key))
        held = self._held(room - row, first) or room - row
        below = self.height() - held if self._is_scrolled else self._below
        self._put_row(held, row, key)
        if below != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, below)  # lays them out, which may end elsewhere
        self._word_more()

    def _row_below(self, first: int, room: int) -> tuple[int, str]:
        """Return how high the line below what is seen of *room* is, and whose button it has."""
        row = self.more.least_height
        if not (held := self._held(room - row, first)):  # one line of what is told comes first
            return 0, ""
        end = first + held
        read = [key for key, bar in self._bars.items() if bar.hides_button(first, end)]
        twin = min(read, key=lambda each: self._bars[each].y(), default="")
        for key in (twin, ""):
            row = self._row_high(end, key)
            # A higher line leaves less in sight, and then says more.
            row = max(row, self._row_high(first + self._held(room - row, first), key))
            if self._held(room - row, first):
                return row, key
        return row, ""

    def _row_high(self, end: int, key: str) -> int:
        """Return how high the line below is where the bars are seen to *end*, as its words break."""
        line, twin = self._widths_of_row(key)
        row = self.more.height_at(
            line - twin - GAP if twin else line, Caption(self._more_text(end))
        )
        acts = Caption(self._act_text(key))
        return max(row, self.act.height_at(twin, acts) + GAP_TINY) if twin else row

    def _widths_of_row(self, key: str) -> tuple[int, int]:
        """Return how wide the line below is, and of that the twin of the button of *key*."""
        line = self.width() - 2 * self._box.contentsMargins().left()
        return line, min(
            self.act.one_line(Caption(self._act_text(key))), line * 2 // 3
        ) if key else 0

    def _act_text(self, key: str) -> str:
        return action_text(self._bars[key].action) if key else ""

    def _put_row(self, top: int, height: int, key: str) -> None:
        """Put what goes on to the left, and the twin, which comes first, to the right."""
        width, twin = self._widths_of_row(key)
        line = QRect(self._box.contentsMargins().left(), top, width, height)
        self.more.setGeometry(line.adjusted(0, 0, -(twin + GAP if twin else 0), 0))
        self.act.setGeometry(line.adjusted(line.width() - twin, GAP_TINY, 0, 0))

    @property
    def _whole(self) -> int:
        """How high they are with nothing out of sight."""
        return self._box.totalHeightForWidth(self.width()) + self._below

    def _held(self, room: int, first: int = 0) -> int:
        """Return how much of *room* whole lines and bars take from *first*; 0 for not one line."""
        # What is seen first says something in any room; of the next ones no icon is cut.
        spans = [
            (bar.y() + top, bar.y() + end)
            for bar in self._bars.values()
            for top, end in bar.text_spans(keeps_icons=bar.y() > first)
        ]
        return last_whole(first, first + room, spans) - first

    def _more_text(self, end: int) -> str:
        """Return what the line below says where the bars are seen to *end*."""
        bars = self._bars.values()
        if end >= max((each.y() + each.height() for each in bars), default=0):
            return f"↑  {tr('Back to the top')}"
        unseen = sum(each.y() >= end for each in bars)
        text = tr_n("1 more notice", "{count} more notices", unseen) if unseen else tr("Read on")
        return f"↓  {text}"

    def _word_more(self) -> None:
        end = self.verticalScrollBar().value() + self.viewport().height()
        self.more.show_caption(self._more_text(end))

    def _on_scrolled(self) -> None:
        self._word_more()
        if self.more.height_at(self.more.width()) > self.more.height():
            self._end_at_a_line()

    def _on_more(self) -> None:
        """Go to what comes next: the rest of a bar that is cut, or the next one, or the first."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        end = bar.value() + height
        ahead = [each for each in self._bars.values() if each.y() + each.height() > end]
        if not ahead:
            bar.setValue(0)
        elif ahead[0].y() > bar.value():
            bar.setValue(ahead[0].y())
        else:
            bar.setValue(end)
        self._end_at_a_line()

    def _add_bar(self, key: str) -> None:
        bar = NoticeBar(self._theme, self._details_of)
        bar.acted.connect(lambda action: self.acted.emit(key, action))
        bar.dismissed.connect(lambda: self.dismissed.emit(key))
        self._bars[key] = bar
        self._box.insertWidget(0 if key == CONNECTION_KEY else self._box.count(), bar)
        bar.show()  # now, not in the next turn: until then it would have no height

    # Qt overrides

    def sizeHint(self) -> QSize:
        height, most = self._whole, self.maximumHeight()
        if height > most:
            # Whole lines, or any bar that fits: what is left over is for the cards.
            row, _ = self._row_below(0, most - self._below)
            room = most - self._below - row
            fitting = (bar.height() for bar in self._bars.values() if bar.height() <= room)
            height = max(self._held(room), *fitting, 0) + row + self._below
        self._asked = height
        return QSize(self.width(), height)

    def minimumSizeHint(self) -> QSize:
        whole, least = self._whole, self._theme.px(_LEAST_HEIGHT)
        if least < whole:
            whole = self._below + (self._held(least - self._below) or least)
        return QSize(0, whole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is scrolled: its lines end elsewhere once it is laid out again."""
        is_done = super().eventFilter(watched, event)
        if watched is self.page and event.type() in _LAID_OUT:
            self._scroll_where_needed()
        return is_done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self._scroll_where_needed()
