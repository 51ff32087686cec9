"""Shows up to three codes with keys 1 2 3, their probability and one line of evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from wrapup_desk.domain.codes.fitting import FittedName, fitted_names
from wrapup_desk.domain.codes.names import CodeName, NamedCodes
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.card.appearance import Option
from wrapup_desk.ui.card.evidence import evidence_flow, evidence_text, option_name
from wrapup_desk.ui.card.wording import percent_text
from wrapup_desk.ui.click_guard import RightClick
from wrapup_desk.ui.scrolled.lines import Span, name_spans
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP_TINY, RADIUS, Size, Weight
from wrapup_desk.ui.widgets.buttons import PressButton
from wrapup_desk.ui.widgets.focus import put_in_order
from wrapup_desk.ui.widgets.layouts import LaidOutPart
from wrapup_desk.ui.widgets.share_bar import draw_bar
from wrapup_desk.ui.widgets.text_label import Flow

_PADDING_X = 11
_PADDING_Y = 8
_BAR_WIDTH = 62
_BAR_HEIGHT = 6
_COLUMN_GAP = 10
# The width a name needs beside its percent, at 100 %.
_LEAST_NAME = 110
_MOST_FLOWS = 8
_NAME_LINES = 3
_PATH_LINES = 2
_USUAL_ROWS = 4  # three with keys, one found by searching


class NamesInSight:
    """How the codes that are shown together read; worked out once for all of their rows."""

    def __init__(self, names: Mapping[str, CodeName], *, has_shares: bool = False) -> None:
        self.names = names
        # Whether any of them is likely by so much: then all leave room for how likely they are.
        self.has_shares = has_shares
        self._fitted: dict[tuple[int, int], Mapping[str, FittedName]] = {}

    def fitted(self, theme: Theme, room: int) -> Mapping[str, FittedName]:
        """Return the two lines of each, by the code's id, as they fit into *room* pixels."""
        place = (room, theme.text_percent)
        if place not in self._fitted:
            name, path = theme.words(Size.BODY, Weight.SEMIBOLD), theme.words(Size.CAPTION)
            self._fitted[place] = fitted_names(
                self.names,
                lambda text: not Flow(text, name, room, max_lines=_NAME_LINES).is_elided,
                lambda text: not Flow(text, path, room, max_lines=_PATH_LINES).is_elided,
            )
        return self._fitted[place]


class SuggestionRow(PressButton):
    """One code to choose: key cap, name, evidence, percent and bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._option: Option | None = None
        self._pressed_option: Option | None = None
        self._key = 0
        self._is_topic = False
        self._in_sight = NamesInSight({})
        # By width and text size: a layout asks for the same height many times over.
        self._flows: dict[tuple[int, int], tuple[Flow, Flow, Flow]] = {}
        self._heights: dict[tuple[int, int], int] = {}
        # By text size: it bears on each of those.
        self._right_widths: dict[int, int] = {}
        self.setCheckable(True)
        self.pressed.connect(self._note_pressed)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def option(self) -> Option | None:
        return self._option

    @property
    def pressed_option(self) -> Option | None:
        """What stood here when it was pressed last.

        A press that assistive technology asks for is carried out a tenth of a second later, and
        Space when it is let go: the ranking may have moved the rows by then.
        """
        return self._pressed_option

    def _note_pressed(self) -> None:
        self._pressed_option = self._option

    def show_option(self, option: Option, key: int, in_sight: NamesInSight) -> None:
        """Show *option*; key 0 is a code found by searching, which has no key of its own.

        *in_sight* says how this code and those beside it read.
        """
        is_same = (option, key) == (self._option, self._key)
        seen = in_sight.names, in_sight.has_shares
        if is_same and seen == (self._in_sight.names, self._in_sight.has_shares):
            return
        self._option, self._key, self._in_sight = option, key, in_sight
        self._flows.clear()
        self._heights.clear()
        self._right_widths.clear()
        self._is_topic = False
        self.setAccessibleName(option_name(option, key))
        self.updateGeometry()
        self.update()

    def show_topic(self, *, is_topic: bool) -> None:
        """Mark this code as a further topic, which goes as a tag."""
        if is_topic != self._is_topic and self._option is not None:
            self._is_topic = is_topic
            said = option_name(self._option, self._key)
            self.setAccessibleName(listed((said, tr("further topic"))) if is_topic else said)
            self.update()

    def hint(self) -> str:
        if self._option is None or self._shows_everything():
            return ""
        return "\n".join((self._option.code.name, evidence_text(self._option)))

    def _cap_side(self) -> int:
        return self._theme.px(20)

    def _least_height(self) -> int:
        return self._cap_side() + 2 * _PADDING_Y

    def _text_left(self, *, is_narrow: bool = False) -> int:
        left = self._cap_side()
        if is_narrow:
            metrics = QFontMetricsF(self._theme.words(Size.CAPTION, Weight.SEMIBOLD))
            left = max(left, int(metrics.horizontalAdvance(percent_text(1))) + 1)
        return _PADDING_X + left + _COLUMN_GAP

    def _right_width(self) -> int:
        """The width of what stands in the column with the percent and the bar."""
        has_share = self._option is not None and self._option.suggestion is not None
        return self._column_width() if has_share else 0

    def _column_width(self) -> int:
        if (size := self._theme.text_percent) not in self._right_widths:
            metrics = QFontMetricsF(self._theme.words(Size.BODY, Weight.SEMIBOLD))
            percent = int(metrics.horizontalAdvance(percent_text(1))) + 1
            self._right_widths[size] = max(_BAR_WIDTH, percent)
        return self._right_widths[size]

    def _is_narrow(self, width: int) -> bool:
        """Whether percents go below the keys, in line with all rows: beside they would break names."""
        right = self._column_width() if self._in_sight.has_shares else 0
        beside = width - self._text_left() - _PADDING_X - right - _COLUMN_GAP
        return bool(right) and beside < self._theme.px(_LEAST_NAME)

    def _text_width(self, width: int) -> int:
        is_narrow = self._is_narrow(width)
        right = 0 if is_narrow else self._right_width()
        left = self._text_left(is_narrow=is_narrow)
        return width - left - _PADDING_X - (right + _COLUMN_GAP if right else 0)

    def _texts(self, width: int) -> tuple[Flow, Flow, Flow]:
        """Return the leaf, the path and the evidence as they are drawn in *width*."""
        if self._option is None:
            raise RuntimeError("a row is drawn before it has an option")
        known = self._flows.get((width, self._theme.text_percent))
        if known is not None:
            return known
        room = self._text_width(width)
        name_font = self._theme.words(Size.BODY, Weight.SEMIBOLD)
        caption = self._theme.words(Size.CAPTION)
        fitted = self._in_sight.fitted(self._theme, room)[self._option.code.id]
        flows = (
            Flow(fitted.leaf, name_font, room, max_lines=_NAME_LINES),
            Flow(fitted.path, caption, room, max_lines=_PATH_LINES),
            evidence_flow(self._option, caption, room),
        )
        if len(self._flows) >= _MOST_FLOWS:
            self._flows.clear()
            self._heights.clear()
        self._flows[width, self._theme.text_percent] = flows
        return flows

    def _shows_everything(self) -> bool:
        name = self._in_sight.names.get(self._option.code.id) if self._option is not None else None
        is_whole = name is None or not name.path
        return is_whole and not any(flow.is_elided for flow in self._texts(self.width()))

    # Qt overrides

    def sizeHint(self) -> QSize:
        # The height is that for the width; measuring it for any other would be in vain.
        return QSize(300, self._least_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._least_height())

    def heightForWidth(self, width: int) -> int:
        if self._option is None:
            return 0
        place = (width, self._theme.text_percent)
        if place not in self._heights:
            self._heights[place] = self._measured_height(width)
        return self._heights[place]

    def _measured_height(self, width: int) -> int:
        name, *below = self._texts(width)
        shown = sum(flow.height + 2 for flow in below if flow.lines[0])
        beside = 0.0
        if self._is_narrow(width):
            beside = self._cap_side() + 2 + below[0].line_height
        elif self._right_width():
            beside = name.line_height + 2 + below[0].line_height
        return max(
            self._least_height(), max(int(name.height + shown), int(beside)) + 2 * _PADDING_Y
        )

    def name_span(self) -> Span:
        """Return where the code's name begins and ends, in pixels from its top."""
        height = self._texts(self.width())[0].height if self._option is not None else 0
        return _PADDING_Y, math.ceil(_PADDING_Y + height)

    def line_spans(self) -> list[Span]:
        """Return what of it is seen whole or not at all, in pixels from its top."""
        if self._option is None:
            return []
        cap, (name, *below) = _PADDING_Y + self._cap_side(), self._texts(self.width())
        found, top = [(0, cap), *name_spans(name, _PADDING_Y)], _PADDING_Y + name.height
        percent = cap + 2 + below[0].line_height
        # Further up it goes with the name that is beside it.
        if self._option.suggestion and self._is_narrow(self.width()) and percent > top + GAP_TINY:
            found.append((cap + 2, math.ceil(percent)))
        for flow in (each for each in below if each.lines[0]):
            for place in range(len(flow.lines)):
                begin = top + 2 + place * flow.line_height
                found.append((math.ceil(begin), math.ceil(begin + flow.line_height)))
            top += 2 + flow.height
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._option is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_back(painter)
        self._paint_cap(painter)
        name, *below = self._texts(self.width())
        width = float(self.width())
        left = float(self._text_left(is_narrow=self._is_narrow(self.width())))
        painter.setFont(theme.words(Size.BODY, Weight.SEMIBOLD))
        painter.setPen(theme.ink("text"))
        name.draw(painter, QRectF(left, _PADDING_Y, width, name.height))
        painter.setFont(theme.words(Size.CAPTION))
        painter.setPen(theme.ink("muted"))
        top = _PADDING_Y + name.height + 2
        for flow in below:
            if flow.lines[0]:
                flow.draw(painter, QRectF(left, top, width, flow.height))
                top += flow.height + 2
        self._paint_probability(painter)

    def _paint_back(self, painter: QPainter) -> None:
        theme = self._theme
        spot = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setBrush(theme.ink("accent_soft"))
            painter.setPen(QPen(theme.ink("accent"), 1.2))
            painter.drawRoundedRect(spot, RADIUS, RADIUS)
        elif self._is_topic:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.ink("accent"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(spot, RADIUS, RADIUS)
        elif self.underMouse():
            painter.setBrush(theme.ink("bg"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(spot, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.ink("accent"), 3))
            painter.drawRoundedRect(spot.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)

    def _paint_cap(self, painter: QPainter) -> None:
        theme, side = self._theme, self._cap_side()
        spot = QRectF(_PADDING_X + 0.5, _PADDING_Y + 0.5, side - 1, side - 1)
        painter.setBrush(theme.ink("accent" if self._is_topic else "bg"))
        painter.setPen(QPen(theme.ink("accent" if self._is_topic else "line"), 1))
        painter.drawRoundedRect(spot, 5, 5)
        if self._is_topic:
            painter.setFont(theme.words(Size.BODY, Weight.SEMIBOLD))
            painter.setPen(theme.ink("on_accent"))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), "+")
            return
        if not self._key:
            is_present = self._option is not None and self._option.is_present_code
            icon = "check" if is_present else "search"
            theme.draw_icon(painter, spot.adjusted(4, 4, -4, -4), icon, "muted")
            return
        painter.setFont(theme.words(Size.CAPTION, Weight.MEDIUM))
        painter.setPen(theme.ink("muted"))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(self._key))

    def _paint_probability(self, painter: QPainter) -> None:
        suggestion = self._option.suggestion if self._option else None
        if suggestion is None:
            return
        theme, right = self._theme, self.width() - _PADDING_X
        share = percent_text(suggestion.probability)
        painter.setPen(theme.ink("text"))
        if self._is_narrow(self.width()):
            below_cap, room = _PADDING_Y + self._cap_side() + 2, self._text_left(is_narrow=True)
            painter.setFont(theme.words(Size.CAPTION, Weight.SEMIBOLD))
            below = QRectF(_PADDING_X, below_cap, room, self._cap_side())
            painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), share)
            return
        metrics = QFontMetricsF(font := theme.words(Size.BODY, Weight.SEMIBOLD))
        painter.setFont(font)
        column = QRectF(right - 120, _PADDING_Y, 120, metrics.height())
        painter.drawText(column, int(Qt.AlignmentFlag.AlignRight), share)
        caption = QFontMetricsF(theme.words(Size.CAPTION))
        top = _PADDING_Y + metrics.height() + 2 + (caption.height() - _BAR_HEIGHT) / 2
        track = QRectF(right - _BAR_WIDTH, top, _BAR_WIDTH, _BAR_HEIGHT)
        ink = "accent" if self.isChecked() else "muted"
        draw_bar(painter, theme, track, suggestion.probability, ink)


class SuggestionRows(LaidOutPart):
    """The rows of one card; which one is chosen is kept by the panel around it."""

    chosen = Signal(object)  # Option
    topic_chosen = Signal(object)  # Option, by the right button

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[SuggestionRow] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GAP_TINY)
        for _ in range(_USUAL_ROWS):
            self._add_row()

    @property
    def rows(self) -> tuple[SuggestionRow, ...]:
        return tuple(self._rows)

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(row.option for row in self._rows if row.option and not row.isHidden())

    def show_options(
        self,
        options: Sequence[Option],
        chosen_id: str,
        found: Option | None,
        names: NamedCodes | None = None,
        topics: Sequence[WrapupCode] = (),
    ) -> None:
        """Show *options* with their keys, then *found*, a code from elsewhere: present or searched.

        *names* says how the codes of their list read; *topics* are marked as further topics.
        """
        topic_ids = {topic.id for topic in topics}
        shown = [(option, index + 1) for index, option in enumerate(options)]
        if found is not None:
            shown.append((found, 0))
        listed = {option.code.id for option, _key in shown}
        shown += [(Option(topic), 0) for topic in topics if topic.id not in listed]
        while len(self._rows) < len(shown):
            self._add_row()
        named = names or NamedCodes()
        in_sight = NamesInSight(
            {each.code.id: named.of(each.code) for each, _key in shown},
            has_shares=any(each.suggestion is not None for each, _key in shown),
        )
        for row, (option, key) in zip(self._rows, shown, strict=False):
            row.show_option(option, key, in_sight)
            row.setChecked(option.code.id == chosen_id)
            row.show_topic(is_topic=option.code.id in topic_ids)
            row.setVisible(True)
        for row in self._rows[len(shown) :]:
            row.setVisible(False)
        self.setVisible(bool(shown))

    def _add_row(self) -> None:
        row = SuggestionRow(self._theme)
        row.hide()
        row.clicked.connect(lambda: self.chosen.emit(row.pressed_option))
        RightClick(row).asked.connect(lambda: self.topic_chosen.emit(row.option))
        self._rows.append(row)
        self._box.addWidget(row)
        put_in_order(*self._rows[-2:])
