"""Takes a note: three lines that grow, with a draft in grey that Tab takes over and typing replaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit

from wrapup_desk.domain.notes.templates import (
    Span,
    filled,
    gaps_in,
    template_begun,
    template_called,
)
from wrapup_desk.domain.wrapup import LONGEST_OWN_NOTE
from wrapup_desk.ui.shortcuts import action_for
from wrapup_desk.ui.text_fields import WordsUnderWay
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.text_label import Flow

_FEWEST_LINES = 3
_MOST_LINES = 9
# What the style sheet puts around the text, above and below together.
_FRAME = 18
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ERASE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
# With any of these a key is no text, or the field itself has to tell.
_NO_TEXT = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
# What comes in between has to find all that was typed before it.
_BEHIND_TYPING = (QEvent.Type.FocusOut, QEvent.Type.InputMethod)


class NoteField(QPlainTextEdit):
    """The field alone; Enter and the window's other keys pass through to the window.

    Args:
        theme: its colours.
        known: what the fields of a template stand for by now.
    """

    edited = Signal()  # by hand: typed, taken over or filled from a template
    changed = Signal(str)  # by hand or not
    left_out = Signal()  # the agent erased a draft that would have gone along

    def __init__(self, theme: Theme, known: Callable[[], Mapping[str, str]]) -> None:
        super().__init__()
        self._theme = theme
        self._known = known
        self._templates: Mapping[str, str] = {}
        self._draft = ""
        self._goes_along = False
        self._is_set = False
        # The height it had for the draft: a shorter one must not move what stands below.
        self._draft_lines = 0
        # The draft as it was broken last, and for what: it is measured and painted many times over.
        self._broken: tuple[tuple[str, QFont, int], Flow] | None = None
        self._hint = ""
        self._under_way = WordsUnderWay(self, self.insertPlainText)
        # What was typed since the first sign of this turn of the loop. With each sign all of its
        # paragraph is laid out again, which a text expander's thousands would take seconds for.
        self._typed = ""
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._write)
        # Not while Qt still writes: it would go on behind what is left.
        self._too_long = QTimer(self, singleShot=True, interval=0)
        self._too_long.timeout.connect(self._cut)
        self.setObjectName("note")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._on_changed)
        self._fit()

    def text(self) -> str:
        self._write()
        return self.toPlainText()

    def text_as_seen(self) -> str:
        """Return the text with the words that an input method has under way at the caret."""
        text, words = self.text(), self._under_way.words
        written = text.encode("utf-16-le")
        caret = 2 * self.textCursor().position()
        seen = written[:caret] + words.encode("utf-16-le") + written[caret:]
        return seen.decode("utf-16-le") if words else text

    def put(self, text: str) -> None:
        """Put *text* in, not by hand."""
        self._write()
        self._is_set = True
        self.setPlainText(text)
        self._is_set = False

    @property
    def shown_draft(self) -> str:
        """The draft, while it stands in the empty field."""
        return "" if self.text() else self._draft

    @property
    def before_caret(self) -> str:
        self._write()
        cursor = self.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    def show_hint(self, text: str) -> None:
        """Show *text* in the empty field where there is no draft."""
        self._hint = text
        self._show_hint()

    @property
    def is_composing(self) -> bool:
        """Whether an input method has words under way that are not written yet."""
        return bool(self.textCursor().block().layout().preeditAreaText())

    def _show_hint(self) -> None:
        # Qt would draw it behind the first words of an input method.
        hidden = self._draft or self.is_composing
        self.setPlaceholderText("" if hidden else self._hint)

    def show_draft(self, text: str, *, goes_along: bool) -> None:
        """Offer *text*; where it goes along it is drawn like what is written."""
        if (text, goes_along) == (self._draft, self._goes_along):
            return
        self._draft, self._goes_along = text, goes_along
        self._show_hint()
        self._fit()
        self.viewport().update()

    def use_width(self, width: int) -> None:
        """Be as high as the draft needs in *width*, before the field is laid out in it."""
        if width != self.width():
            self.resize(width, self.height())
            self._draft_lines = 0
            self._fit()

    def use_templates(self, templates: Mapping[str, str]) -> None:
        self._templates = templates

    def take_draft(self) -> bool:
        """Make the draft the agent's own note; False when there is none to take."""
        if not self.shown_draft:
            return False
        self.textCursor().insertText(self._draft)
        return True

    def fill_template(self, *, is_begun: bool = False) -> bool:
        """Replace a template's call before the caret by its text; False when there is none.

        Where *is_begun*, the beginning of a name will do: the first one that begins so is meant.
        """
        find = template_begun if is_begun else template_called
        called = find(self.before_caret, self._templates)
        if called is None:
            return False
        begin, name = called
        cursor = self.textCursor()
        start = cursor.block().position()
        cursor.setPosition(start + begin, QTextCursor.MoveMode.KeepAnchor)
        first = cursor.selectionStart()
        cursor.insertText(filled(self._templates[name], self._known()))
        cursor.setPosition(first)
        gap = next((each for each in self._gaps() if each[0] >= first), None)
        if gap is not None and gap[0] < self.textCursor().position():
            self._select(gap)
        return True

    def go_to_gap(self) -> bool:
        """Select the next gap, after the last one the first; False when there is none."""
        gaps = self._gaps()
        if not gaps:
            return False
        caret = self.textCursor().selectionEnd()
        self._select(next((gap for gap in gaps if gap[0] >= caret), gaps[0]))
        return True

    def _gaps(self) -> list[Span]:
        return list(gaps_in(self.text()))

    def _select(self, span: Span) -> None:
        cursor = self.textCursor()
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def line_spans(self) -> list[Span]:
        """Return where each line that is written or offered begins and ends, from the top."""
        if self.document().isEmpty():
            count = len(self._flow().lines) if self._draft else 1
        else:
            count = int(self.document().size().height())
        line, above = self.fontMetrics().lineSpacing(), self.viewport().y()
        return [(above + place * line, above + (place + 1) * line) for place in range(count)]

    def _on_changed(self) -> None:
        self._fit()
        if len(self.toPlainText()) > LONGEST_OWN_NOTE:
            self._too_long.start()
        self.changed.emit(self.text())
        if not self._is_set:
            self.edited.emit()

    def _cut(self) -> None:
        """Take no more than Genesys does: what was pasted is not read to its end anyway."""
        kept = self.toPlainText()[:LONGEST_OWN_NOTE]
        cursor = self.textCursor()
        cursor.setPosition(len(kept.encode("utf-16-le")) // 2)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _fit(self) -> None:
        """Be as high as what stands here, within limits."""
        if self.text():
            self._draft_lines = 0
            lines = int(self.document().size().height())
        else:
            drawn = len(self._flow().lines) if self._draft else 0
            lines = self._draft_lines = max(self._draft_lines, drawn)
        # A bar must not come and go by a pixel of height.
        is_too_long = lines > _MOST_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_too_long else policy.ScrollBarAlwaysOff
        )
        lines = min(max(lines, _FEWEST_LINES), _MOST_LINES)
        height = round(lines * self.fontMetrics().lineSpacing()) + _FRAME
        if height != self.height():
            self.setFixedHeight(height)

    def _flow(self) -> Flow:
        # The viewport follows only when it is shown.
        wanted = self._draft, self.font(), self.contentsRect().width() - 1
        if self._broken is None or self._broken[0] != wanted:
            self._broken = wanted, Flow(*wanted, _MOST_LINES)
        return self._broken[1]

    def _type(self, event: QKeyEvent) -> bool:
        """Take a sign that follows others in the same turn of the loop; False for the first."""
        text = event.text()
        if not text.isprintable() or not text or event.modifiers() & _NO_TEXT:
            return False
        if not self._turn.isActive():
            self._turn.start()
            return False
        self._typed += text
        return True

    def _write(self) -> None:
        """Write what was typed in this turn, all at once."""
        typed, self._typed = self._typed, ""
        if typed:
            self.insertPlainText(typed)
            self.ensureCursorVisible()

    def _act_on_tab(self) -> bool:
        return self.fill_template(is_begun=True) or self.go_to_gap() or self.take_draft()

    def _act_on_key(self, event: QKeyEvent) -> bool:
        """Do what a key means here and nowhere else; False when it is text."""
        key, has_shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _ENTER and has_shift:
            self._write()
            self.insertPlainText("\n")
            return True
        if key in _ENTER or (key == Qt.Key.Key_Space and self._templates):
            return self.fill_template()
        if key in _ERASE and self._goes_along and self.shown_draft:
            self.left_out.emit()
            return True
        return False

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        if event.type() in _BEHIND_TYPING:
            self._write()
        if event.type() == QEvent.Type.FocusOut:
            self._under_way.leave()
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if is_plain and self._act_on_tab():
                event.accept()
                return True
        is_taken = super().event(event)
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            # Not while the viewport is laid out (`resizeEvent`): it would keep the height of before.
            self._draft_lines = 0
            self._fit()
            # Before the first showing Qt forgets a size that comes while it tells of one.
            if self.height() != event.size().height() and not self.isVisible():
                super().event(QResizeEvent(self.size(), event.size()))
        return is_taken

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._act_on_key(event) or self._type(event):
            event.accept()
            return
        self._write()
        if action_for(event, has_single_keys=False, is_typing=True) is not None:
            event.ignore()  # the window's own
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._under_way.follow(event)
        was_composing = self.is_composing
        super().inputMethodEvent(event)
        if self.is_composing is not was_composing:
            self._show_hint()

    def inputMethodQuery(
        self, query: Qt.InputMethodQuery, argument: object | None = None
    ) -> object:
        """Tell where the caret is in the field: Qt tells where it is in what scrolls there."""
        found = super().inputMethodQuery(query, argument)
        if isinstance(found, QRect | QRectF):
            return found.translated(self.viewport().pos())
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._write()  # before the caret goes elsewhere
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._draft_lines = 0
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.shown_draft or self.is_composing:
            return
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setPen(self._theme.ink("text" if self._goes_along else "muted"))
        self._flow().draw(painter, QRectF(self.viewport().rect()))
