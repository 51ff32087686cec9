"""Shows notices as bars above the cards: what happened, what is safe, one thing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, PADDING, RADIUS, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind, IconButton
from wrapup_desk.ui.widgets.flow_row import line_direction
from wrapup_desk.ui.widgets.focus import give_focus_back, show_or_hide
from wrapup_desk.ui.widgets.text_label import TextLabel

# Bars the window makes of the connection itself; no other notice may use these keys.
CONNECTION_KEY = "connection"
# Two lines and an edge, at 100 %.
_LEAST_HEIGHT = 56
_LAID_OUT = (QEvent.Type.LayoutRequest, QEvent.Type.Resize)
_FACES = {
    NoticeKind.INFO: ("info", Tone.ACCENT),
    NoticeKind.WARNING: ("triangle-alert", Tone.WRAP),
    NoticeKind.ERROR: ("circle-alert", Tone.BAD),
}


class _Icon(QWidget):
    """Stands at the first line of a text, and with a single one in the middle of its row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name, self._ink = "info", "muted"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @property
    def spot(self) -> QRectF:
        """Where in itself it is painted."""
        side = self.sizeHint().height()
        above = (self.height() - side) / 2 if self.height() < 2 * side else 0
        return QRectF(0, above, side, side)

    def show_icon(self, name: str, ink: str) -> None:
        self._name, self._ink = name, ink
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        side = self._theme.px(16)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._theme.draw_icon(QPainter(self), self.spot, self._name, self._ink)


class NoticeBar(QWidget):
    """One notice."""

    acted = Signal(object)  # NoticeAction
    dismissed = Signal()

    def __init__(self, theme: Theme, details_of: Callable[[Notice], str]) -> None:
        super().__init__()
        self._theme = theme
        self._details_of = details_of
        self._notice: Notice | None = None
        self._tone = Tone.ACCENT
        self._icon = _Icon(theme)
        self._text = TextLabel(theme, Size.SMALL, "text", Weight.MEDIUM, max_lines=0)
        self._button = Button(theme, ButtonKind.PLAIN)
        self._close = IconButton(theme, "x", tr("Dismiss"), side=24)
        self.copy = IconButton(theme, "copy", tr("Copy details for support"), side=24)
        self._lay_out()
        self.copy.clicked.connect(self._on_copy)
        self._button.clicked.connect(self.act)
        self._close.clicked.connect(self.dismissed)

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.setSpacing(GAP)
        self._top.addWidget(self._icon)
        self._top.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(GAP)
        self._foot.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(GAP + 2, GAP, GAP + 2, GAP)
        box.setSpacing(GAP)
        box.addLayout(self._top)
        box.addLayout(self._foot)
        self._put_icons(self._top)

    def _put_icons(self, line: QHBoxLayout) -> None:
        """Stand at the end of *line*: beside the text, or below where it needs the width."""
        self._icons_in = line
        for button in (self.copy, self._close):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        return self._text.shown_text

    @property
    def action(self) -> NoticeAction:
        """What its button does; NONE without one."""
        return self._notice.action if self._notice is not None else NoticeAction.NONE

    def hides_button(self, start: int, end: int) -> bool:
        """Whether of all bars only what is from *start* to *end* is seen, and not all its button."""
        top = self.y() + self._button.y()
        is_seen = start <= top and top + self._button.height() <= end
        is_begun = self.y() < end and start < self.y() + self.height()
        return is_begun and not is_seen and not self._button.isHidden()

    def line_ends(self, *, keeps_icons: bool) -> list[int]:
        """Return where the lines of its text end, and where it ends itself, in pixels from its top.

        With *keeps_icons* only those that no icon beside them goes beyond.
        """
        beside = 0
        if keeps_icons and self._icons_in is self._top:
            icons = [each for each in (self.copy, self._close) if not each.isHidden()]
            beside = max((each.y() + each.height() for each in icons), default=0)
        lines = (self._text.y() + end for end in self._text.line_ends())
        return [*(end for end in lines if end >= beside), self.height()]

    def show_notice(self, notice: Notice) -> None:
        if notice == self._notice:
            return
        self._notice = notice
        icon, self._tone = _FACES[notice.kind]
        self._icon.show_icon(icon, self._tone.ink)
        self._text.use_ink(self._tone.ink)
        self._text.show_text(notice.text)
        caption = _action_text(notice.action)
        show_or_hide(self._button, visible=bool(caption))
        self._button.show_caption(caption)
        # Support has no use for a question, or for good news.
        is_trouble = notice.kind is not NoticeKind.INFO and notice.action is not NoticeAction.QUIT
        show_or_hide(self.copy, visible=is_trouble)
        self.copy.name_it(tr("Copy details for support"))
        show_or_hide(self._close, visible=notice.can_dismiss)
        self.setAccessibleName(notice.text)
        self.update()

    def clickables(self) -> Iterator[Clickable]:
        yield Clickable(self._button, self.action)
        yield from map(Clickable, (self.copy, self._close))

    def _on_copy(self) -> None:
        if self._notice is not None:
            QGuiApplication.clipboard().setText(self._details_of(self._notice))
            self.copy.name_it(tr("Copied"))

    def act(self) -> None:
        """Ask for what its button does."""
        self.acted.emit(self.action)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_wide = (
            line_direction(self._theme, event.size().width()) is QBoxLayout.Direction.LeftToRight
        )
        line = self._top if is_wide else self._foot
        if line is not self._icons_in:
            for button in (self.copy, self._close):
                self._icons_in.removeWidget(button)
            self._put_icons(line)
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.ink(self._tone.soft))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)


def _action_text(action: NoticeAction) -> str:
    return {
        NoticeAction.NONE: "",
        NoticeAction.SIGN_IN: tr("Sign in"),
        NoticeAction.RETRY: tr("Try again"),
        NoticeAction.OPEN_SETTINGS: tr("Open settings"),
        NoticeAction.OPEN_LOGS: tr("Open the log folder"),
        NoticeAction.QUIT: tr("Quit"),
    }[action]


class NoticeBars(QScrollArea):
    """All notices, each in its own bar, which stays the same while its key does.

    Where the height does not do, they are scrolled: what the agent works on needs it more. Then a
    line below says what is out of sight, goes there, and has the button of what is read; nothing is
    cut within a line.
    """

    acted = Signal(str, object)  # key, NoticeAction
    dismissed = Signal(str)

    def __init__(
        self, theme: Theme, details_of: Callable[[Notice], str], *, is_inset: bool = True
    ) -> None:
        """Take *is_inset*: whether what stands around them leaves the margin to the bars."""
        super().__init__()
        self._theme = theme
        self._details_of = details_of
        self._bars: dict[str, NoticeBar] = {}
        self._content = QWidget()
        self._content.setObjectName("list")  # the style sheet keeps its background out of the way
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box = QVBoxLayout(self._content)
        edge = PADDING if is_inset else 0
        self._box.setContentsMargins(edge, 0, edge, 0)
        # Outside of what scrolls: what is cut off there does not touch what comes next.
        self._below = GAP if is_inset else 0
        # Whose twin is shown, and the height last asked for.
        self._is_scrolled, self._acting_key, self._asked = False, "", -1
        self.setViewportMargins(0, 0, 0, self._below)
        self._box.setSpacing(GAP)
        self.setWidget(self._content)
        self.more = Button(theme, ButtonKind.QUIET)
        self.act = Button(theme, ButtonKind.PLAIN)  # the twin of one out of sight
        for button in (self.more, self.act):
            button.setParent(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab scrolls to what it reaches
            button.hide()
        self.more.clicked.connect(self._on_more)
        self.act.clicked.connect(lambda: self._bars[self._acting_key].act())
        self.verticalScrollBar().valueChanged.connect(self._word_more)
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
            self.act.show_caption(_action_text(self._bars[key].action))
        held = self._held(room - row, first) or room - row
        below = self.height() - held if self._is_scrolled else self._below
        if below != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, below)
        self._word_more()
        self._put_row(held, row)

    def _row_below(self, first: int, room: int) -> tuple[int, str]:
        """Return how high the line below what is seen of *room* is, and whose button it has."""
        more = self.more.sizeHint().height()
        if not (held := self._held(room - more, first)):  # one line of what is told comes first
            return 0, ""
        end = first + held
        read = [key for key, bar in self._bars.items() if bar.hides_button(first, end)]
        key = min(read, key=lambda each: self._bars[each].y(), default="")
        row = max(more, self.act.least_height + GAP_TINY) if key else more
        return (row, key) if self._held(room - row, first) else (more, "")

    def _put_row(self, top: int, height: int) -> None:
        """Put what goes on to the left, and the twin, which comes first, to the right."""
        edge = self._box.contentsMargins().left()
        line = QRect(edge, top, self.width() - 2 * edge, height)
        twin = (
            0 if self.act.isHidden() else min(self.act.sizeHint().width(), line.width() * 2 // 3)
        )
        self.more.setGeometry(line.adjusted(0, 0, -(twin + GAP if twin else 0), 0))
        self.act.setGeometry(line.adjusted(line.width() - twin, GAP_TINY, 0, 0))

    @property
    def _whole(self) -> int:
        """How high they are with nothing out of sight."""
        return self._box.totalHeightForWidth(self.width()) + self._below

    def _held(self, room: int, first: int = 0) -> int:
        """Return how much of *room* whole lines and bars take from *first*; 0 for not one line."""
        # What is seen first says something in any room; of the next ones no icon is cut.
        ends = (
            bar.y() + end - first
            for bar in self._bars.values()
            for end in bar.line_ends(keeps_icons=bar.y() > first)
        )
        return max((end for end in ends if 0 < end <= room), default=0)

    def _word_more(self) -> None:
        bar, bars = self.verticalScrollBar(), self._bars.values()
        end = bar.value() + self.viewport().height()
        unseen = sum(each.y() >= end for each in bars)
        if end >= max((each.y() + each.height() for each in bars), default=0):
            self.more.show_caption(f"↑  {tr('Back to the top')}")
        elif unseen:
            text = tr_n("1 more notice", "{count} more notices", unseen)
            self.more.show_caption(f"↓  {text}")
        else:
            self.more.show_caption(f"↓  {tr('Read on')}")

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
        if watched is self._content and event.type() in _LAID_OUT:
            self._scroll_where_needed()
        return is_done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self._scroll_where_needed()
