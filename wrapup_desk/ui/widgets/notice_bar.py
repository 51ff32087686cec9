"""Shows one notice as a bar: what happened, what is safe, one thing to do."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, RADIUS, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind, IconButton
from wrapup_desk.ui.widgets.flow_row import line_direction
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.text_label import TextLabel

_FACES = {
    NoticeKind.INFO: ("info", Tone.ACCENT),
    NoticeKind.WARNING: ("triangle-alert", Tone.WRAP),
    NoticeKind.ERROR: ("circle-alert", Tone.BAD),
}


class _Icon(QWidget):
    """Stands at the first line of a text, and with a single one in the middle of its row."""

    def __init__(self, theme: Theme, text: TextLabel) -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self._name, self._ink = "info", "muted"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @property
    def spot(self) -> QRectF:
        """Where in itself it is painted."""
        side = self.sizeHint().height()
        is_single = len(self._text.line_spans()) == 1
        above = (self.height() - side) / 2 if is_single else 0
        return QRectF(0, above, side, side)

    def line_spans(self) -> list[tuple[int, int]]:
        """Return where it is painted: it is as high as a text beside it, of which less is seen."""
        return [(math.floor(self.spot.top()), math.ceil(self.spot.bottom()))]

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
        self._text = TextLabel(theme, Size.SMALL, "text", Weight.MEDIUM, max_lines=0)
        self._icon = _Icon(theme, self._text)
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

    def text_spans(self, *, keeps_icons: bool) -> list[tuple[int, int]]:
        """Return where the lines of its text begin and end, and its own end, in pixels from its top.

        With *keeps_icons* the icons that are beside them count as a line, too.
        """
        found = [
            (self._text.y() + top, self._text.y() + end) for top, end in self._text.line_spans()
        ]
        if keeps_icons and self._icons_in is self._top:
            icons = [each for each in (self.copy, self._close) if not each.isHidden()]
            found += [(each.y(), each.y() + each.height()) for each in icons]
        return [*found, (self.height(), self.height())]

    def show_notice(self, notice: Notice) -> None:
        if notice == self._notice:
            return
        self._notice = notice
        icon, self._tone = _FACES[notice.kind]
        self._icon.show_icon(icon, self._tone.ink)
        self._text.use_ink(self._tone.ink)
        self._text.show_text(notice.text)
        caption = action_text(notice.action)
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


def action_text(action: NoticeAction) -> str:
    """Return what the button for *action* says; nothing for none."""
    return {
        NoticeAction.NONE: "",
        NoticeAction.SIGN_IN: tr("Sign in"),
        NoticeAction.RETRY: tr("Try again"),
        NoticeAction.OPEN_SETTINGS: tr("Open settings"),
        NoticeAction.OPEN_LOGS: tr("Open the log folder"),
        NoticeAction.QUIT: tr("Quit"),
    }[action]
