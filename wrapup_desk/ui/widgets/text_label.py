"""Draws plain text that wraps to some lines and then elides with a tooltip, never cut."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from wrapup_desk.domain.codes.fitting import middle_left_out
from wrapup_desk.domain.language.japanese_lines import (
    has_japanese,
    joined,
    line_end,
    torn_words,
    words_in,
)
from wrapup_desk.domain.language.long_names import part_end
from wrapup_desk.domain.language.texts import hyphens_in_use
from wrapup_desk.ui.hints import show_hint
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Weight

_LINE_END = "\N{LINE SEPARATOR}"
_UNLIMITED = 99
_PARAGRAPH_WIDTH = 320
_MOST_FLOWS = 8
_LinesIn = Callable[[float], list[str]]


class Flow:
    """A text broken into lines for one font and width; the last line elides what is too much.

    Ends of lines in *text* only space words, whoever wrote it; *sentences* stand on a line each.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        width: float,
        max_lines: int = 1,
        tail: str = "",
        sentences: Sequence[str] = (),
    ) -> None:
        self._font, self._metrics = font, QFontMetricsF(font)
        metrics = self._metrics
        # Rounded down, it cuts the dots of an Ü at the top of a label.
        self.line_height, self._ascent = metrics.height(), math.ceil(metrics.ascent())
        self.is_elided = False
        self._last = ""  # the last line before it was elided
        self.lines: list[str] = []
        parts = (joined(" ".join(part.split())) for part in sentences or (text,))
        self._whole, self._room = _LINE_END.join(parts) + tail, max(width, 1.0)
        self._is_japanese = has_japanese(self._whole)
        # A paragraph takes another line rather than part a key from what it does.
        self._has_spare_line = max_lines == _UNLIMITED
        self._break(self._room, max_lines, between_words=self._is_japanese)
        if self._is_japanese and self.is_elided and max_lines > 1:  # then every place counts
            self._break(self._room, max_lines, between_words=False)
        if tail and self.is_elided:
            self._save_tail(tail, width)

    @property
    def height(self) -> float:
        return self.line_height * len(self.lines)

    def even_out(self, least_end: float) -> Flow:
        """End the last line at that share of the width at least, if it takes no more lines.

        A word that is left over alone looks lost. What stands between dots stays together.
        """
        count = len(self.lines)
        if count == 1 or self.is_elided or _LINE_END in self._whole:
            return self
        plain, found = self.lines, []
        if _DOT in self._whole:
            found = self._evened(self._in_parts, count + self._has_spare_line, least_end)
        if not found:
            in_words = (
                partial(self._in_japanese_words, plain) if self._is_japanese else self._in_words
            )
            found = self._evened(in_words, count, least_end)
        self.lines = found or plain
        self.is_elided = False
        return self

    def _evened(self, lines_in: _LinesIn, count: int, least_end: float) -> list[str]:
        """Return lines of a share of the width, *count* at most; none where they would not do."""
        best: list[str] = []
        wide = self._metrics.horizontalAdvance
        for share in _SHARES:
            lines = lines_in(self._room * share)
            if not 0 < len(lines) <= count:
                break
            if wide(lines[-1]) >= self._room * least_end:
                return lines
            # A short part is no word left over. Where no end is long enough, the longest will do.
            if not best or (lines_in != self._in_parts and wide(lines[-1]) > wide(best[-1])):
                best = lines
        return best

    def _in_words(self, width: float) -> list[str]:
        """Return lines that end nowhere but between words; none where one is wider."""
        if max(map(self._metrics.horizontalAdvance, self._whole.split(" "))) > width:
            return []
        self._break(width, _UNLIMITED, between_words=False)
        return self.lines

    def _in_japanese_words(self, plain: list[str], width: float) -> list[str]:
        """Return lines that tear no word; *plain* where they would."""
        self._break(width, _UNLIMITED, between_words=True)
        return plain if torn_words(self._whole, self.lines) else self.lines

    def _in_parts(self, width: float) -> list[str]:
        """Return lines that end nowhere but at dots; none where a part is wider."""
        wide = self._metrics.horizontalAdvance
        *parts, last = self._whole.split(_DOT)
        lines: list[str] = []
        for part in (*(each + _DOT.rstrip() for each in parts), last):
            if wide(part) > width:
                return []
            if lines and wide(f"{lines[-1]} {part}") <= width:
                lines[-1] += f" {part}"
            else:
                lines.append(part)
        return lines

    def keep_end(self, tail: str = "") -> Flow:
        """Elide a single line in its middle, before the *tail* it was given."""
        if self.is_elided and len(self.lines) == 1:
            room = self._room - self._metrics.horizontalAdvance(tail)
            wide, text = self._metrics.horizontalAdvance, self._whole.removesuffix(tail)
            self.lines = [middle_left_out(text, lambda tried: wide(tried) <= room) + tail]
        return self

    def draw(
        self, painter: QPainter, spot: QRectF, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        """Paint the lines into *spot* from its top, with the painter's font and pen."""
        for index, line in enumerate(self.lines):
            x = spot.left()
            if align is not Qt.AlignmentFlag.AlignLeft:
                room = spot.width() - painter.fontMetrics().horizontalAdvance(line)
                x += room if align is Qt.AlignmentFlag.AlignRight else room / 2
            painter.drawText(
                QPointF(x, spot.top() + index * self.line_height + self._ascent), line
            )

    def _break(self, width: float, max_lines: int, *, between_words: bool) -> None:
        text, metrics = self._whole, self._metrics
        self.lines, self.is_elided = [], False
        if metrics.horizontalAdvance(text) <= width and _LINE_END not in text:
            self.lines, self._last = [text], text
            return
        if max_lines == 1:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self.is_elided = shown != text
            self.lines, self._last = [shown], text
            return
        kept = _TWO_UNITS.sub("一", _KEPT_GAP.sub("\N{NO-BREAK SPACE}", text))
        layout = QTextLayout(kept, self._font)
        layout.setTextOption(_WRAP)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            start = line.textStart()
            if len(self.lines) == max_lines - 1:
                rest = text[start:]
                shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
                self.is_elided, self._last = shown != rest, rest
                self.lines.append(shown)
                break
            line.setLineWidth(width)
            end = start + line.textLength()
            best = (line_end if between_words else part_end)(kept, start, end)
            if best < end:
                line.setNumColumns(best - start)
            hyphen = self._hyphenate(line, text, start, width)
            self.lines.append(text[start : start + line.textLength()].rstrip() + hyphen)
        layout.endLayout()

    def _hyphenate(self, line: QTextLine, text: str, start: int, width: float) -> str:
        """End a line inside a word where the language has a hyphen, and return that."""
        wide, end = self._metrics.horizontalAdvance, start + line.textLength()
        place = hyphens_in_use().line_end(
            text, start, end, lambda at: wide(text[start:at] + "-") <= width
        )
        if place is None:
            return ""
        line.setNumColumns(place - start)
        return "-"

    def _save_tail(self, tail: str, width: float) -> None:
        """Elide before the tail instead of in it."""
        metrics = self._metrics
        room = width - metrics.horizontalAdvance(tail)
        self.lines[-1] = metrics.elidedText(self._last, Qt.TextElideMode.ElideRight, room) + tail


# Between a number and its unit no line ends: an "s" alone on a line is no word. Nor does a line
# begin with what the one before it ends in.
_KEPT_GAP = re.compile(r"(?<=\d) (?=(?:s|min|h)\b|%)| (?=[\u2026\u00b7\u203a>])")
# Qt counts a rare kanji or an emoji as two: one as wide stands for it where lines are broken.
_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")
_SPACES = re.compile("[ \n]+")
_DOT = " \N{MIDDLE DOT} "
# How much of the width lines are tried in that are to be about as long as each other.
_SHARES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55)
# The least share of the width that the last line takes: of a paragraph, and of centred text.
LEAST_END, LEAST_CENTRED_END = 0.25, 0.5
_WRAP = QTextOption()
_WRAP.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class TextLabel(QLabel):
    """Text in a token's size and colour; *max_lines* 0 wraps without end.

    With *keeps_end* one line is elided in its middle: a code's name is told by its end.

    It is a QLabel for what screen readers see, but holds its text itself: QLabel.setText lays the
    whole window out again, which a count of seconds must not, and reads markup.
    """

    def __init__(
        self,
        theme: Theme,
        size: Size = Size.BODY,
        ink: str = "text",
        weight: Weight = Weight.REGULAR,
        max_lines: int = 1,
        *,
        keeps_end: bool = False,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._keeps_end = keeps_end
        self._size = size
        self._ink = ink
        self._weight = weight
        self._max_lines = max_lines or _UNLIMITED
        self._text = ""
        self._sentences: tuple[str, ...] = ()
        self._tail = ""
        self._align = Qt.AlignmentFlag.AlignLeft
        # A layout asks for the same sizes many times over.
        self._hint: QSize | None = None
        self._flows: dict[int, Flow] = {}  # by width
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(self._max_lines > 1)
        self.setSizePolicy(policy)

    @property
    def shown_text(self) -> str:
        """The whole text, whether or not all of it fits."""
        return self._text + self._tail

    @property
    def widest_word(self) -> float:
        """The width, in pixels, that the longest word needs to stay in one piece."""
        return self._widest(with_endings=False)

    @property
    def widest_whole_word(self) -> float:
        """The same, where in Japanese a word's ending in kana is not to be parted from it either."""
        return self._widest(with_endings=True)

    def _widest(self, *, with_endings: bool) -> float:
        text = _KEPT_GAP.sub("\N{NO-BREAK SPACE}", self.shown_text)
        spaced = _SPACES.split(text.replace("-", "- "))
        words = words_in(text, with_endings=with_endings) if has_japanese(text) else spaced
        return max(map(QFontMetricsF(self._font()).horizontalAdvance, words), default=0.0)

    def line_spans(self) -> list[tuple[int, int]]:
        """Return where each of its lines begins and ends, in pixels from its top."""
        flow = self._laid_out(self.width())
        high, count = flow.line_height, len(flow.lines)
        return list(pairwise(math.ceil(high * place) for place in range(count + 1)))

    def fits(self, width: float) -> bool:
        """Whether nothing of the text is cut in so many pixels."""
        return not self._laid_out(int(width)).is_elided

    def show_text(self, text: str, tail: str = "") -> None:
        """Show *text*; *tail* stays visible when the rest has to be elided."""
        self._show(text, tail, ())

    def show_sentences(self, sentences: Iterable[str]) -> None:
        """Show each of *sentences* on a line of its own, or on more."""
        listed = tuple(sentences)
        self._show("\n".join(listed), "", listed)

    def _show(self, text: str, tail: str, sentences: tuple[str, ...]) -> None:
        if (text, tail, sentences) == (self._text, self._tail, self._sentences):
            return
        self._text, self._tail, self._sentences = text, tail, sentences
        self._measure_again()
        self.setAccessibleName(self.shown_text)
        self.updateGeometry()
        self.update()

    def tick_tail(self, tail: str) -> None:
        """Change the tail only, without any layout: for what changes every second."""
        if tail != self._tail:
            self._tail = tail
            self._measure_again()
            self.update()

    def use_ink(self, ink: str) -> None:
        if ink != self._ink:
            self._ink = ink
            self.update()

    def align(self, alignment: Qt.AlignmentFlag) -> None:
        self._align = alignment
        self._flows.clear()
        self.update()

    def _font(self) -> QFont:
        return self._theme.font_of(self.shown_text, self._size, self._weight)

    def _laid_out(self, width: int) -> Flow:
        if width not in self._flows:
            if len(self._flows) >= _MOST_FLOWS:
                self._flows.clear()
            font = self._font()
            flow = Flow(self._text, font, width, self._max_lines, self._tail, self._sentences)
            if self._keeps_end:
                flow.keep_end(self._tail)
            is_centred = self._align is Qt.AlignmentFlag.AlignHCenter
            self._flows[width] = flow.even_out(LEAST_CENTRED_END if is_centred else LEAST_END)
        return self._flows[width]

    def _measure_again(self) -> None:
        self._hint = None
        self._flows.clear()

    def _measured(self) -> QSize:
        metrics = QFontMetricsF(self._font())
        width = metrics.horizontalAdvance(self.shown_text)
        if self._max_lines == _UNLIMITED:
            # A paragraph asks for a width that reads well, not for one endless line.
            width = min(width, float(self._theme.px(_PARAGRAPH_WIDTH)))
        return QSize(int(width) + 2, int(metrics.height()) + 1)

    # Qt overrides

    def sizeHint(self) -> QSize:
        if self._hint is None:
            self._hint = self._measured()
        return self._hint

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        return int(self._laid_out(width).height) + 1

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._measure_again()
            self.updateGeometry()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            is_elided = self._laid_out(self.width()).is_elided
            return show_hint(event, self, self.shown_text if is_elided else "")
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(self._theme.ink(self._ink))
        self._laid_out(self.width()).draw(painter, QRectF(self.rect()), self._align)


def paragraph(theme: Theme, ink: str = "muted", size: Size = Size.SMALL) -> TextLabel:
    """Return a label that wraps to as many lines as its text needs."""
    return TextLabel(theme, size, ink, max_lines=0)
