"""Paints bars for the reports, readable in both themes, with their numbers as a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from wrapup_desk.domain.codes.fitting import fitted_texts
from wrapup_desk.ui.scrolled.lines import Span
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Weight
from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_MOST_BARS = 12
_BAR = 10
_LINE = 26
_COLUMNS_HEIGHT = 150
_LABEL_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label of one line or two, its length from 0 to 1, and its number in words.

    A share's length is of the whole, 1 being 100 %; any other's is of the longest.
    """

    label: str
    length: float
    number: str
    ink: str = "accent"
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows, and the lines of the table behind it."""

    bars: tuple[Bar, ...]
    titles: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


class _Plot(QWidget):
    """The base of the painted parts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self.updateGeometry()
        self.update()

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)


class HorizontalBars(_Plot):
    """Bars below each other, a label before and a number after each; no two labels read alike."""

    def _line_height(self) -> int:
        most = max((len(bar.label.splitlines()) for bar in self._bars), default=1)
        below = QFontMetricsF(self._theme.font(Size.SMALL)).height() * max(0, most - 1)
        return self._theme.px(_LINE) + int(below)

    def line_spans(self) -> list[Span]:
        """Return where each bar's line begins and ends, in pixels from the top."""
        line = self._line_height()
        return [(place * line, (place + 1) * line) for place in range(len(self._bars))]

    def shown_labels(self) -> tuple[list[str], float]:
        """Return what stands before each bar, and the room that it has in pixels."""
        bars = self._bars[:_MOST_BARS]
        metrics = QFontMetricsF(self._theme.font(Size.SMALL))
        texts = [line for bar in bars for line in bar.label.splitlines()]
        widest = max(map(metrics.horizontalAdvance, texts), default=0.0) + 2
        room = min(widest, self.width() * 0.5)
        shown = fitted_texts(texts, lambda tried: metrics.horizontalAdvance(tried) <= room)
        return ["\n".join(shown[text] for text in bar.label.splitlines()) for bar in bars], room

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(300, self._line_height() * max(1, min(_MOST_BARS, len(self._bars))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        bars = self._bars[:_MOST_BARS]
        number_width = max((metrics.horizontalAdvance(bar.number) for bar in bars), default=0) + 2
        labels, label_width = self.shown_labels()
        room = max(20.0, self.width() - label_width - number_width - 2 * GAP)
        line, thick = self._line_height(), theme.px(_BAR)
        for place, (bar, label) in enumerate(zip(bars, labels, strict=True)):
            top = place * line
            painter.setPen(theme.ink("text"))
            centre = int(Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(0, top, label_width + 1, line), centre, label)
            right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            spot = QRectF(self.width() - number_width, top, number_width, line)
            painter.drawText(spot, right, bar.number)
            track = QRectF(label_width + GAP, top + (line - thick) / 2, room, thick)
            _draw_track(painter, theme, track, bar)


class VerticalBars(_Plot):
    """Bars beside each other, for days and for a histogram."""

    def _measures(self) -> tuple[float, float, float]:
        """Return how high a text is, where the bars stand, and how high the highest may be."""
        high = QFontMetricsF(self._theme.font(Size.CAPTION)).height()
        return high, self.height() - high - 3, self.height() - 2 * high - 6

    def line_spans(self) -> list[Span]:
        """Return where the numbers over the bars, and the labels below, begin and end."""
        high, bottom, room = self._measures()
        tops = {bottom - _standing(room, bar) - high - 2 for bar in self._bars}
        numbers = [(math.floor(top), math.ceil(top + high)) for top in sorted(tops)]
        return [*numbers, (math.floor(bottom), self.height())]

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(300, self._theme.px(_COLUMNS_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._bars:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(Size.CAPTION)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        high, bottom, room = self._measures()
        step = self.width() / len(self._bars)
        painter.fillRect(QRectF(0, bottom, self.width(), 1), theme.ink("edge"))
        widths = [metrics.horizontalAdvance(bar.label) for bar in self._bars]
        for place, start in label_places(widths, self.width()).items():
            painter.setPen(theme.ink("muted"))
            foot_line = bottom + 3 + metrics.ascent()
            painter.drawText(QPointF(start, foot_line), self._bars[place].label)
        for place, bar in enumerate(self._bars):
            foot = QRectF(place * step, bottom - room, step, room)
            spot = _draw_standing(painter, theme, foot, bar)
            centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextDontClip)
            if metrics.horizontalAdvance(bar.number) <= step:
                painter.setPen(theme.ink("text"))
                above = QRectF(foot.left(), spot.top() - high - 2, step, high)
                painter.drawText(above, centre, bar.number)


def _draw_standing(painter: QPainter, theme: Theme, room: QRectF, bar: Bar) -> QRectF:
    """Draw a bar in the middle of *room*, a share in a track of the whole; return its place."""
    width = max(2.0, min(room.width() * 0.7, theme.px(46)))
    height = _standing(room.height(), bar)
    left, radius = room.center().x() - width / 2, min(3.0, width / 2)
    spot = QRectF(left, room.bottom() - height, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    if bar.is_share:
        painter.setBrush(theme.ink("line"))
        painter.drawRoundedRect(QRectF(left, room.top(), width, room.height()), radius, radius)
    painter.setBrush(theme.ink(bar.ink))
    painter.drawRoundedRect(spot, radius, radius)
    return spot


def _standing(room: float, bar: Bar) -> float:
    """Return how high *bar* is, of *room* pixels."""
    return max(room * min(1.0, bar.length), 1.0 if bar.length else 0.0)


def label_places(widths: Sequence[float], room: float) -> Mapping[int, float]:
    """Return which labels under bars have room, and where each begins; none touches another.

    The bars share *room* evenly. Every label, or every second, third … is shown under its bar, the
    first and the last inside: as many as have room at even distances.
    """
    step = room / len(widths)
    every = max(1, math.ceil((max(widths) + _LABEL_GAP) / step))
    while True:
        places = {
            place: min(max(0.0, (place + 0.5) * step - widths[place] / 2), room - widths[place])
            for place in range(0, len(widths), every)
        }
        ends = [(start, start + widths[place] + _LABEL_GAP) for place, start in places.items()]
        if all(before[1] <= after[0] for before, after in pairwise(ends)):
            return places
        every += 1


def _draw_track(painter: QPainter, theme: Theme, track: QRectF, bar: Bar) -> None:
    radius = track.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.ink("line"))
    painter.drawRoundedRect(track, radius, radius)
    if bar.length <= 0:
        return
    filled = QRectF(track)
    filled.setWidth(max(track.height(), track.width() * min(1.0, bar.length)))
    painter.setBrush(theme.ink(bar.ink))
    painter.drawRoundedRect(filled, radius, radius)


class Chart(RoundedPanel):
    """A title, one sentence, and either bars or the numbers behind them."""

    def __init__(self, theme: Theme, title: str, *, stands: bool = False) -> None:
        super().__init__(theme)
        self._title = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD, max_lines=0)
        self._title.show_text(title)
        self.sentence = paragraph(theme)
        self.plot: _Plot = VerticalBars(theme) if stands else HorizontalBars(theme)
        self.table = NumbersTable(theme, title)
        box = QVBoxLayout(self)
        box.setContentsMargins(PADDING, PADDING - 2, PADDING, PADDING)
        box.setSpacing(GAP)
        for widget in (self._title, self.sentence, self.plot, self.table):
            box.addWidget(widget)
        box.addStretch(1)
        self.setAccessibleName(title)
        self.show_numbers(shown=False)

    def show_data(self, sentence: str, data: ChartData) -> None:
        self.sentence.show_text(sentence)
        self.setAccessibleDescription(sentence)
        self.plot.show_bars(data.bars)
        self.table.show_lines(data.titles, data.lines, (210, 110, 110))

    def show_numbers(self, *, shown: bool) -> None:
        """Switch between the bars and the table."""
        self.plot.setVisible(not shown)
        self.table.setVisible(shown)
