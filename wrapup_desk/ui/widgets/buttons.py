"""Draws the buttons: one primary, plain, quiet and icon-only kind, each with its focus ring."""

from __future__ import annotations

import enum
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from wrapup_desk.domain.codes.fitting import in_whole_words
from wrapup_desk.ui.hints import show_hint
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, RADIUS, TARGET, Size, Weight
from wrapup_desk.ui.widgets.focus import finish_composing
from wrapup_desk.ui.widgets.text_label import LEAST_CENTRED_END, LEAST_END, Flow

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOST_LINES = 4  # of a caption


class ButtonKind(enum.Enum):
    """How much a button asks to be pressed."""

    PRIMARY = enum.auto()
    PLAIN = enum.auto()
    QUIET = enum.auto()
    FIELD = enum.auto()  # looks like a text field that opens on a click


class Caption(NamedTuple):
    """What a button says; only its middle is ever elided."""

    middle: str
    lead: str = ""
    trail: str = ""

    @property
    def text(self) -> str:
        return self.lead + self.middle + self.trail


class PressButton(QAbstractButton):
    """The base: Enter presses it, arrows pass on to the list, a click never takes the focus."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.pressed.connect(finish_composing)

    def hint(self) -> str:
        """Return what shows while the pointer rests here; "" for nothing."""
        return self.accessibleDescription()

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return show_hint(event, self, self.hint())
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            event.ignore()
        elif event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
            # Said aloud: left to itself the event goes on to the window, which submits too.
            event.accept()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)


class Button(PressButton):
    """A button with a caption, and at its right end the key that does the same.

    The caption is not QAbstractButton.text: there an ampersand in a code's name would become a
    shortcut.
    """

    def __init__(
        self, theme: Theme, kind: ButtonKind = ButtonKind.PLAIN, key: str = "", icon: str = ""
    ) -> None:
        super().__init__(theme)
        self._kind = kind
        self._caption = Caption("")
        self._full = ""  # the middle part in full, where the caption has it short
        self._key = key
        self._icon = icon
        self._width = 0  # as it was laid out; until then the caption has one line
        # Its size and its lines: asked for many times over, by layouts and by each paint.
        self._known: tuple[QSize, Flow | None] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def caption(self) -> str:
        return self._caption.text

    def show_caption(self, caption: str, lead: str = "", trail: str = "", full: str = "") -> None:
        """Show *lead* + *caption* + *trail*; only the middle part is ever elided, in its middle.

        *full* is what is said and shown on pointing where *caption* is short for it.
        """
        shown = Caption(caption, lead, trail)
        if (shown, full) == (self._caption, self._full):
            return
        self._caption, self._full = shown, full
        self.setAccessibleName(lead + (full or caption) + trail)
        self._measure_again()

    def show_key(self, key: str) -> None:
        """Show another key, or none where single keys are switched off."""
        if key != self._key:
            self._key = key
            self._measure_again()

    @property
    def shows_whole_caption(self) -> bool:
        """Whether nothing of the caption is cut."""
        lines = self._laid_out()[1]
        return self.sizeHint().width() <= self.width() if lines is None else not lines.is_elided

    def use_width(self, width: int) -> None:
        """Break the caption for *width* before the button is laid out in it."""
        if width != self._width:
            self._width = width
            self._known = None
            self.updateGeometry()

    def hint(self) -> str:
        is_cut = not self.shows_whole_caption or self._full not in ("", self._caption.middle)
        return self.accessibleName() if is_cut else super().hint()

    def _measure_again(self) -> None:
        self._known = None
        self.updateGeometry()
        self.update()

    def one_line(self, caption: Caption) -> int:
        """The width that *caption* needs to stand in one line."""
        width = self._metrics().horizontalAdvance(caption.text) + 2 * self._padding() + 2
        return int(width + self._key_width() + self._icon_width()) + 1

    @property
    def least_height(self) -> int:
        """How high it is, in pixels, with its caption in one line, whatever its width is now."""
        return self._high(self._metrics().height())

    def height_at(self, width: int, caption: Caption | None = None) -> int:
        """How high it is, in pixels, with its caption, or with *caption*, broken for *width*."""
        lines = self._broken_for(width, caption or self._caption)
        return self.least_height if lines is None else self._high(lines.height)

    def _high(self, text: float) -> int:
        return max(TARGET, int(text) + (8 if self._kind is ButtonKind.QUIET else 18))

    def _laid_out(self) -> tuple[QSize, Flow | None]:
        if self._known is None:
            lines = self._broken_for(self._width, self._caption)
            text = self._metrics().height() if lines is None else lines.height
            self._known = QSize(self.one_line(self._caption), self._high(text)), lines
        return self._known

    def _broken_for(self, width: int, caption: Caption, most: int = MOST_LINES) -> Flow | None:
        """*caption* in several lines, where one is too narrow."""
        if not 0 < width < self.one_line(caption):
            return None
        room = width - 2 * self._padding() - self._key_width() - self._icon_width()
        if caption.lead:
            fixed = sum(map(self._metrics().horizontalAdvance, (caption.lead, caption.trail)))
            # How much the lines hold depends on where the words break.
            for filled in _FILLED:
                name = self._shortened(caption, most * room * filled - fixed)
                text = caption.lead + name + caption.trail
                flow = Flow(text, self._font(), room, most)
                if not flow.is_elided:
                    break
        else:
            flow = Flow(caption.middle, self._font(), room, most)
        return flow.even_out(LEAST_CENTRED_END if self._is_centred else LEAST_END)

    @property
    def _is_centred(self) -> bool:
        is_plain = self._kind is ButtonKind.PLAIN and not self._key
        return self._kind is ButtonKind.PRIMARY or is_plain

    def _shortened(self, caption: Caption, room: float) -> str:
        """The middle part of a caption in *room* pixels."""
        text = " ".join(caption.middle.split())
        shown = self._metrics().elidedText(text, self._cut(), max(room, 1.0))
        return in_whole_words(shown, text) if shown != text else text

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._font())

    def _font(self) -> QFont:
        size = Size.SMALL if self._kind is ButtonKind.QUIET else Size.BODY
        return self._theme.font_of(self.caption, size, self._weight())

    def _weight(self) -> Weight:
        if self._kind is ButtonKind.PRIMARY:
            return Weight.SEMIBOLD
        return Weight.REGULAR if self._kind is ButtonKind.FIELD else Weight.MEDIUM

    def _padding(self) -> int:
        return 4 if self._kind is ButtonKind.QUIET else PADDING - 2

    def _key_width(self) -> float:
        if not self._key:
            return 0.0
        if self._key == "⏎":
            return self._theme.px(16) + GAP
        return self._metrics().horizontalAdvance(self._key) + GAP + 4

    def _cut(self) -> Qt.TextElideMode:
        """Return where a long caption gives way: the end of a code's name tells it apart."""
        if self._full not in ("", self._caption.middle):
            return Qt.TextElideMode.ElideLeft
        return Qt.TextElideMode.ElideMiddle if self._caption.lead else Qt.TextElideMode.ElideRight

    def _icon_width(self) -> float:
        return self._theme.px(16) + GAP if self._icon else 0.0

    # Qt overrides

    def sizeHint(self) -> QSize:
        return self._laid_out()[0]

    def minimumSizeHint(self) -> QSize:
        return QSize(TARGET * 2, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = self.sizeHint().height()
        if self._width != event.size().width():
            self._width = event.size().width()
            self._known = None
        if self.sizeHint().height() != before:
            self.updateGeometry()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._known = None
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_back(painter)
        self._paint_front(painter)

    def _paint_back(self, painter: QPainter) -> None:
        theme, spot = self._theme, self._area().adjusted(0.5, 0.5, -0.5, -0.5)
        fill, edge = self._fill_and_edge()
        painter.setPen(QPen(theme.ink(edge), 1) if edge else Qt.PenStyle.NoPen)
        if fill:
            painter.setBrush(theme.ink(fill))
        painter.drawRoundedRect(spot, RADIUS, RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            inner = self._kind is ButtonKind.PRIMARY
            inset = 3.0 if inner else 1.0
            painter.setPen(QPen(theme.ink("on_accent" if inner else "accent"), 2))
            painter.drawRoundedRect(
                self._area().adjusted(inset, inset, -inset, -inset), RADIUS - 2, RADIUS - 2
            )

    def _area(self) -> QRectF:
        """Where it is painted."""
        return QRectF(self.rect())

    def _fill_and_edge(self) -> tuple[str, str]:
        hovered = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._kind is ButtonKind.PRIMARY:
            return ("accent", "accent") if self.isEnabled() else ("line", "line")
        if self._kind is ButtonKind.QUIET:
            return ("line" if hovered else "", "")
        if self._kind is ButtonKind.FIELD:
            return ("bg", "accent" if hovered else "edge")
        if self.isChecked():
            return ("accent_soft", "accent")
        return ("bg" if hovered else "surface", "edge" if self.isEnabled() else "line")

    def _paint_front(self, painter: QPainter) -> None:
        theme, padding, area = self._theme, self._padding(), self._area()
        ink = self._text_ink()
        painter.setFont(self._font())
        painter.setPen(theme.ink(ink))
        metrics = self._metrics()
        room = self.width() - 2 * padding - self._key_width() - self._icon_width()
        lines = self._laid_out()[1]
        _middle, lead, trail = self._caption
        fixed = metrics.horizontalAdvance(lead) + metrics.horizontalAdvance(trail)
        text = lead + self._shortened(self._caption, room - fixed) + trail
        # Lines are centred each for itself.
        spare = room - metrics.horizontalAdvance(text) if lines is None else 0
        x = padding + (spare / 2 if self._is_centred and spare > 0 else 0)
        if self._icon:
            side = theme.px(16)
            top = area.center().y() - side / 2
            theme.draw_icon(painter, QRectF(x, top, side, side), self._icon, ink)
            x += side + GAP
        band = QRectF(x, area.top(), room, area.height())
        if lines is not None:
            band.setTop(area.center().y() - lines.height / 2)
            left, centre = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter
            lines.draw(painter, band, centre if self._is_centred else left)
        else:
            painter.drawText(band, int(Qt.AlignmentFlag.AlignVCenter | _ONE_LINE), text)
        self._paint_key(painter, ink)

    def _paint_key(self, painter: QPainter, ink: str) -> None:
        if not self._key:
            return
        theme, padding, area = self._theme, self._padding(), self._area()
        if self._key == "⏎":
            side = theme.px(16)
            spot = QRectF(self.width() - padding - side, area.center().y() - side / 2, side, side)
            theme.draw_icon(painter, spot, "corner-down-left", ink)
            return
        if self._kind is not ButtonKind.PRIMARY:
            painter.setPen(theme.ink("muted"))
        band = area.adjusted(0, 0, -padding, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | _ONE_LINE
        painter.drawText(band, int(flags), self._key)

    def _text_ink(self) -> str:
        if not self.isEnabled():
            return "muted"
        if self._kind is ButtonKind.PRIMARY:
            return "on_accent"
        return "muted" if self._kind in (ButtonKind.FIELD, ButtonKind.QUIET) else "text"


_ONE_LINE = Qt.TextFlag.TextSingleLine
# How much of its lines a caption may fill; it takes the most that leaves nothing over.
_FILLED = (1.0, 0.9, 0.8, 0.7, 0.6)


class IconButton(PressButton):
    """A square button that is only an icon; its name goes to screen readers and the tooltip."""

    def __init__(self, theme: Theme, icon: str, name: str, *, side: int = 28) -> None:
        super().__init__(theme)
        self._icon = icon
        self._side = max(side, TARGET)
        self.name_it(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_face(self, icon: str, name: str) -> None:
        """Show another icon, with what it stands for."""
        self._icon = icon
        self.name_it(name)
        self.update()

    def name_it(self, name: str) -> None:
        self.setAccessibleName(name)

    def hint(self) -> str:
        return self.accessibleName()

    # Qt overrides

    def sizeHint(self) -> QSize:
        side = max(self._side, self._theme.px(self._side - 4))
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, whole = self._theme, QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.ink("line"))
            painter.drawRoundedRect(whole, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.ink("accent"), 2))
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 6, 6)
        side = theme.px(16)
        spot = QRectF((whole.width() - side) / 2, (whole.height() - side) / 2, side, side)
        theme.draw_icon(painter, spot, self._icon, "muted")
