"""Shows what was said and what happened on a leg, with the words that speak for a code marked."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QTextEdit

from wrapup_desk.application.repair.state import Focus, Moment
from wrapup_desk.domain.language.japanese_lines import has_japanese
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.suggestion import EvidenceKind, Suggestion
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.ui.repair.moment_wording import moment_text
from wrapup_desk.ui.repair.wording import exact_time
from wrapup_desk.ui.scrolled.copying import copied_from
from wrapup_desk.ui.scrolled.japanese_page import end_lines_between_words
from wrapup_desk.ui.scrolled.whole_lines import draw_whole_lines
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Weight

_LEAST_HEIGHT = 120
# How far the further lines of what happened are set in, at 100 %.
_HANGING = 12
# How often its lines are ended for a width that the scroll bar changes.
_MOST_WIDTHS = 3
# The recommender leaves out small words: "could sign" also stands for "could not sign".
_GAP = r"\W+(?:\w+\W+){0,2}?"
_WORDY = (EvidenceKind.HEARD, EvidenceKind.NAME)


def marked_spans(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Return where whole *phrases* stand in *text*, in order and without overlap."""
    wanted = sorted({each.strip() for each in phrases if each.strip()}, key=len, reverse=True)
    if not wanted:
        return []
    found = re.finditer("|".join(map(_whole, wanted)), text, re.IGNORECASE)
    return [hit.span() for hit in found]


def _whole(phrase: str) -> str:
    """Return a pattern for *phrase* as a whole: in Japanese nothing parts it from the next word."""
    words = _GAP.join(map(re.escape, phrase.split()))
    before = "" if has_japanese(phrase[0]) else r"(?<!\w)"
    after = "" if has_japanese(phrase[-1]) else r"(?!\w)"
    return before + words + after


def phrases_of(suggestion: Suggestion | None) -> tuple[str, ...]:
    """Return the words that speak for *suggestion*."""
    if suggestion is None:
        return ()
    return tuple(each.text for each in suggestion.evidence if each.kind in _WORDY)


class LegStory(QTextEdit):
    """Plain text that can be read, scrolled and copied by keyboard; never markup."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._focus: Focus | None = None
        self._is_whole = False
        self._is_japanese = False
        self._is_fitting = False
        self._fitted_width = 0
        self.setObjectName("story")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("What was said and what happened"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        theme.changed.connect(self._redraw)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.cursorPositionChanged.connect(self._follow_cursor)
        for moved in (
            self.verticalScrollBar().valueChanged,
            self.verticalScrollBar().rangeChanged,
        ):
            moved.connect(self._leave_out_cut_lines)

    @property
    def least_height(self) -> int:
        """The height in which it can be read, scrolled."""
        return self._theme.px(_LEAST_HEIGHT)

    def show_whole(self, *, is_whole: bool) -> None:
        """Be as high as all that is in it, in a page that scrolls; or scroll by itself again."""
        self._is_whole = is_whole
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if is_whole else policy.ScrollBarAsNeeded
        )
        self.updateGeometry()

    def _fit(self) -> None:
        if self._is_whole:
            self.updateGeometry()

    def _leave_out_cut_lines(self) -> None:
        draw_whole_lines(self)

    def _follow_cursor(self) -> None:
        """Scroll the page to where the keys are in it; by itself it only scrolls what is in it."""
        # A caret that only moved along as lines were given their ends went nowhere.
        if not (self._is_whole and self.hasFocus()) or self._is_fitting:
            return
        around = self.parentWidget()
        while around is not None:
            page = around.widget() if isinstance(around, QScrollArea) else None
            if isinstance(around, QScrollArea) and page is not None:
                spot = self.viewport().mapTo(page, self.cursorRect().center())
                around.ensureVisible(spot.x(), spot.y(), 0, self.cursorRect().height())
            around = around.parentWidget()

    def show_focus(self, focus: Focus | None) -> None:
        """Draw *focus* if anything in it is new; a new leg starts at the top."""
        if focus is None:
            self.clear()
            self._focus, self._shown = None, ()
            return
        shown = (focus.words, focus.words_problem, focus.is_loading, focus.moments, focus.ranking)
        is_other = self._focus is None or self._focus.leg.key != focus.leg.key
        self._focus = focus
        if shown == self._shown and not is_other:
            return
        self._shown = shown
        place = 0 if is_other else self.verticalScrollBar().value()
        self._draw(focus)
        self.verticalScrollBar().setValue(place)

    def _redraw(self) -> None:
        if self._focus is not None:
            self._draw(self._focus)

    def _draw(self, focus: Focus) -> None:
        self._is_japanese = False  # not in the midst of it, when a scroll bar comes or goes
        self.clear()
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if focus.words:
            phrases = phrases_of(focus.ranking.first)
            for utterance in focus.words:
                self._say(cursor, utterance, phrases)
        else:
            loading = tr("Reading what was said …")
            text = loading if focus.is_loading else focus.words_problem
            self._line(cursor, text, self._format("muted", Size.SMALL), above=2)
        if focus.moments:
            heading = tr("What happened")
            self._line(
                cursor, heading, self._format("muted", Size.SMALL, Weight.SEMIBOLD), above=14
            )
            times = [exact_time(moment.at, focus.leg.ended_at) for moment in focus.moments]
            column = self._column_after(times)
            for time, moment in zip(times, focus.moments, strict=True):
                self._happen(cursor, time, moment, column)
        cursor.endEditBlock()
        self._is_japanese = has_japanese(self.toPlainText())
        self._fitted_width = 0
        self._fit_lines()
        # It moved along with what was written; left there, a resize would scroll to the end.
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _fit_lines(self) -> None:
        """End the lines of what is in Japanese between words, for the width there is now.

        That may bring or take the scroll bar, which asks for it again, in the midst.
        """
        if not self._is_japanese or self._is_fitting:
            return
        self._is_fitting = True
        self.document().size()  # laid out, it has the scroll bar that it needs
        for _ in range(_MOST_WIDTHS):
            if (width := self.viewport().width()) == self._fitted_width:
                break
            self._fitted_width = width
            end_lines_between_words(self.document())
        self._is_fitting = False

    def _say(self, cursor: QTextCursor, utterance: Utterance, phrases: Sequence[str]) -> None:
        is_customer = utterance.speaker is Speaker.CUSTOMER
        who = tr("Customer") if is_customer else tr("Agent")
        self._line(cursor, who, self._format("muted", Size.CAPTION, Weight.SEMIBOLD), above=9)
        plain = self._format("text", Size.BODY)
        self._line(cursor, "", plain, above=1)
        text = " ".join(utterance.text.split())
        place = 0
        for start, end in marked_spans(text, phrases):
            cursor.insertText(text[place:start], plain)
            cursor.insertText(text[start:end], self._marked())
            place = end
        cursor.insertText(text[place:], plain)

    def _column_after(self, times: Sequence[str]) -> float:
        """Return where what happened begins: figures are of different widths."""
        width_of = QFontMetricsF(self._theme.words(Size.SMALL)).horizontalAdvance
        return max(map(width_of, times)) + self._theme.px(GAP)

    def _happen(self, cursor: QTextCursor, time: str, moment: Moment, column: float) -> None:
        self._line(cursor, time, self._format("muted", Size.SMALL), above=6)
        block = cursor.blockFormat()
        # A second line stands off from the times, among which one looks for a moment.
        hanging = self._theme.px(_HANGING)
        block.setLeftMargin(hanging)
        block.setTextIndent(-hanging)
        block.setTabPositions([QTextOption.Tab(column, QTextOption.TabType.LeftTab)])
        cursor.setBlockFormat(block)
        cursor.insertText(f"\t{moment_text(moment)}", self._format("text", Size.SMALL))

    def _line(
        self, cursor: QTextCursor, text: str, char_format: QTextCharFormat, above: int
    ) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(self._theme.px(above))
        if cursor.position() == 0:
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        cursor.insertText(text, char_format)

    def _format(self, ink: str, size: Size, weight: Weight = Weight.REGULAR) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self._theme.words(size, weight))
        made.setForeground(self._theme.ink(ink))
        return made

    def _marked(self) -> QTextCharFormat:
        made = self._format("accent", Size.BODY, Weight.SEMIBOLD)
        made.setBackground(self._theme.ink("accent_soft"))
        # Seen without colour, too.
        made.setFontUnderline(True)
        font = QFont(made.font())
        font.setUnderline(True)
        made.setFont(font)
        return made

    # Qt overrides

    def createMimeDataFromSelection(self) -> QMimeData:
        return copied_from(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_lines()

    def sizeHint(self) -> QSize:
        height = self.least_height
        if self._is_whole:
            height = math.ceil(self.document().size().height()) + 2 * self.frameWidth()
        return QSize(200, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_whole and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()  # the page around it scrolls
        else:
            super().keyPressEvent(event)
